"""Offering and booking: only what was offered, only once, and never one member's time twice."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import delete

from stores import Stores
from stores.records import LeadRecord
from stores.values import Lead, Member
from tests.builders import Clock
from tests.stores.racing import race
from tests.tools.agreeing import agrees, books
from tests.tools.desks import Desk, desk_for
from voicebot.agents.types import BookMeeting, OfferSlots


def offers(desk: Desk) -> list[str]:
    """Starts of what is offered now."""
    assert desk.uses("offer_meeting_slots").status.startswith("offered")
    return [each.start for each in desk.state.offered]


def test_two_slots_are_offered(desk: Desk) -> None:
    result = desk.uses("offer_meeting_slots")
    assert result.status == "offered"
    assert [each["index"] for each in result.data["slots"]] == [1, 2]
    assert [each.start for each in desk.state.offered] == ["2026-11-22T10:00:00+00:00", "2026-11-23T07:00:00+00:00"]
    (action,) = desk.actions
    assert isinstance(action, OfferSlots)
    assert action.slots[0]["spoken_he"] == "היום, יום ראשון, בשתים עשרה בצהריים"


def test_nothing_is_offered_twice_and_other_times_of_day_come_first(desk: Desk) -> None:
    rounds = [offers(desk) for _ in range(5)]
    every = [start for each in rounds for start in each]
    assert len(set(every)) == len(every)
    for before, after in pairwise(rounds):
        assert not {start[:13] for start in before} & {start[:13] for start in after}


def test_offering_runs_dry(desk: Desk, stores: Stores, member: Member, clock: Clock) -> None:
    stores.members.add_absence(member.id, clock() + timedelta(hours=3), clock() + timedelta(days=30))
    assert desk.uses("offer_meeting_slots").status == "offered"
    assert desk.uses("offer_meeting_slots").status in {"offered", "offered_one", "none_free"}
    for _ in range(9):
        last = desk.uses("offer_meeting_slots").status
    assert last == "none_free"


def test_one_slot_is_offered_alone(desk: Desk, stores: Stores, member: Member, clock: Clock) -> None:
    stores.members.add_absence(member.id, clock() + timedelta(hours=2, minutes=30), clock() + timedelta(days=30))
    assert desk.uses("offer_meeting_slots").status == "offered_one"


def test_the_owner_of_the_lead_comes_first(desk: Desk, stores: Stores, lead: Lead) -> None:
    owner = stores.members.add("Yossi", "+972545550002")
    stores.leads.update(lead.id, owner_id=owner.id)
    offers(desk)
    assert {each.member_id for each in desk.state.offered} == {owner.id}


def test_members_take_turns(stores: Stores, clock: Clock, member: Member) -> None:
    other = stores.members.add("Yossi", "+972545550002")
    taken = []
    for number in range(4):
        desk = desk_for(stores, clock, f"CA{number}")
        offers(desk)
        books(desk, 1)
        taken.append(stores.meetings.list().items[-1].member_id)
        clock.forward(minutes=1)
    meetings = stores.meetings.list().items
    assert sorted(each.member_id for each in meetings) == [member.id, member.id, other.id, other.id]


def test_a_booking(desk: Desk, stores: Stores, lead: Lead, member: Member) -> None:
    starts = offers(desk)
    result = books(desk, 2)
    (meeting,) = stores.meetings.list().items
    assert result.status == "booked"
    assert meeting.starts_at == datetime.fromisoformat(starts[1])
    assert (meeting.lead_id, meeting.call_id, meeting.member_id) == (lead.id, desk.context.call_id, member.id)
    assert (desk.state.meeting_id, desk.state.done) == (meeting.id, ("booked",))
    (action,) = desk.actions
    assert isinstance(action, BookMeeting)
    assert action.meeting["id"] == meeting.id


@pytest.mark.parametrize("index", [0, 3, -1, 10**30, 2**63])
def test_a_slot_that_was_not_offered(desk: Desk, stores: Stores, index: int) -> None:
    offers(desk)
    assert desk.uses("book_meeting", slot_index=index).status == "not_offered"
    assert stores.meetings.list().items == ()


@pytest.mark.parametrize("index", ["1.5", '"first"', "null", "[1]", "{}", "NaN", "1e400"])
def test_an_index_that_is_no_number(desk: Desk, stores: Stores, index: str) -> None:
    offers(desk)
    assert desk.uses_raw("book_meeting", f'{{"slot_index": {index}}}').status == "invalid_arguments"
    assert stores.meetings.list().items == ()


def test_booking_before_anything_was_offered(desk: Desk) -> None:
    assert desk.uses("book_meeting", slot_index=1).status == "not_offered"


def test_one_meeting_a_call(desk: Desk, stores: Stores) -> None:
    offers(desk)
    assert books(desk, 1).status == "booked"
    assert desk.uses("book_meeting", slot_index=1).status == "already_booked"
    assert desk.uses("read_back_slot", slot_index=2).status == "already_booked"
    assert desk.uses("book_meeting", slot_index=2).status == "already_booked"
    assert desk.uses("offer_meeting_slots").status == "already_booked"
    assert len(stores.meetings.list().items) == 1


def test_a_turn_that_is_run_again_books_once(desk: Desk, stores: Stores) -> None:
    """The state of a worker that died was not saved: the same booking is found again."""
    offers(desk)
    desk.uses("read_back_slot", slot_index=1)
    again = agrees(desk).but()
    first, second = desk.uses("book_meeting", slot_index=1), again.uses("book_meeting", slot_index=1)
    assert (first.status, second.status) == ("booked", "booked")
    assert desk.state.meeting_id == again.state.meeting_id
    assert len(stores.meetings.list().items) == 1


def test_two_calls_race_for_a_slot(stores: Stores, clock: Clock, member: Member) -> None:
    desks = [desk_for(stores, clock, f"CA{number}") for number in range(4)]
    assert len({tuple(offers(each)) for each in desks}) == 1
    results = race(4, lambda number: books(desks[number], 1).status)
    assert sorted(results) == ["booked", "taken", "taken", "taken"]
    (meeting,) = stores.meetings.list().items
    for desk, status in zip(desks, results, strict=True):
        assert (status == "booked") == (desk.state.done == ("booked",))
        if status == "taken":
            assert meeting.starts_at.isoformat() not in offers(desk)
            assert books(desk, 2).status in {"booked", "taken"}


def test_a_lead_erased_in_mid_call(desk: Desk, stores: Stores, lead: Lead) -> None:
    """The meeting is made all the same, and names nobody."""
    offers(desk)
    with stores.database.begin() as session:
        session.execute(delete(LeadRecord).where(LeadRecord.id == lead.id))
    assert books(desk, 1).status == "booked"
    assert stores.meetings.list().items[0].lead_id is None


def test_who_cannot_be_called_back_is_asked_for_a_number(stores: Stores, clock: Clock, member: Member) -> None:
    desk = desk_for(stores, clock, number=None)
    offers(desk)
    assert books(desk, 1).status == "booked_without_number"
    assert desk.state.done == ("booked",)


@pytest.mark.parametrize(
    ("asked", "starts"),
    [
        ({"day": "2026-11-22", "later_than": "12:00"}, ["2026-11-22T10:30:00+00:00", "2026-11-22T12:00:00+00:00"]),
        ({"day": "2026-11-23", "earlier_than": "12:00"}, ["2026-11-23T08:00:00+00:00", "2026-11-23T09:30:00+00:00"]),
        ({"day": "2026-11-23", "later_than": "16:00"}, ["2026-11-23T14:30:00+00:00"]),
    ],
)
def test_an_earlier_or_a_later_time_of_a_day(desk: Desk, asked: dict[str, str], starts: list[str]) -> None:
    desk.uses("offer_meeting_slots", **asked)
    assert [each.start for each in desk.state.offered] == starts


def test_no_such_time_of_a_day(desk: Desk) -> None:
    for asked in ({"later_than": "17:00"}, {"earlier_than": "09:00"}):
        assert desk.uses("offer_meeting_slots", day="2026-11-23", **asked).status == "none_that_day"
    assert desk.uses("offer_meeting_slots", day="2026-11-28", later_than="10:00").status == "none_that_day"
    assert desk.uses("offer_meeting_slots", day="2026-02-30", later_than="10:00").status == "no_such_time"
    assert desk.state.offered == ()
