"""Google Translate's plain REST v2, which takes an API key. (Google's own v2 client does not.)"""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from language.terms import Marked
from language.types import Language
from voicebot.clients.base import Deadline, Fault, PerProcess, Unreadable, asking, status_fault
from voicebot.clients.google_errors import is_quota
from voicebot.clients.pooled import Answer, PooledHttp, pooled_fault
from voicebot.clients.translating import in_batches, marked_in_html
from voicebot.errors import VendorUnavailable

DEFAULT_BASE_URL = "https://translation.googleapis.com"
BATCH = 128
"""The most strings that v2 takes in one request."""

OK, FORBIDDEN = 200, 403


class GoogleTranslateV2:
    """The key travels in a header, never in the URL."""

    def __init__(self, api_key: str, base_url: str = DEFAULT_BASE_URL, name: str = "google-v2") -> None:
        self.name = name
        self._headers = {"X-Goog-Api-Key": api_key, "Content-Type": "application/json", "User-Agent": "voicebot"}
        self._url = f"{base_url.rstrip('/')}/language/translate/v2"
        self._http = PerProcess(PooledHttp)

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        """One rendering for each text, in order. Raises VendorError."""
        with asking(self.name, "translate", pooled_fault, timeout_s):
            deadline = Deadline(timeout_s)
            return in_batches(texts, BATCH, lambda batch: self._ask(batch, source, target, "text", deadline.left()))

    def translate_marked(
        self, sentences: Sequence[Marked], source: Language, target: Language, timeout_s: float
    ) -> list[str]:
        """One rendering for each sentence, its terms in spans that Google leaves alone. Raises VendorError."""
        with asking(self.name, "translate", pooled_fault, timeout_s):
            deadline = Deadline(timeout_s)

            def ask(batch: list[str], html: bool) -> list[object]:
                return self._ask(batch, source, target, "html" if html else "text", deadline.left())

            return marked_in_html(sentences, target, BATCH, ask)

    def _ask(self, texts: list[str], source: Language, target: Language, form: str, left_s: float) -> list[object]:
        # The default format is HTML, in which apostrophes come back as &#39;.
        body = {"q": texts, "source": source, "target": target, "format": form}
        with self._http.get().open("POST", self._url, self._headers, orjson.dumps(body), left_s) as answer:
            if answer.status != OK:
                raise _fault(answer).error(self.name, "translate")
            return _translations(answer.json())


def _translations(answer: Any) -> list[object]:
    try:
        return [each["translatedText"] for each in answer["data"]["translations"]]
    except (KeyError, TypeError):
        raise Unreadable("no translations in the answer") from None


def _fault(answer: Answer) -> Fault:
    """A spent quota is a 403 that passes; any other 403 does not."""
    if answer.status == FORBIDDEN and is_quota(_reasons(answer)):
        return Fault(VendorUnavailable, "the quota is used up")
    return status_fault(answer.status)


def _reasons(answer: Answer) -> Iterator[object]:
    """The reasons in an error of the v2 form, of the newer form, or neither."""
    try:
        error = answer.json()["error"]
        for each in (*error.get("errors", ()), *error.get("details", ())):
            yield each.get("reason", "")
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return
