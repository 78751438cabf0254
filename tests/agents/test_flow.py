"""Flows are checked before the first call, and replayed without effects."""

from dataclasses import replace

from tests.agents.samples import AGENT, ASK, FLOW, STATE, TOOLS, Counter
from voicebot.agents.flow import Flow, Invoke, Move, Route, Step, check
from voicebot.agents.replay import replay
from voicebot.agents.types import Heard

NAMES = {each.name for each in TOOLS}


def test_a_sound_flow_has_nothing_wrong() -> None:
    assert check(FLOW, NAMES) == []


def test_what_is_wrong_is_told() -> None:
    flow = Flow(
        start="a",
        greeted="a",
        steps={
            "a": Step("a", ASK, (Route(Move(next="nowhere")),), otherwise=Move(call=Invoke("fly"))),
            "island": Step("island", ASK, (), otherwise=Move()),
        },
        results={"swim": {"*": Move()}},
    )
    assert set(check(flow, NAMES)) == {
        "unknown step 'nowhere'",
        "unknown tool 'fly'",
        "results of unknown tool 'swim'",
        "step 'island' is never reached",
    }


def test_conditions_of_a_route_all_have_to_hold() -> None:
    route = Route(Move(), intents=("yes", "interested"), chosen=True, when=lambda state: state.step == "ask")
    assert route.fits(Heard("", "", ("interested",), chosen=1), STATE)
    assert not route.fits(Heard("", "", ("interested",)), STATE)
    assert not route.fits(Heard("", "", ("no",), chosen=1), STATE)
    assert not route.fits(Heard("", "", ("yes",), chosen=1), STATE.but(step="more"))


def test_a_route_before_all_others_wins_at_every_step() -> None:
    heard = Heard("", "", ("goodbye", "yes"))
    assert FLOW.answer(heard, STATE) is FLOW.always[0].move


def test_replaying_causes_no_effect() -> None:
    context = Counter()
    state = replay(AGENT, STATE, Heard("Yes", "", ("yes",)), context)
    assert context.noted == []
    assert state == STATE


def test_replaying_asks_tools_that_only_read() -> None:
    looking = replace(FLOW.steps["ask"], otherwise=Move(call=Invoke("look"), ask=False))
    agent = replace(AGENT, flow=replace(FLOW, steps={**FLOW.steps, "ask": looking}))
    state = replay(agent, STATE, Heard("Hm"), Counter())
    assert (state.stage, state.step) == ("looked", "more")
