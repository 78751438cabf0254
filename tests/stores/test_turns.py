"""Turns: claimed by one, written by their owner alone."""

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import select

from stores import Stores
from stores.errors import LostClaim, NotFound, UnknownReference
from stores.records import TurnRecord
from stores.values import Call, Sentence, Turn
from tests.stores.conftest import HandClock
from tests.stores.racing import race


@pytest.fixture
def turn(stores: Stores, call: Call) -> Turn:
    return stores.turns.claim(call.id, 1, "RE1", "worker-1").turn


class TestClaiming:
    def test_a_new_turn(self, stores: Stores, call: Call, clock: HandClock) -> None:
        claim = stores.turns.claim(call.id, 3, "RE1", "worker-1")
        assert claim.won
        assert claim.turn == Turn(call.id, 3, "RE1", "claimed", "worker-1", 1, clock.now)
        assert stores.turns.get(call.id, 3) == claim.turn

    @pytest.mark.parametrize(
        ("number", "source", "found"),
        [
            (1, "RE1", 1),  # the same webhook again
            (1, "RE9", 1),  # the same turn, brought by another recording
            (7, "RE1", 1),  # the same recording under another number
            (None, "RE1", 1),  # … and under none
            (None, "speech:ab", 2),
            (3, "silence", 3),
        ],
    )
    def test_a_repeat_finds_the_first(
        self, stores: Stores, call: Call, number: int | None, source: str, found: int
    ) -> None:
        for earlier, its_source in enumerate(("RE1", "speech:ab", "silence"), start=1):
            stores.turns.claim(call.id, earlier, its_source, "worker-1")
        claim = stores.turns.claim(call.id, number, source, "worker-2")
        assert (claim.won, claim.turn.number, claim.turn.owner) == (False, found, "worker-1")
        assert len(stores.turns.for_call(call.id)) == 3

    def test_the_repeat_sees_what_was_said(self, stores: Stores, call: Call, turn: Turn) -> None:
        stores.turns.append_sentence(call.id, 1, turn.epoch, "answer", "שלום", "Hello")
        assert [s.he for s in stores.turns.claim(call.id, 1, "RE1", "w").turn.sentences] == ["שלום"]

    @pytest.mark.parametrize("source", ["silence", "text", "greeting", "repeat"])
    def test_other_sources_come_as_often_as_they_like(self, stores: Stores, call: Call, source: str) -> None:
        claims = [stores.turns.claim(call.id, None, source, "w") for _ in range(3)]
        assert [(claim.won, claim.turn.number) for claim in claims] == [(True, 1), (True, 2), (True, 3)]

    def test_calls_have_their_own_turns(self, stores: Stores, call: Call, opened: Callable[..., Call]) -> None:
        other = opened("CA2")
        assert stores.turns.claim(call.id, 1, "RE1", "w").won
        assert stores.turns.claim(other.id, 1, "RE1", "w").won

    def test_an_unknown_call(self, stores: Stores) -> None:
        for number in (1, None):
            with pytest.raises(UnknownReference):
                stores.turns.claim("nothing", number, "RE1", "w")

    @pytest.mark.parametrize("number", [1, None])
    def test_one_of_many_at_once_wins(self, stores: Stores, call: Call, number: int | None) -> None:
        claims = race(12, lambda runner: stores.turns.claim(call.id, number, "RE1", f"worker-{runner}"))
        winners = [f"worker-{runner}" for runner, claim in enumerate(claims) if claim.won]
        assert len(winners) == 1
        assert {(claim.turn.number, claim.turn.owner) for claim in claims} == {(1, winners[0])}

    def test_many_different_ones_at_once_each_get_a_number(self, stores: Stores, call: Call) -> None:
        claims = race(8, lambda runner: stores.turns.claim(call.id, None, f"RE{runner}", "w"))
        assert all(claim.won for claim in claims)
        assert sorted(claim.turn.number for claim in claims) == [*range(1, 9)]


class TestHowItWillEnd:
    def test_whoever_takes_it_over_knows(self, stores: Stores, call: Call, turn: Turn) -> None:
        stores.turns.save_ending(call.id, 1, turn.epoch, {"kind": "hangup"})
        taken = stores.turns.retake(call.id, 1, "worker-2", turn.epoch).turn
        assert (taken.state, taken.ending) == ("claimed", {"kind": "hangup"})

    def test_only_its_owner_says(self, stores: Stores, call: Call, turn: Turn) -> None:
        stores.turns.retake(call.id, 1, "worker-2", turn.epoch)
        with pytest.raises(LostClaim):
            stores.turns.save_ending(call.id, 1, turn.epoch, {"kind": "hangup"})


class TestRetaking:
    def test_the_owner_changes(self, stores: Stores, call: Call, turn: Turn, clock: HandClock) -> None:
        clock.forward(seconds=4)
        taken = stores.turns.retake(call.id, 1, "worker-2", turn.epoch)
        assert (taken.won, taken.turn.owner, taken.turn.epoch) == (True, "worker-2", turn.epoch + 1)
        assert taken.turn.claimed_at == clock.now

    def test_not_from_another_owner_than_the_one_seen(self, stores: Stores, call: Call, turn: Turn) -> None:
        assert stores.turns.retake(call.id, 1, "worker-2", turn.epoch).won
        late = stores.turns.retake(call.id, 1, "worker-3", turn.epoch)
        assert (late.won, late.turn.owner) == (False, "worker-2")

    def test_not_when_it_is_finished(self, stores: Stores, call: Call, turn: Turn) -> None:
        stores.turns.finish(call.id, 1, turn.epoch)
        assert not stores.turns.retake(call.id, 1, "worker-2", turn.epoch).won

    def test_what_is_not_there(self, stores: Stores, call: Call) -> None:
        with pytest.raises(NotFound):
            stores.turns.retake(call.id, 1, "w", 1)

    def test_one_of_many_at_once_wins(self, stores: Stores, call: Call, turn: Turn) -> None:
        claims = race(8, lambda runner: stores.turns.retake(call.id, 1, f"worker-{runner}", turn.epoch))
        assert Counter(claim.won for claim in claims) == {True: 1, False: 7}
        assert stores.turns.get(call.id, 1).epoch == turn.epoch + 1

    def test_the_late_owner_writes_nothing(self, stores: Stores, call: Call, turn: Turn) -> None:
        retaken = stores.turns.retake(call.id, 1, "worker-2", turn.epoch).turn
        _refused(stores, call.id, turn.epoch)
        assert stores.turns.get(call.id, 1) == retaken


class TestWriting:
    def test_what_was_heard(self, stores: Stores, call: Call, turn: Turn) -> None:
        stores.turns.save_heard(call.id, 1, turn.epoch, he="כן", en="Yes", by="phrasebook", intents=["yes"])
        heard = stores.turns.get(call.id, 1)
        assert (heard.heard_he, heard.heard_en, heard.heard_by, heard.intents) == (
            "כן",
            "Yes",
            "phrasebook",
            ("yes",),
        )

    def test_tools_that_took_effect(self, stores: Stores, call: Call, turn: Turn) -> None:
        booked = {"id": "1", "name": "book_meeting", "arguments": "{}", "status": "booked", "result": {"קבוע": True}}
        stores.turns.save_tool_calls(call.id, 1, turn.epoch, [booked])
        running = stores.turns.get(call.id, 1)
        assert (running.state, running.tool_calls) == ("claimed", (booked,))

    def test_sentences_in_their_order(self, stores: Stores, call: Call, turn: Turn, clock: HandClock) -> None:
        for number in range(3):
            assert stores.turns.append_sentence(call.id, 1, 1, "answer", f"משפט {number}", f"s{number}") == number
        expected = [Sentence(n, "answer", f"משפט {n}", f"s{n}", clock.now) for n in range(3)]
        assert stores.turns.get(call.id, 1).sentences == tuple(expected)

    def test_finished_as_told(self, stores: Stores, call: Call, turn: Turn, clock: HandClock) -> None:
        now = clock.forward(seconds=2)
        stores.turns.finish(
            call.id,
            1,
            turn.epoch,
            agent="sales",
            tool_calls=[{"name": "book_meeting", "arguments": {"slot": 1}}],
            timings={"model": 412.5},
            model="rules",
            ending={"kind": "hang_up"},
        )
        done = stores.turns.get(call.id, 1)
        assert (done.state, done.finished_at, done.agent, done.model) == ("done", now, "sales", "rules")
        assert done.tool_calls == ({"name": "book_meeting", "arguments": {"slot": 1}},)
        assert (done.timings, done.ending) == ({"model": 412.5}, {"kind": "hang_up"})

    def test_failed(self, stores: Stores, call: Call, turn: Turn) -> None:
        stores.turns.finish(call.id, 1, turn.epoch, failed=True)
        assert stores.turns.get(call.id, 1).state == "failed"

    def test_nothing_after_the_end(self, stores: Stores, call: Call, turn: Turn) -> None:
        stores.turns.finish(call.id, 1, turn.epoch)
        _refused(stores, call.id, turn.epoch)
        assert not stores.turns.append_filler(call.id, 1, 0, "רגע", "One moment")

    def test_a_filler_takes_the_next_place_only(self, stores: Stores, call: Call, turn: Turn) -> None:
        assert not stores.turns.append_filler(call.id, 1, 1, "רגע", "One moment")
        assert stores.turns.append_filler(call.id, 1, 0, "רגע", "One moment")
        assert not stores.turns.append_filler(call.id, 1, 0, "רגע", "One moment")
        assert stores.turns.append_sentence(call.id, 1, turn.epoch, "answer", "הנה", "Here") == 1
        assert [s.kind for s in stores.turns.get(call.id, 1).sentences] == ["filler", "answer"]

    def test_a_filler_for_no_turn(self, stores: Stores, call: Call) -> None:
        with pytest.raises(NotFound):
            stores.turns.append_filler(call.id, 1, 0, "רגע", "One moment")

    def test_fillers_and_sentences_at_once(self, stores: Stores, call: Call, turn: Turn) -> None:
        def write(runner: int) -> object:
            if runner % 2:
                return stores.turns.append_filler(call.id, 1, 0, "רגע", "One moment")
            return stores.turns.append_sentence(call.id, 1, turn.epoch, "answer", f"{runner}", "")

        fillers = [answer for answer in race(8, write) if answer is True]
        sentences = stores.turns.get(call.id, 1).sentences
        assert [sentence.idx for sentence in sentences] == [*range(len(sentences))]
        assert len(sentences) == 4 + len(fillers)
        assert len(fillers) <= 1

    @pytest.mark.parametrize("database_url", ["postgres"], indirect=True)  # SQLite lets nobody write meanwhile
    def test_what_others_did_meanwhile_is_seen(self, stores: Stores, call: Call, turn: Turn) -> None:
        with stores.database.begin() as session:
            held = session.scalars(select(TurnRecord)).one()
            race(1, lambda _: stores.turns.retake(call.id, 1, "worker-2", turn.epoch))
            with pytest.raises(LostClaim):
                stores.turns.append_sentence(call.id, 1, turn.epoch, "answer", "a", "b")
            assert stores.turns.get(call.id, 1).epoch == held.epoch + 1


class TestReading:
    def test_turns_in_order_each_with_its_own(self, stores: Stores, call: Call) -> None:
        for number in (2, 1, 10):
            stores.turns.claim(call.id, number, "silence", "w")
            stores.turns.append_sentence(call.id, number, 1, "fixed", f"{number}", "")
        turns = stores.turns.for_call(call.id)
        assert [(turn.number, turn.sentences[0].he) for turn in turns] == [(1, "1"), (2, "2"), (10, "10")]
        assert stores.turns.last(call.id) == turns[-1]
        assert stores.turns.claimed(call.id) == turns
        stores.turns.finish(call.id, 2, 1)
        assert [each.number for each in stores.turns.claimed(call.id)] == [1, 10]
        turns = stores.turns.for_call(call.id)
        assert stores.turns.so_far(call.id) == (turns, call.state_version)
        changed = stores.calls.save_state(call.id, {"agent": "sales"}, call.state_version)
        assert stores.turns.so_far(call.id) == (turns, changed)

    def test_nothing(self, stores: Stores, call: Call) -> None:
        assert stores.turns.for_call(call.id) == ()
        assert stores.turns.last(call.id) is None
        assert stores.turns.reply(call.id, 1, 0) is None
        with pytest.raises(NotFound):
            stores.turns.get(call.id, 1)
        with pytest.raises(NotFound):
            stores.turns.so_far(call.id)


class TestReplies:
    def test_the_first_stays_byte_for_byte(self, stores: Stores, call: Call) -> None:
        first = '<?xml version="1.0"?>\n<Response><Say>שלום</Say></Response>\n'
        assert stores.turns.save_reply(call.id, 1, 0, first) == (first, True)
        assert stores.turns.save_reply(call.id, 1, 0, "<Response/>") == (first, False)
        assert stores.turns.save_reply(call.id, 1, 1, "<Response/>") == ("<Response/>", True)
        assert stores.turns.reply(call.id, 1, 0) == first

    def test_a_webhook_finds_its_call_with_what_was_given_and_asked(
        self, stores: Stores, call: Call, turn: Turn
    ) -> None:
        assert call.sid is not None
        assert stores.calls.with_reply(call.sid, 2, 0) == (call, None, None)
        asked = {"kind": "listen", "patient": "yes_no"}
        stores.turns.finish(call.id, turn.number, turn.epoch, ending=asked)
        stores.turns.claim(call.id, 2, "RE2", "worker-1")
        stores.turns.save_reply(call.id, 2, 0, "<Response/>")
        assert stores.calls.with_reply(call.sid, 2, 0) == (call, "<Response/>", asked)
        assert stores.calls.with_reply(call.sid, 2, 1) == (call, None, asked)
        assert stores.calls.with_reply(call.sid, 1, 0) == (call, None, None)

    def test_many_at_once_get_the_same(self, stores: Stores, call: Call) -> None:
        answers = race(8, lambda runner: stores.turns.save_reply(call.id, 1, 0, f"<Response id='{runner}'/>"))
        assert {given for given, _ in answers} == {stores.turns.reply(call.id, 1, 0)}
        assert [first for _, first in answers].count(True) == 1

    def test_an_unknown_call(self, stores: Stores) -> None:
        with pytest.raises(UnknownReference):
            stores.turns.save_reply("nothing", 1, 0, "<Response/>")


def test_a_translation_may_come_after_the_turn_is_closed(stores: Stores, call: Call, turn: Turn) -> None:
    stores.turns.save_heard(call.id, turn.number, turn.epoch, he="שלום", en="שלום", by="m")
    idx = stores.turns.append_sentence(call.id, turn.number, turn.epoch, "answer", "כן", "כן")
    stores.turns.finish(call.id, turn.number, turn.epoch)
    assert stores.turns.translate_heard(call.id, turn.number, "שלום", "hello")
    assert stores.turns.translate_sentence(call.id, turn.number, idx, "כן", "yes")
    after = stores.turns.get(call.id, turn.number)
    assert (after.heard_he, after.heard_en) == ("שלום", "hello")
    assert [(each.he, each.en) for each in after.sentences] == [("כן", "yes")]


def test_a_translation_of_what_stands_there_no_more_is_not_kept(stores: Stores, call: Call, turn: Turn) -> None:
    """It was erased meanwhile, or has a translation."""
    stores.turns.save_heard(call.id, turn.number, turn.epoch, he=None, en=None, by="m")
    idx = stores.turns.append_sentence(call.id, turn.number, turn.epoch, "answer", "כן", "yes")
    assert not stores.turns.translate_heard(call.id, turn.number, "שלום", "hello")
    assert not stores.turns.translate_sentence(call.id, turn.number, idx, "כן", "no")
    assert stores.turns.get(call.id, turn.number).sentences[0].en == "yes"


def _refused(stores: Stores, call_id: str, epoch: int) -> None:
    """None of the owner's ways to write works."""
    with pytest.raises(LostClaim):
        stores.turns.save_heard(call_id, 1, epoch, he="a", en="b", by="c")
    with pytest.raises(LostClaim):
        stores.turns.append_sentence(call_id, 1, epoch, "answer", "a", "b")
    with pytest.raises(LostClaim):
        stores.turns.save_tool_calls(call_id, 1, epoch, [])
    with pytest.raises(LostClaim):
        stores.turns.finish(call_id, 1, epoch, agent="late")
