"""A tiny app that counts, served by gunicorn in test_sharing."""

import os

from flask import Flask, Response

from voicebot.observability.setup import Options, observe
from voicebot.observability.sharing import VARIABLE
from voicebot.observability.web import metrics_response, observe_requests

observability = observe(Options(metrics_dir=os.environ.get(VARIABLE, "")))
app = Flask(__name__)
observe_requests(app, observability)


@app.post("/turn")
def turn() -> str:
    """Count one turn; the answer is the worker's process id."""
    observability.metrics.turn("openai", "listen", {"total": 1.5})
    return str(os.getpid())


@app.get("/metrics")
def metrics() -> Response:
    return metrics_response(observability, lambda: 4)
