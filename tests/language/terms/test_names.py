"""Names in both scripts."""

from language.terms import Term, person, transliterate
from tests.rows import each_row


@each_row(
    ("hebrew", "latin"),
    [
        ("דנה", "Dana"),
        ("דנה לוי", "Dana Levi"),
        ("יוסי כהן", "Yossi Cohen"),
        ("ז'אן", "Zhan"),
        ("ג'ורג'", "Jorej"),
        ("צ'רלי", "Charli"),
        ("נועה-לי", "Noa-Li"),
        ("קורן", "Koren"),
        ("זלמן", "Zalman"),
        ("נבו", "Nabo"),
        ("גולדשטיין", "Goldstein"),
        ("ליברמן", "Liverman"),
        ("דָּנָה", "Dana"),
        ("״דנה״", "Dana"),
        ("", ""),
        ("Dana", ""),
    ],
)
def test_transliteration(hebrew: str, latin: str) -> None:
    assert transliterate(hebrew) == latin
    assert transliterate(hebrew) == transliterate(hebrew)


@each_row("hebrew", ["שלומציון", "אברהמוב", "חשמונאי", "עזגד", "וינשטוק", "פפרמן", "קפלנסקי", "יחזקאלי"])
def test_any_name_becomes_letters_that_can_be_said(hebrew: str) -> None:
    latin = transliterate(hebrew)
    assert latin.isascii()
    assert latin.isalpha()
    assert latin[0].isupper()
    assert sum(each in "aeiouy" for each in latin.lower()) >= len(latin) / 5


@each_row(
    ("en", "he", "expected"),
    [
        ("Dana Levi", "דנה לוי", [("Dana Levi", "דנה לוי"), ("Dana", "דנה"), ("Levi", "לוי")]),
        ("Daniella", "דניאלה", [("Daniella", "דניאלה")]),
        ("Dana Levi", "", [("Dana Levi", "דנה לוי"), ("Dana", "דנה"), ("Levi", "לוי")]),
        ("דנה לוי", "", [("Dana Levi", "דנה לוי"), ("Dana", "דנה"), ("Levi", "לוי")]),
        ("", "דנה", [("Dana", "דנה")]),
        ("Brunhilde", "", [("Brunhilde", "Brunhilde")]),
        ("Daana Levy", "דנה לוי", [("Daana Levy", "דנה לוי"), ("Daana", "דנה"), ("Levy", "לוי")]),
        ("Dana Bar Levi", "דנה לוי", [("Dana Bar Levi", "דנה לוי"), ("Dana", "דנה")]),
        ("Dana Levi", "דנה", [("Dana Levi", "דנה"), ("Dana", "דנה")]),
        ("", "", []),
        (" ", " ", []),
    ],
)
def test_a_record_gives_its_terms(en: str, he: str, expected: list[tuple[str, str]]) -> None:
    assert person(en, he) == tuple(Term("name", latin, hebrew) for latin, hebrew in expected)
