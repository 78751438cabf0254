"""Strings that break programs break nothing here."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from language.choices import Choice, choose_slot, rejects_all
from language.ears import inspect_recording, is_hallucination
from language.heard import read
from language.hebrew import normalise, remove_bidi, script, strip_prefixes, tokens
from language.phones import BadPhone, mask_phone, parse_phone
from language.phrasebook import Phrasebook
from language.phrases import Phrase
from language.spoken import ISRAEL, spoken_phone
from language.types import NotAudio, Untranslatable
from tests.rows import each_row

SLOTS = (Choice(1, datetime(2026, 11, 22, 10, tzinfo=ISRAEL)),)
OWN = [
    "",
    "\x00",
    "\ud800",
    "א" * 5000,
    "כן " * 2000,
    "{",
    "{0}",
    "\\1",
    "٣",
    "²",
    "½",
    "ב²",
    "99999999999:99",
    "🏳\u200d🌈",
    "1st" * 99,
]
BOOK = Phrasebook([Phrase("שלום {name}", "Hello {name}")])


def naughty() -> list[str]:
    folder = os.environ.get("VECTORS_DIR")
    if not folder:
        if os.environ.get("CI") == "true":
            pytest.fail("VECTORS_DIR is not set")
        pytest.skip("VECTORS_DIR is not set: the naughty strings are not here")
    strings: list[str] = json.loads((Path(folder) / "naughty_strings.json").read_text(encoding="utf-8"))
    return strings


def everything(text: str) -> None:
    for language in ("he", "en"):
        heard = read(text, language, text)
        assert heard.language == language
        rejects_all(text, language)
        assert choose_slot(text, language, SLOTS, SLOTS[0].start) in (None, 1)
    assert normalise(normalise(text)) == normalise(text)
    assert all(strip_prefixes(token) for token in tokens(text))
    assert script(text) in ("hebrew", "latin", "cyrillic", "arabic", "other", "none")
    assert is_hallucination(remove_bidi(text)) in (True, False)
    assert len(mask_phone(text)) == len(text)
    assert Phrase("{x}", "{x}").fill(x=text).en == text
    assert BOOK.translate([text], "he", "en", 1.0)


def refuses(text: str) -> None:
    for refusing, error in (
        (lambda: parse_phone(text), BadPhone),
        (lambda: BOOK.translate([text or "?!x"], "en", "he", 1.0), Untranslatable),
        (lambda: inspect_recording(text.encode("utf-8", "surrogatepass")), NotAudio),
        (lambda: spoken_phone(text), ValueError),
    ):
        with pytest.raises(error):
            refusing()


@each_row("text", OWN)
def test_our_own_strings(text: str) -> None:
    everything(text)
    refuses(text)


def test_naughty_strings() -> None:
    for text in naughty():
        everything(text)


def test_reading_is_the_same_in_many_threads() -> None:
    said = ["כן", "לא תודה", "תורידו אותי מהרשימה", "נציג בבקשה", "מי זה"] * 40
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: read(text, "he"), said)) == [read(text, "he") for text in said]
