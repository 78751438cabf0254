"""The web's part: every request counted and timed, a trace begun at each webhook, and GET /metrics."""

import time
from contextlib import ExitStack

from flask import Flask, Response, g, request

from voicebot.observability.exposition import LiveCalls, exposition
from voicebot.observability.setup import Observability
from voicebot.observability.spans import note

WEBHOOKS = ("/twilio/", "/realtime/")


def observe_requests(app: Flask, observability: Observability) -> None:
    """Count what the app answers. Registered before anything else, so that it begins first and ends last."""
    metrics, tracing = observability.metrics, observability.tracing

    @app.before_request
    def begin() -> None:
        g.observed_from = time.perf_counter()
        if tracing is not None and request.path.startswith(WEBHOOKS):
            g.observed_trace = ExitStack()
            g.observed_trace.enter_context(tracing.begin("webhook", path=_rule()))

    @app.after_request
    def end(response: Response) -> Response:
        began = g.get("observed_from")
        if began is not None:
            metrics.request(_rule(), response.status_code, time.perf_counter() - began)
        note(status=response.status_code)
        return response

    @app.teardown_request
    def over(error: BaseException | None) -> None:
        trace: ExitStack | None = g.pop("observed_trace", None)
        if trace is not None:
            trace.close()


def metrics_response(observability: Observability, live_calls: LiveCalls) -> Response:
    """The answer to GET /metrics, for this request's Accept header; the key is checked by the blueprint."""
    body, content_type = exposition(observability.source, live_calls, request.headers.get("Accept", ""))
    return Response(body, content_type=content_type)


def _rule() -> str:
    """The route, never the address: strangers ask for addresses without end."""
    return request.url_rule.rule if request.url_rule is not None else "none"
