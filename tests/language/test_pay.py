"""Salaries and bonuses as callers say them."""

from language.pay import read_pay
from tests.rows import each_row


@each_row(
    ("said", "salaries", "bonus"),
    [
        ("ארבעים אלף", (40_000,), None),
        ("42 אלף שקל", (42_000,), None),
        ("42,000", (42_000,), None),
        ("45000 שקלים לחודש", (45_000,), None),
        ("ארבעים ושניים אלף וחמש מאות", (42_500,), None),
        ("ארבעים ושתיים וחצי אלף", (42_500,), None),
        ("אנחנו יכולים ארבעים ושלוש", (43_000,), None),
        ("עד ארבעים וארבעה אלף, לא יותר", (44_000,), None),
        ("נוכל להגיע לארבעים ושבעה אלף", (47_000,), None),
        ("משהו בין ארבעים לארבעים וחמש", (40_000, 45_000), None),
        ("מאה ושמונים אלף דולר", (180_000,), None),
        ("מאה אלף", (100_000,), None),
        ("עשרת אלפים שקל", (10_000,), None),
        ("ארבעים או ארבעים וחמש אלף", (40_000, 45_000), None),
        ("42 אלף ועוד מענק חתימה של עשרים אלף", (42_000,), 20_000),
        ("אותו שכר, אבל עשרים אלף מענק", (), 20_000),
        ("עם בונוס של שלושים אלף שקל", (), 30_000),
        ("forty two thousand", (42_000,), None),
        ("42k", (42_000,), None),
        ("one hundred and eighty thousand dollars", (180_000,), None),
        ("forty-five thousand plus a signing bonus of twenty thousand", (45_000,), 20_000),
        ("ארבעים ושבע וחצי", (47_500,), None),
        ("ארבעים ושבע וחצי שקל", (47_500,), None),
        ("אולי ארבעים ושלוש וחצי", (43_500,), None),
        ("ארבעים ושבע וחצי אלף", (47_500,), None),
        ("ארבעים ושבעה אלף וחצי", (47_500,), None),
        ("ארבעים ושבע ורבע", (47_250,), None),
        ("ארבעים ושלוש נקודה חמש", (43_500,), None),
        ("ארבעים ושלוש נקודה חמש אלף שקל", (43_500,), None),
        ("43 נקודה 5", (43_500,), None),
        ("43.5", (43_500,), None),
        ("43.5 אלף", (43_500,), None),
        ("ארבעים ושלוש נקודה שבעים וחמש", (43_750,), None),
        ("ארבעים ושבע וחצי עם מענק של עשר וחצי אלף", (47_500,), 10_500),
        ("forty seven and a half", (47_500,), None),
        ("forty-seven and a half thousand", (47_500,), None),
        ("maybe forty three point five", (43_500,), None),
        ("forty three point two five thousand", (43_250,), None),
        ("forty three point five thousand a month", (43_500,), None),
        ("חמישים אלף בלי מענק חתימה", (50_000,), 0),
        ("בלי מענק, חמישים אלף", (50_000,), 0),
        ("בלי מענק חתימה חמישים אלף שקל", (50_000,), 0),
        ("חמישים אלף בלי המענק של עשרים אלף", (50_000,), 0),
        ("ארבעים ושבע וחצי ללא בונוס", (47_500,), 0),
        ("לא, בלי המענק", (), 0),
        ("אין לנו מענק", (), 0),
        ("לא יהיה מענק חתימה", (), 0),
        ("fifty thousand without a bonus", (50_000,), 0),
        ("fifty thousand and no signing bonus", (50_000,), 0),
        ("no bonus", (), 0),
        ("no, a bonus of thirty thousand", (), 30_000),
        ("לא, מענק של שלושים אלף", (), 30_000),
        ("בלי בעיה, חמישים אלף עם מענק של עשרים אלף", (50_000,), 20_000),
        ("חמישים אלף בלי מענק נוסף", (50_000,), None),
        ("שלושים אחוז יותר", (), None),
        ("עשר שנים בחברה", (), None),
        ("רק שנייה, שתי דקות", (), None),
        ("עשרת אלפים אופציות", (), None),
        ("אין לנו תקציב", (), None),
    ],
)
def test_pay_is_read(said: str, salaries: tuple[int, ...], bonus: int | None) -> None:
    pay = read_pay(said)
    assert (pay.salary_near(42_000), pay.bonus_near(42_000)) == (salaries, bonus)


def test_the_currency_is_read() -> None:
    assert [each.currency for each in read_pay("ארבעים אלף שקל או עשרת אלפים דולר").salaries] == ["ILS", "USD"]


def test_a_bare_number_means_thousands_only_where_salaries_are_thousands() -> None:
    assert read_pay("ארבעים ושתיים").salary_near(120) == (42,)
