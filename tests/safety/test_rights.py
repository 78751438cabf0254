"""Hostile tool calls where the caller has rights already: no attack gets more than them."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete

from stores.job_offer_values import NegotiationStep, StepKind
from stores.records import MeetingRecord
from stores.values import Call, Turn
from tests.builders import SUNDAY_AT_TEN
from tests.job_offers import FLOOR, HIDDEN, TARGET, import_example, recruiter_called
from tests.safety.conftest import Victim, asked, state_at
from tests.safety.test_tool_calls import ATTACKS, SCENARIOS, SLOTS, attacks, let_in
from tests.safety.world import rows_of, wrongs
from voicebot.agents.state import CallState, Unconfirmed

Begin = Callable[[Victim, Call], CallState]
FILLED = {"driver_name": "משה לוי", "tractor_number": "45"}
WAITING = Unconfirmed(field="tractor_plates", value="1234567", he="12-345-67", en="12-345-67")
LIMITS = tuple(figure for each in (FLOOR, TARGET) for figure in (f"{each:,}", str(each)))
BOOKED_AT = SUNDAY_AT_TEN + timedelta(days=9, hours=3)


def verified(agent: str) -> Begin:
    """A recruiter who proved who she is; two slots are offered, and one was read back to her."""

    def begin(target: Victim, _call: Call) -> CallState:
        dana = {"recruiter": str(recruiter_called(target.stores, "Dana").id)}
        return state_at(
            SCENARIOS["job_offer"],
            agent,
            verified=True,
            fields=dana,
            offered=SLOTS,
            pending=SLOTS[0],
            done=("verified",),
        )

    return begin


def negotiating(target: Victim, call: Call) -> CallState:
    """She was asked for more, has made an offer, and it was read back: no yes was said to it."""
    made: tuple[tuple[StepKind, int], ...] = (("confirmed", 42_000), ("countered", 50_000), ("offered", 48_000))
    for kind, salary in made:
        step = NegotiationStep("Altech", "Dana Levi", kind, "ILS", "month", salary, call_id=call.id)
        target.stores.negotiations.add(step)
    state = verified("negotiation")(target, call)
    return state.but(fields={**state.fields, "agreed_salary": "48000", "agreed_bonus": "0"}, step="confirm_agreement")


def booked(target: Victim, call: Call) -> CallState:
    """The caller has booked a meeting in this call."""
    meeting = target.stores.meetings.book(1, target.lead.id, call.id, BOOKED_AT)
    return state_at(
        SCENARIOS["sales"], SCENARIOS["sales"].entry, meeting_id=meeting.id, offered=SLOTS, done=("booked",)
    )


def half_filled(_target: Victim, _call: Call) -> CallState:
    """Two fields are confirmed, the third was read back and waits for a yes."""
    scenario = SCENARIOS["driver_checkin"]
    return state_at(scenario, scenario.entry, fields=FILLED, unconfirmed=WAITING)


BEGINNINGS: dict[str, tuple[str, Begin]] = {
    **{each: ("job_offer", verified(each)) for each in ("info_desk", "scheduling", "authentication")},
    "negotiating": ("job_offer", negotiating),
    "booked": ("sales", booked),
    "half_filled": ("driver_checkin", half_filled),
}


@pytest.fixture
def victim(target: Victim) -> Iterator[Victim]:
    import_example(target.stores)
    yield target
    with target.stores.database.begin() as session:
        session.execute(delete(MeetingRecord).where(MeetingRecord.starts_at == BOOKED_AT))


@pytest.mark.parametrize("name", BEGINNINGS)
def test_no_attack_gets_more_than_the_caller_may_have(name: str, victim: Victim) -> None:
    """Of the scenario's tools, every third attack, to be quick; the caller's own words are a plain nothing."""
    called, begin = BEGINNINGS[name]
    scenario = SCENARIOS[called]
    chosen = attacks(scenario, victim.others)
    here = begin(victim, first := victim.call(scenario)).agent
    forget(victim, first)
    mine = [each for each in chosen if each.agent == here][::3]
    assert len(mine) >= ATTACKS
    for group in (mine[at : at + ATTACKS] for at in range(0, len(mine), ATTACKS)):
        call = victim.call(scenario)
        start, before = begin(victim, call), rows_of(victim.stores)
        for attack in group:
            victim.put(call, start)
            turn = victim.turn(call, [asked(attack.tool, attack.arguments)])
            assert_no_more(victim, call, start, turn, str(attack))
        assert wrongs(before, rows_of(victim.stores), [call], victim.lead) == [], [str(each) for each in group]
        forget(victim, call)


def forget(victim: Victim, call: Call) -> None:
    with victim.stores.database.begin() as session:
        session.execute(delete(MeetingRecord).where(MeetingRecord.call_id == call.id))
    victim.forget(call)


def assert_no_more(victim: Victim, call: Call, start: CallState, turn: Turn, attack: str) -> None:
    """Nothing was agreed to, booked or confirmed without the caller; nothing hidden was told, no identity changed."""
    after = victim.state(call)
    assert after.verified == start.verified, attack
    assert after.agent == start.agent or let_in(SCENARIOS[start.scenario], start, after.agent), attack
    new = set(after.done) - set(start.done)
    assert new.isdisjoint({"booked", "rescheduled", "agreed", "checked_in", "verified"}), attack
    kept = {key: value for key, value in start.fields.items() if not key.startswith(("agreed_", "caller_"))}
    assert all(after.fields.get(key) in (value, None) for key, value in kept.items()), f"{attack}: another value"
    assert after.fields.get("recruiter") == start.fields.get("recruiter"), attack
    assert "tractor_plates" not in after.fields, attack
    steps = [each.kind for each in victim.stores.negotiations.of_call(call.id)]
    assert "agreed" not in steps, attack
    assert steps.count("offered") <= 1, attack
    # the last of HIDDEN is a figure that the market's table has too
    told = json.dumps([each["result"] for each in turn.tool_calls], ensure_ascii=False)
    assert not any(word in told for word in (*HIDDEN[:3], *LIMITS)), attack
    assert turn.state == "done", attack


def test_the_checks_can_fail(victim: Victim) -> None:
    """What a caller's own yes may do is noticed by them, so they would notice it of an attack too."""
    scenario = SCENARIOS["job_offer"]
    call = victim.call(scenario)
    start = negotiating(victim, call)
    victim.put(call, start)
    turn = victim.turn(call, [asked("log_agreement")], words="כן")
    with pytest.raises(AssertionError, match="log_agreement"):
        assert_no_more(victim, call, start, turn, "log_agreement")
    forget(victim, call)
