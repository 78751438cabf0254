"""Codes and names as callers say them, in three languages."""

import pytest

from language.dictated import read_code, read_digit, spoken_code
from language.naming import said_name, said_place
from tests.rows import each_row


@each_row(
    ("words", "code"),
    [
        ("45", "45"),
        ("ארבעים וחמש", "45"),
        ("המספר הוא ארבעים וחמש", "45"),
        ("לא, המספר הוא שבעים ושתיים", "72"),
        ("שתים עשרה, שלוש ארבע חמש, שישים ושבע", "1234567"),
        ("12-345-67", "1234567"),
        ("אחת שתיים שלוש ארבע חמש שש שבע", "1234567"),
        ("A B C 1 2 3 4", "ABC1234"),
        ("it's ABC1234", "ABC1234"),
        ("twelve three four five sixty seven", "1234567"),
        ("forty and five", "45"),
        ("cuarenta y cinco", "45"),
        ("es el uno dos tres cuatro", "1234"),
        ("doce, treinta y cuatro", "1234"),
        ("לא 45 אלא 54", "54"),
        ("זה 45 או 54", None),
        ("כן", None),
        ("I have no idea", None),
        ("", None),
    ],
)
def test_codes(words: str, code: str | None) -> None:
    assert read_code(words) == code


@pytest.mark.parametrize("code", ["45", "1234567", "ABC1234", "0"])
def test_a_code_reads_itself(code: str) -> None:
    assert read_code(code) == code
    spoken = spoken_code(code)
    assert not any(map(str.isdigit, spoken.he))
    assert read_code(spoken.en) == code


def test_how_a_code_is_read_back() -> None:
    assert spoken_code("1234567").he == "אחת שתיים שלוש, ארבע חמש שש, שבע"
    assert spoken_code("A1").he == "איי אחת"


@each_row(
    ("words", "digit"),
    [
        ("חמש", 5),
        ("אני נותנת חמש", 5),
        ("ארבע מתוך חמש", 4),
        ("(pressed 3)", 3),
        ("four", 4),
        ("cinco", 5),
        ("שלוש או ארבע", None),
        ("עשר", None),
        ("מצוין", None),
        ("7", None),
    ],
)
def test_ratings(words: str, digit: int | None) -> None:
    assert read_digit(words, 1, 5) == digit


@each_row(
    ("words", "name"),
    [
        ("דני כהן", "דני כהן"),
        ("קוראים לי דני כהן", "דני כהן"),
        ("לא, השם שלי הוא משה לוי", "משה לוי"),
        ("אני רונית", "רונית"),
        ("My name is John Smith.", "John Smith"),
        ("Me llamo José Luis Pérez", "José Luis Pérez"),
        ("soy Ana", "Ana"),
        ("כן", None),
        ("לא", None),
        ("מה?", None),
        ("012345", None),
        ("אני לא רוצה להגיד לך איך קוראים לי בכלל", None),
    ],
)
def test_names(words: str, name: str | None) -> None:
    assert said_name(words) == name


@pytest.mark.parametrize(
    ("words", "place"), [("אני מחיפה", "מחיפה"), ("גר בתל אביב", "בתל אביב"), ("in Seattle", "Seattle"), ("...", None)]
)
def test_places(words: str, place: str | None) -> None:
    assert said_place(words) == place
