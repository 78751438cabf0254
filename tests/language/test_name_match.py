"""Names as they are heard, and the names that are known."""

from language.name_match import names_any
from tests.rows import each_row


@each_row(
    ("said", "known"),
    [
        ("מדברת דנה לוי", "דנה לוי"),
        ("השם שלי הוא דנה לוי, מאלטק", "דנה לוי"),
        ("לוי דנה", "דנה לוי"),
        ("דוד כוהן", "דוד כהן"),
        ("Dana Levy", "Dana Levi"),
        ("אני מאלטק", "אלטק"),
        ("אל טק", "אלטק"),
        ("אלתק", "אלטק"),
        ("מחברת נגב אנליטיקה בע״מ", "נגב אנליטיקה"),
        ("אני מנהל הגיוס", "מנהלת גיוס"),
        ("מגייסת", "מגייס"),
    ],
)
def test_what_was_heard_is_recognised(said: str, known: str) -> None:
    assert names_any(said, (known,))


@each_row(
    ("said", "known"),
    [
        ("דנה כהן", "דנה לוי"),
        ("יוסי לוי", "דנה לוי"),
        ("דנה", "דנה לוי"),
        ("גוגל", "אלטק"),
        ("לי", "לוי"),
        ("", "דנה לוי"),
        ("שלי", "של"),
        ("אני של את", "של"),
        ("דנה " * 20 + "לוי", "דנה לוי"),
    ],
)
def test_others_are_not(said: str, known: str) -> None:
    assert not names_any(said, (known,))
