"""What a company and a lead may set, the sun of each city, and when a call must be over."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from language.calling_calendar import (
    CITIES,
    REASON_LINES,
    Allowed,
    BadRules,
    CallingRules,
    City,
    QuietHours,
    Reason,
    Refused,
    Week,
    ends_before,
    find_city,
    may_call,
)
from language.calling_calendar.day import ISRAEL
from language.calling_calendar.sun import candle_lighting, nightfall, sunset_of
from tests.language import calendar_oracle as oracle
from tests.rows import each_row

RULES = CallingRules()
ELECTION = frozenset({date(2026, 10, 27)})


def israel(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ISRAEL, fold=fold)


def refused(text: str, rules: CallingRules = RULES, lead: QuietHours | None = None) -> tuple[str, str]:
    said = may_call(israel(text), rules, lead)
    assert isinstance(said, Refused)
    assert said.next_allowed is not None
    return said.reason, said.next_allowed.strftime("%Y-%m-%dT%H:%M")


@each_row("reason", Reason)
def test_every_reason_can_be_spoken(reason: Reason) -> None:
    line = REASON_LINES[reason]
    assert re.fullmatch(r"[א-ת ]+\.", line.he)
    assert re.fullmatch(r"[A-Z][A-Za-z' ]+\.", line.en)
    assert Refused(reason, None).line is line


def test_reasons_have_lines_of_their_own() -> None:
    assert len({line.he for line in REASON_LINES.values()}) == len(REASON_LINES) == len(Reason)
    assert REASON_LINES[Reason.SHABBAT].he == "בשבת אנחנו לא מתקשרים."


@each_row(
    ("lead", "at", "expected"),
    [
        ("22:00-10:30", "2026-02-03T09:15", ("quiet_hours", "2026-02-03T10:30")),
        ("22:00-10:30", "2026-02-03T21:15", ("office_hours", "2026-02-04T10:30")),
        ("12:00-24:00", "2026-02-05T12:00", ("quiet_hours", "2026-02-06T09:00")),
        ("12:00-24:00", "2026-02-06T12:15", ("quiet_hours", "2026-02-08T09:00")),
        ("09:00-13:00", "2026-02-06T11:00", ("quiet_hours", "2026-02-08T13:00")),
        ("Tue 00:00-24:00", "2026-02-03T11:00", ("quiet_hours", "2026-02-04T09:00")),
        ("Tue 00:00-24:00", "2026-02-02T20:00", ("office_hours", "2026-02-04T09:00")),
        ("Mon 19:00-10:00", "2026-02-03T09:59", ("quiet_hours", "2026-02-03T10:00")),
        ("13:00-16:00, 19:00-09:30", "2026-02-03T13:00", ("quiet_hours", "2026-02-03T16:00")),
        ("13:00-16:00, 15:00-18:00", "2026-02-03T14:00", ("quiet_hours", "2026-02-03T18:00")),
        ("Sun-Fri 08:00-19:30", "2026-09-24T12:00", ("quiet_hours", "2026-09-24T19:30")),
        ("Sun-Thu 09:00-19:00, Fri 09:00-12:00", "2026-09-25T11:00", ("quiet_hours", "2026-09-25T12:00")),
        ("08:00-08:00", "2026-02-07T23:00", None),
    ],
)
def test_quiet_hours_of_a_lead(lead: str, at: str, expected: tuple[str, str] | None) -> None:
    quiet = QuietHours.parse(lead)
    if expected is None:
        said = may_call(israel(at), RULES, quiet)
        assert isinstance(said, Refused)
        assert said.next_allowed is None
        return
    assert refused(at, lead=quiet) == expected
    assert may_call(israel(expected[1]), RULES, quiet) == Allowed()


@each_row(
    ("rules", "at", "expected"),
    [
        (CallingRules(chol_hamoed=False), "2026-04-06T11:00", ("chol_hamoed", "2026-04-08T19:41")),
        (CallingRules(chol_hamoed=False), "2026-04-07T13:00", ("eve", "2026-04-08T19:41")),
        (CallingRules(chol_hamoed=False), "2026-10-02T11:00", ("chol_hamoed", "2026-10-04T09:00")),
        (CallingRules(closed=ELECTION), "2026-10-27T11:00", ("closed_day", "2026-10-28T09:00")),
        (CallingRules(closed=ELECTION), "2026-10-26T20:00", ("office_hours", "2026-10-28T09:00")),
        (CallingRules(eve_until=time(11)), "2026-09-20T11:00", ("eve", "2026-09-21T19:14")),
        (CallingRules(eve_until=time(14), hours=Week.parse("09:00-20:00")), "2026-09-18T14:00",
         ("eve", "2026-09-19T19:17")),
        (CallingRules(hours=Week.parse("Tue 10:00-12:00")), "2026-09-15T12:00", ("office_hours", "2026-09-22T10:00")),
        (CallingRules(hours=Week.parse("Sun-Thu 09:00-13:00, Sun-Thu 16:00-20:00")), "2026-02-03T13:00",
         ("office_hours", "2026-02-03T16:00")),
        (CallingRules(hours=Week.parse("Sun-Thu 09:00-20:00, Sat 19:00-22:00")), "2026-06-26T21:00",
         ("shabbat", "2026-06-27T20:31")),
    ],
)  # fmt: skip
def test_rules_of_a_company(rules: CallingRules, at: str, expected: tuple[str, str]) -> None:
    assert refused(at, rules) == expected
    assert may_call(israel(expected[1]), rules) == Allowed()


def test_independence_day_may_be_called_but_not_the_day_before_it() -> None:
    rules = CallingRules(independence_day=True)
    assert may_call(israel("2026-04-22T11:00"), rules) == Allowed()
    assert refused("2026-04-21T11:00", rules) == ("memorial_day", "2026-04-21T19:51")
    assert refused("2026-04-21T11:00") == ("memorial_day", "2026-04-22T19:51")


def test_a_day_of_rest_after_a_shabbat_leaves_no_gap() -> None:
    """In 2029 Shavuot falls on a Sunday."""
    rules = CallingRules(hours=Week.parse("00:00-24:00"))
    moment, reasons = israel("2029-05-18T12:30").astimezone(UTC), []
    while not isinstance(said := may_call(moment, rules), Allowed):
        reasons.append(said.reason)
        assert said.next_allowed == nightfall(date(2029, 5, 20), rules.place)
        moment += timedelta(minutes=1)
    assert list(dict.fromkeys(reasons)) == ["eve", "shabbat", "yom_tov"]
    assert moment == nightfall(date(2029, 5, 20), rules.place)


@pytest.mark.parametrize("change", ["2026-03-27", "2027-03-26", "2028-03-24", "2029-03-23", "2030-03-29"])
def test_hours_by_the_wall_clock_when_an_hour_is_left_out(change: str) -> None:
    rules = CallingRules(hours=Week.parse("01:30-02:30, 03:15-04:00"))
    minutes = [israel(f"{change}T00:00").astimezone(UTC) + timedelta(minutes=at) for at in range(300)]
    allowed = [each.astimezone(ISRAEL).strftime("%H:%M") for each in minutes if may_call(each, rules) == Allowed()]
    assert allowed == [f"01:{at}" for at in range(30, 60)] + [f"03:{at}" for at in range(15, 60)]
    assert refused(f"{change}T01:00", rules) == ("office_hours", f"{change}T01:30")


@pytest.mark.parametrize("change", ["2026-10-25", "2027-10-31", "2028-10-29", "2029-10-28", "2030-10-27"])
def test_hours_by_the_wall_clock_when_an_hour_comes_twice(change: str) -> None:
    rules = CallingRules(hours=Week.parse("01:30-01:45"))
    minutes = [israel(f"{change}T00:00").astimezone(UTC) + timedelta(minutes=at) for at in range(300)]
    allowed = [each.astimezone(ISRAEL).strftime("%H:%M") for each in minutes if may_call(each, rules) == Allowed()]
    assert allowed == [f"01:{at}" for at in range(30, 45)] * 2
    first = may_call(israel(f"{change}T01:50"), rules)
    assert isinstance(first, Refused)
    assert first.next_allowed == israel(f"{change}T01:30", fold=1)
    assert first.next_allowed.utcoffset() == timedelta(hours=2)


@each_row(
    "text", ["09:00", "Sun 9-12", "Xyz 09:00-12:00", "09:60-12:00", "09:00-24:01", "24:00-10:00", "Sun-Thu", "a" * 99]
)
def test_hours_that_cannot_be_read(text: str) -> None:
    with pytest.raises(BadRules):
        Week.parse(text)
    with pytest.raises(BadRules):
        QuietHours.parse(text)


def test_no_hours_are_never() -> None:
    assert may_call(israel("2026-02-03T10:00"), CallingRules(hours=Week.parse(""))) == Refused(
        Reason.OFFICE_HOURS, None
    )


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        may_call(datetime(2026, 2, 3, 10), RULES)
    with pytest.raises(ValueError, match="time zone"):
        ends_before(datetime(2026, 2, 3, 10), RULES)


def test_any_zone_will_do() -> None:
    here = israel("2026-02-03T09:00")
    assert may_call(here.astimezone(UTC), RULES) == Allowed()
    assert may_call(datetime.fromisoformat("2026-02-03T02:00-05:00"), RULES) == Allowed()
    assert may_call(here - timedelta(microseconds=1), RULES) == Refused(Reason.OFFICE_HOURS, here)


@each_row("city", CITIES)
def test_the_sun_of_every_city(city: City) -> None:
    """Within a minute of NOAA's reckoning, and margins that grow and shrink as they should."""
    for day in (date(2026, 1, 1) + timedelta(days=at) for at in range(0, 1826, 11)):
        place = (city.latitude, city.longitude)
        assert abs(sunset_of(day, city) - oracle.sun_below(day, 0.8333, *place)) <= timedelta(seconds=80)
        assert abs(nightfall(day, city) - oracle.sun_below(day, 8.5, *place)) <= timedelta(seconds=80)
        assert sunset_of(day, city) - candle_lighting(day, city) == timedelta(minutes=city.candles)
        assert timedelta(minutes=34) <= nightfall(day, city) - sunset_of(day, city) <= timedelta(minutes=46)


def test_cities_are_known_by_both_names() -> None:
    assert find_city("תל-אביב") == find_city("tel aviv") == find_city("Tel_Aviv")
    assert find_city("קריית שמונה") == find_city("kiryat-shmona") is not None
    assert find_city("Atlantis") is None
    assert len({city.he for city in CITIES} | {city.name for city in CITIES}) == 2 * len(CITIES)
    assert {find.candles for name in ("Jerusalem", "Haifa", "Eilat") if (find := find_city(name))} == {40, 30, 20}
    with pytest.raises(BadRules):
        CallingRules(city="Atlantis")


@pytest.mark.parametrize(("city", "last"), [("ירושלים", "16:17"), ("תל אביב", "16:38"), ("חיפה", "16:26")])
def test_shabbat_comes_when_it_comes_to_the_city(city: str, last: str) -> None:
    rules = CallingRules(hours=Week.parse("00:00-24:00"), city=city, eve_until=time(23, 59))
    at = israel(f"2026-01-16T{last}")
    assert may_call(at, rules) == Allowed()
    following = may_call(at + timedelta(minutes=1), rules)
    assert isinstance(following, Refused)
    assert following.reason == "shabbat"


@each_row(
    ("at", "end"),
    [
        ("2026-01-16T12:20", "2026-01-16T16:16"),  # a Friday
        ("2026-01-16T16:17", "2026-01-16T16:16"),
        ("2026-01-17T11:00", "2026-01-16T16:16"),  # Shabbat itself: over already
        ("2026-01-17T23:00", None),
        ("2026-01-15T12:20", None),
        ("2026-04-01T12:00", "2026-04-01T18:16"),  # the eve of Pesach
        ("2026-04-02T19:50", None),
        ("2026-09-11T12:00", "2026-09-11T18:08"),  # Shabbat and Rosh Hashana, then its second day
        ("2026-09-12T22:00", "2026-09-11T18:08"),
        ("2026-09-13T12:00", "2026-09-11T18:08"),
        ("2026-04-13T18:00", None),  # a day of remembrance is kept, but not by candle-lighting
    ],
)
def test_when_a_call_that_is_on_must_be_over(at: str, end: str | None) -> None:
    assert ends_before(israel(at), RULES) == (israel(end) if end else None)


def test_the_goodbye_can_be_longer() -> None:
    longer = ends_before(israel("2026-01-16T12:20"), CallingRules(goodbye=timedelta(minutes=10)))
    assert longer == israel("2026-01-16T16:08")
