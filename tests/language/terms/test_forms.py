"""The other language's form of what has one by itself: what the table of sentences does not cover."""

from language.terms.forms import structural
from language.terms.types import Kind
from language.types import Language
from tests.rows import each_row


@each_row(
    ("kind", "text", "hebrew"),
    [
        ("time", "12:00 PM", "שתים עשרה בצהריים"),
        ("time", "12 a.m", "חצות"),
        ("time", "00:00", "חצות"),
        ("time", "00:30", "שתים עשרה וחצי בלילה"),
        ("time", "3:45 PM", "רבע לארבע אחר הצהריים"),
        ("time", "9:15", "תשע ורבע"),
        ("time", "21:00", "תשע בערב"),
        ("time", "25:00", "25:00"),
        ("time", "10:75", "10:75"),
        ("time", "13 PM", "אחת בצהריים"),
        ("date", "February 30", "February 30"),
        ("date", "2026-02-30", "2026-02-30"),
        ("date", "Saturday", "שבת"),
        ("date", "Saturday, March 1", "שבת, אחד במרץ"),
        ("date", "Sept 2", "שניים בספטמבר"),
        ("date", "31/12/2026", "שלושים ואחד בדצמבר אלפיים עשרים ושש"),
        ("date", "4/4/2026", "ארבעה באפריל אלפיים עשרים ושש"),
        ("slot", "Friday at 9 AM", "יום שישי, בתשע בבוקר"),
        ("money", "$1", "דולר אחד"),
        ("money", "$2", "שני דולר"),
        ("money", "₪10", "עשרה שקלים"),
        ("money", "₪0.50", "חמישים אגורות"),
        ("money", "$0.99", "תשעים ותשעה סנט"),
        ("money", "₪1,234.05", "אלף מאתיים שלושים וארבעה שקלים וחמש אגורות"),
        ("money", "50 agorot", "50 אגורות"),
        ("money", "$9999999999 thousand", "$9999999999 thousand"),
        ("percent", "2%", "שני אחוזים"),
        ("percent", "10%", "עשרה אחוזים"),
        ("percent", "11%", "אחד עשר אחוז"),
        ("percent", "100%", "מאה אחוז"),
        ("phone", "not a phone", "not a phone"),
        ("number", "12,500", "12,500"),
        ("code", "B2B", "B2B"),
    ],
)
def test_to_hebrew(kind: Kind, text: str, hebrew: str) -> None:
    assert structural(kind, text, "en").he == hebrew
    assert structural(kind, text, "en").en == text


@each_row(
    ("kind", "text", "english"),
    [
        ("time", "10 בבוקר", "10:00 AM"),
        ("time", "12 בצהריים", "12:00 PM"),
        ("time", "11 בצהריים", "11:00 AM"),
        ("time", "12 בלילה", "12:00 AM"),
        ("time", "2 בלילה", "2:00 AM"),
        ("time", "11 בלילה", "11:00 PM"),
        ("time", "4 לפנות בוקר", "4:00 AM"),
        ("time", "16:00 אחר הצהריים", "16:00"),
        ("time", "10.30", "10:30"),
        ("time", "30.30", "30.30"),
        ("date", "יום ב'", "Monday"),
        ("date", "יום שבת", "Saturday"),
        ("date", "יום ראשון, ה-22 בנובמבר", "Sunday, November 22"),
        ("date", "3 במרס", "March 3"),
        ("date", "31/12/26", "December 31, 2026"),
        ("date", "30/2", "30/2"),
        ("date", "24/7", "July 24"),
        ("slot", "יום ראשון ב-10:30", "Sunday, at 10:30"),
        ("money", "20 אלף שקל", "20,000 shekels"),
        ("money", "2 מיליון דולר", "2,000,000 dollars"),
        ("money", "€7", "7 euros"),
        ("percent", "2.5 אחוז", "2.5%"),
    ],
)
def test_to_english(kind: Kind, text: str, english: str) -> None:
    assert structural(kind, text, "he").en == english


@each_row("language", ["en", "he"])
@each_row("kind", ["slot", "date", "time", "money", "percent", "phone", "number", "code", "email"])
@each_row("text", ["", " ", "x", "0", "99999999999999999999", "-1", "1" * 400, "יום", "יום ז'", "\0"])
def test_nothing_is_too_strange(kind: Kind, text: str, language: Language) -> None:
    term = structural(kind, text, language)
    assert text in (term.en, term.he)
