"""Free slots and which two to offer: tables of times, with the clock changes of 2026."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from stores.availability import OFFICE_HOURS, free_slots, is_absent, on_grid, pick_two, wall, within_hours
from stores.values import Absence, Hours, Member

JERUSALEM = ZoneInfo("Asia/Jerusalem")
AT_ONCE = timedelta(0)
EVERY_DAY: Hours = dict.fromkeys(("sun", "mon", "tue", "wed", "thu", "fri", "sat"), (("00:00", "24:00"),))


def member(hours: Hours = OFFICE_HOURS, time_zone: str = "Asia/Jerusalem") -> Member:
    return Member(1, "Dana", "+972545550001", hours, time_zone=time_zone)


def local(text: str) -> datetime:
    """ "03-26 09:00" as a moment in Jerusalem in 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=JERUSALEM)


def wall_times(slots: Sequence[datetime]) -> list[str]:
    return [slot.astimezone(JERUSALEM).strftime("%m-%d %H:%M") for slot in slots]


def away(start: str, end: str) -> Absence:
    return Absence(1, 1, local(start), local(end))


@pytest.mark.parametrize(
    ("at", "works"),
    [
        ("11-22 09:00", True),  # Sunday
        ("11-22 08:59", False),
        ("11-22 16:59", True),
        ("11-22 17:00", False),
        ("11-26 12:00", True),  # Thursday
        ("11-27 12:00", False),  # Friday
        ("11-28 12:00", False),  # Saturday
        ("03-26 09:00", True),  # the Thursday before summer time
        ("03-29 09:00", True),  # the Sunday after it
        ("03-29 08:59", False),
        ("10-25 09:00", True),  # the Sunday on which it ends
        ("10-25 16:59", True),
        ("10-25 17:00", False),
    ],
)
def test_office_hours_are_wall_times(at: str, works: bool) -> None:
    assert within_hours(member(), local(at).astimezone(UTC)) is works


def test_a_day_of_two_pieces_and_its_end() -> None:
    hours: Hours = {"sun": (("09:00", "12:00"), ("22:00", "24:00"))}
    slots = free_slots(member(hours), (), (), local("11-22 00:00"), days=7, lead_time=AT_ONCE)
    pieces = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "22:00", "22:30", "23:00", "23:30"]
    assert wall_times(list(slots)) == [f"11-22 {time}" for time in pieces]


def test_a_slot_that_would_end_after_hours_is_none() -> None:
    hours: Hours = {"sun": (("09:00", "10:15"),)}
    slots = free_slots(member(hours), (), (), local("11-22 00:00"), days=2)
    assert wall_times(list(slots)) == ["11-22 09:00", "11-22 09:30"]


def test_two_weeks_of_an_office() -> None:
    slots = list(free_slots(member(), (), (), local("11-22 06:00")))
    days = {slot.astimezone(JERUSALEM).strftime("%a") for slot in slots}
    assert days == {"Sun", "Mon", "Tue", "Wed", "Thu"}
    assert len(slots) == 10 * 16
    assert wall_times(slots[:1] + slots[-1:]) == ["11-22 09:00", "12-03 16:30"]
    assert all(slot.tzinfo is UTC and on_grid(slot) for slot in slots)
    assert all(earlier < later for earlier, later in pairwise(slots))


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("11-22 07:00", "11-22 09:00"),
        ("11-22 07:01", "11-22 09:30"),
        ("11-22 14:30", "11-22 16:30"),
        ("11-22 14:31", "11-23 09:00"),
        ("11-26 15:00", "11-29 09:00"),  # Thursday afternoon → Sunday
        ("11-27 10:00", "11-29 09:00"),
        ("03-26 18:00", "03-29 09:00"),  # across the change to summer time
        ("10-22 18:00", "10-25 09:00"),  # across the change back
    ],
)
def test_the_first_free_one(now: str, first: str) -> None:
    assert wall_times([next(free_slots(member(), (), (), local(now)))]) == [first]


@pytest.mark.parametrize(
    ("day", "utc"), [("03-26", "07:00"), ("03-29", "06:00"), ("10-22", "06:00"), ("10-25", "07:00")]
)
def test_nine_in_the_morning_moves_in_utc(day: str, utc: str) -> None:
    first = next(free_slots(member(), (), (), local(f"{day} 00:00")))
    assert first.isoformat() == f"2026-{day}T{utc}:00+00:00"


@pytest.mark.parametrize(
    ("day", "slots", "missing", "twice"),
    [
        ("03-26", 48, set(), set()),
        ("03-27", 46, {"02:00", "02:30"}, set()),  # 02:00 becomes 03:00
        ("10-25", 50, set(), {"01:00", "01:30"}),  # 02:00 becomes 01:00
    ],
)
def test_days_of_23_and_25_hours(day: str, slots: int, missing: set[str], twice: set[str]) -> None:
    whole = free_slots(member(EVERY_DAY), (), (), local(f"{day} 00:00"), days=2, lead_time=AT_ONCE)
    times = [time.removeprefix(f"{day} ") for time in wall_times(list(whole)) if time.startswith(day)]
    every = {f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)}
    assert len(times) == slots
    assert every - {*times} == missing
    assert {time for time in times if times.count(time) > 1} == twice


def test_taken_and_absent_are_left_out() -> None:
    taken = [local("11-22 09:00"), local("11-22 10:00").astimezone(UTC)]
    absences = [away("11-22 10:45", "11-22 16:00")]
    slots = free_slots(member(), taken, absences, local("11-22 00:00"), days=1)
    assert wall_times(list(slots)) == ["11-22 09:30", "11-22 16:00", "11-22 16:30"]


@pytest.mark.parametrize(
    ("start", "absent"),
    [
        ("11-22 09:30", False),  # ends as the absence begins
        ("11-22 09:31", True),
        ("11-22 10:00", True),
        ("11-22 10:59", True),
        ("11-22 11:00", False),
    ],
)
def test_the_edges_of_an_absence(start: str, absent: bool) -> None:
    absences = [away("11-22 10:00", "11-22 11:00")]
    assert is_absent(absences, local(start), timedelta(minutes=30)) is absent


def test_other_zones_and_slots() -> None:
    hours: Hours = {"mon": (("09:00", "11:00"),)}
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    slots = free_slots(member(hours, "America/New_York"), (), (), now, days=3, slot=timedelta(hours=1))
    assert [slot.isoformat() for slot in slots] == ["2026-11-23T14:00:00+00:00", "2026-11-23T15:00:00+00:00"]


@pytest.mark.parametrize(
    ("slots", "picked"),
    [
        ([], []),
        (["11-22 09:00"], ["11-22 09:00"]),
        (["11-22 09:00", "11-22 09:30", "11-23 09:00", "11-24 09:00"], ["11-22 09:00", "11-23 09:00"]),
        (["11-22 09:00", "11-22 09:30", "11-22 12:00", "11-22 15:00"], ["11-22 09:00", "11-22 12:00"]),
        (["11-22 13:00", "11-22 13:30", "11-22 14:00"], ["11-22 13:00", "11-22 13:30"]),
        (["11-22 23:30", "11-23 00:00"], ["11-22 23:30", "11-23 00:00"]),  # one day in UTC
        (["11-22 01:30", "11-22 02:00"], ["11-22 01:30", "11-22 02:00"]),  # two days in UTC, one here
    ],
)
def test_two_to_offer(slots: list[str], picked: list[str]) -> None:
    moments = [local(slot).astimezone(UTC) for slot in slots]
    assert wall_times(pick_two(iter(moments))) == picked


@pytest.mark.parametrize(
    ("moment", "on"),
    [
        ("2026-11-22T09:00:00+02:00", True),
        ("2026-11-22T09:30:00+00:00", True),
        ("2026-11-22T09:15:00+00:00", False),
        ("2026-11-22T09:30:00.000001+00:00", False),
        ("1969-12-31T23:30:00+00:00", True),
    ],
)
def test_the_grid(moment: str, on: bool) -> None:
    assert on_grid(datetime.fromisoformat(moment)) is on


@pytest.mark.parametrize("text", ["", "9:00", "09:60", "24:01", "0900", "09:0x", "٠٩:٠٠", "-1:00"])
def test_wall_times_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="wall time"):
        wall(text)
