"""Scripts, and the language of a caller who does not speak Hebrew."""

from typing import get_args

import pytest

from language.hebrew import script
from language.intents import read_intents
from language.phrases_other import CALL_BACK, LOCALES
from language.script import OtherLanguage, other_language_of, script_of
from tests.language.corpus import utterances
from tests.rows import each_row


@each_row(
    ("text", "expected"),
    [
        ("שלום", "hebrew"),
        ("שלחו לי הודעה ב-WhatsApp", "hebrew"),
        ("hello", "latin"),
        ("не звоните", "cyrillic"),
        ("لا أتكلم", "arabic"),
        ("こんにちは", "other"),
        ("你好", "other"),
        ("050-1234567", "none"),
        ("...", "none"),
        ("", "none"),
    ],
)
def test_script(text: str, expected: str) -> None:
    assert script_of(text) == script(text) == expected


@each_row(
    ("text", "expected"),
    [
        ("не звоните мне больше", "ru"),
        ("לא רוצה", None),
        ("אפשר ברוסית", "ru"),
        ("אני לא מדברת עברית, רק רוסית", "ru"),
        ("ני גוואריו איבריט", "ru"),
        ("פא רוסקי", "ru"),
        ("ممكن بالعربي", "ar"),
        ("אפשר בערבית בבקשה", "ar"),
        ("ואללה מה בחכי עברי", "ar"),
        ("I don't speak Hebrew", "en"),
        ("English please", "en"),
        ("do you speak Russian?", "ru"),
        ("is there anyone who speaks Arabic", "ar"),
        ("איי דונט ספיק היברו", "en"),
        ("אפשר באנגלית", "en"),
        ("אני לא מדבר עברית", None),
        ("אני מדבר עברית ואנגלית", None),
        ("יש לי לקוחות שמדברים ערבית", None),
        ("למדתי ערבית בצבא", None),
        ("Toyota", None),
        ("je ne parle pas hébreu", None),
        ("こんにちは", None),
        ("", None),
    ],
)
def test_other_language(text: str, expected: str | None) -> None:
    assert other_language_of(text) == expected


@pytest.mark.parametrize(("folder", "language"), [("russian", "ru"), ("arabic", "ar")])
def test_own_scripts_are_known(folder: str, language: str) -> None:
    for said in utterances(folder).values():
        assert {other_language_of(each) for each in said} == {language}


def test_english_is_known_from_its_words() -> None:
    known = [other_language_of(each) for said in utterances("english").values() for each in said]
    assert known.count("en") / len(known) > 0.85


def test_every_language_has_a_line_in_its_own_script() -> None:
    assert set(CALL_BACK) == set(LOCALES) == set(get_args(OtherLanguage))
    assert {language: script_of(line) for language, line in CALL_BACK.items()} == {
        "ru": "cyrillic",
        "ar": "arabic",
        "en": "latin",
        "es": "latin",
    }


@pytest.mark.parametrize("line", CALL_BACK.values())
def test_a_line_has_nothing_that_a_voice_stumbles_over(line: str) -> None:
    assert not any(letter.isdigit() or letter in "/{}" for letter in line)
    assert "optout" not in read_intents(line, "he")
