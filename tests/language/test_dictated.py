"""Codes and names as callers say them, in three languages."""

import pytest

from language.dictated import read_code, read_digit, spoken_code, spoken_plates
from language.naming import begins_with_no, said_name
from tests.rows import each_row


@each_row(
    ("words", "code"),
    [
        ("45", "45"),
        ("ארבעים וחמש", "45"),
        ("המספר הוא ארבעים וחמש", "45"),
        ("לא, המספר הוא שבעים ושתיים", "72"),
        ("כן, רק הטרקטור זה 780 ולא 789", "780"),
        ("הטרקטור הוא 780 במקום 789", "780"),
        ("yes, but the truck is 780 and not 789", "780"),
        ("sí, pero el tractor es 780 y no 789", "780"),
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
        ("מאה עשרים ושבע", "127"),
        ("מאה ושבע", "107"),
        ("מאה שבע", "107"),
        ("מאה", "100"),
        ("מאתיים ושלוש", "203"),
        ("ארבע מאות", "400"),
        ("ארבע מאות ושתיים עשרה", "412"),
        ("שלוש מאות ארבעים וחמש", "345"),
        ("שלוש מאות ארבעים חמש", "345"),
        ("אלף", "1000"),
        ("אלף מאתיים", "1200"),
        ("אלף ומאתיים", "1200"),
        ("אלפיים עשרים ושש", "2026"),
        ("אלפיים וחמש", "2005"),
        ("ארבעת אלפים שלוש מאות ושתיים", "4302"),
        ("שנים עשר אלף שלוש מאות ארבעים וחמש", "12345"),
        ("מאה עשרים ושלוש ארבע חמש", "12345"),
        ("מאה עשרים ושלוש, ארבעים וחמש, שישים ושבע", "1234567"),
        ("שלוש מאות, ארבעים וחמש, שישים ושבע", "3004567"),
        ("שבע מאה עשרים", "7120"),
        ("אחת אפס שבע", "107"),
        ("עשרים שבע", "27"),
        ("עשרים, שבע", "207"),
        ("one hundred and seven", "107"),
        ("a hundred twenty seven", "127"),
        ("four hundred", "400"),
        ("two thousand twenty six", "2026"),
        ("one hundred seven", "107"),
        ("ciento veintisiete", "127"),
        ("cien", "100"),
        ("cuatrocientos", "400"),
        ("mil doscientos", "1200"),
        ("doscientos cuarenta y cinco", "245"),
        ("dos mil tres", "2003"),
        ("לא מאה עשרים אלא מאה ושתים עשרה", "112"),
        ("לא 45 אלא 54", "54"),
        ("לא 45, 46", "46"),
        ("לא, לא 45, 46", "46"),
        ("46, לא 45", "46"),
        ("45, לא, 46", "46"),
        ("לא, רשמת לא נכון, 46", "46"),
        ("כן, בעצם לא, 46", "46"),
        ("45, רגע לא, 46", "46"),
        ("לא 123, 45, 67", "1234567"),
        ("לא, 123, 45", "12345"),
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
    assert spoken_code("123456").he == "אחת שתיים שלוש, ארבע חמש שש"
    assert spoken_code("12345678").en == "1 2 3, 4 5 6, 7 8"
    assert spoken_code("A1").he == "איי אחת"
    assert (spoken_code("1234").en, spoken_code("1234567").en) == ("1 2, 3 4", "1 2 3, 4 5, 6 7"), "none stands alone"


def test_plates_are_read_in_the_groups_that_are_written_on_them() -> None:
    assert spoken_plates("1234567").he == "אחת שתיים, שלוש ארבע חמש, שש שבע"
    assert spoken_plates("12345678").en == "1 2 3, 4 5, 6 7 8"
    assert spoken_plates("12345").en == "1 2 3, 4 5"
    assert spoken_plates("ABC1234").en == "A B C, 1 2, 3 4"


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
        ("no sé", None),
        ("no lo sé", None),
        ("no me acuerdo", None),
        ("דני כהן", "דני כהן"),
        ("קוראים לי דני כהן", "דני כהן"),
        ("לא, השם שלי הוא משה לוי", "משה לוי"),
        ("אני רונית", "רונית"),
        ("My name is John Smith.", "John Smith"),
        ("Me llamo José Luis Pérez", "José Luis Pérez"),
        ("soy Ana", "Ana"),
        ("לא לא, דוד כהן", "דוד כהן"),
        ("טעות, דוד כהן", "דוד כהן"),
        ("לא נכון, זה דוד כהן", "דוד כהן"),
        ("לא, זאת מיכל בן דוד", "מיכל בן דוד"),
        ("זאת מיכל", "מיכל"),
        ("זו מיכל", "מיכל"),
        ("זה דוד", "דוד"),
        ("נו, דוד", "דוד"),
        ("לא יוסי אלא דוד כהן", "דוד כהן"),
        ("לא, כתבת לא נכון, יוסי לוי", "יוסי לוי"),
        ("לא יוסי, יוסף לוי", "יוסף לוי"),
        ("יוסף לוי, לא יוסי", "יוסף לוי"),
        ("זה לא דוד, דניאל.", "דניאל"),
        ("לא, השם הוא לא יוסי, יוסף", "יוסף"),
        ("אני לא דוד, אני מיכל", "מיכל"),
        ("אהה... מיכל", "מיכל"),
        ("המממ... דנה", "דנה"),
        ("אז ככה, אני מיכל", "מיכל"),
        ("אני, אה, מיכל לוי", "מיכל לוי"),
        ("יוסי, נעים מאוד", "יוסי"),
        ("נעים מאוד, יוסי כהן", "יוסי כהן"),
        ("מיכל, ואתה?", "מיכל"),
        ("Dana, nice to meet you", "Dana"),
        ("אני לא דוד", None),
        ("לא, טעות במספר", None),
        ("אהה...", None),
        ("נעים מאוד", None),
        ("כן, בעצם לא", None),
        ("That's wrong, it's David", "David"),
        ("Incorrecto, José Pérez", "José Pérez"),
        ("כן", None),
        ("לא", None),
        ("לא נכון", None),
        ("יש טעות בשם", None),
        ("מה?", None),
        ("012345", None),
        ("אני לא רוצה להגיד לך איך קוראים לי בכלל", None),
        ("שני", "שני"),
        ("שני לוי", "שני לוי"),
        ("בת שבע כהן", "בת שבע כהן"),
        ("שתיים ארבע שש שמונה", None),
        ("ארבעים וחמש", None),
        ("שלוש", None),
        ("one two three", None),
        ("cuatro cinco", None),
        ("אני בדרך", None),
        ("בדרך", None),
        ("אני כבר בדרך", None),
        ("אני נוהג", None),
        ("אני נוהגת עכשיו", None),
        ("אני עסוק", None),
        ("אני בנהיגה", None),
        ("אני באוטו", None),
        ("אני כבר מגיע", None),
        ("לא בטוח", None),
        ("לא הבנתי", None),
        ("אני ברק", "ברק"),
        ("אני בני כהן", "בני כהן"),
        ("אני בר", "בר"),
        ("הבעלים", None),
        ('המנכ"ל', None),
        ("בקשר לפרסום", None),
        ("the owner", None),
        ("I'm driving", None),
        ("I'm busy", None),
        ("I'm on my way", None),
        ("estoy en camino", None),
        ("כן, קוראים לי רונית לוי, אני מחיפה", "רונית לוי"),
        ("קוראים לי רונית לוי ואני מחיפה", "רונית לוי"),
        ("השם הוא בעצם דליה כהן", "דליה כהן"),
        ("ג'ון סמית", "ג'ון סמית"),
        ("מירי לוי", "מירי לוי"),
        ("דנה בן-דוד", "דנה בן-דוד"),
        ("אפשר לדבר יותר מאוחר אולי", None),
        ("עד סוף החודש", None),
        ("כן בוא נקבע", None),
        ("בוא נקבע", None),
        ("יש לי שאלה", None),
        ("לא רוצה להגיד", None),
        ("לא משנה", None),
        ("מחר בבוקר", None),
        ("תתקשרו מחר", None),
        ("אני מחפשת ייעוץ לפרישה", None),
        ("איך קוראים למועמדת?", None),
        ("מה הניסיון שלה?", None),
        ("call me later", None),
        ("I have a question", None),
        ("no importa", None),
    ],
)
def test_names(words: str, name: str | None) -> None:
    assert said_name(words) == name


@each_row(
    ("words", "no"),
    [
        ("לא, דוד כהן", True),
        ("אה, לא לא, דוד כהן", True),
        ("טעות, דוד כהן", True),
        ("יש טעות בשם", True),
        ("That's wrong, it's David", True),
        ("No, José", True),
        ("דוד כהן", False),
        ("כן, נכון", False),
        ("נועה לוי", False),
        ("", False),
    ],
)
def test_words_that_begin_with_a_no(words: str, no: bool) -> None:
    assert begins_with_no(words) == no


@each_row(
    ("words", "digit"),
    [
        ("ארבע... בעצם חמש", 5),
        ("ארבע, סליחה, שלוש", 3),
        ("לא ארבע אלא חמש", 5),
        ("four, actually five", 5),
        ("ארבע בעצם", 4),
        ("ארבע או חמש", None),
    ],
)
def test_a_rating_taken_back_is_the_last_one(words: str, digit: int | None) -> None:
    assert read_digit(words, 1, 5) == digit


@each_row(
    ("said", "code"),
    [
        ("o five eight", "058"),
        ("the plates are five o eight", "508"),
        ("seven eight o", "780"),
        ("cinco o ocho", None),
        ("שבע שמונה תשע אלף", None),
        ("שתים עשרה אלף", "12000"),
    ],
)
def test_a_zero_said_as_a_letter_and_thousands_behind_digits(said: str, code: str | None) -> None:
    assert read_code(said) == code
