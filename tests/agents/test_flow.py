"""Flows are checked before the first call, and replayed without effects."""

from dataclasses import replace

from tests.agents.samples import AGENT, ASK, FLOW, SCENARIO, STATE, TOOLS, Counter
from voicebot.agents.flow import Flow, Invoke, Move, Route, Step, check
from voicebot.agents.replay import replay
from voicebot.agents.types import Heard, ParsedTime

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
    state = replay(SCENARIO, STATE, Heard("Yes", "", ("yes",)), context)
    assert context.noted == []
    assert state == STATE


def test_replaying_asks_tools_that_only_read() -> None:
    looking = replace(FLOW.steps["ask"], otherwise=Move(call=Invoke("look"), ask=False))
    agent = replace(AGENT, flow=replace(FLOW, steps={**FLOW.steps, "ask": looking}))
    scenario = replace(SCENARIO, agents={"counter": agent})
    state = replay(scenario, STATE, Heard("Hm"), Counter())
    assert (state.stage, state.step) == ("looked", "more")


def test_a_route_may_want_a_time_a_word_or_a_language() -> None:
    time = ParsedTime("2026-11-24T10:00:00+02:00", has_date=True, has_hour=True)
    assert Route(Move(), timed=True).fits(Heard("", time=time), STATE)
    assert not Route(Move(), timed=True).fits(Heard(""), STATE)
    assert Route(Move(), words=frozenset({"here"})).fits(Heard("He is here."), STATE)
    assert not Route(Move(), words=frozenset({"here"})).fits(Heard("There he is."), STATE)
    assert Route(Move(), speaks="ru").fits(Heard("", speaks="ru"), STATE)
    assert not Route(Move(), speaks="ru").fits(Heard(""), STATE)


def test_a_named_time_is_plain_data() -> None:
    assert ParsedTime("2026-11-24T10:00:00+02:00", has_date=True, has_hour=True).local == "2026-11-24T10:00"
    day = ParsedTime("2026-11-24T00:00:00+02:00", has_date=True, has_hour=False)
    assert (day.day, day.hour, day.local) == ("2026-11-24", None, "2026-11-24")
