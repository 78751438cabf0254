"""Structured logs: one JSON object a line; phone numbers and texts masked unless asked for, secrets always."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from dataclasses import fields
from typing import Any

import structlog

from voicebot.settings import Settings

_TEXTS = frozenset({"text", "utterance", "he", "en", "heard", "said", "body", "speech"})
_SECRET_FIELD = re.compile(r"key|token|secret|password|authorization|signature|credential", re.IGNORECASE)
_SECRET = re.compile(
    r"\bsk-[\w-]{6,}"
    r"|\b[Bb]earer\s+\S+"
    r"|\bBasic\s+[A-Za-z0-9+/]{12,}=*"
    r"|(?<=://)[^\s/:@]*:[^\s/]*(?=@)"
    r"|(?<=password=)\S+"
)
MIN_SECRET = 6
"""Characters; masking a shorter one wherever it stands would make the logs unreadable."""

# Digits with what people and URLs write between them. SIDs and ids have letters around them, the last part of a
# UUID four hexadecimal digits and a hyphen before it, a fraction of a second a colon or a point.
_PHONE = re.compile(
    r"(?<![^\W_])(?<!\d[:.])(?<![0-9a-fA-F]{4}-)"
    r"(?:\+|%2[Bb])?\(?\d(?:[\s()./_\u2010-\u2015\u200e\u200f\u202a-\u202e\u2066-\u2069-]{0,3}\d){7,14}(?![^\W_])"
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_NO_PHONE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[ _]\d\d?)?"  # a date, perhaps with the hour after it
    r"|\d\d?[/.]\d\d?[/.]\d{4}"
    r"|(?:0|[1-9]\d*)\.\d+"  # a decimal fraction
    r"|\d{3} \(\d{5}"  # an HTTP status and a vendor's code
    rf"|(?:{_OCTET}\.){{3}}{_OCTET}"  # an address of a machine
)
# What pydantic repeats of what it was given.
_INPUT = re.compile(r"(?<=input_value=).*?(?=, input_type=)", re.DOTALL)


class Mask:
    """Replaces what must not stand in a log, in strings at any depth."""

    def __init__(self, secrets: tuple[str, ...] = (), show_texts: bool = False) -> None:
        known = sorted((re.escape(each) for each in secrets if len(each) >= MIN_SECRET), key=len, reverse=True)
        self._known = re.compile("|".join(known)) if known else None
        self._show_texts = show_texts

    @classmethod
    def of(cls, settings: Settings) -> "Mask":
        """The mask that knows these settings' secrets."""
        secrets = [getattr(settings, each.name) for each in fields(settings) if each.metadata["secret"]]
        return cls(tuple(secrets), settings.log_texts)

    def field(self, name: str, value: Any) -> Any:
        """The value of a field of that name. Numbers stay: ids, milliseconds, counts of tokens."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if _SECRET_FIELD.search(name):
            return "[secret]"
        if isinstance(value, str):
            hidden = name in _TEXTS and not self._show_texts
            return f"[{len(value)} characters]" if hidden else self.text(value)
        if isinstance(value, Mapping):
            return {key: self.field(str(key), each) for key, each in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.field(name, each) for each in value]
        return self.text(f"{type(value).__name__}: {value}" if isinstance(value, Exception) else repr(value))

    def text(self, text: str) -> str:
        """`text` without secrets and, unless they are wanted, without phone numbers and repeated input."""
        if self._known:
            text = self._known.sub("[secret]", text)
        text = _SECRET.sub("[secret]", text)
        return text if self._show_texts else _PHONE.sub(_masked_number, _INPUT.sub("[value]", text))


def _masked_number(found: re.Match[str]) -> str:
    number = found.group()
    return number if _NO_PHONE.fullmatch(number) else f"[phone …{number[-2:]}]"


def configure_logs(settings: Settings, *first: structlog.typing.Processor) -> None:
    """Send this process's logs, the libraries' included, to standard error as JSON.

    `first` see every event of our own before anything is filtered or changed.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.format_exc_info,
        _masking(Mask.of(settings)),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _named(settings.app_env),
    ]
    structlog.configure(
        processors=[
            *first,
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    for noisy in ("alembic", "httpx", "httpx2", "httpcore", "httpcore2", "urllib3", "twilio", "openai"):
        # These write URLs, and so numbers and SIDs, or say what nobody asked; our clients log each request.
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _masking(mask: Mask) -> structlog.typing.Processor:
    def process(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key, value in event.items():
            if not key.startswith("_"):  # structlog's own
                event[key] = mask.field(key, value)
        return event

    return process


def _named(app_env: str) -> structlog.typing.Processor:
    def process(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if app_env:
            event["app_env"] = app_env
        return event

    return process
