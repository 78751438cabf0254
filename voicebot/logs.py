"""Structured logs: one JSON object a line, phone numbers and texts masked unless asked for."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from voicebot.settings import Settings

# Digits that read like a phone number, with the separators people write; SIDs and ids have letters around them.
_PHONE = re.compile(r"(?<![\w.:-])\+?\d(?:[\s().-]?\d){7,14}(?![\w:])")
_TEXTS = frozenset({"text", "utterance", "he", "en", "heard", "said", "body", "speech"})
_SECRETS = re.compile(r"(key|token|secret|password|authorization|signature|credential)", re.IGNORECASE)
_BEARER = re.compile(r"(sk-[A-Za-z0-9_-]{6,}|Bearer\s+\S+|://[^/\s:@]+:[^/\s@]+@)")


def mask(value: Any) -> Any:
    """`value` with phone numbers and credentials replaced, in strings at any depth."""
    if isinstance(value, str):
        return _BEARER.sub("[secret]", _PHONE.sub(_masked_number, value))
    if isinstance(value, dict):
        return {key: mask(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [mask(each) for each in value]
    return value


def _masked_number(found: re.Match[str]) -> str:
    return f"[phone …{found.group()[-2:]}]"


def _masking(show_texts: bool) -> structlog.typing.Processor:
    def process(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key, value in event.items():
            if key == "timestamp":
                continue
            if _SECRETS.search(key):
                event[key] = "[secret]"
            elif not show_texts:
                event[key] = f"[{len(value)} characters]" if key in _TEXTS and isinstance(value, str) else mask(value)
        return event

    return process


def configure_logs(settings: Settings) -> None:
    """Send this process's logs, the libraries' included, to standard error as JSON."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _named(settings.app_env),
        _masking(settings.log_texts),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
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


def _named(app_env: str) -> structlog.typing.Processor:
    def process(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if app_env:
            event["app_env"] = app_env
        return event

    return process
