"""Hostile tool calls, over all tools of all scenarios: nothing beyond this call's rights, whatever is asked."""

from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import Any

import pytest

from stores.values import Turn
from tests.builders import MEMBER_NUMBER, settings
from tests.safety.attacks import MILLION, Attack, attacks_on
from tests.safety.conftest import Victim, asked, state_at
from tests.safety.world import Others, rows_of, wrongs
from voicebot.agents.handoff import Target, may_enter, tools_of
from voicebot.agents.state import CallState, OfferedSlot
from voicebot.agents.tool import Tool
from voicebot.agents.types import Scenario
from voicebot.companies import company_of
from voicebot.scenarios import checked_scenarios

SCENARIOS = checked_scenarios(company_of(settings()))
NOBODY = Others(2, "0" * 32, 1)
DUTY = {MEMBER_NUMBER, "+972545550002"}
SLOTS = tuple(
    OfferedSlot(index=at, start=f"2026-11-2{2 + at}T08:00:00+00:00", member_id=1, he="מחר בעשר", en="tomorrow at ten")
    for at in (1, 2)
)
ATTACKS = 10
"""Attacks in one call: the database is compared after them."""
GROUPS = [(name, agent) for name, scenario in SCENARIOS.items() for agent in scenario.agents]


def owned(scenario: Scenario) -> dict[str, tuple[Tool[Any], ...]]:
    return {each.name: tools_of(scenario, each) for each in scenario.agents.values()}


def attacks(scenario: Scenario, others: Others, known: Collection[Tool[Any]] = ()) -> list[Attack]:
    return list(attacks_on(scenario, owned(scenario), others, known))


def of_scenarios_before(name: str) -> list[Tool[Any]]:
    """The tools that scenarios before this one own too: they are the same functions, and were attacked there."""
    before = takewhile(lambda each: each != name, SCENARIOS)
    return [tool for each in before for tools in owned(SCENARIOS[each]).values() for tool in tools]


def test_there_are_hundreds_of_attacks_on_every_kind_of_tool() -> None:
    made = {name: attacks(scenario, NOBODY) for name, scenario in SCENARIOS.items()}
    for name, scenario in SCENARIOS.items():
        assert len(made[name]) >= 150, name
        tools = {tool.name for tools in owned(scenario).values() for tool in tools}
        assert tools <= {each.tool for each in made[name]}
    fast = [
        each for name, scenario in SCENARIOS.items() for each in attacks(scenario, NOBODY, of_scenarios_before(name))
    ]
    assert len(fast[::2]) >= 200


@pytest.mark.parametrize(("name", "agent"), GROUPS)
def test_no_attack_reaches_beyond_its_call(name: str, agent: str, target: Victim) -> None:
    """Two slots were offered and one was read back; nobody has said yes to it. Every second attack, to be quick."""
    scenario = SCENARIOS[name]
    chosen = attacks(scenario, target.others, of_scenarios_before(name))[::2]
    attack_all(target, scenario, state_at(scenario, agent, offered=SLOTS, pending=SLOTS[0]), chosen)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "agent"), GROUPS)
def test_no_attack_reaches_beyond_its_call_in_any_scenario(name: str, agent: str, target: Victim) -> None:
    """All tools again in each scenario that owns them, before anything was offered."""
    scenario = SCENARIOS[name]
    attack_all(target, scenario, state_at(scenario, agent), attacks(scenario, target.others))


def attack_all(target: Victim, scenario: Scenario, start: CallState, attacks: Sequence[Attack]) -> None:
    """Those on the agent that `start` is at, some in each call."""
    chosen = [each for each in attacks if each.agent == start.agent]
    for group in (chosen[at : at + ATTACKS] for at in range(0, len(chosen), ATTACKS)):
        call, before = target.call(scenario), rows_of(target.stores)
        for attack in group:
            target.put(call, start)
            turn = target.turn(call, [asked(attack.tool, attack.arguments)])
            assert_kept(scenario, start, target.state(call), turn, str(attack))
        assert wrongs(before, rows_of(target.stores), [call], target.lead) == [], [str(each) for each in group]
        target.forget(call)


def assert_kept(scenario: Scenario, before: CallState, after: CallState, turn: Turn, attack: str) -> None:
    """What the call's own state and the turn's end must not say after an attack."""
    assert (after.verified, after.confirmed, "booked" in after.done) == (False, False, False), attack
    assert after.agent == before.agent or let_in(scenario, before, after.agent), attack
    assert turn.state == "done", attack
    ending = turn.ending or {}
    assert ending["kind"] != "dial" or ending["number"] in DUTY, attack


def let_in(scenario: Scenario, before: CallState, agent: str) -> bool:
    """Whether the agent that was active hands off to that one unasked, and that one may be entered from this state."""
    allowed = any(each.to == agent and each.unasked for each in scenario.agent(before.agent).handoffs)
    return allowed and may_enter(Target.of(scenario.agent(agent)), before) is None


@pytest.mark.parametrize(("name", "agent"), GROUPS)
def test_a_loop_ends(name: str, agent: str, target: Victim) -> None:
    """A model that asks for one tool for ever is stopped by the bound on rounds, and the caller hears something."""
    scenario = SCENARIOS[name]
    tool = tools_of(scenario, scenario.agent(agent))[0].name
    call = target.call(scenario)
    target.put(call, state_at(scenario, agent))
    turn = target.turn(call, *([asked(tool, number=at)] for at in range(1_000)))
    assert len(target.model.requests) <= scenario.limits.rounds
    assert turn.state == "done"
    assert turn.sentences
    assert len(turn.tool_calls) <= scenario.limits.rounds


def test_a_million_characters_are_refused_unread(target: Victim) -> None:
    call = target.call(SCENARIOS["sales"])
    turn = target.turn(call, [asked("create_task", {"kind": "question", "text": MILLION})])
    [stored] = turn.tool_calls
    assert stored["status"] == "invalid_arguments"
    assert len(stored["arguments"]) <= 1_000


def test_the_checks_can_fail(target: Victim) -> None:
    """What the attacks are held against notices each kind of wrong."""
    scenario = SCENARIOS["sales"]
    call = target.call(scenario)
    before = rows_of(target.stores)
    other = target.stores.leads.get(target.others.lead_id)
    target.stores.leads.update(other.id, notes="changed")
    target.stores.leads.update(target.lead.id, name="Somebody Else")
    task = target.stores.tasks.add("callback", "x" * 9_000, lead_id=other.id)
    found = wrongs(before, rows_of(target.stores), [call], target.lead)
    assert [each.partition(":")[0] for each in found] == [
        f"leads ({other.id},)",
        f"tasks ({task.id},) is new",
        f"('tasks', ({task.id},))",
        "the lead's name was replaced",
    ]  # fmt: skip
    target.stores.leads.update(other.id, notes="secret notes")
    target.stores.leads.update(target.lead.id, name="David Cohen")
    target.forget(call, task.id)
