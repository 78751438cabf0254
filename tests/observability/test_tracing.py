"""Spans as a collector gets them, and what never leaves."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from tests.observability.collector import Collector
from tests.rows import each_row
from voicebot.logs import Mask
from voicebot.observability.otel import safe
from voicebot.observability.spans import note, span
from voicebot.observability.tracing import Tracing, open_tracing

CALL = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def tracing(collector: Collector) -> Iterator[Tracing]:
    tracing = open_tracing(collector.url, "test", Mask().text)
    assert tracing is not None
    yield tracing
    tracing.close()


def spans_of(collector: Collector) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for request in collector.received:
        batch = ExportTraceServiceRequest.FromString(request.body)
        for resource in batch.resource_spans:
            for scope in resource.scope_spans:
                found |= {each.name: each for each in scope.spans}
    return found


def test_a_turn_is_one_trace(collector: Collector, tracing: Tracing) -> None:
    with tracing.begin("webhook", path="/twilio/process-recording"):
        with span("turn", call_id=CALL, turn=3):
            with span("transcribe", link="openai", model="gpt-transcribe"):
                pass
            with span("tool", tool="book_meeting"):
                note(outcome="booked")
        note(status=200)
    tracing.flush(5.0)
    spans = spans_of(collector)
    assert set(spans) == {"webhook", "turn", "transcribe", "tool"}
    assert len({each.trace_id for each in spans.values()}) == 1
    assert spans["turn"].parent_span_id == spans["webhook"].span_id
    assert spans["transcribe"].parent_span_id == spans["turn"].span_id
    assert spans["webhook"].parent_span_id == b""
    about = {each.key: each.value for each in spans["turn"].attributes}
    assert about["call_id"].string_value == CALL
    assert about["turn"].int_value == 3
    assert [request.path for request in collector.received] == ["/v1/traces"]


def test_what_was_said_and_who_called_never_leaves(collector: Collector, tracing: Tracing) -> None:
    secret = "my name is Noa"
    with (
        pytest.raises(RuntimeError, match="054"),
        tracing.begin("webhook", text=secret, path="/twilio/voice"),
        span("tool", tool=secret + "!", caller="+972541234567", outcome="call +972541234567", he="שלום"),
    ):
        raise RuntimeError(f"{secret} 0541234567")
    tracing.flush(5.0)
    spans = spans_of(collector)
    assert spans["tool"].status.code == Status.STATUS_CODE_ERROR
    assert spans["tool"].status.message == "RuntimeError"
    for forbidden in (secret, "541234567", "שלום"):
        assert forbidden.encode() not in collector.everything
    assert {each.key for each in spans["tool"].attributes} == {"outcome"}
    assert not spans["tool"].events, "an exception's own text would be in them"


@each_row(
    ("name", "given", "kept"),
    [
        ("link", "google-v3", {"link": "google-v3"}),
        ("turn", 3, {"turn": 3}),
        ("link", "a" * 81, {}),
        ("link", "כן", {}),
        ("heard", "yes", {}),
        ("status", True, {"status": True}),
    ],
)
def test_attributes_that_may_leave(name: str, given: str | int, kept: dict[str, str | int]) -> None:
    assert safe({name: given}, str) == kept


def test_a_collector_that_is_away_disturbs_nobody(collector: Collector, tracing: Tracing) -> None:
    collector.status = 400
    with tracing.begin("webhook"), span("turn"):
        pass
    tracing.flush(5.0)
    assert collector.received


def test_without_an_endpoint_the_sdk_is_not_even_imported() -> None:
    program = (
        "import sys\n"
        "from voicebot.observability.setup import Options, observe\n"
        "seen = observe(Options())\n"
        "assert seen.tracing is None and seen.errors is None\n"
        "print([name for name in sys.modules if name.startswith(('opentelemetry.sdk', 'sentry_sdk'))])\n"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    assert told.stdout == "[]\n"
