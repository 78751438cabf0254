"""Logs: one JSON object a line, with ids, and nothing in them that does not belong there."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import structlog
from pydantic import BaseModel, ValidationError

from tests.rows import each_row
from voicebot.logs import Mask, configure_logs
from voicebot.settings import Settings

PHONES = (
    "0547654321", "054-765-4321", "054-7654321", "054 765 4321", "054.765.4321", "(054) 765-4321", "054/765-4321",
    "+972547654321", "+972-54-765-4321", "+972 (54) 765-4321", "972547654321", "00972547654321", "+972 (0)54-765-4321",
    "%2B972547654321", "03-1234567", "tel:0547654321", "phone=0547654321", "lead_0547654321", '"phone":972547654321',
    "054–765–4321", "0 5 4 7 6 5 4 3 2 1", "\u200e054-765-4321\u200e", "٠٥٤٧٦٥٤٣٢١", "1-900-123-4567",
    "Call 0547654321.", "2026-11-22 0547654321",
)  # fmt: skip
KEPT = (
    "0f3bd6a1e2c94a8f9a3d1b2c3d4e5f60", "CA" + "0123456789abcdef" * 2, "RE" + "1" * 32, "2026-11-22",
    "2026-11-22 08:00:00", "2026-11-22 08:00:00.123456", "2026-11-22T08:00:00.123456+00:00", "2026-11-22T08:00:00Z",
    "22/11/2026", "took 1234.5678 ms", "0.123456789", "http://127.0.0.1:8000/leads", "http://192.168.100.100:8000",
    "550e8400-e29b-41d4-a716-446655440000", "line 123, in f", "/leads/1234567", "gpt-6-luna", "HTTP 404 (20404)",
    "worker-1:a1b2c3d4e5f6", "3.11.2", "12 of 1000000",
)  # fmt: skip
SECRETS = (
    ("sk-proj-abc_DEF-123456", "sk-proj"),
    ("Authorization: Bearer abc.def", "abc.def"),
    ("Basic QUMwMDAwMDA6c2VjcmV0", "QUMw"),
    ("postgres://bot:pa55word@db.example/voice", "pa55word"),
    ("postgres://bot:p@55:word@db.example/voice", "55"),
    ("redis://:pa55word@cache.example:6379/0", "pa55word"),
    ("connection failed: host=db user=bot password=pa55word dbname=voice", "pa55word"),
    ("the key is an-api-key-of-ours", "of-ours"),
)  # fmt: skip


@each_row("written", PHONES)
def test_a_number_is_masked_in_any_spelling(written: str) -> None:
    masked = Mask().text(f"x {written} y")
    assert "[phone …" in masked
    assert sum(map(str.isdigit, masked)) <= 2 + 8 * written.startswith("2026")


@each_row("written", PHONES)
def test_a_number_is_masked_at_any_depth(written: str) -> None:
    masked = Mask().field("data", {"lead": [{"number": written}], "set": {written}, "object": ValueError(written)})
    assert str(masked).count("[phone …") == 3


@each_row("written", KEPT)
def test_what_is_no_number_stays(written: str) -> None:
    assert Mask().text(f"x {written} y") == f"x {written} y"


@each_row("show_texts", [False, True])
@each_row(("written", "secret"), SECRETS)
def test_a_secret_is_masked_whatever_is_asked_for(written: str, secret: str, show_texts: bool) -> None:
    masked = Mask(("an-api-key-of-ours",), show_texts).text(written)
    assert secret not in masked
    assert "[secret]" in masked


def test_fields_named_like_secrets_are_masked_at_any_depth_and_counts_are_not() -> None:
    headers = {"X-API-Key": "one", "Authorization": "two", "X-Twilio-Signature": ["three"], "Accept": "json"}
    masked = Mask(show_texts=True).field("headers", headers)
    assert masked == dict.fromkeys(headers, "[secret]") | {"Accept": "json"}
    assert Mask().field("input_tokens", 812) == 812


def test_texts_are_counted_unless_asked_for() -> None:
    data = {"turn": {"he": "שלום", "en": "Hello"}, "utterance": "Hi"}
    assert Mask().field("data", data) == {"turn": {"he": "[4 characters]", "en": "[5 characters]"},
                                          "utterance": "[2 characters]"}  # fmt: skip
    assert Mask(show_texts=True).field("data", data) == data


# -- the whole way


@dataclass
class Lines:
    """What was written to standard error, line by line."""

    _capsys: pytest.CaptureFixture[str]
    _read: str = ""

    @property
    def text(self) -> str:
        self._read += self._capsys.readouterr().err
        return self._read

    def last(self) -> dict[str, object]:
        line: dict[str, object] = json.loads(self.text.splitlines()[-1])
        return line


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    root = logging.getLogger()
    before, level = root.handlers, root.level
    structlog.contextvars.clear_contextvars()  # a call of another test may have left its ids
    yield Lines(capsys)
    root.handlers, root.level = before, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def configured(**changes: object) -> None:
    configure_logs(Settings(**{"api_key": "an-api-key-of-ours", "app_env": "staging", **changes}))  # type: ignore[arg-type]  # a table of changes


def test_a_line_is_json_with_the_ids_of_the_call(written: Lines) -> None:
    configured()
    structlog.contextvars.bind_contextvars(call_id="0f3b" * 8, lead_id=7, turn=3)
    structlog.get_logger().info("turn.done", total=12345678.9, he="שלום", to="054-765-4321", at="2026-11-22T08:00:00Z")
    line = written.last()
    assert line.pop("timestamp")
    assert line == {
        "event": "turn.done", "call_id": "0f3b" * 8, "lead_id": 7, "turn": 3, "total": 12345678.9,
        "he": "[4 characters]", "to": "[phone …21]", "at": "2026-11-22T08:00:00Z", "level": "info",
        "app_env": "staging", "logger": "tests.test_logs",
    }  # fmt: skip
    assert "…" in written.text  # Hebrew and the like stay readable


def test_the_libraries_lines_are_the_same(written: Lines) -> None:
    configured()
    logging.getLogger("some.package").warning("rang %s with %s", "+972547654321", "an-api-key-of-ours", extra={"n": 1})
    line = written.last()
    assert (line["event"], line["logger"], line["n"]) == ("rang [phone …21] with [secret]", "some.package", 1)


@pytest.mark.parametrize("logger", ["structlog", "logging"])
def test_a_traceback_is_masked(written: Lines, logger: str) -> None:
    configured(database_url="postgresql://bot:pa55word@db/voice")
    try:
        raise ValueError("054-765-4321 at postgresql://bot:pa55word@db/voice")
    except ValueError:
        if logger == "logging":
            logging.getLogger("some.package").exception("broke")
        else:
            structlog.get_logger().exception("broke")
    said = str(written.last()["exception"])
    assert said.splitlines()[0] == "Traceback (most recent call last):"
    assert "ValueError: [phone …21]" in said
    assert "765" not in written.text
    assert "pa55word" not in written.text


def test_pydantic_does_not_repeat_what_was_said(written: Lines) -> None:
    class Model(BaseModel):
        number: int

    configured()
    words = " ".join(("what", "was", "said", "aloud"))  # not as it stands in this line, which the traceback shows
    with pytest.raises(ValidationError) as raised:
        Model.model_validate({"number": words})
    structlog.get_logger().error("broke", exc_info=raised.value)
    assert words not in written.text
    assert "input_value=[value]" in str(written.last()["exception"])


def test_texts_and_numbers_are_shown_when_asked_for_and_secrets_are_not(written: Lines) -> None:
    configured(log_texts=True)
    structlog.get_logger().info("turn.done", he="שלום", to="054-765-4321", detail="an-api-key-of-ours", api_key="k")
    line = written.last()
    shown = (line["he"], line["to"], line["detail"], line["api_key"])
    assert shown == ("שלום", "054-765-4321", "[secret]", "[secret]")


def test_the_level_is_the_settings(written: Lines) -> None:
    configured(log_level="WARNING")
    structlog.get_logger().info("quiet")
    logging.getLogger("some.package").info("quiet")
    structlog.get_logger().warning("loud")
    assert [json.loads(line)["event"] for line in written.text.splitlines()] == ["loud"]


def test_what_cannot_be_json_is_written_all_the_same(written: Lines) -> None:
    configured()
    structlog.get_logger().info("odd", value=object, data=b"\x00", of={1: {2, 3}})
    assert written.last()["event"] == "odd"
