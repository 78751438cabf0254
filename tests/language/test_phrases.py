"""Fixed lines and the phrasebook."""

import re
from datetime import UTC, datetime

import pytest

from language.everyday import everyday_pairs
from language.gender import as_agent
from language.phrasebook import Phrasebook
from language.phrases import FILLERS, GENERAL, BadPlaceholder, BadVariants, Phrase, gendered
from language.types import Gender, Language, SpokenTime, Translator, Untranslatable
from tests.rows import each_row

OFFER = Phrase("אפשר {first} או {second}. מה נוח?", "We have {first} or {second}. Which suits you?")
HELLO = Phrase("שלום {name}, מדברת אלמה.", "Hello {name}, this is Alma.")
TO = Phrase("אעביר ל{name}.", "I'll pass it on to {name}.")
TWICE = Phrase("{name}, כן, {name}.", "{name}, yes, {name}.")
SUNDAY = Phrase("מחר, יום ראשון, בעשר בבוקר", "Sunday, November 22, at 10:00 AM")
TUESDAY = Phrase("יום שלישי בשלוש אחר הצהריים", "Tuesday, November 24, at 3:00 PM")
DANA = Phrase("דנה", "Dana")


@pytest.fixture
def book() -> Phrasebook:
    return Phrasebook([OFFER, HELLO, TO, TWICE], [SUNDAY, TUESDAY, DANA])


def english(book: Translator, text: str) -> str:
    return book.translate([text], "he", "en", 1.0)[0]


def hebrew(book: Translator, text: str) -> str:
    return book.translate([text], "en", "he", 1.0)[0]


@each_row("line", GENERAL)
def test_general_lines_can_be_spoken(line: Phrase) -> None:
    spoken = re.sub(r"\{\w+\}", "", line.he)
    assert not re.search(r"[A-Za-z\d/]", spoken)
    assert re.fullmatch(r"[א-ת\s.,?!]+", spoken)
    assert set(re.findall(r"\{(\w+)\}", line.he)) == set(re.findall(r"\{(\w+)\}", line.en))
    assert {"לך", "אתה", "שלך", "אותך", "אליך"}.isdisjoint(re.findall(r"[א-ת]+", spoken))


def test_general_lines_differ() -> None:
    assert len({line.he for line in GENERAL}) == len({line.en for line in GENERAL}) == len(GENERAL)
    assert len(FILLERS) == 3


def test_filling_gives_each_language_its_form() -> None:
    assert HELLO.fill(name=DANA) == Phrase("שלום דנה, מדברת אלמה.", "Hello Dana, this is Alma.")
    assert HELLO.fill(name="X").text("en") == "Hello X, this is Alma."
    assert HELLO.placeholders == {"name"}


def test_braces_in_values_stay() -> None:
    filled = OFFER.fill(first="{second}", second="{0}")
    assert filled.en == "We have {second} or {0}. Which suits you?"


@pytest.mark.parametrize("values", [{}, {"first": "a"}, {"first": "a", "second": "b", "third": "c"}])
def test_a_missing_or_unknown_place_raises(values: dict[str, str | Phrase]) -> None:
    with pytest.raises(BadPlaceholder):
        OFFER.fill(**values)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("סליחה, לא שמעתי טוב. אפשר לחזור על זה?", "Sorry, I didn't hear that well. Could you say it again?"),
        ("סליחה לא שמעתי טוב אפשר לחזור על זה", "Sorry, I didn't hear that well. Could you say it again?"),
        ("\u200fשלום   דנה, מדברת אלמה", "Hello Dana, this is Alma."),
        ("שלום משה, מדברת אלמה.", "Hello משה, this is Alma."),
        (f"אפשר {SUNDAY.he} או {TUESDAY.he}. מה נוח?", f"We have {SUNDAY.en} or {TUESDAY.en}. Which suits you?"),
        ("אעביר לדנה", "I'll pass it on to Dana."),
        ("דנה, כן, דנה", "Dana, yes, Dana."),
        ("דנה, כן, משה", "דנה, כן, משה"),
        ("כן", "Yes"),
        ("לא, תודה!", "No, thank you"),
        ("כֵּן", "Yes"),
        ("כן. לא תודה.", "Yes No, thank you"),
        ("אני אוהב פלאפל", "אני אוהב פלאפל"),
        ("", ""),
    ],
)
def test_hebrew_to_english(book: Phrasebook, said: str, expected: str) -> None:
    assert english(book, said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Hello Dana, this is Alma.", "שלום דנה, מדברת אלמה."),
        ("hello dana this is alma", "שלום דנה, מדברת אלמה."),
        (f"We have {SUNDAY.en} or {TUESDAY.en}. Which suits you?", f"אפשר {SUNDAY.he} או {TUESDAY.he}. מה נוח?"),
        ("I’ll pass it on to Dana.", "אעביר לדנה."),
        ("One moment, I'm checking. Hello Dana, this is Alma.", "רגע, אני בודקת. שלום דנה, מדברת אלמה."),
    ],
)
def test_english_to_hebrew(book: Phrasebook, said: str, expected: str) -> None:
    assert hebrew(book, said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "Anything else",
        "Hello Bob, this is Alma.",
        "Hello 7, this is Alma.",
        "Yes",
        "Hello Dana, this is Alma. And more.",
    ],
)
def test_english_is_never_guessed(book: Phrasebook, said: str) -> None:
    with pytest.raises(Untranslatable):
        hebrew(book, said)


@pytest.mark.parametrize("language", ["he", "en"])
def test_the_same_language_stays(book: Phrasebook, language: Language) -> None:
    assert book.translate(["abc", "x"], language, language, 1.0) == ["abc", "x"]


def test_every_general_line_goes_both_ways() -> None:
    book = Phrasebook()
    fixed = [line for line in GENERAL if not line.placeholders]
    assert book.translate([line.he for line in fixed], "he", "en", 1.0) == [line.en for line in fixed]
    assert book.translate([line.en for line in fixed], "en", "he", 1.0) == [line.he for line in fixed]


def test_everyday_words_are_many_and_hebrew_to_english() -> None:
    pairs = everyday_pairs()
    assert len(pairs) >= 60
    assert len({hebrew for hebrew, _ in pairs}) == len(pairs)
    assert all(re.fullmatch(r"[א-ת ,]+", hebrew) and english.isascii() for hebrew, english in pairs)


FREE = gendered("אני [בודקת|בודק] אם [נוח|אתה פנוי|את פנויה] ב{slot}.", "I'm checking if {slot} suits you.")


@each_row(
    ("lead", "agent", "expected"),
    [
        (None, "f", "אני בודקת אם נוח ב{slot}."),
        ("m", "f", "אני בודקת אם אתה פנוי ב{slot}."),
        ("f", "f", "אני בודקת אם את פנויה ב{slot}."),
        (None, "m", "אני בודק אם נוח ב{slot}."),
        ("m", "m", "אני בודק אם אתה פנוי ב{slot}."),
        ("f", "m", "אני בודק אם את פנויה ב{slot}."),
    ],
)
def test_a_gendered_line_fits_both(lead: Gender | None, agent: Gender, expected: str) -> None:
    assert FREE.for_gender(lead, agent) == Phrase(expected, FREE.en)
    assert FREE.fill(slot="עשר").for_gender(lead, agent).he == expected.replace("{slot}", "עשר")


def test_the_usual_form_is_neutral_and_a_womans() -> None:
    assert FREE.he == "אני בודקת אם נוח ב{slot}."
    assert FREE.placeholders == {"slot"}
    assert len(FREE.forms) == 6
    assert HELLO.for_gender("m", "m") == HELLO
    assert HELLO.forms == (HELLO.he,)


def test_a_gendered_value_makes_the_line_gendered() -> None:
    value = gendered("[העוזרת|העוזר] [שלכם|שלך|שלך]", "your assistant")
    filled = Phrase("כאן {who}.", "This is {who}.").fill(who=value)
    assert filled == Phrase(
        "כאן העוזרת שלכם.",
        "This is your assistant.",
        "כאן העוזרת שלך.",
        "כאן העוזרת שלך.",
        Phrase("כאן העוזר שלכם.", "This is your assistant.", "כאן העוזר שלך.", "כאן העוזר שלך."),
    )


@pytest.mark.parametrize("he", ["בלי כלום", "[אחד]", "[א|ב|ג|ד]", "[א|ב] [ג]", ""])
def test_brackets_have_two_or_three_alternatives(he: str) -> None:
    with pytest.raises(BadVariants):
        gendered(he, "x")


@each_row("line", GENERAL)
def test_general_lines_fit_a_mans_voice_and_every_lead(line: Phrase) -> None:
    for form in line.forms:
        assert set(re.findall(r"\{(\w+)\}", form)) == line.placeholders
        assert not re.search(r"[A-Za-z\d/|\[\]]", re.sub(r"\{\w+\}", "", form))
    leads: tuple[Gender | None, ...] = (None, "m", "f")
    for lead in leads:
        plain = re.sub(r"\{\w+\}", "אלטה", line.for_gender(lead, "m").he)
        assert as_agent(plain, "m") == plain
        plain = re.sub(r"\{\w+\}", "אלטה", line.for_gender(lead, "f").he)
        assert as_agent(plain, "f") == plain


FORMS: tuple[tuple[Gender | None, Gender], ...] = (("f", "f"), ("m", "m"), (None, "m"))


def test_the_phrasebook_knows_a_line_in_every_form() -> None:
    book = Phrasebook([FREE])
    for lead, agent in FORMS:
        filled = FREE.fill(slot="עשר").for_gender(lead, agent)
        assert english(book, filled.he) == "I'm checking if עשר suits you."
    assert english(book, FILLERS[0].for_gender(None, "m").he) == FILLERS[0].en


def test_any_pair_of_both_languages_fills_a_line() -> None:
    spoken = SpokenTime(datetime(2026, 11, 22, tzinfo=UTC), "דנה", "Dana")
    assert HELLO.fill(name=spoken) == HELLO.fill(name=DANA)  # type: ignore[arg-type]  # the flow's own values
