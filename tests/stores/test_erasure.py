"""Erasing a lead takes everything that tells of a person, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event, Thread

import pytest
from sqlalchemy import select

from stores import Stores
from stores.database import Database
from stores.errors import LeadInCall, NotFound
from stores.records import Base
from stores.values import Analysis, Call, Lead, Member
from tests.stores.conftest import HandClock

Opened = Callable[..., Call]
PATIENCE_S = 10
HELD_S = 0.2  # long enough for who does not wait; who does is not slowed by more

# Whatever tells of the person carries this mark: one look through all tables finds what was forgotten.
MARK = "זאב-wolf"


@pytest.fixture
def told(stores: Stores, member: Member, opened: Opened, clock: HandClock) -> tuple[Lead, Call]:
    """A lead and an ended call of theirs, with the mark in everything that was said."""
    lead = stores.leads.add(f"Noa {MARK}", "+972545550100", notes=MARK)
    call = opened("CA1", lead.id, lead.phone)
    stores.calls.save_state(call.id, {"name": MARK}, 0)
    stores.turns.claim(call.id, 1, "RE1", "w")
    stores.turns.claim(call.id, 2, "text", "died", {"text": MARK})
    stores.turns.save_heard(call.id, 1, 1, he=MARK, en=MARK, by="b", intents=["yes"])
    stores.turns.append_sentence(call.id, 1, 1, "answer", MARK, MARK, agent="sales", es=MARK)
    ending = {"say": MARK}
    stores.turns.finish(call.id, 1, 1, agent="sales", tool_calls=[{"a": MARK}], timings={"t": 1}, ending=ending)
    stores.turns.save_reply(call.id, 1, 0, f"<Say>{MARK}</Say>")
    stores.meetings.book(member.id, lead.id, call.id, clock.now)
    stores.satisfaction.save(call.id, 5)
    names = ("driver_name", "tractor_number", "tractor_plates", "trailer_number", "trailer_plates")
    stores.checkins.add(call.id, "he", dict.fromkeys(names, MARK), clock.now)
    stores.tasks.add("callback", MARK, lead_id=lead.id)
    stores.tasks.add("question", MARK, call_id=call.id)
    stores.debug_events.add("CA1", "webhook", {"text": MARK})
    stores.calls.finish(call.id, "booked")
    stores.summaries.save(call.id, MARK)
    told = Analysis("m", MARK, MARK, MARK, {"a": MARK}, "neutral", 1, (MARK,), MARK)
    stores.analyses.save(call.id, told)
    return lead, stores.calls.get(call.id)


def test_nothing_tells_of_the_person(stores: Stores, told: tuple[Lead, Call]) -> None:
    lead, _ = told
    assert MARK in _everything(stores.database)
    stores.leads.delete(lead.id)
    left = _everything(stores.database)
    assert MARK not in left
    assert lead.phone not in left
    with pytest.raises(NotFound):
        stores.leads.get(lead.id)
    assert stores.tasks.list().items == ()
    assert stores.meetings.list().items == ()


def test_that_there_was_a_call_remains(stores: Stores, told: tuple[Lead, Call]) -> None:
    lead, call = told
    stores.leads.delete(lead.id)
    kept = stores.calls.get(call.id)
    assert (kept.sid, kept.outcome, kept.created_at, kept.ended_at) == (
        "CA1",
        "booked",
        call.created_at,
        call.ended_at,
    )
    assert (kept.lead_id, kept.from_number, kept.to_number, kept.state) == (None, None, None, None)
    turn = stores.turns.get(call.id, 1)
    assert (turn.agent, turn.timings, turn.tool_calls, turn.ending) == ("sales", {"t": 1}, (), None)
    assert [(sentence.he, sentence.en) for sentence in turn.sentences] == [("", "")]


def test_calls_of_the_number_that_knew_no_lead(stores: Stores, lead: Lead, opened: Opened) -> None:
    call = opened("CA9", None, lead.phone)
    stores.turns.claim(call.id, 1, "RE1", "w")
    stores.turns.save_heard(call.id, 1, 1, he=MARK, en=MARK, by="b")
    stores.calls.finish(call.id, "lost")
    stores.leads.delete(lead.id)
    assert MARK not in _everything(stores.database)
    assert lead.phone not in _everything(stores.database)


def test_others_keep_theirs(stores: Stores, told: tuple[Lead, Call], opened: Opened) -> None:
    other = stores.leads.add("Other", "+972545550101")
    call = opened("CA2", other.id, other.phone)
    stores.turns.claim(call.id, 1, "RE1", "w")
    stores.turns.save_heard(call.id, 1, 1, he="כן", en="Yes", by="b")
    task = stores.tasks.add("callback", "theirs", lead_id=other.id)
    stores.leads.delete(told[0].id)
    assert stores.leads.list().items == (other,)
    assert stores.calls.get(call.id) == call
    assert stores.turns.get(call.id, 1).heard_he == "כן"
    assert stores.tasks.list().items == (task,)


def test_a_suppression_outlives_the_lead(stores: Stores, lead: Lead) -> None:
    stores.suppressions.add(lead.phone, "asked", "api")
    stores.leads.delete(lead.id)
    assert stores.suppressions.contains(lead.phone)


def test_an_id_is_never_given_twice(stores: Stores, lead: Lead) -> None:
    stores.leads.delete(lead.id)
    assert stores.leads.add("Next", lead.phone).id > lead.id


def test_not_in_a_call(stores: Stores, lead: Lead, opened: Opened, clock: HandClock) -> None:
    opened("CA1", lead.id)
    with pytest.raises(LeadInCall):
        stores.leads.delete(lead.id)
    assert stores.leads.get(lead.id) == lead
    clock.forward(hours=4)
    stores.leads.delete(lead.id)


def test_nobody(stores: Stores) -> None:
    with pytest.raises(NotFound):
        stores.leads.delete(4711)


def test_another_leads_call_loses_the_number_only(stores: Stores, lead: Lead, opened: Opened) -> None:
    other = stores.leads.add("Other", "+972545550101")
    call = opened("CA1", other.id, lead.phone)
    stores.leads.delete(lead.id)
    assert stores.calls.get(call.id) == replace(call, from_number=None)


def test_a_call_that_is_placed_meanwhile(stores: Stores, lead: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    """The erasure holds the lead from the start: who wants to place a call waits, and then finds no lead."""
    placed, answers = Event(), list[str]()

    def place() -> None:
        try:
            stores.calls.place(
                lead.id,
                channel="turns",
                scenario="sales",
                language="he-IL",
                from_number="+97231234567",
                to_number=lead.phone,
            )
            answers.append("placed")
        except NotFound:
            answers.append("no such lead")
        placed.set()

    def empty_texts(*_: object) -> None:
        caller.start()
        assert not placed.wait(HELD_S), "nobody waits for the erasure"

    caller = Thread(target=place)
    monkeypatch.setattr("stores.erasure._empty_texts", empty_texts)
    stores.leads.delete(lead.id)
    caller.join(PATIENCE_S)
    assert answers == ["no such lead"]
    assert stores.calls.list().items == ()


def _everything(database: Database) -> str:
    """All rows of all tables as one text."""
    with database.read() as session:
        rows = [str(tuple(row)) for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    return "\n".join(rows)
