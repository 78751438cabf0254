"""Hebrew word forms."""

from language.verbs_he import at, of_others, requests, that, to
from tests.rows import each_row


@each_row(
    ("future", "forms"),
    [
        ("תמחק", "תמחק תמחקי תמחקו מחק מחקי מחקו"),
        ("תעזוב", "תעזוב תעזבי תעזבו עזוב עזבי עזבו"),
        ("תוריד", "תוריד תורידי תורידו הורד הורידי הורידו"),
        ("תסיר", "תסיר תסירי תסירו הסר הסירי הסירו"),
        ("תתקשר", "תתקשר תתקשרי תתקשרו התקשר התקשרי התקשרו"),
        ("תחייג", "תחייג תחייגי תחייגו חייג חייגי חייגו"),
        ("תנסה", "תנסה תנסי תנסו נסה נסי נסו"),
        ("תרשום", "תרשום תרשמי תרשמו רשום רשמי רשמו"),
        ("תזמין", "תזמין תזמיני תזמינו הזמן הזמיני הזמינו"),
    ],
)
def test_all_ways_of_asking(future: str, forms: str) -> None:
    assert requests(future).split() == forms.split()


def test_other_forms() -> None:
    assert of_others("תתקשר תחזור") == "יתקשר יתקשרו תתקשר יחזור יחזרו תחזור"
    assert that("תמחק תמחקו") == "שתמחק שתמחקו"
    assert at("רכב עבודה") == "ברכב בעבודה"
    assert to("מקלט") == "למקלט"
