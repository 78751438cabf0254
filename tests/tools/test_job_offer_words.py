"""What recruiters say that is no question, and what they add to an offer."""

from stores.job_offer_values import Candidate, Spoken
from tests.rows import each_row
from voicebot.errors import ToolRefused
from voicebot.tools.job_offer_pay import Meant, bid_in
from voicebot.tools.job_offer_strategy import Bid
from voicebot.tools.job_offer_topics import asks_nothing

USUAL = 42_000
CANDIDATE = Candidate(Spoken("נועה", "Noa"), "ILS", "month", 40_000, 47_000)


@each_row(
    ("said", "nothing"),
    [
        ("הבנתי", True), ("אוקיי מעולה", True), ("הבנתי, מעניין מאוד", True), ("אני רושמת לעצמי", True),
        ("got it", True), ("that sounds great", True), ("we work with such people", True),
        ("תחביבים", False), ("מצב משפחתי", False), ("היא נשואה?", False), ("אני רוצה לדעת אם היא מעשנת", False),
        ("ספרי לי על המשפחה", False), ("אני שואלת על תחביבים", False), ("what about hobbies", False), ("", False),
    ],
)  # fmt: skip
def test_what_asks_nothing(said: str, nothing: bool) -> None:
    assert asks_nothing(said) == nothing


@each_row(
    ("said", "salary"),
    [
        ("אני מוסיפה אלפיים", 44_000), ("נוסיף עוד חמש מאות", 42_500), ("עוד שלושת אלפים", 45_000),
        ("add two thousand", 44_000),
        ("מעלה לארבעים וחמישה אלף", 45_000), ("raise it to 45", 45_000), ("מעלים ל-45,000", 45_000), ("44 אלף", 44_000),
        ("לא מוסיפה אלפיים", 0), ("אלפיים", 0), ("פחות אלפיים", 0),
    ],
)  # fmt: skip
def test_what_is_added_comes_on_top(said: str, salary: int) -> None:
    assert _salary(said, Bid(42_000, 20_000)) == salary


def test_nothing_is_added_to_nothing() -> None:
    assert _salary("אני מוסיפה אלפיים", None) == 0


def _salary(said: str, last: Bid | None) -> int:
    try:
        return bid_in(said, CANDIDATE, USUAL, Meant(), last).salary
    except ToolRefused:
        return 0
