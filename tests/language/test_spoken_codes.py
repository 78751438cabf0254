"""Codes as they are dictated, and what is kept of an utterance that has one."""

from language.spoken_codes import code_in, without_codes
from tests.rows import each_row


@each_row(
    ("said", "code"),
    [
        ("482913", "482913"),
        ("הקוד שלי הוא 482913, תודה", "482913"),
        ("48 29 13", "482913"),
        ("054-765-4321", "0547654321"),
        ("ארבע שמונה שתיים תשע אחת שלוש", "482913"),
        ("ארבע, שמונה, אה, שתיים, תשע, ואז אחת שלוש", "482913"),
        ("ארבעים ושמונה עשרים ותשע שלוש עשרה", "482913"),
        ("אפס אפס שבע שלוש תשע אחת", "007391"),
        ("four eight two nine one three", "482913"),
        ("the code is forty eight twenty nine thirteen", "482913"),
        ("ביום שני קיבלתי את הקוד 482913", "482913"),
        ("אין לי קוד", None),
        ("הקוד 482913 או אולי 739156", None),
        ("שלוש", None),
        ("", None),
    ],
)
def test_a_code_is_read_however_it_is_said(said: str, code: str | None) -> None:
    assert code_in(said) == code


@each_row(
    ("said", "kept"),
    [
        ("הקוד שלי הוא 482913, תודה", "הקוד שלי הוא (ספרות), תודה"),
        ("זה ארבע שמונה שתיים תשע אחת שלוש", "זה (ספרות)"),
        ("the code is four eight two nine one three", "the code is (digits)"),
        ("482913 או 739156", "(ספרות) או (ספרות)"),
        ("דנה לוי מאלטק, יש לנו שלוש שאלות", "דנה לוי מאלטק, יש לנו שלוש שאלות"),
        ("הפגישה ב-10:30", "הפגישה ב-10:30"),
    ],
)
def test_nothing_of_a_code_is_kept(said: str, kept: str) -> None:
    assert without_codes(said) == kept


def test_hostile_text_does_no_harm() -> None:
    for text in ("ו" * 5_000, "1" * 5_000, "אלף " * 1_000, "\u202e482913", "١٢٣٤٥٦", "½½½½ ²²²²"):
        without_codes(text)
        code_in(text)
    assert code_in("\u202e482913") == "482913"


@each_row(
    ("said", "code"),
    [
        ("o five eight two nine", "05829"),
        ("O five eight two nine", "05829"),
        ("seven o three nine one five", "703915"),
        ("four eight two nine one o", "482910"),
        ("שבע שמונה תשע אלף", None),
        ("seven eight nine thousand", None),
        ("אלף מאתיים", "1200"),
        ("4829 1300", "48291300"),
    ],
)
def test_zeros_said_as_a_letter_and_thousands_behind_digits(said: str, code: str | None) -> None:
    assert code_in(said) == code
    assert without_codes(said) in ("(ספרות)", "(digits)")
