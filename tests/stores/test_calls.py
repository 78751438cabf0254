"""Calls: opened once, forward only, adopted, saved by version."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations

import pytest

from stores import Stores
from stores.errors import BadCursor, Conflict, NotFound, StaleState, UnknownReference
from stores.statuses import RANKS
from stores.values import Call, Lead, Member
from tests.stores.conftest import HandClock
from tests.stores.racing import race

Opened = Callable[..., Call]


class TestOpening:
    def test_comes_back_as_opened(self, stores: Stores, lead: Lead, clock: HandClock) -> None:
        call, created = stores.calls.open(
            "CA1",
            channel="realtime",
            direction="inbound",
            scenario="sales",
            language="he-IL",
            lead_id=lead.id,
            from_number=lead.phone,
            to_number="+97231234567",
            status="ringing",
        )
        assert created
        assert stores.calls.get(call.id) == stores.calls.by_sid("CA1") == call
        assert call == Call(
            id=call.id,
            sid="CA1",
            channel="realtime",
            direction="inbound",
            scenario="sales",
            language="he-IL",
            lead_id=lead.id,
            from_number=lead.phone,
            to_number="+97231234567",
            status="ringing",
            outcome=None,
            state=None,
            state_version=0,
            created_at=clock.now,
            answered_at=None,
            ended_at=None,
            duration_s=None,
        )

    def test_a_sid_is_opened_once(self, stores: Stores, opened: Opened) -> None:
        assert opened("CA1", number="+972545550100") == opened("CA1")
        assert len(stores.calls.list().items) == 1

    def test_one_of_many_at_once_opens_it(self, stores: Stores) -> None:
        def open_it(_: int) -> tuple[Call, bool]:
            return stores.calls.open("CA1", channel="turns", direction="inbound", scenario="s", language="he-IL")

        answers = race(8, open_it)
        assert sum(created for _, created in answers) == 1
        assert len({call.id for call, _ in answers}) == 1

    def test_without_a_sid_each_is_new(self, opened: Opened) -> None:
        assert opened(None).id != opened(None).id

    def test_unknown_things(self, stores: Stores, opened: Opened, call: Call) -> None:
        with pytest.raises(UnknownReference):
            opened("CA2", lead_id=4711)
        with pytest.raises(UnknownReference):
            stores.calls.set_lead(call.id, 4711)
        for ask in (stores.calls.get, stores.calls.by_sid):
            with pytest.raises(NotFound):
                ask("nothing")
        for change in (stores.calls.finish, stores.calls.advance_status):
            with pytest.raises(NotFound):
                change("nothing", "completed")

    def test_a_lead_is_tied_to_it(self, stores: Stores, call: Call, lead: Lead) -> None:
        assert stores.calls.set_lead(call.id, lead.id).lead_id == lead.id
        assert stores.calls.set_lead(call.id, None).lead_id is None


class TestListing:
    def test_newest_first_and_on_from_there(self, stores: Stores, opened: Opened, clock: HandClock) -> None:
        calls = []
        for number in range(6):
            calls.append(opened(f"CA{number}"))
            clock.forward(seconds=number % 2)  # some at the same moment
        pages = [stores.calls.list(4)]
        pages.append(stores.calls.list(4, pages[0].next))
        listed = [call for page in pages for call in page.items]
        assert pages[1].next is None
        assert sorted(listed, key=lambda call: call.id) == sorted(calls, key=lambda call: call.id)
        assert [call.created_at for call in listed] == sorted((c.created_at for c in calls), reverse=True)

    def test_of_one_lead(self, stores: Stores, opened: Opened, lead: Lead) -> None:
        opened("CA1")
        own = opened("CA2", lead.id)
        assert stores.calls.list(lead_id=lead.id).items == (own,)

    @pytest.mark.parametrize("cursor", ["x", "WzFd", "WyJhIiwiYiJd", "WyIyMDI2LTAxLTAxIiwiYiJd"])
    def test_a_cursor_that_is_none(self, stores: Stores, cursor: str) -> None:
        with pytest.raises(BadCursor):
            stores.calls.list(2, cursor)


class TestStatus:
    @pytest.mark.parametrize("last", ["completed", "busy", "failed", "no-answer", "canceled"])
    def test_in_order(self, stores: Stores, call: Call, clock: HandClock, last: str) -> None:
        for status in ("queued", "initiated", "ringing"):
            assert stores.calls.advance_status(call.id, status).status == status
        answered = clock.forward(seconds=5)
        assert stores.calls.advance_status("CA1", "in-progress").answered_at == answered
        ended = clock.forward(seconds=60)
        call = stores.calls.advance_status("CA1", last, 61, ended)
        assert (call.status, call.ended_at, call.answered_at, call.duration_s) == (last, ended, answered, 61)

    def test_any_order_of_callbacks_ends_alike(self, stores: Stores, opened: Opened) -> None:
        words = ("initiated", "ringing", "in-progress", "completed")
        for number, order in enumerate(permutations(words)):
            call = opened(f"CA{number}")
            for status in order:
                stores.calls.advance_status(call.id, status, 30 if status == "completed" else None)
            final = stores.calls.get(call.id)
            assert (final.status, final.duration_s) == ("completed", 30)

    def test_the_first_last_word_stays(self, stores: Stores, call: Call, clock: HandClock) -> None:
        first = stores.calls.advance_status(call.id, "busy", 0)
        clock.forward(seconds=1)
        assert stores.calls.advance_status(call.id, "completed", 12) == first

    def test_words_that_are_not_twilios(self, stores: Stores, call: Call) -> None:
        with pytest.raises(ValueError, match="not a call status"):
            stores.calls.advance_status(call.id, "answered")

    def test_every_word_has_its_rank(self) -> None:
        assert [*RANKS][:5] == ["new", "queued", "initiated", "ringing", "in-progress"]
        assert [*RANKS.values()] == [0, 1, 2, 3, 4, 5, 5, 5, 5, 5]

    def test_many_at_once(self, stores: Stores, call: Call) -> None:
        words = ["completed", "ringing", "in-progress", "busy", "queued", "failed"]
        race(6, lambda number: stores.calls.advance_status(call.id, words[number], number))
        final = stores.calls.get(call.id)
        assert words[final.duration_s or 0] == final.status in {"completed", "busy", "failed"}


class TestFinishing:
    def test_the_first_outcome_stays(self, stores: Stores, call: Call, clock: HandClock) -> None:
        first = stores.calls.finish(call.id, "booked")
        assert (first.outcome, first.ended_at) == ("booked", clock.now)
        clock.forward(seconds=1)
        assert stores.calls.finish(call.id, "lost") == first
        assert stores.calls.advance_status(call.id, "completed").ended_at == first.ended_at

    def test_a_call_is_live_until_it_ends(self, stores: Stores, opened: Opened, lead: Lead, clock: HandClock) -> None:
        assert not stores.calls.live(lead.id)
        call = opened("CA1", lead.id)
        assert stores.calls.live(lead.id)
        stores.calls.advance_status(call.id, "completed")
        assert not stores.calls.live(lead.id)
        opened("CA2", lead.id)
        clock.forward(hours=4)
        assert not stores.calls.live(lead.id)


class TestState:
    def test_versions_count_up(self, stores: Stores, call: Call) -> None:
        assert stores.calls.save_state(call.id, {"שלב": ["a", None]}, 0) == 1
        assert stores.calls.save_state(call.id, {"step": 2}, 1) == 2
        saved = stores.calls.get(call.id)
        assert (saved.state, saved.state_version) == ({"step": 2}, 2)

    def test_an_old_version_is_refused(self, stores: Stores, call: Call) -> None:
        stores.calls.save_state(call.id, {"step": 1}, 0)
        with pytest.raises(StaleState):
            stores.calls.save_state(call.id, {"step": 9}, 0)
        with pytest.raises(NotFound):
            stores.calls.save_state("nothing", {}, 0)
        assert stores.calls.get(call.id).state == {"step": 1}

    def test_one_of_many_at_once_saves(self, stores: Stores, call: Call) -> None:
        def save(number: int) -> int | None:
            try:
                return stores.calls.save_state(call.id, {"by": number}, 0)
            except StaleState:
                return None

        answers = race(8, save)
        assert answers.count(1) == 1
        assert stores.calls.get(call.id).state == {"by": answers.index(1)}


class TestAdopting:
    @pytest.fixture
    def placed(self, stores: Stores, lead: Lead) -> Call:
        return stores.calls.place(
            lead.id,
            channel="turns",
            scenario="sales",
            language="he-IL",
            from_number="+97231234567",
            to_number=lead.phone,
        )

    def test_placed_without_a_sid(self, placed: Call) -> None:
        assert (placed.sid, placed.direction, placed.status) == (None, "outbound", "new")

    def test_may_be_repeated(self, stores: Stores, placed: Call) -> None:
        adopted = stores.calls.adopt(placed.id, "CA1")
        assert adopted.sid == "CA1"
        assert stores.calls.adopt(placed.id, "CA1") == adopted == stores.calls.by_sid("CA1")

    def test_refusals(self, stores: Stores, placed: Call) -> None:
        stores.calls.adopt(placed.id, "CA1")
        with pytest.raises(Conflict):
            stores.calls.adopt(placed.id, "CA2")
        with pytest.raises(NotFound):
            stores.calls.adopt("nothing", "CA1")

    def test_a_webhook_that_came_before(
        self, stores: Stores, placed: Call, opened: Opened, member: Member, clock: HandClock
    ) -> None:
        early = opened("CA1")
        stores.calls.advance_status("CA1", "in-progress")
        stores.calls.save_state(early.id, {"step": 1}, 0)
        turn = stores.turns.claim(early.id, 1, "RE1", "w").turn
        stores.turns.append_sentence(early.id, 1, turn.epoch, "fixed", "שלום", "Hello")
        stores.turns.save_reply(early.id, 1, 0, "<Response/>")
        meeting = stores.meetings.book(member.id, None, early.id, clock.now)
        task = stores.tasks.add("callback", "t", call_id=early.id)

        adopted = stores.calls.adopt(placed.id, "CA1")

        assert (adopted.id, adopted.sid, adopted.lead_id) == (placed.id, "CA1", placed.lead_id)
        assert (adopted.direction, adopted.to_number) == ("outbound", placed.to_number)
        assert (adopted.status, adopted.answered_at) == ("in-progress", clock.now)
        assert (adopted.state, adopted.state_version) == ({"step": 1}, 1)
        assert [sentence.he for sentence in stores.turns.get(placed.id, 1).sentences] == ["שלום"]
        assert stores.turns.reply(placed.id, 1, 0) == "<Response/>"
        assert stores.meetings.get(meeting.id).call_id == placed.id
        assert [other.call_id for other in stores.tasks.list().items if other.id == task.id] == [placed.id]
        assert stores.calls.list().items == (adopted,)

    def test_two_rows_with_turns_cannot_become_one(self, stores: Stores, placed: Call, opened: Opened) -> None:
        early = opened("CA1")
        for call in (early, placed):
            stores.turns.claim(call.id, 1, "RE1", "w")
        with pytest.raises(Conflict):
            stores.calls.adopt(placed.id, "CA1")
        assert stores.calls.by_sid("CA1") == early
        assert stores.calls.get(placed.id) == placed

    @pytest.mark.parametrize("sid", [f"CA{number}" for number in range(5)])
    def test_both_at_once_make_one_call(self, stores: Stores, placed: Call, opened: Opened, sid: str) -> None:
        def tie(runner: int) -> Call:
            return stores.calls.adopt(placed.id, sid) if runner % 2 else opened(sid)

        race(4, tie)
        adopted = stores.calls.by_sid(sid)
        assert (adopted.id, adopted.lead_id) == (placed.id, placed.lead_id)
        assert stores.calls.list().items == (adopted,)


def test_a_long_time_is_four_hours(stores: Stores, opened: Opened, lead: Lead, clock: HandClock) -> None:
    opened("CA1", lead.id)
    clock.now += timedelta(hours=4, seconds=-1)
    assert stores.calls.live(lead.id)
