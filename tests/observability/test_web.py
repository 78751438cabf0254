"""Requests counted by route, a trace for each webhook, and the answer to GET /metrics."""

from collections.abc import Iterator

import pytest
from flask import Flask, Response, abort
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.observability.collector import Collector
from tests.observability.reading import parsed, value
from voicebot.observability.setup import Observability, Options, observe
from voicebot.observability.spans import span
from voicebot.observability.web import metrics_response, observe_requests


@pytest.fixture
def observability(collector: Collector) -> Iterator[Observability]:
    observability = observe(Options(otel_endpoint=collector.url))
    yield observability
    observability.close()


@pytest.fixture
def app(observability: Observability) -> Flask:
    app = Flask(__name__)
    observe_requests(app, observability)

    @app.post("/twilio/turn")
    def turn() -> str:
        with span("turn", turn=1):
            return "ok"

    @app.get("/leads/<lead_id>")
    def lead(lead_id: str) -> str:
        return lead_id

    @app.post("/twilio/voice")
    def refused() -> str:
        abort(403)

    @app.post("/twilio/broken")
    def broken() -> str:
        raise ZeroDivisionError

    @app.get("/metrics")
    def metrics() -> Response:
        return metrics_response(observability, lambda: 2)

    return app


def test_requests_are_counted_by_their_route(app: Flask) -> None:
    client = app.test_client()
    for _ in range(3):
        client.post("/twilio/turn?turn=1&from=2")
    client.post("/twilio/voice")
    client.post("/twilio/broken")
    client.get("/leads/972541234567")
    client.get("/wp-admin/setup.php")
    answer = client.get("/metrics")
    seen = parsed(answer.text)
    assert answer.content_type.startswith("text/plain")
    assert value(seen, "requests_total", path="/twilio/turn", status="2xx") == 3
    assert value(seen, "requests_total", path="/twilio/voice", status="4xx") == 1
    assert value(seen, "requests_total", path="/twilio/broken", status="5xx") == 1
    assert value(seen, "requests_total", path="/leads/<lead_id>", status="2xx") == 1
    assert value(seen, "requests_total", path="none", status="4xx") == 1, "strangers ask for paths without end"
    assert value(seen, "request_seconds_count", path="/twilio/turn") == 3
    assert value(seen, "live_calls") == 2
    assert "972541234567" not in answer.text


def test_each_webhook_is_a_trace_and_nothing_else_is(
    app: Flask, observability: Observability, collector: Collector
) -> None:
    client = app.test_client()
    client.get("/leads/1")
    client.post("/twilio/turn?turn=1")
    client.post("/twilio/broken")
    assert observability.tracing is not None
    observability.tracing.flush(5.0)
    spans = [
        each
        for request in collector.received
        for resource in ExportTraceServiceRequest.FromString(request.body).resource_spans
        for scope in resource.scope_spans
        for each in scope.spans
    ]
    assert sorted(each.name for each in spans) == ["turn", "webhook", "webhook"]
    statuses = {a.value.int_value for each in spans for a in each.attributes if a.key == "status"}
    assert statuses == {200, 500}
    with span("after"):
        pass
