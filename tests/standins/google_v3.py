"""Google Cloud Translation v3, its REST form."""

import re

from tests.standins import phrases
from tests.standins.wire import Answer, Asked, StandIn

PATH = re.compile(r"/v3/projects/[^/]+/locations/[^/]+:translateText")


class GoogleV3StandIn(StandIn):
    """Translates from the table of phrases; `renderings` are given out instead while there are any."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.renderings: list[str] = []

    def answer(self, asked: Asked) -> Answer:
        if asked.method != "POST" or not PATH.fullmatch(asked.path):
            return error(404, "NOT_FOUND")
        body = asked.json
        done = self.renderings or [phrases.translate(each, body["targetLanguageCode"]) for each in body["contents"]]
        return Answer.of({"translations": [{"translatedText": each} for each in done]})


def error(status: int, name: str, reason: str = "") -> Answer:
    """An error as Google's newer APIs write it."""
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}]
    body = {
        "code": status,
        "message": "so says the stand-in",
        "status": name,
        "details": details if reason else [],
    }
    return Answer.of({"error": body}, status)
