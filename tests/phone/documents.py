"""Reads TwiML in tests and holds it to what every document must be."""

import re
from urllib.parse import urldefrag
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from werkzeug.test import TestResponse

from language.phrases_other import LOCALES
from voicebot.webhooks import REPEATED

VOICE, LANGUAGE = "Google.he-IL-Wavenet-A", "he-IL"
MAX_BYTES = 64_000
VERBS = {"Say", "Play", "Record", "Gather", "Pause", "Redirect", "Dial", "Hangup"}
LAST = {"Redirect", "Dial", "Hangup"}


def document(got: TestResponse, status: int = 200) -> Element:
    """The TwiML of an answer, checked."""
    assert got.status_code == status
    assert got.content_type == "text/xml; charset=utf-8"
    return checked(got.get_data())


def checked(body: bytes | str, voice: str = VOICE, language: str = LANGUAGE) -> Element:
    """The TwiML, if it is what Twilio takes and what we promise."""
    raw = body.encode() if isinstance(body, str) else body
    assert len(raw) < MAX_BYTES
    root = ElementTree.fromstring(raw)  # noqa: S314 - it is our own
    assert root.tag == "Response"
    verbs = [each.tag for each in root]
    assert set(verbs) <= VERBS
    assert verbs[-1] in LAST
    for listening in ("Record", "Gather"):
        if listening in verbs:
            after = verbs[verbs.index(listening) + 1 :]
            assert [each for each in after if each != "Record"] == ["Redirect"]  # recordings are chained
    assert len({each.get("action") for each in root.iter("Record")}) <= 1
    for say in root.iter("Say"):
        foreign = say.get("voice") is None and say.get("language") in LOCALES.values()  # a fixed line for its speakers
        assert foreign or (say.get("voice"), say.get("language")) == (voice, language)
        assert re.search(r"\w", say.text or "")
        assert len(say.text or "") <= 4096
    for gather in root.iter("Gather"):
        assert gather.get("language") == language
    return root


def said(root: Element) -> list[str]:
    """What the caller hears."""
    return [say.text or "" for say in root.iter("Say")]


def redirect(root: Element) -> str:
    """Where the caller is sent next, without what asks Twilio to repeat a lost webhook: that is not signed."""
    found = root.find("Redirect")
    assert found is not None
    address, fragment = urldefrag(found.text or "")
    assert f"#{fragment}" == REPEATED
    return address
