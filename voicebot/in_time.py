"""No webhook takes more than five seconds, whatever it waits for: one moment for all of it, set before all else."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from stores.patience import within

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SPOKEN = ("/twilio/", "/realtime/")
"""What Twilio waits for. Others may take as long as the database's own limits allow."""


def in_time(app: "WSGIApplication", webhook_s: float) -> "WSGIApplication":
    """The app, with its webhooks answered within so many seconds."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(SPOKEN):
            return app(environ, start_response)
        with within(webhook_s):
            return app(environ, start_response)

    return answer
