"""Running text as a voice says it: the table, and what holds for every text."""

import random
import re
import unicodedata
from datetime import datetime, timedelta

import pytest

from language.hebrew import remove_bidi
from language.lexicon import Lexicon
from language.phrases import GENERAL, Phrase
from language.speech import spoken_english, spoken_hebrew, spoken_parts
from language.spoken import ISRAEL, spoken_slot
from tests.language.corpus import DATA, lines
from tests.language.test_naughty import OWN, naughty
from tests.rows import each_row

BARE = Lexicon()
PIECES = [
    "ב-",
    "ל",
    "ה-",
    "כ",
    "מ-",
    "ו-",
    "ש-",
    "3",
    "15",
    "2026",
    "10:30",
    "10.30",
    "3.5",
    "15/3",
    ".",
    ",",
    "-",
    "–",
    "/",
    ":",
    "%",
    "₪",
    "$",
    "€",
    "ש״ח",
    "שקל",
    "ימים",
    "פגישה",
    "שעות",
    "הפגישה",
    "עד",
    "בין",
    "ל-",
    "מיליון",
    "אלף",
    "K",
    "M",
    "A",
    "x",
    "+",
    "&",
    "@",
    "dana@x.co.il",
    "www.x.com",
    "*",
    "#",
    "_",
    "°",
    "½",
    "²",
    "٣",
    "①",
    "Ⅷ",
    "３",
    "𝟗",
    "\u200f",
    "\u2067",
    "\u202e",
    "״",
    "׳",
    "'",
    '"',
    "יום",
    "א׳",
    "054-7654321",
    "+972",
    "1-700-123-456",
    "*2345",
    "ת.ז.",
    "קוד",
    "AI",
    "B2B",
    "0",
    "00",
    "007",
    "99999999999999999",
    "🙂",
    "3️⃣",
    "<",
    ">",
    "{",
    "}",
    "|",
    "\\",
    "一",
    "~",
    "=",
    "×",
    "אני",
    "בודק",
    "מצטער",
    ".co.il",
    "http://",
    "100",
    "1",
    "2",
    "מע״מ",
    "במרץ",
    "לחודש",
    "ה-3",
    "24/7",
    "1/2",
    "שלום",
]


def table() -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in lines(DATA / "spoken.tsv")]
    return [(text, expected) for text, expected in rows]


def digits_in(text: str) -> list[str]:
    return [each for each in text if each.isdigit() or unicodedata.category(each) in {"Nd", "Nl", "No"}]


def holds(text: str) -> None:
    said = spoken_hebrew(text)
    assert digits_in(said) == [], text
    assert remove_bidi(said) == said, text
    assert spoken_hebrew(said) == said, text


@each_row(("text", "expected"), table())
def test_the_table(text: str, expected: str) -> None:
    assert spoken_hebrew(text) == expected


def test_the_table_is_large_and_says_what_it_expects_for_every_text_once() -> None:
    rows = table()
    assert len(rows) >= 300
    assert len({text for text, _ in rows}) == len(rows)
    assert [expected for _, expected in rows if digits_in(expected) or re.search(r"[₪%$@&#+=]", expected)] == []


@pytest.mark.parametrize("seed", range(4))
def test_no_digit_no_mark_and_the_same_when_said_again(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(700):
        joint = chance.choice(["", " "])
        holds(joint.join(chance.choices(PIECES, k=chance.randint(1, 10))))


def test_any_characters_at_all() -> None:
    chance = random.Random(27)
    spans = [(0, 0x2FFF), (0, 0x10FFFF), (0x30, 0x39), (0x5D0, 0x5EA), (0x2460, 0x24FF), (0x1D7CE, 0x1D7FF)]
    for _ in range(700):
        holds("".join(chr(chance.randint(*chance.choice(spans))) for _ in range(chance.randint(1, 16))))


@each_row("text", OWN)
def test_our_own_strings(text: str) -> None:
    holds(text)


def test_naughty_strings() -> None:
    for text in naughty():
        holds(text)
        assert remove_bidi(spoken_english(text)) == spoken_english(text)


@each_row("number", range(0, 1_200, 7))
def test_every_way_to_write_a_number_is_said(number: int) -> None:
    for text in (
        f"{number}",
        f"ב-{number}",
        f"{number} ימים",
        f"{number}%",
        f"₪{number:,}",
        f"-{number}",
        f"{number}.{number % 100}",
    ):
        holds(text)


def test_every_minute_of_a_day_is_said_in_words_of_its_own() -> None:
    first = datetime(2026, 3, 1, tzinfo=ISRAEL)
    clocks = [f"{first + timedelta(minutes=minute):%H:%M}" for minute in range(24 * 60)]
    said = [spoken_hebrew(f"בשעה {clock}") for clock in clocks]
    assert all(re.fullmatch("[א-ת ]+", each) for each in said)
    assert len(set(said)) == len(clocks)


def test_every_day_of_a_year_is_said_in_words() -> None:
    first = datetime(2028, 1, 1, tzinfo=ISRAEL)
    for day in (first + timedelta(days=each) for each in range(366)):
        words = spoken_slot(day, first - timedelta(days=9)).he.split(", ")[1]
        assert spoken_hebrew(f"ב-{day.day}/{day.month}") == f"ב{words}"
        assert spoken_hebrew(f"{day.day}.{day.month}.2028") == f"{words} אלפיים עשרים ושמונה"


@each_row("line", GENERAL)
def test_what_is_ready_to_be_said_stays_as_it_is(line: Phrase) -> None:
    plain = re.sub(r"\{\w+\}", "אלטה", line.he)
    assert spoken_hebrew(plain) == plain


def test_without_a_lexicon_of_its_own_latin_words_stay() -> None:
    assert spoken_hebrew("נדבר ב-Zoom עם Bob", BARE) == "נדבר ב-Zoom עם Bob"
    assert spoken_hebrew("נדבר ב-Zoom עם Bob") == "נדבר בזום עם Bob"


def test_a_mans_voice_speaks_of_itself_as_a_man() -> None:
    assert spoken_hebrew("רגע, אני בודקת.", agent_gender="m") == "רגע, אני בודק."


def test_parts_are_the_text_where_there_is_no_ssml() -> None:
    assert spoken_parts("ב-3 ימים") == ("בשלושה ימים",)
    assert spoken_parts("") == ()


def test_many_lines_stay_apart() -> None:
    assert spoken_hebrew("- 3 ימים\n- 2 פגישות\n\n1. סיום") == "שלושה ימים\nשתי פגישות\nאחת, סיום"


@each_row(
    ("text", "expected"),
    [
        ("It costs ₪250.", "It costs 250 shekels."),
        ("That is 1,500 NIS a month", "That is 1,500 shekels a month"),
        ("₪1", "1 shekel"),
        ("Call 054-765-4321.", "Call 0 5 4, 7 6 5, 4 3 2 1."),
        ("Call +972 54 765 4321", "Call plus 9 7 2, 5 4, 7 6 5, 4 3 2 1"),
        ("Dial *2345", "Dial star 2 3 4 5"),
        ("on 15/3/2026 at 15:30", "on March 15, 2026 at 3:30 PM"),
        ("2026-03-15", "March 15, 2026"),
        ("32/13/2026", "32/13/2026"),
        ("at 10:30", "at 10:30"),
        ("00:15", "12:15 AM"),
        ("at 3:30 PM", "at 3:30 PM"),
        ("dana@example.co.il", "dana at example dot co dot il"),
        ("Your code is 4821", "Your code is 4 8 2 1"),
        ("Tom & Ann, e.g. on Sunday", "Tom and Ann, for example on Sunday"),
        ("\u200fhello\u2069", "hello"),
        ("Sunday, November 22, at 10:00 AM", "Sunday, November 22, at 10:00 AM"),
        ("We have 3 slots.", "We have 3 slots."),
    ],
)
def test_english(text: str, expected: str) -> None:
    assert spoken_english(text) == expected
    assert spoken_english(expected) == expected
