"""Terms back in their places: prefixes, prepositions and words of time made to fit."""

from language.terms import Marked, Term, render
from tests.rows import each_row

SLOT = Term("slot", "Sunday at ten", "יום ראשון בעשר")
TOMORROW = Term("slot", "tomorrow at ten", "מחר, יום ראשון, בעשר בבוקר")
HOUR = Term("time", "10:30 AM", "עשר וחצי בבוקר")
AT_HOUR = Term("time", "10:30", "בעשר וחצי")
MIDNIGHT = Term("time", "12 AM", "חצות")
DATE = Term("date", "November 22", "עשרים ושניים בנובמבר")
SUNDAY = Term("date", "Sunday", "יום ראשון")
SHABBAT = Term("date", "Saturday", "שבת")
DANA = Term("name", "Dana", "דנה")
VERED = Term("name", "Vered", "ורד")
LATIN = Term("name", "Brunhilde", "Brunhilde")
MAIL = Term("email", "a@b.co", "a@b.co")
THREE = Term("number", "3", "3")
MONEY = Term("money", "$5", "חמישה דולר")
CRM = Term("word", "CRM", "סי אר אם")


def one(template: str, term: Term, target: str = "he") -> str:
    marked = Marked("", "", "en" if target == "he" else "he", (term,), ("x",))
    return render(template, marked, "he" if target == "he" else "en")


@each_row(
    ("template", "term", "expected"),
    [
        ("ניפגש ב-⟦1⟧.", SLOT, "ניפגש ביום ראשון בעשר."),
        ("ניפגש ב־⟦1⟧.", SLOT, "ניפגש ביום ראשון בעשר."),
        ("ניפגש ב–⟦1⟧.", SLOT, "ניפגש ביום ראשון בעשר."),
        ("ניפגש ב - ⟦1⟧.", SLOT, "ניפגש ביום ראשון בעשר."),
        ("ניפגש ב⟦1⟧.", SLOT, "ניפגש ביום ראשון בעשר."),
        ("ניפגש ב ⟦1⟧.", SLOT, "ניפגש ביום ראשון בעשר."),
        ("ניפגש ב-⟦1⟧.", TOMORROW, "ניפגש מחר, יום ראשון, בעשר בבוקר."),
        ("קבענו ל-⟦1⟧.", TOMORROW, "קבענו למחר, יום ראשון, בעשר בבוקר."),
        ("וב-⟦1⟧", TOMORROW, "ומחר, יום ראשון, בעשר בבוקר"),
        ("או ב-⟦1⟧", TOMORROW, "או מחר, יום ראשון, בעשר בבוקר"),
        ("ביום ⟦1⟧", SLOT, "ביום ראשון בעשר"),
        ("ביום ⟦1⟧", TOMORROW, "מחר, יום ראשון, בעשר בבוקר"),
        ("וביום ⟦1⟧", TOMORROW, "ומחר, יום ראשון, בעשר בבוקר"),
        ("ביום ⟦1⟧", DATE, "ביום עשרים ושניים בנובמבר"),
        ("ביום ה-⟦1⟧", DATE, "ביום עשרים ושניים בנובמבר"),
        ("ב-⟦1⟧", DATE, "בעשרים ושניים בנובמבר"),
        ("עד ⟦1⟧", DATE, "עד עשרים ושניים בנובמבר"),
        ("יום ⟦1⟧", SUNDAY, "יום ראשון"),
        ("ליום ⟦1⟧", SUNDAY, "ליום ראשון"),
        ("ביום ב-⟦1⟧", SUNDAY, "ביום ראשון"),
        ("ה-⟦1⟧ הקרוב", SUNDAY, "יום ראשון הקרוב"),
        ("ב-⟦1⟧", SHABBAT, "בשבת"),
        ("ביום ⟦1⟧", SHABBAT, "ביום שבת"),
        ("בשעה ⟦1⟧", HOUR, "בשעה עשר וחצי בבוקר"),
        ("בשעה ⟦1⟧", AT_HOUR, "בשעה עשר וחצי"),
        ("בשעה ב-⟦1⟧", HOUR, "בשעה עשר וחצי בבוקר"),
        ("בשעה ⟦1⟧", TOMORROW, "מחר, יום ראשון, בעשר בבוקר"),
        ("השעה ⟦1⟧", AT_HOUR, "השעה עשר וחצי"),
        ("ב-⟦1⟧", HOUR, "בעשר וחצי בבוקר"),
        ("ב-⟦1⟧", AT_HOUR, "בעשר וחצי"),
        ("שב-⟦1⟧", HOUR, "שבעשר וחצי בבוקר"),
        ("ל-⟦1⟧", AT_HOUR, "לעשר וחצי"),
        ("מ-⟦1⟧", AT_HOUR, "מעשר וחצי"),
        ("עד ⟦1⟧", AT_HOUR, "עד עשר וחצי"),
        ("לפני ⟦1⟧", AT_HOUR, "לפני עשר וחצי"),
        ("ואחרי ⟦1⟧", AT_HOUR, "ואחרי עשר וחצי"),
        ("היום ⟦1⟧", AT_HOUR, "היום בעשר וחצי"),
        ("היום ב-⟦1⟧", HOUR, "היום בעשר וחצי בבוקר"),
        ("ב-⟦1⟧", MIDNIGHT, "בחצות"),
        ("ל-⟦1⟧", DANA, "לדנה"),
        ("ל⟦1⟧", DANA, "לדנה"),
        ("ו-⟦1⟧ תבוא", DANA, "ודנה תבוא"),
        ("ו⟦1⟧", VERED, "וורד"),
        ("כש-⟦1⟧ תבוא", DANA, "כשדנה תבוא"),
        ("ש ⟦1⟧ אמרה", DANA, "שדנה אמרה"),
        ("ה-⟦1⟧", DANA, "דנה"),
        ("מה-⟦1⟧", DANA, "מדנה"),
        ("של ⟦1⟧", DANA, "של דנה"),
        ("של⟦1⟧", DANA, "של דנה"),
        ("של-⟦1⟧", DANA, "של דנה"),
        ("גם של ⟦1⟧", LATIN, "גם של Brunhilde"),
        ("ל⟦1⟧", LATIN, "ל-Brunhilde"),
        ("ל-⟦1⟧", MAIL, "ל-a@b.co"),
        ("ל ⟦1⟧", MAIL, "ל-a@b.co"),
        ("ה-⟦1⟧", MAIL, "a@b.co"),
        ("ב⟦1⟧", THREE, "ב-3"),
        ("ה-⟦1⟧ שלך", THREE, "ה-3 שלך"),
        ("ב-⟦1⟧", MONEY, "בחמישה דולר"),
        ("ה-⟦1⟧ שלכם", CRM, "הסי אר אם שלכם"),
        ("כן - ⟦1⟧ אמרה", DANA, "כן - דנה אמרה"),
        ("אמרה ⟦1⟧ - כן", DANA, "אמרה דנה - כן"),
        ("הלב ⟦1⟧", DANA, "הלב דנה"),
        ("⟦1⟧יש", DANA, "דנה יש"),
        ("שלום ⟦1⟧ !", DANA, "שלום דנה!"),
        ("⟦1⟧", DANA, "דנה"),
    ],
)
def test_hebrew(template: str, term: Term, expected: str) -> None:
    assert one(template, term) == expected


@each_row(
    ("template", "expected"),
    [
        ("to -⟦1⟧", "to Dana"),
        ("to - ⟦1⟧", "to Dana"),
        ("⟦1⟧'s number", "Dana's number"),
        ("to ⟦1⟧.", "to Dana."),
        ("yes-⟦1⟧", "yes Dana"),
        ("9-⟦1⟧", "9-Dana"),
    ],
)
def test_english(template: str, expected: str) -> None:
    assert one(template, DANA, "en") == expected


def test_a_value_is_put_in_once_and_never_read_again() -> None:
    terms = (Term("name", "x", "⟦2⟧"), Term("name", r"\1", r"\g<0>"))
    marked = Marked("", "", "en", terms, ("x", "y"))
    assert render("⟦1⟧ ו-⟦2⟧", marked, "he") == r"⟦2⟧ ו-\g<0>"
    assert render("⟦1⟧ ⟦2⟧", marked, "en") == r"x \1"
