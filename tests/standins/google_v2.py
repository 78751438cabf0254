"""Google Translate's REST v2."""

from tests.standins import phrases
from tests.standins.wire import Answer, Asked, StandIn


class GoogleV2StandIn(StandIn):
    """Translates from the table of phrases; `renderings` are given out instead while there are any."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.renderings: list[str] = []

    def answer(self, asked: Asked) -> Answer:
        if (asked.method, asked.path) != ("POST", "/language/translate/v2"):
            return error(404, "notFound")
        if not asked.headers.get("x-goog-api-key"):
            return error(403, "forbidden")
        body = asked.json
        texts = [body["q"]] if isinstance(body["q"], str) else body["q"]
        translate = phrases.translate if body.get("format") == "text" else phrases.translate_html
        done = self.renderings or [translate(text, body["target"]) for text in texts]
        return Answer.of({"data": {"translations": [{"translatedText": each} for each in done]}})


def error(status: int, reason: str) -> Answer:
    """An error as v2 writes it."""
    cause = {"message": "so says the stand-in", "domain": "usageLimits", "reason": reason}
    return Answer.of({"error": {"code": status, "message": cause["message"], "errors": [cause]}}, status)
