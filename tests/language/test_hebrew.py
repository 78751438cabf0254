"""Hebrew as text."""

import pytest

from language.hebrew import fold, normalise, remove_bidi, script, strip_prefixes, tokens
from tests.rows import each_row


@each_row(
    ("text", "expected"),
    [
        ("  שלום   עולם  ", "שלום עולם"),
        ("שָׁלוֹם", "שלום"),
        ("בְּרֵאשִׁ֖ית", "בראשית"),
        ("\u05e9\u05c1לום", "שלום"),
        ("\ufb2aלום", "שלום"),
        ("\u200fכן\u200e", "כן"),
        ("\u202bכן\u202c", "כן"),
        ("\u2067כן\u2069", "כן"),
        ("\u061c\ufeffכן", "כן"),
        ("צ׳אט", "צ'אט"),
        ("צ’אט", "צ'אט"),
        ("ממ״ד", 'ממ"ד'),
        ("ממ''ד", 'ממ"ד'),
        ("ממ”ד", 'ממ"ד'),
        ("בן־אדם", "בן אדם"),
        ("עשר–עשרים", "עשר עשרים"),
        ("כן!", "כן"),
        ("מה?!...", "מה"),
        ("רגע…", "רגע"),
        ("כן, תודה.", "כן, תודה"),
        ("", ""),
        ("?", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@each_row(
    ("text", "expected"),
    [
        ("לא, תודה!", ["לא", "תודה"]),
        ("ב-10:00", ["ב", "10:00"]),
        ("ב10:30", ["ב", "10:30"]),
        ("ממ״ד", ['ממ"ד']),
        ('בחו"ל עכשיו', ['בחו"ל', "עכשיו"]),
        ("צ'אט ג'יפיטי", ["צ'אט", "ג'יפיטי"]),
        ("יום ד'", ["יום", "ד'"]),
        ("10am", ["10", "am"]),
        ("don’t", ["don't"]),
        ("24.11", ["24.11"]),
        ("1,500 שקל", ["1,500", "שקל"]),
        ("♪", []),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@each_row(
    ("one", "other"),
    [
        ("אלייך", "אליך"),
        ("וואטסאפ", "ואטסאפ"),
        ("מעוניין", "מעונין"),
        ("ז״ל".replace("״", '"'), "זל"),
        ("Yes", "yes"),
        ("ё", "е"),
    ],
)
def test_spellings_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@each_row(
    ("token", "stem"),
    [
        ("מהרשימה", "רשימה"),
        ("לנציג", "נציג"),
        ("ושבבית", "בית"),
        ("כשהגיע", "הגיע"),
        ("והטלפון", "טלפון"),
        ("בית", "בית"),
    ],
)
def test_prefixes_are_candidates(token: str, stem: str) -> None:
    assert stem in strip_prefixes(token)


@pytest.mark.parametrize("token", ["נפלא", "אמא", "", "א", "yes"])
def test_what_has_no_prefix_stays_whole(token: str) -> None:
    assert strip_prefixes(token) == (token,)


@each_row(
    ("text", "expected"),
    [
        ("שלום", "hebrew"),
        ("hello", "latin"),
        ("не звоните", "cyrillic"),
        ("شيلوني", "arabic"),
        ("你好", "other"),
        ("123 ...", "none"),
        ("", "none"),
        ("אני גר ב-NYC", "hebrew"),
    ],
)
def test_script(text: str, expected: str) -> None:
    assert script(text) == expected


def test_bidi_marks_are_removed_and_nothing_else() -> None:
    assert remove_bidi("\u200eא\u200f ב\u202a\u202e\u2066\u2069\u061c\ufeffג ׳״") == "א בג ׳״"
