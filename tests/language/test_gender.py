"""The caller's gender from the caller's own words, and the agent's from the voice."""

import pytest

from language.gender import VOICE_GENDER, as_agent, lead_gender_of, voice_gender
from language.hebrew import normalise
from language.types import Gender
from tests.language.corpus import DATA, lines, utterances
from tests.rows import each_row

WOMAN = [
    "אני מעוניינת",
    "אני לא מעוניינת",
    "כן, אני מאוד מעוניינת לשמוע",
    "אני עסוקה עכשיו",
    "עסוקה",
    "לא, עסוקה כרגע",
    "סליחה, נוהגת עכשיו",
    "כן, מדברת",
    "מדברת דנה",
    "אני פשוט לא פנויה היום",
    "אני צריכה לחשוב על זה",
    "אני כבר לא עובדת שם",
    "עם מי אני מדברת?",
    "אני יכולה לשאול משהו?",
    "אני אישה",
    "סליחה, אני אישה",
    "אני אשה, לא גבר",
    "אני לא גבר",
    "אני לא גבר, אני אישה",
    "אני בת ארבעים",
    "אני בת 32",
    "תדברי אליי בלשון נקבה בבקשה",
    "לא בלשון זכר",
    "את מדברת עם אישה",
    "אני מעוניינת אבל בעלי לא מעוניין",
    "בעלי לא מעוניין אבל אני מעוניינת",
    "אני אמא שלו",
    "אני לא יודע, אני ילדה",
    "הוא לא פה, אני אשתו",
    "אמרתי לך שאני לא מעוניינת",
    "לא מעוניינת",
    "תודה, לא מעוניינת",
    "אני קצת ממהרת",
    "אני בטוחה שכן",
    "עייפה מאוד",
    "אֲנִי מְעֻנְיֶנֶת, מעוניינת",
    "ואני גרה בחיפה",
    "כי אני נוהגת",
]
MAN = [
    "אני מעוניין",
    "אני לא מעוניין",
    "אני עסוק",
    "עסוק עכשיו",
    "כן, מדבר",
    "מדבר יוסי",
    "אני גבר",
    "אני לא אישה",
    "אני לא אישה, אני גבר",
    "אני בן שלושים וחמש",
    "אני הבעל שלה",
    "לשון זכר בבקשה",
    "אני צריך לבדוק",
    "אני נוהג",
    "אני לא כל כך מבין",
    "אני חושב שהיא מעוניינת",
    "אני מדבר עם רובוט?",
    "היא עסוקה, אבל אני פנוי",
    "לא יודע",
    "אני מנהל את הסניף",
    "אני האבא שלה",
    "מצטער, לא עכשיו",
]
NEITHER = [
    "",
    "כן",
    "שלום",
    "אשתי עסוקה",
    "היא מעוניינת",
    "אשתי, עסוקה",
    "היא לא כאן. עסוקה.",
    "הבת שלי לא מעוניינת",
    "בעלי לא מעוניין",
    "השותף שלי עסוק",
    "אמא שלי נוהגת",
    "דנה עסוקה עכשיו",
    "את עסוקה?",
    "מעוניינת?",
    "מי מדבר?",
    "מי מדברת",
    "את רובוט או אישה?",
    "אני רוצה לשמוע עוד",
    "אני מחכה לתשובה",
    "אני רואה",
    "אני לא עושה כלום",
    "אנחנו מעוניינים",
    "אני ואשתי מעוניינים",
    "תודה גבר",
    "בן אדם בבקשה",
    "הוא אמר שהוא עסוק",
    'היא אמרה "אני עסוקה"',
    "יש לי אישה וילדים",
    "תעביר אותי לגברת כהן",
    "חשבתי שמדברת אישה",
    "מעוניינים לקנות",
    "אני עסוק, אני עסוקה",
    "I am busy",
    "אני",
    "אני לא",
    "אני לא גבר צעיר",
    "העסק עסוק",
    "המזכירה יודעת",
]


@each_row("text", WOMAN)
def test_a_woman(text: str) -> None:
    assert lead_gender_of(text) == "f"


@each_row("text", MAN)
def test_a_man(text: str) -> None:
    assert lead_gender_of(text) == "m"


@each_row("text", NEITHER)
def test_nothing_is_told(text: str) -> None:
    assert lead_gender_of(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("אני עסוק. אני אישה", "f"),
        ("אני אישה ואני לא מעוניין", "f"),
        ("אני לא גבר, אני לא מבין", "f"),
        ("אני גבר. לא, אני אישה", "f"),
    ],
)
def test_corrections_come_before_forms_and_the_last_one_holds(text: str, expected: Gender) -> None:
    assert lead_gender_of(text) == expected


def test_whole_lists_of_utterances_agree_with_their_spelling() -> None:
    """No line of another's gender: where a line tells one, one of its own words has that form."""
    everything = [line for folder in ("utterances", "more") for each in utterances(folder).values() for line in each]
    everything += lines(DATA / "neutral.txt")
    told = {line: lead_gender_of(line) for line in everything}
    assert sum(gender is not None for gender in told.values()) > 40
    for line, gender in told.items():
        words = normalise(line).split()
        if gender == "f":
            assert any(word.endswith(("ה", "ת", "אשתו")) for word in words), line


def test_hebrew_voices_of_twilio_have_a_gender() -> None:
    assert len(VOICE_GENDER) == 8
    assert [voice_gender(f"Google.he-IL-Wavenet-{letter}") for letter in "ABCD"] == ["f", "m", "f", "m"]
    assert voice_gender("Some.new-Voice") == "f"


@each_row(
    ("woman", "man"),
    [
        ("אני בודקת", "אני בודק"),
        ("רגע, אני עדיין בודקת את זה.", "רגע, אני עדיין בודק את זה."),
        ("אני לא יכולה לשלוח הודעות.", "אני לא יכול לשלוח הודעות."),
        ("אני עוזרת דיגיטלית", "אני עוזר דיגיטלי"),
        ("אני העוזרת הדיגיטלית של אלטה", "אני העוזר הדיגיטלי של אלטה"),
        ("מצטערת, לא שמעתי.", "מצטער, לא שמעתי."),
        ("כן. מצטערת, לא שמעתי.", "כן. מצטער, לא שמעתי."),
        ("אני רוצה לשאול", "אני רוצה לשאול"),
        ("היא בודקת", "היא בודקת"),
        ("הצוות בודק את זה", "הצוות בודק את זה"),
        ("את מעוניינת?", "את מעוניינת?"),
    ],
)
def test_the_agent_speaks_as_its_voice_sounds(woman: str, man: str) -> None:
    if woman != man:
        assert as_agent(man, "f") == woman
    assert as_agent(woman, "m") == man
    assert as_agent(woman, "f") == woman
    assert as_agent(man, "m") == man
