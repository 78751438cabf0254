"""A time that the caller names: found, or the nearest allowed with the reason; booked only after a yes."""

from datetime import datetime, time, timedelta

import pytest

from language.calling_calendar import Allowed, CallingRules, Refused, may_call
from language.spoken import ISRAEL
from stores import Stores
from stores.availability import within_hours
from stores.values import Lead, Member
from tests.apps import SOAK_ON_POSTGRES
from tests.builders import Clock
from tests.tools.agreeing import agrees
from tests.tools.desks import Desk
from voicebot.tools.reasons import LINES

pytestmark = SOAK_ON_POSTGRES


def local(desk: Desk) -> str:
    """The slot that waits for a yes, on Israel's clock."""
    assert desk.state.pending is not None
    return f"{datetime.fromisoformat(desk.state.pending.start).astimezone(ISRAEL):%a %d %H:%M}"


def test_a_free_time_is_read_back(desk: Desk, stores: Stores) -> None:
    result = desk.uses("find_slot_near", day="2026-11-24", hour="10:00")
    assert (result.status, local(desk)) == ("found", "Tue 24 10:00")
    assert desk.state.pending
    assert desk.state.pending.he == "מחרתיים, יום שלישי, עשרים וארבעה בנובמבר, בעשר בבוקר"
    assert desk.uses("book_meeting", slot_index=1).status == "not_confirmed"
    assert agrees(desk).uses("book_meeting", slot_index=1).status == "booked"
    assert [f"{each.starts_at:%d %H:%M}" for each in stores.meetings.list().items] == ["24 08:00"]
    assert desk.state.pending is None


@pytest.mark.parametrize(
    ("day", "hour", "reason", "nearest"),
    [
        ("2026-11-28", "10:00", "shabbat", "Sun 29 09:00"),
        ("2026-11-27", "15:00", "eve", "Thu 26 16:30"),
        ("2026-11-23", "18:00", "team_hours", "Mon 23 16:30"),
        ("2026-11-23", "06:30", "office_hours", "Mon 23 09:00"),
        ("2026-11-22", "10:30", "too_soon", "Sun 22 12:00"),
        ("2026-11-20", "10:00", "too_soon", "Sun 22 12:00"),
        ("2026-11-24", "10:15", "half_hours", "Tue 24 10:00"),
        ("2027-11-24", "10:00", "too_far", "Thu 21 12:00"),
        ("2026-11-28", None, "shabbat", "Sun 29 09:00"),
        ("2026-11-27", None, "closed_day", "Thu 26 16:30"),
    ],
)
def test_the_nearest_time_with_the_reason(desk: Desk, day: str, hour: str | None, reason: str, nearest: str) -> None:
    result = desk.uses("find_slot_near", day=day, hour=hour)
    assert (result.status, result.values["reason"]) == ("found_other", LINES[reason])
    if reason != "too_far":
        assert local(desk) == nearest


def test_a_time_that_is_taken(desk: Desk, stores: Stores, member: Member) -> None:
    stores.meetings.book(member.id, None, None, datetime(2026, 11, 24, 8, 0, tzinfo=ISRAEL).replace(hour=10))
    result = desk.uses("find_slot_near", day="2026-11-24", hour="10:00")
    assert (result.status, result.values["reason"]) == ("found_other", LINES["taken"])
    assert local(desk) == "Tue 24 09:30"


def test_about_then_is_near_enough(desk: Desk, stores: Stores, member: Member) -> None:
    stores.meetings.book(member.id, None, None, datetime(2026, 11, 24, 9, 0, tzinfo=ISRAEL))
    assert desk.uses("find_slot_near", day="2026-11-24", hour="09:00", approximate=True).status == "found"
    assert local(desk) == "Tue 24 09:30"


def test_a_day_needs_an_hour(desk: Desk) -> None:
    assert desk.uses("find_slot_near", day="2026-11-24").status == "which_hour"
    assert (desk.state.wished_day, desk.state.pending) == ("2026-11-24", None)


@pytest.mark.parametrize("given", [{"day": "2026-02-30"}, {"day": "2026-11-24", "hour": "25:00"}])
def test_what_does_not_exist(desk: Desk, given: dict[str, str]) -> None:
    assert desk.uses("find_slot_near", **given).status == "no_such_time"


@pytest.mark.parametrize("given", [{"day": "tomorrow"}, {"day": "2026-11-24", "hour": "ten"}, {"day": ""}, {}])
def test_what_is_no_time(desk: Desk, given: dict[str, str]) -> None:
    assert desk.uses("find_slot_near", **given).status == "invalid_arguments"


def test_another_slot_than_the_one_read_back_is_not_booked(desk: Desk, stores: Stores) -> None:
    desk.uses("offer_meeting_slots")
    desk.uses("read_back_slot", slot_index=1)
    agrees(desk)
    assert desk.uses("book_meeting", slot_index=2).status == "not_confirmed"
    assert desk.uses("book_meeting", slot_index=2).status == "not_confirmed"
    assert stores.meetings.list().items == ()


def test_a_new_offer_takes_the_yes_back(desk: Desk, stores: Stores) -> None:
    desk.uses("offer_meeting_slots")
    desk.uses("read_back_slot", slot_index=1)
    agrees(desk).uses("offer_meeting_slots")
    assert desk.uses("book_meeting", slot_index=1).status == "not_confirmed"
    assert stores.meetings.list().items == ()


def test_slots_offered_before_keep_their_numbers(desk: Desk) -> None:
    desk.uses("offer_meeting_slots")
    before = desk.state.offered
    desk.uses("find_slot_near", day="2026-11-25", hour="14:00")
    assert desk.state.offered[:2] == before
    assert [each.index for each in desk.state.offered] == [1, 2, 3]


def test_no_wish_gets_a_time_that_is_not_allowed(desk: Desk, member: Member, clock: Clock) -> None:
    """Whatever is wished for, what is offered is free and allowed by hours and calendar."""
    rules = CallingRules()
    for hours in range(0, 24 * 40, 7):
        wish = clock() + timedelta(hours=hours)
        at = wish.astimezone(ISRAEL)
        result = desk.uses("find_slot_near", day=f"{at:%Y-%m-%d}", hour=f"{at:%H:%M}")
        assert result.status in {"found", "found_other"}
        assert desk.state.pending
        start = datetime.fromisoformat(desk.state.pending.start)
        assert within_hours(member, start, timedelta(minutes=30))
        assert isinstance(may_call(start, rules), Allowed)
        assert start >= clock() + timedelta(hours=2)


def test_the_operators_calendar_decides(desk: Desk) -> None:
    """Holidays of the company's own are no days for meetings either."""
    rules = CallingRules(closed=frozenset({datetime(2026, 11, 24).date(), datetime(2026, 11, 22).date()}))
    closed = desk.but(may_call=lambda at: may_call(at, rules))
    assert closed.uses("find_slot_near", day="2026-11-24", hour="10:00").values["reason"] == LINES["closed_day"]
    assert local(closed) == "Mon 23 16:30"
    closed.uses("offer_meeting_slots")
    days = {datetime.fromisoformat(each.start).astimezone(ISRAEL).day for each in closed.state.offered}
    assert not days & {22, 24}


def test_the_owner_is_asked_first(desk: Desk, stores: Stores, lead: Lead) -> None:
    owner = stores.members.add("Yossi", "+972545550002")
    stores.leads.update(lead.id, owner_id=owner.id)
    desk.uses("find_slot_near", day="2026-11-24", hour="10:00")
    assert desk.state.pending
    assert desk.state.pending.member_id == owner.id


# -- calling back


def test_a_call_back_at_a_named_time(desk: Desk, stores: Stores) -> None:
    result = desk.uses("create_task", kind="callback", text="Call back: tomorrow at ten", due="2026-11-23T10:00")
    (task,) = stores.tasks.list().items
    assert result.status == "callback_due"
    assert task.due_at == datetime(2026, 11, 23, 10, 0, tzinfo=ISRAEL)
    assert "Monday, November 23, at 10:00 AM" in task.text


def test_a_call_back_on_a_day(desk: Desk, stores: Stores) -> None:
    assert desk.uses("create_task", kind="callback", text="Call back", due="2026-11-24").status == "callback_due"
    assert stores.tasks.list().items[0].due_at == datetime(2026, 11, 24, 9, 0, tzinfo=ISRAEL)


@pytest.mark.parametrize(
    ("due", "reason"),
    [("2026-11-28T10:00", "shabbat"), ("2026-11-28", "shabbat"), ("2026-11-23T18:00", "team_hours"),
     ("2026-11-23T21:00", "office_hours"), ("2026-11-20T10:00", "too_soon")],
)  # fmt: skip
def test_no_call_back_is_promised_that_is_not_allowed(desk: Desk, stores: Stores, due: str, reason: str) -> None:
    result = desk.uses("create_task", kind="callback", text="Call back", due=due)
    assert (result.status, result.values["reason"]) == ("callback_not_then", LINES[reason])
    assert stores.tasks.list().items == ()
    assert desk.state.callback
    agreed = desk.uses("create_task", kind="callback", text="Call back", due=desk.state.callback.start[:16])
    assert agreed.status == "callback_due"
    due_at = stores.tasks.list().items[0].due_at
    assert due_at
    assert due_at > desk.context.now()
    assert not isinstance(may_call(due_at, CallingRules()), Refused)
    assert time(9) <= due_at.astimezone(ISRAEL).time() < time(17)


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-05", "1999-12-31", "2200-01-01", "9999-12-25", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_is_none(desk: Desk, day: str) -> None:
    for hour in (None, "10:00", "23:59"):
        assert desk.uses("find_slot_near", day=day, hour=hour).status == "no_such_time"
    for due in (day, f"{day}T10:00"):
        assert desk.uses("create_task", kind="callback", text="Call back", due=due).status == "no_such_time"
