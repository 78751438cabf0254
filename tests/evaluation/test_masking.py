"""Nobody is left in a masked text, and what a test needs is."""

from dataclasses import replace

import pytest

from stores.values import Lead
from tests.analysis.calls import AT, CALL
from voicebot.evaluation.masking import known_of, masked

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
