"""Meetings, tasks and debug events."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from stores import Stores
from stores.errors import BadCursor, NotFound, SlotTaken, UnknownReference
from stores.values import Call, Lead, Meeting, Member, Task
from tests.stores.conftest import HandClock
from tests.stores.racing import race

START = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
SLOT = timedelta(minutes=30)


class TestBooking:
    def test_comes_back_as_booked(
        self, stores: Stores, member: Member, lead: Lead, call: Call, clock: HandClock
    ) -> None:
        booked = stores.meetings.book(member.id, lead.id, call.id, START)
        assert stores.meetings.get(booked.id) == booked
        assert booked == Meeting(booked.id, member.id, lead.id, call.id, START, START + SLOT, "booked", clock.now)

    def test_a_taken_slot(
        self, stores: Stores, member: Member, lead: Lead, call: Call, opened: Callable[..., Call]
    ) -> None:
        stores.meetings.book(member.id, lead.id, call.id, START)
        for other in (opened("CA2").id, None):
            with pytest.raises(SlotTaken):
                stores.meetings.book(member.id, None, other, START)
        assert stores.meetings.book(member.id, None, None, START + SLOT).starts_at == START + SLOT

    def test_without_a_call_nothing_is_a_repeat(self, stores: Stores, member: Member) -> None:
        stores.meetings.book(member.id, None, None, START)
        with pytest.raises(SlotTaken):
            stores.meetings.book(member.id, None, None, START)

    def test_the_same_call_may_ask_again(self, stores: Stores, member: Member, call: Call) -> None:
        booked = stores.meetings.book(member.id, None, call.id, START)
        assert stores.meetings.book(member.id, None, call.id, START) == booked
        other_member = stores.members.add("Other", "+972545550002")
        assert stores.meetings.book(other_member.id, None, call.id, START) == booked
        assert stores.meetings.book(member.id, None, call.id, START + SLOT) != booked

    def test_members_have_their_own_time(self, stores: Stores, member: Member) -> None:
        other = stores.members.add("Other", "+972545550002")
        for whose in (member, other):
            assert stores.meetings.book(whose.id, None, None, START).member_id == whose.id

    @pytest.mark.parametrize("off", [{"minutes": 1}, {"minutes": 15}, {"seconds": 1}, {"microseconds": 1}])
    def test_a_start_off_the_grid(self, stores: Stores, member: Member, off: dict[str, float]) -> None:
        with pytest.raises(ValueError, match="half hour"):
            stores.meetings.book(member.id, None, None, START + timedelta(**off))

    @pytest.mark.parametrize(("member_id", "lead_id", "call_id"), [(4711, None, None), (0, 4711, None), (0, None, "c")])
    def test_unknown_things(
        self, stores: Stores, member: Member, member_id: int, lead_id: int | None, call_id: str | None
    ) -> None:
        with pytest.raises(UnknownReference):
            stores.meetings.book(member_id or member.id, lead_id, call_id, START)

    def test_one_of_many_at_once_gets_it(self, stores: Stores, member: Member, opened: Callable[..., Call]) -> None:
        calls = [opened(f"CA{number}").id for number in range(24)]

        def book(runner: int) -> int | None:
            try:
                return stores.meetings.book(member.id, None, calls[runner], START).id
            except SlotTaken:
                return None

        booked = [meeting for meeting in race(24, book) if meeting is not None]
        assert len(booked) == 1
        assert [meeting.id for meeting in stores.meetings.list().items] == booked

    def test_one_call_many_times_at_once_has_one(self, stores: Stores, member: Member, call: Call) -> None:
        other = stores.members.add("Other", "+972545550002")
        members = [member.id, other.id]
        booked = race(12, lambda runner: stores.meetings.book(members[runner % 2], None, call.id, START))
        assert len({meeting.id for meeting in booked}) == len(stores.meetings.list().items) == 1

    def test_moving_gives_the_old_time_back_or_changes_nothing(
        self, stores: Stores, member: Member, lead: Lead, call: Call
    ) -> None:
        old = stores.meetings.book(member.id, lead.id, None, START)
        taken = stores.meetings.book(member.id, None, None, START + SLOT)
        with pytest.raises(SlotTaken):
            stores.meetings.move(old.id, member.id, call.id, taken.starts_at)
        assert stores.meetings.get(old.id).status == "booked"
        moved = stores.meetings.move(old.id, member.id, call.id, START + 2 * SLOT)
        assert (moved.lead_id, moved.call_id, moved.starts_at) == (lead.id, call.id, START + 2 * SLOT)
        assert stores.meetings.booked(START, lead_id=lead.id) == (moved,)
        assert stores.meetings.booked(START, call_id=call.id) == (moved,)
        assert stores.meetings.booked(START) == stores.meetings.booked(START + 3 * SLOT, lead_id=lead.id) == ()
        with pytest.raises(NotFound):
            stores.meetings.move(old.id, member.id, call.id, START)

    def test_of_many_who_move_one_meeting_one_does(self, stores: Stores, member: Member, lead: Lead) -> None:
        old = stores.meetings.book(member.id, lead.id, None, START)

        def move(runner: int) -> int | None:
            try:
                return stores.meetings.move(old.id, member.id, None, START + (runner + 1) * SLOT).id
            except NotFound:
                return None

        moved = [each for each in race(8, move) if each is not None]
        assert [each.id for each in stores.meetings.booked(START, lead_id=lead.id)] == moved
        assert len(moved) == 1

    def test_a_cancelled_slot_is_free(self, stores: Stores, member: Member, call: Call) -> None:
        first = stores.meetings.book(member.id, None, call.id, START)
        assert stores.meetings.cancel(first.id).status == "cancelled"
        assert stores.meetings.cancel(first.id).status == "cancelled"
        second = stores.meetings.book(member.id, None, call.id, START)
        assert second.id != first.id
        assert stores.meetings.between(member.id, START, START + SLOT) == (second,)
        with pytest.raises(NotFound):
            stores.meetings.cancel(4711)


class TestMeetingsList:
    def test_by_start_and_on_from_there(self, stores: Stores, member: Member) -> None:
        other = stores.members.add("Other", "+972545550002")
        for steps in (3, 1, 2, 0):
            stores.meetings.book(member.id, None, None, START + steps * SLOT)
        stores.meetings.book(other.id, None, None, START + SLOT)
        first = stores.meetings.list(2)
        second = stores.meetings.list(2, first.next)
        third = stores.meetings.list(2, second.next)
        starts = [meeting.starts_at for page in (first, second, third) for meeting in page.items]
        assert starts == [START + steps * SLOT for steps in (0, 1, 1, 2, 3)]
        assert third.next is None
        assert [m.starts_at for m in stores.meetings.list(member_id=other.id).items] == [START + SLOT]
        assert len(stores.meetings.list(from_=START + 2 * SLOT).items) == 2

    def test_between_takes_what_touches(self, stores: Stores, member: Member) -> None:
        booked = [stores.meetings.book(member.id, None, None, START + steps * SLOT) for steps in range(3)]
        half = SLOT / 2
        assert stores.meetings.between(member.id, START + half, START + SLOT + half) == (booked[0], booked[1])
        assert stores.meetings.between(member.id, START - SLOT, START) == ()
        assert stores.meetings.between(member.id, START + SLOT, START + 2 * SLOT) == (booked[1],)

    @pytest.mark.parametrize("cursor", ["x", "WzFd", "WyJhIiwxXQ", "WyIyMDI2LTAxLTAxIiwxXQ"])
    def test_a_cursor_that_is_none(self, stores: Stores, cursor: str) -> None:
        with pytest.raises(BadCursor):
            stores.meetings.list(2, cursor)


class TestTasks:
    def test_comes_back_as_added(
        self, stores: Stores, member: Member, lead: Lead, call: Call, clock: HandClock
    ) -> None:
        added = stores.tasks.add(
            "callback",
            "להתקשר",
            lead_id=lead.id,
            call_id=call.id,
            member_id=member.id,
            due_at=START,
            key="callback:1",
        )
        expected = Task(
            id=added.id,
            kind="callback",
            text="להתקשר",
            lead_id=lead.id,
            call_id=call.id,
            member_id=member.id,
            due_at=START,
            status="open",
            key="callback:1",
            created_at=clock.now,
        )
        assert stores.tasks.list().items == (added,) == (expected,)

    def test_a_key_adds_once(self, stores: Stores) -> None:
        added = race(8, lambda runner: stores.tasks.add("callback", f"{runner}", key="callback:1"))
        assert {*added} == {*stores.tasks.list().items}
        assert len({*added}) == 1

    def test_without_a_key_each_is_new(self, stores: Stores) -> None:
        assert stores.tasks.add("question", "a").id != stores.tasks.add("question", "a").id

    def test_open_and_done(self, stores: Stores) -> None:
        tasks = [stores.tasks.add("question", f"{number}") for number in range(3)]
        assert stores.tasks.done(tasks[0].id).status == "done"
        assert [task.text for task in stores.tasks.list(status="open").items] == ["1", "2"]
        assert [task.text for task in stores.tasks.list(status="done").items] == ["0"]
        page = stores.tasks.list(2)
        assert [task.text for task in stores.tasks.list(2, page.next).items] == ["2"]


def test_debug_events_of_one_call(stores: Stores, clock: HandClock) -> None:
    for number in range(4):
        stores.debug_events.add("CA1", "webhook", {"n": number, "טקסט": "כן"})
    stores.debug_events.add("CA2", "webhook", {})
    events = stores.debug_events.list("CA1", limit=3)
    assert [event.data["n"] for event in events] == [1, 2, 3]
    assert (events[0].kind, events[0].at, events[0].data["טקסט"]) == ("webhook", clock.now, "כן")
