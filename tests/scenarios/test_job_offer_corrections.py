"""What a caller corrects of who it is, and what only begins like a correction."""

import pytest

from tests.rows import each_row
from voicebot.scenarios.job_offer_corrections import corrected, takes_back


@each_row(
    ("said", "told"),
    [
        ("בעצם אני מחברת אלטק", {"company": "אלטק"}),
        ("אנחנו מחברת נגב אנליטיקה", {"company": "נגב אנליטיקה"}),
        ("לא, אני מאלטק", {"company": "אלטק"}),
        ("לא, החברה היא נגב אנליטיקה", {"company": "נגב אנליטיקה"}),
        ("actually I'm from Altech", {"company": "Altech"}),
        ("sorry, the company is Altech", {"company": "Altech"}),
        ("לא, קוראים לי דנה לוי", {"name": "דנה לוי"}),
        ("לא קוראים לי דנה לוי", {"name": "דנה לוי"}),
        ("לא, דנה לוי", {"name": "דנה לוי"}),
        ("סליחה, טעיתי, דנה לוי", {"name": "דנה לוי"}),
        ("לא יוסי כהן, דנה לוי", {"name": "דנה לוי"}),
        ("שמי דנה לוי", {"name": "דנה לוי"}),
        ("No, my name is Dana Levi", {"name": "Dana Levi"}),
        ("רגע, התפקיד הוא מנהלת גיוס", {"position": "מנהלת גיוס"}),
        ("לא, אני מנהלת גיוס", {"position": "מנהלת גיוס"}),
        ("דנה לוי, מנהלת גיוס באלטק", {"name": "דנה לוי", "position": "מנהלת גיוס", "company": "אלטק"}),
        ("קוראים לי ציקי פומרנץ מאלטק", {"name": "ציקי פומרנץ", "company": "אלטק"}),
        ("לא מאלטק, מנגב", {"company": "נגב"}),
        ("לא מחברת אלטק, מחברת נגב", {"company": "נגב"}),
        ("לא מאלטק אלא מנגב אנליטיקה", {"company": "נגב אנליטיקה"}),
        ("not from Altech, from Negev", {"company": "Negev"}),
        ("לא, אני דנה לוי מאלטק, הקוד (ספרות)", {"name": "דנה לוי", "company": "אלטק"}),
    ],
)
def test_what_is_told_anew(said: str, told: dict[str, str]) -> None:
    assert corrected(said) == told


@pytest.mark.parametrize(
    "said",
    [
        "לא",
        "רגע",
        "לא, אין לי קוד",
        "לא מחר, מחרתיים",
        "לא מבין, מה",
        "לא מהבית, מהמשרד",
        "רגע, אני מחפשת את הקוד",
        "לא, אני מחכה",
        "סליחה, אני לא זוכרת",
        "לא, אני לא מאלטק",
        "לא, אני המועמדת",
        "בעצם אני רוצה לדבר עם נציג",
        "לא, הקוד (ספרות)",
        "סליחה, מה?",
        "לא, תודה רבה",
        "לא, דוד",
        "no, I don't have a code",
        "actually I forgot it",
        "(ספרות)",
        "הפיל מנגן בפסנתר",
        "רגע, הפיל מנגן בפסנתר",
        "הקוד אצל המנהל",
        "רגע, הקוד אצל המנהל",
        "ענן קטן בתוך מגירה",
        "שלוש עגבניות בסלט",
    ],
)
def test_what_tells_nothing_anew(said: str) -> None:
    assert corrected(said) == {}


@each_row(
    ("said", "takes"),
    [
        ("לא, קוראים לי דנה", True),
        ("לא קוראים לי דנה", True),
        ("בעצם אלטק", True),
        ("לא משנה", False),
        ("דנה לוי", False),
        ("קוראים לי דנה לוי", False),
        ("לאה כהן", False),
    ],
)
def test_what_takes_something_back(said: str, takes: bool) -> None:
    assert takes_back(said) == takes
