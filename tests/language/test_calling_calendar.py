"""The calling calendar against a table, an oracle of its own, and the calendars of others."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import holidays
import pytest

from language.calling_calendar import Allowed, CallingRules, QuietHours, Refused, Week, may_call
from language.calling_calendar.observances import observed
from language.calling_calendar.reasons import Reason
from tests.language import calendar_oracle as oracle
from tests.language.corpus import DATA
from tests.rows import each_row

RULES = CallingRules()
MINUTE = oracle.MINUTE
ROWS = [line.split("\t") for line in (DATA / "calendar.tsv").read_text("utf-8").splitlines()[1:]]
"""Moment, "allowed" or the reason, the next allowed moment or nothing: the default rules, in Jerusalem."""


def decision(at: datetime) -> tuple[str, datetime | None]:
    said = may_call(at, RULES)
    return ("allowed", None) if isinstance(said, Allowed) else (str(said.reason), said.next_allowed)


def random_minutes(count: int, seed: int) -> list[datetime]:
    dice = random.Random(seed)
    minutes = (datetime(2031, 1, 1, tzinfo=UTC) - datetime(2026, 1, 1, tzinfo=UTC)) // MINUTE
    return [datetime(2026, 1, 1, tzinfo=UTC) + dice.randrange(minutes) * MINUTE for _ in range(count)]


def test_the_table_is_large_and_has_every_day_of_rest_and_every_clock_change() -> None:
    assert len({row[0] for row in ROWS}) >= 400
    days = {datetime.fromisoformat(row[0]).date() for row in ROWS}
    assert days >= oracle.YOM_TOV | oracle.MEMORIAL | oracle.INDEPENDENCE | oracle.FAST
    every = [date(2026, 1, 1) + timedelta(days=at) for at in range(1826)]
    noons = [datetime(day.year, day.month, day.day, 12, tzinfo=oracle.ISRAEL) for day in every]
    changes = {b.date() for a, b in pairwise(noons) if a.utcoffset() != b.utcoffset()}
    assert len(changes) == 10
    assert days >= changes


def test_the_table() -> None:
    wrong = []
    for at, expected, following in ROWS:
        said = decision(datetime.fromisoformat(at))
        if said != (expected, datetime.fromisoformat(following) if following else None):
            wrong.append((at, expected, following, said))
    assert wrong == []


def test_the_table_is_what_the_oracle_says() -> None:
    """To the minute, but where the sun decides: there the two reckonings may differ by one."""
    for at, expected, following in ROWS:
        moment = datetime.fromisoformat(at).astimezone(UTC)
        assert oracle.reason(moment) == expected, at
        if following:
            found = oracle.next_allowed(moment)
            slack = MINUTE if abs(found - oracle.night(found.date())) <= MINUTE else timedelta()
            assert abs(datetime.fromisoformat(following) - found) <= slack, at


def near_the_sun(moment: datetime) -> bool:
    """Within two minutes of a change that the sun decides."""
    day = moment.astimezone(oracle.ISRAEL).date()
    edges = (oracle.candles(day), oracle.sunset(day), oracle.night(day))
    return any(abs(moment - edge) <= 2 * MINUTE for edge in edges)


def test_random_minutes_are_as_the_oracle_says() -> None:
    for moment in random_minutes(20_000, seed=1):
        if not near_the_sun(moment):
            assert decision(moment)[0] == oracle.reason(moment), moment


Windows = list[tuple[str, str, str]]
"""(weekday, from, until), within one day."""


def random_windows(dice: random.Random, count: int) -> Windows:
    def window() -> tuple[str, str, str]:
        start, end = sorted(dice.sample(range(24 * 60), 2))
        days = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
        return dice.choice(days), f"{start // 60:02}:{start % 60:02}", f"{end // 60:02}:{end % 60:02}"

    return [window() for _ in range(count)]


def written(windows: Windows) -> str:
    return ", ".join(f"{day} {start}-{end}" for day, start, end in windows)


def inside(windows: Windows, moment: datetime) -> bool:
    wall = moment.astimezone(oracle.ISRAEL)
    return any(wall.strftime("%a") == day and start <= wall.strftime("%H:%M") < end for day, start, end in windows)


@each_row("seed", range(20))
def test_any_hours_and_any_quiet_hours_hold_also_when_clocks_change(seed: int) -> None:
    dice = random.Random(seed)
    hours, quiet = random_windows(dice, 12), random_windows(dice, 4)
    rules, lead = CallingRules(hours=Week.parse(written(hours))), QuietHours.parse(written(quiet))
    changing = datetime(2026, 10, 24, 12, tzinfo=UTC) if seed % 2 else datetime(2027, 3, 25, 12, tzinfo=UTC)
    moments = [*random_minutes(300, seed), *(changing + at * MINUTE for at in range(24 * 60))]
    for moment in moments:
        closed = "office_hours" if not inside(hours, moment) else "quiet_hours" if inside(quiet, moment) else "allowed"
        said = may_call(moment, rules, lead)
        if not near_the_sun(moment):
            expected = oracle.observed(moment) or closed
            assert (said.reason if isinstance(said, Refused) else "allowed") == expected, moment
        if isinstance(said, Refused):
            assert said.next_allowed is not None
            assert may_call(said.next_allowed, rules, lead) == Allowed()
            assert isinstance(may_call(said.next_allowed - MINUTE, rules, lead), Refused)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_minute_of_five_years_is_as_the_oracle_says() -> None:
    moment, wrong = datetime(2026, 1, 1, tzinfo=UTC), []
    while moment.year < 2031:
        if decision(moment)[0] != oracle.reason(moment) and not near_the_sun(moment):
            wrong.append(moment)
        moment += MINUTE
    assert wrong == []


def test_the_next_allowed_minute_is_allowed_and_the_first() -> None:
    for moment in random_minutes(4_000, seed=2):
        said = may_call(moment, RULES)
        if isinstance(said, Allowed):
            continue
        assert said.next_allowed is not None
        assert said.next_allowed > moment
        assert said.next_allowed.second == said.next_allowed.microsecond == 0
        assert may_call(said.next_allowed, RULES) == Allowed()
        assert isinstance(may_call(said.next_allowed - timedelta(microseconds=1), RULES), Refused)


def test_all_of_a_refusal_leads_to_the_same_minute() -> None:
    """Later questions never get an earlier answer, and nothing between a refusal and its end is allowed."""
    dice = random.Random(3)
    for moment in random_minutes(2_000, seed=4):
        said = may_call(moment, RULES)
        if isinstance(said, Refused) and said.next_allowed:
            between = moment + dice.random() * (said.next_allowed - moment - MINUTE)
            again = may_call(between, RULES)
            assert isinstance(again, Refused)
            assert again.next_allowed == said.next_allowed


@each_row("year", range(2004, 2061))
def test_days_of_rest_and_remembrance_are_those_of_the_public_calendar(year: int) -> None:
    public = holidays.country_holidays("IL", years=year, categories=("public",), language="en_US")
    optional = holidays.country_holidays("IL", years=year, categories=("optional",), language="en_US")
    days = [date(year, 1, 1) + timedelta(days=at) for at in range(366)]

    def ours(reason: Reason) -> set[date]:
        return {day for day in days if day.year == year and reason in observed(day)}

    def named(calendar: holidays.HolidayBase, *names: str) -> set[date]:
        return {day for day, name in calendar.items() if any(each in name for each in names)}

    assert ours(Reason.INDEPENDENCE_DAY) == named(public, "Independence Day")
    assert ours(Reason.YOM_TOV) == set(public) - named(public, "Independence Day")
    assert ours(Reason.MEMORIAL_DAY) > named(optional, "Remembrance Day", "Memorial Day")
    hoshana_rabba = {day - timedelta(days=1) for day in named(public, "Simchat Torah")}  # not in the package
    assert ours(Reason.CHOL_HAMOED) == named(optional, "Pesach holiday", "Sukkot holiday") | hoshana_rabba
    assert ours(Reason.FAST_DAY) == named(optional, "Tisha B'Av")
    assert len(ours(Reason.MEMORIAL_DAY)) == 2


@each_row(
    ("year", "hashoah", "hazikaron"),
    [
        # Published by the state; with the days of the week that the law moves them from.
        (2017, "04-24", "05-01"),  # Sunday, Sunday
        (2018, "04-12", "04-18"),  # Thursday; Independence Day from Friday
        (2019, "05-02", "05-08"),  # Thursday; Independence Day from Friday
        (2020, "04-21", "04-28"),
        (2021, "04-08", "04-14"),  # Friday; Independence Day from Saturday
        (2022, "04-28", "05-04"),  # Thursday; Independence Day from Friday
        (2023, "04-18", "04-25"),
        (2024, "05-06", "05-13"),  # Sunday, Sunday
        (2025, "04-24", "04-30"),  # Friday; Independence Day from Saturday
    ],
)
def test_days_of_remembrance_of_years_gone_by(year: int, hashoah: str, hazikaron: str) -> None:
    days = [date(year, 3, 1) + timedelta(days=at) for at in range(100)]
    found = [day for day in days if Reason.MEMORIAL_DAY in observed(day)]
    assert found == [date.fromisoformat(f"{year}-{each}") for each in (hashoah, hazikaron)]
