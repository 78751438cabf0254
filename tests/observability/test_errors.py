"""What Sentry gets, read from what arrives at a stand-in, and what never leaves."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from tests.observability.collector import Collector
from voicebot.errors import SettingsError, VendorTimeout
from voicebot.logs import Mask
from voicebot.observability.errors import Errors, open_errors
from voicebot.observability.sentry import WITHHELD

SAID = "my name is Noa"


@pytest.fixture
def errors(collector: Collector) -> Iterator[Errors]:
    errors = open_errors(collector.url.replace("http://", "http://0123456789abcdef@") + "/7", "test", Mask().text)
    assert errors is not None
    yield errors
    errors.close()
    structlog.contextvars.clear_contextvars()


def raised(error: Exception) -> Exception:
    """The exception as it is caught, with a local variable that must not leave."""
    heard = SAID + " 0541234567"
    try:
        assert heard
        raise error
    except type(error) as caught:
        return caught


def events_of(collector: Collector) -> list[dict[str, Any]]:
    """The events in the envelopes, which are lines of JSON: a header, then a header before each item."""
    found = []
    for request in collector.received:
        lines = [json.loads(line) for line in request.body.splitlines() if line]
        found += [body for header, body in zip(lines[1::2], lines[2::2], strict=True) if header["type"] == "event"]
    return found


def test_an_error_arrives_with_its_stack_and_ids(collector: Collector, errors: Errors) -> None:
    structlog.contextvars.bind_contextvars(call_id="c1", turn=3, lead_id=9)
    errors.capture("turn.failed", raised(VendorTimeout("openai", "chat", "no time left")))
    errors.close()
    (event,) = events_of(collector)
    (exception,) = event["exception"]["values"]
    assert exception["type"] == "VendorTimeout"
    assert exception["value"] == "no time left"
    assert exception["stacktrace"]["frames"][-1]["function"] == "raised"
    assert event["tags"] == {"event": "turn.failed", "call_id": "c1", "turn": "3"}
    assert event["environment"] == "test"


def test_nothing_that_was_said_leaves(collector: Collector, errors: Errors) -> None:
    errors.capture("request.failed", raised(ValueError(f"invalid literal: '{SAID}'")))
    errors.capture("turn.failed", raised(VendorTimeout("openai", "chat", "call 0541234567")))
    errors.close()
    first, second = events_of(collector)
    assert first["exception"]["values"][0]["value"] == WITHHELD
    assert "[phone" in second["exception"]["values"][0]["value"]
    for forbidden in (b"1234567", b'"vars"', b"breadcrumbs", b'request":'):
        assert forbidden not in collector.everything
    # The test's own source stands in the stack; what the program held at run time does not.
    assert f"literal: '{SAID}'".encode() not in collector.everything


def test_the_reason_behind_an_error_is_withheld_too(collector: Collector, errors: Errors) -> None:
    outer = VendorTimeout("openai", "chat")
    outer.__cause__ = raised(KeyError(SAID + "!"))
    errors.capture("turn.failed", raised(outer))
    errors.close()
    (event,) = events_of(collector)
    assert [each["value"] for each in event["exception"]["values"]] == [WITHHELD, "openai chat: VendorTimeout"]


def test_an_error_without_an_exception_is_its_name(collector: Collector, errors: Errors) -> None:
    errors.capture("turn.give_up_failed", None)
    errors.close()
    (event,) = events_of(collector)
    assert event["message"] == "turn.give_up_failed"


def test_a_storm_is_reported_once(collector: Collector, errors: Errors) -> None:
    for _ in range(50):
        errors.capture("turn.failed", raised(VendorTimeout("openai", "chat")))
    errors.close()
    assert len(events_of(collector)) == 1


def test_a_wrong_dsn_is_told_in_one_sentence() -> None:
    with pytest.raises(SettingsError, match="SENTRY_DSN"):
        open_errors("not a dsn")


def test_without_a_dsn_there_is_nothing() -> None:
    assert open_errors("") is None
