"""Nobody is left in a masked text, and what a test needs is."""

from dataclasses import replace

import pytest

from stores.values import Lead
from tests.analysis.calls import AT, CALL
from tests.rows import each_row
from voicebot.evaluation.masking import Known, introduced, known_of, masked, masked_title

LEAD = Lead(
    1,
    "Ronit Abramov",
    "+972547654321",
    AT,
    AT,
    name_he="רונית אברמוב",
    company="Galil Systems",
    email="r@galil.example",
)
KNOWN = known_of(replace(CALL, state={"fields": {"company": "גליל מערכות", "name": "יעקב"}}), LEAD)


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("קוראים לי רונית אברמוב מגליל מערכות", ("רונית", "אברמוב", "גליל")),
        ("אמרו לי לדבר עם רונית", ("רונית",)),
        ("This is Ronit Abramov from Galil Systems.", ("Ronit", "Abramov", "Galil")),
        ("My name is Oleg Petrenko", ("Oleg", "Petrenko")),
        ("שמי בוריס פופוב", ("בוריס", "פופוב")),
        ("המספר שלי 052-987-6543", ("052-987-6543", "9876543", "987")),
        ("call me at +1 (415) 555-0199 please", ("415", "0199")),
        ("אפס חמש שתיים תשע שמונה שבע שש", ("תשע שמונה שבע",)),
        ("it is zero five two nine eight seven six", ("nine eight seven",)),
        ("ronit.abramov@galil.example", ("ronit", "galil")),
        ("רונית שטרודל גליל נקודה קום", ("רונית", "גליל", "שטרודל")),
        ("אני מחברת אינטרגמא", ("אינטרגמא",)),
        ("תעבירי ליעקב", ("יעקב",)),
        ("ת.ז. 123456782", ("123456782",)),
    ],
)
def test_nobody_is_left(said: str, hidden: tuple[str, ...]) -> None:
    kept = masked(said, KNOWN)
    assert not [each for each in hidden if each in kept], kept
    assert kept.strip()


@pytest.mark.parametrize(
    "said",
    [
        "כן, בבקשה",
        "מחר בעשר בבוקר",
        "יום שלישי ב-10:30",
        "2026-11-24",
        "יש לנו 12 עובדים",
        "השני מתאים לי",
        "אני מדברת מהאוטו עכשיו",
        "Sunday at ten in the morning",
        "from Monday on",
        "at Wednesday's meeting",
        "תורידו אותי מהרשימה ואל תתקשרו יותר",
        "זה טוב",
        "שתיים או שלוש",
        "אור הירח יפה",
    ],
)
def test_what_a_test_needs_stays(said: str) -> None:
    assert masked(said, KNOWN) == said


def test_masking_twice_changes_nothing_more() -> None:
    once = masked("אני רונית אברמוב, 052-987-6543, r@galil.example", KNOWN)
    assert masked(once, KNOWN) == once


@each_row(
    ("said", "kept"),
    [
        ("קוראים לי אלירז בן שושן", "קוראים לי נועה גולד"),
        ("היי, קוראים לי אלירז", "היי, קוראים לי נועה גולד"),
        ("שמי ג'וליאנה רוז'נסקי", "שמי נועה גולד"),
        ("ושמי תהילה אוחנה ואני גרה שם", "ושמי נועה גולד ואני גרה שם"),
        ("השם המלא שלי הוא אנסטסיה וולקוב", "השם המלא שלי הוא נועה גולד"),
        ("השם שלי זה מוחמד אבו ראס", "השם שלי זה נועה גולד"),
        ("מדברת אילנית שמעוני מ-אינטרגמא", "מדברת נועה גולד מ-צפון"),
        ("מדבר זאביק פרלמוטר מאינטרגמא", "מדבר נועה גולד מצפון"),
        ("שלום, מדבר אולג", "שלום, מדבר נועה גולד"),
        ("כן, מתקשרת פנינה בר יוחאי", "כן, מתקשרת נועה גולד"),
        ("אני אלירז בן שושן", "אני נועה גולד"),
        ("אני אולג פטרנקו, מתקשר בקשר להצעה", "אני נועה גולד, מתקשר בקשר להצעה"),
        ("אני דנה לוי כהן", "אני נועה גולד"),
        ("זאת דנה לוי", "זאת נועה גולד"),
        ("זה אבנר גרינפלד", "זה נועה גולד"),
        ("פה שמעון קורקוס", "פה נועה גולד"),
        ("כאן רוחמה אבן עזרא מהבנק", "כאן נועה גולד מהבנק"),
        ("דנה לוי מדברת", "נועה גולד מדברת"),
        ("אלירז בן שושן מדבר", "נועה גולד מדבר"),
        ("דנה לוי", "נועה גולד"),
        ("דנה לוי מאלטק, מנהלת גיוס", "נועה גולד מצפון, מנהלת גיוס"),
        ("אלירז בן שושן.", "נועה גולד."),
        ("My name is Oleg Petrenko", "My name is Noa Gold"),
        ("my name is oleg petrenko and I am late", "my name is Noa Gold and I am late"),
        ("My name's Maria van der Berg.", "My name's Noa Gold."),
        ("This is Abu Karim", "This is Noa Gold"),
        ("I'm Anastasia Volkov from Galil", "I'm Noa Gold from Northwind"),
        ("Oleg Petrenko speaking", "Noa Gold speaking"),
        ("Priya here", "Noa Gold here"),
        ("You can call me Ishmael", "You can call me Noa Gold"),
        ("Oleg Petrenko", "Noa Gold"),
        ("הלוחית היא 12-AB-345", "הלוחית היא 11-AA-112"),
    ],
)
def test_whoever_says_a_name_is_masked_whole(said: str, kept: str) -> None:
    assert masked(said) == kept
    assert masked(kept) == kept


@each_row(
    "said",
    [
        "אני רוצה לדבר על ההצעה",
        "אני ממש עסוק עכשיו",
        "אני צריכה לחשוב על זה",
        "אני לא רוצה לקבוע פגישה",
        "אני מחפשת יועץ לפרישה",
        "זה המקסימום שלנו",
        "זה בסדר גמור",
        "כאן העוזרת",
        "מי מדבר?",
        "השם של החברה",
        "שלום, אפשר לדבר?",
        "I'm interested",
        "this is too expensive",
        "Good morning",
        "at 10am",
    ],
)
def test_what_only_looks_like_an_introduction_stays(said: str) -> None:
    assert masked(said) == said


def test_a_name_is_masked_wherever_it_stands_in_the_call() -> None:
    said = ("קוראים לי אלירז בן שושן", "תגידו לשושן שאלירז התקשר", "my name is Oleg Petrenko", "ask for Petrenko")
    known = introduced(said)
    kept = [masked(each, known) for each in said]
    assert not [each for each in ("אלירז", "שושן", "Oleg", "Petrenko") if each in " ".join(kept)], kept


def test_a_job_title_is_nobody() -> None:
    known = (Known("Senior", "Noa Gold"), Known("Altech", "Northwind"), Known("דרור", "נועה גולד"))
    assert masked_title("Senior Developer at Altech", known) == "Senior Developer at Northwind"
    assert masked_title("מנהלת גן דרור", known) == "מנהלת גן דרור"


@each_row(
    ("answered", "named"),
    [
        ("מגייסת", False), ("מנהלת גיוס", False), ("המגייסת", False), ("recruiter", False), ("מה", False),
        ("ואיפה היא", True),
        ("אלטק", True), ("נגב אנליטיקה", True), ("Altech", True), ("מנהלת גיוס באלטק", True),
    ],
)  # fmt: skip
def test_a_title_noted_as_a_company_is_none(answered: str, named: bool) -> None:
    known = known_of(replace(CALL, state={"fields": {"caller_company": answered}}), None)
    assert bool(known) == named
