"""Every conversation of every scenario, by telephone and in text, with rules and with a model on the wire.

Each of the four ways has to leave the same facts. By telephone with rules is the way that the other three are held
against; what it leaves is in the tables of each scenario's own tests.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from _pytest.mark import ParameterSet

from tests.scenarios.ways import (
    FlowStandIn,
    Noting,
    Shadow,
    Ways,
    in_text,
    migrated,
    scenario_of,
    scripts,
    why_not_in_text,
)
from voicebot.clients.openai_chat import OpenAIChat

ALL = scripts()
SCENARIOS = ("sales", "job_offer", "lead_funnel", "interview", "driver_checkin")
SPOKEN = {name: script for name, script in ALL.items() if why_not_in_text(script) is None}
MODELLED = frozenset(name for name, script in ALL.items() if "model" not in script.excluded)
SAMPLE = frozenset({
    *("booking", "by_mail", "distress", "injection", "moves_own_booking", "optout", "person", "someone_else_cancels"),
    *("driver_checkin/corrects_an_earlier_one", "driver_checkin/hostile_orders", "driver_checkin/gives_up"),
    *("interview/follow_ups", "interview/injection", "interview/goes_back"),
    *("job_offer/negotiates", "job_offer/hostile_handed_over", "job_offer/schedules"),
    *("lead_funnel/whole_way", "lead_funnel/hostile_skip", "lead_funnel/removed_half_way"),
})  # fmt: skip
"""Of each scenario one of each kind of ending in `make test`, all of them in `make soak`."""
FEWEST, MOST_EXCLUDED = 12, 1 / 6
"""Conversations of a scenario, and the part of all of them that may not be held in text, whatever the reason."""


def some(names: Iterable[str]) -> list[ParameterSet]:
    """Those of the sample; the others are slow."""
    return [pytest.param(name, marks=() if name in SAMPLE else pytest.mark.slow) for name in names]


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    folder, shadow = tmp_path_factory.mktemp("ways"), Shadow()
    with FlowStandIn(shadow) as standin:
        model = Noting(OpenAIChat("a-key", standin.base_url, "gpt-6-luna"), shadow)
        made = Ways(migrated(f"sqlite:///{folder / 'voicebot.db'}"), shadow, model, folder)
        yield made
        made.close()


@pytest.mark.parametrize("name", some(name for name in ALL if name in MODELLED))
def test_with_a_model_on_the_wire(name: str, ways: Ways) -> None:
    assert ways.phoned(name, ALL[name], with_model=True) == ways.by_rules(name, ALL[name])


@pytest.mark.parametrize("name", some(SPOKEN))
def test_in_text(name: str, ways: Ways) -> None:
    assert ways.typed(name, ALL[name], with_model=False) == in_text(ways.by_rules(name, ALL[name]))


@pytest.mark.parametrize("name", some(name for name in SPOKEN if name in MODELLED))
def test_in_text_with_a_model(name: str, ways: Ways) -> None:
    assert ways.typed(name, ALL[name], with_model=True) == in_text(ways.by_rules(name, ALL[name]))


def test_the_sample_is_spread() -> None:
    assert set(SPOKEN) >= SAMPLE
    assert {scenario_of(ALL[name]) for name in SAMPLE} == set(SCENARIOS)


def test_few_are_held_by_telephone_alone() -> None:
    """Those that cannot be held in text, each with its reason."""
    kept = {name: why_not_in_text(script) for name, script in ALL.items() if name not in SPOKEN}
    assert len(kept) <= MOST_EXCLUDED * len(ALL), kept
    in_files = [name for name, script in ALL.items() if "text" in script.excluded]
    assert len(in_files) <= len(ALL) / 16, in_files


def test_few_are_held_by_rules_alone() -> None:
    """Those that the scripted model cannot hold, each with its reason in its file."""
    assert len(ALL) - len(MODELLED) <= len(ALL) / 50


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_enough_of_each_scenario_and_a_third_of_them_hostile_or_confused(scenario: str) -> None:
    kinds = Counter(script.kind for script in ALL.values() if scenario_of(script) == scenario)
    assert set(kinds) == {"plain", "confused", "hostile"}, "each file says what caller it is"
    assert kinds.total() >= FEWEST
    assert 3 * (kinds["confused"] + kinds["hostile"]) >= kinds.total()


def test_the_model_was_asked_and_asked_for_tools(ways: Ways) -> None:
    """Not the rules behind it: else the comparison above would say nothing."""
    before = ways.shadow.calls
    ways.phoned("booking", ALL["booking"], with_model=True)
    assert ways.shadow.calls - before >= 3
    stores = ways.worker(ALL["booking"], with_model=True).stores
    turns = stores.turns.for_call(stores.calls.list().items[0].id)
    assert {each.model for each in turns[1:]} >= {"openai"}
    assert all(not (each.links or {}).get("failures") for each in turns)
