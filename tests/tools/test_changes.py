"""Moving and cancelling: what a caller may touch, after a yes, and what an attacker gets."""

from datetime import UTC, datetime, timedelta

import pytest

from stores import Stores
from stores.values import Lead, Meeting, Member
from tests.builders import Clock
from tests.tools.agreeing import agrees, books
from tests.tools.desks import Desk, desk_for

WEDNESDAY = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.fixture
def meeting(stores: Stores, member: Member, lead: Lead) -> Meeting:
    """The lead's, from another call."""
    return stores.meetings.book(member.id, lead.id, None, WEDNESDAY)


@pytest.fixture
def known(stores: Stores, clock: Clock, lead: Lead, member: Member) -> Desk:
    """A call in which we know that we talk to the lead."""
    return desk_for(stores, clock, lead=lead, verified=True)


def moves(desk: Desk, day: str, hour: str) -> None:
    assert desk.uses("reschedule_meeting", day=day, hour=hour).status == "found"
    assert desk.state.pending
    agrees(desk).uses("reschedule_meeting", slot_index=desk.state.pending.index)


def booked(stores: Stores) -> list[datetime]:
    return [each.starts_at for each in stores.meetings.list().items if each.status == "booked"]


class TestMoving:
    def test_after_a_yes_one_meeting_remains_and_the_old_time_is_free(
        self, known: Desk, meeting: Meeting, stores: Stores, lead: Lead
    ) -> None:
        moves(known, "2026-11-26", "11:00")
        assert booked(stores) == [datetime(2026, 11, 26, 9, 0, tzinfo=UTC)]
        assert stores.meetings.get(meeting.id).status == "cancelled"
        (moved,) = stores.meetings.booked(known.context.now(), lead_id=lead.id)
        assert (known.state.meeting_id, known.state.moving, known.state.pending) == (moved.id, None, None)
        assert {"rescheduled", "booked"} <= set(known.state.done)
        stores.meetings.book(meeting.member_id, None, None, meeting.starts_at)

    def test_the_new_time_is_read_back_first(self, known: Desk, meeting: Meeting, stores: Stores) -> None:
        assert known.uses("reschedule_meeting").status == "which_time"
        assert known.uses("find_slot_near", day="2026-11-26", hour="11:00").status == "found"
        assert known.state.pending
        assert known.uses("reschedule_meeting", slot_index=known.state.pending.index).status == "not_confirmed"
        assert booked(stores) == [WEDNESDAY]

    def test_a_meeting_of_this_call_needs_no_proof(self, desk: Desk, stores: Stores) -> None:
        desk.uses("offer_meeting_slots")
        assert books(desk, 1).status == "booked"
        moves(desk, "2026-11-26", "11:00")
        assert booked(stores) == [datetime(2026, 11, 26, 9, 0, tzinfo=UTC)]

    def test_an_hour_alone_is_on_its_own_day(self, known: Desk, meeting: Meeting) -> None:
        assert known.uses("reschedule_meeting", hour="11:00").status == "found"
        assert known.state.pending
        assert known.state.pending.start == "2026-11-25T09:00:00+00:00"

    def test_the_time_that_it_has_already(self, known: Desk, meeting: Meeting, stores: Stores) -> None:
        assert known.uses("reschedule_meeting", day="2026-11-25", hour="10:00").status == "same_time"
        assert known.uses("reschedule_meeting", hour="10:00").status == "same_time"
        assert (known.state.moving, known.state.pending) == (None, None)
        assert booked(stores) == [WEDNESDAY]

    def test_it_can_be_moved_back(self, known: Desk, meeting: Meeting, stores: Stores) -> None:
        moves(known, "2026-11-26", "11:00")
        moves(known, "2026-11-25", "10:00")
        assert booked(stores) == [WEDNESDAY]

    def test_while_moving_nothing_second_is_booked(self, known: Desk, meeting: Meeting, stores: Stores) -> None:
        assert known.uses("reschedule_meeting", day="2026-11-26", hour="11:00").status == "found"
        assert agrees(known).uses("book_meeting", slot_index=1).status == "moving"
        assert booked(stores) == [WEDNESDAY]

    def test_a_slot_that_was_taken_meanwhile(self, known: Desk, meeting: Meeting, stores: Stores) -> None:
        known.uses("reschedule_meeting", day="2026-11-26", hour="11:00")
        stores.meetings.book(meeting.member_id, None, None, datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
        assert agrees(known).uses("reschedule_meeting", slot_index=1).status == "taken"
        assert stores.meetings.get(meeting.id).status == "booked"

    def test_a_meeting_that_was_cancelled_meanwhile(self, known: Desk, meeting: Meeting, stores: Stores) -> None:
        known.uses("reschedule_meeting", day="2026-11-26", hour="11:00")
        stores.meetings.cancel(meeting.id)
        assert agrees(known).uses("reschedule_meeting", slot_index=1).status == "no_meeting"
        assert booked(stores) == []


class TestCancelling:
    def test_after_a_yes(self, known: Desk, meeting: Meeting, stores: Stores) -> None:
        asked = known.uses("cancel_meeting")
        assert (asked.status, asked.data["read_back"]) == (
            "ask_cancel", "Wednesday, November 25, at 10:00 AM")  # fmt: skip
        assert booked(stores) == [WEDNESDAY]
        assert agrees(known).uses("cancel_meeting").status == "cancelled"
        assert stores.meetings.get(meeting.id).status == "cancelled"
        assert "cancelled" in known.state.done
        assert known.uses("cancel_meeting").status == "no_meeting"

    def test_what_was_booked_in_this_call_is_not_booked_any_more(self, desk: Desk, stores: Stores) -> None:
        desk.uses("offer_meeting_slots")
        books(desk, 1)
        desk.uses("cancel_meeting")
        assert agrees(desk).uses("cancel_meeting").status == "cancelled"
        assert (desk.state.meeting_id, desk.state.done, booked(stores)) == (None, ("cancelled",), [])
        desk.uses("offer_meeting_slots")
        assert books(desk, 1).status == "booked"

    def test_a_yes_to_another_question_cancels_nothing(self, known: Desk, meeting: Meeting, stores: Stores) -> None:
        known.uses("cancel_meeting")
        known.uses("find_slot_near", day="2026-11-26", hour="11:00")
        assert agrees(known).uses("cancel_meeting").status == "ask_cancel"
        assert booked(stores) == [WEDNESDAY]

    def test_a_yes_to_cancelling_books_nothing(self, known: Desk, meeting: Meeting, stores: Stores) -> None:
        stores.members.add("Other", "+972545550002")
        known.uses("find_slot_near", day="2026-11-25", hour="10:00")  # of the other member
        known.uses("cancel_meeting")
        said_yes = known.state.but(confirmed=True)
        for slot_index in (0, 1):
            known.state = said_yes
            assert known.uses("book_meeting", slot_index=slot_index).status in {"not_offered", "not_confirmed"}
        assert booked(stores) == [WEDNESDAY]

    def test_more_than_one_is_for_the_team(self, known: Desk, meeting: Meeting, stores: Stores) -> None:
        stores.meetings.book(meeting.member_id, meeting.lead_id, None, WEDNESDAY + timedelta(days=1))
        assert known.uses("cancel_meeting").status == "several"

    def test_what_is_past_stays(self, known: Desk, meeting: Meeting, clock: Clock) -> None:
        clock.forward(days=4)
        assert known.uses("cancel_meeting").status == "no_meeting"


class TestStrangers:
    """A number that rings us proves nothing, and the answer tells nothing."""

    @pytest.mark.parametrize("tool", ["cancel_meeting", "reschedule_meeting"])
    def test_the_same_answer_with_and_without_a_meeting(self, desk: Desk, meeting: Meeting, tool: str) -> None:
        refused = agrees(desk).uses(tool)
        desk.stores.meetings.cancel(meeting.id)
        assert refused.status == "not_verified"
        assert desk.uses(tool) == refused

    @pytest.mark.parametrize("tool", ["cancel_meeting", "reschedule_meeting"])
    def test_another_person_took_the_phone(self, known: Desk, meeting: Meeting, tool: str) -> None:
        known.state = known.state.but(others=1)
        assert agrees(known).uses(tool).status == "not_verified"

    def test_what_was_booked_before_another_person_took_the_phone(self, desk: Desk, stores: Stores) -> None:
        desk.uses("offer_meeting_slots")
        books(desk, 1)
        desk.state = desk.state.but(others=1)
        assert desk.uses("cancel_meeting").status == "not_verified"
        assert len(booked(stores)) == 1

    def test_another_leads_meeting(self, known: Desk, stores: Stores, member: Member) -> None:
        other = stores.leads.add("Ruth", "+972545550777")
        theirs = stores.meetings.book(member.id, other.id, None, WEDNESDAY)
        known.state = known.state.but(meeting_id=theirs.id, moving=theirs.id)
        for tool in ("cancel_meeting", "reschedule_meeting"):
            assert agrees(known).uses(tool).status == "no_meeting"
        assert agrees(known).uses("reschedule_meeting", slot_index=1).status == "no_meeting"
        assert stores.meetings.get(theirs.id).status == "booked"

    @pytest.mark.parametrize(
        "arguments",
        ['{"meeting_id": 1}', '{"slot_index": "1; drop"}', '{"day": "tomorrow"}', '{"slot_index": 99}', "[]", "{"],
    )
    def test_arguments_of_an_attacker(self, known: Desk, meeting: Meeting, stores: Stores, arguments: str) -> None:
        known.uses("reschedule_meeting", day="2026-11-26", hour="11:00")
        refused = agrees(known).uses_raw("reschedule_meeting", arguments)
        assert refused.status in {"invalid_arguments", "not_offered"}
        assert booked(stores) == [WEDNESDAY]
