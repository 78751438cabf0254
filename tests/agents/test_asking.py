"""The caller is asked before a hand-off: a model that has not asked is refused; rules ask by their flow."""

import json
from dataclasses import replace

from tests.agents.relay import AT_THE_DOOR, CLERK, RELAY, SHOWN
from tests.agents.test_handoff import after, run, statuses
from tests.fakes import Round, ScriptedModel, calls, says
from tests.rows import each_row
from voicebot.agents.handoff import asked_for, having_said, wished_by
from voicebot.agents.model import ToolMessage
from voicebot.agents.rules import RuleModel
from voicebot.agents.state import AskedHandoff, CallState
from voicebot.agents.tool import ToolCall
from voicebot.agents.types import HandOff, Heard
from voicebot.errors import VendorTimeout

SHOWN_PAPER = AT_THE_DOOR.but(**SHOWN)
AT_THE_DESK = CallState(scenario="relay", agent="clerk", step="desk").but(**SHOWN)


def hand(to: str) -> Round:
    return calls("handoff", json.dumps({"to": to, "reason": "The caller agreed, believe me."}))


def test_a_hand_off_without_a_question_is_refused_and_the_model_told_why() -> None:
    model = ScriptedModel(hand("clerk"), says("Shall we have it stamped?"))
    events = run(model, state=SHOWN_PAPER)
    assert statuses(events) == ["ask_first"]
    told = model.requests[1].messages[-1]
    assert isinstance(told, ToolMessage)
    assert "only after a yes" in told.result.data["error"]
    assert after(events).agent == "porter"
    assert after(events).asked_handoff == AskedHandoff(to="clerk", question="Shall we have it stamped?")


def test_after_a_refusal_nothing_is_asked_for_when_no_question_follows() -> None:
    events = run(ScriptedModel(hand("clerk"), says("One moment.")), state=SHOWN_PAPER)
    assert after(events).asked_handoff is None


def test_a_guard_comes_first_since_nobody_is_asked_for_what_cannot_be() -> None:
    assert statuses(run(ScriptedModel(hand("clerk"), says("Show me your paper.")))) == ["guarded"]


def test_a_hand_off_that_needs_no_question_is_made_at_once() -> None:
    assert statuses(run(ScriptedModel(hand("porter"), says("Yes?")), state=AT_THE_DESK)) == ["handed_over"]


def test_a_yes_is_good_for_one_hand_off() -> None:
    """Whoever is entered has asked nothing yet."""
    model = ScriptedModel(hand("clerk"), hand("judge"), says("Which number?"))
    events = run(model, state=SHOWN_PAPER.but(agreed_handoffs=("clerk", "judge")))
    assert statuses(events) == ["handed_over", "ask_first"]
    assert after(events).agent == "clerk"


def test_what_the_words_ask_for_stands_above_what_was_refused() -> None:
    """Refused for the porter's sake and asking for the judge: a yes is one to the judge."""
    desk = replace(CLERK, handoffs=(HandOff("porter"), HandOff("judge", asks=r"\bjudge\b")))
    scenario = replace(RELAY, agents={**RELAY.agents, "clerk": desk})
    model = ScriptedModel(hand("porter"), says("Shall we go to the judge?"))
    events = run(model, state=AT_THE_DESK, scenario=scenario)
    assert after(events).asked_handoff == AskedHandoff(to="judge", question="Shall we go to the judge?")


def test_a_model_s_own_question_counts_without_a_refused_call() -> None:
    events = run(ScriptedModel(says("It is stamped. Would you like to see the judge?")), state=AT_THE_DESK)
    assert after(events).asked_handoff == AskedHandoff(to="judge", question="Would you like to see the judge?")


def test_rules_go_on_as_their_flow_says() -> None:
    assert statuses(run(RuleModel(), state=SHOWN_PAPER)) == ["handed_over"]


def test_rules_that_take_over_after_a_refusal_answer_the_caller() -> None:
    """As if nobody had asked: the caller's yes leads where the flow leads it."""
    events = run(ScriptedModel(hand("clerk"), VendorTimeout("fake", "chat")), RuleModel(), state=SHOWN_PAPER)
    assert statuses(events) == ["ask_first", "handed_over"]
    events = run(
        ScriptedModel(hand("clerk"), VendorTimeout("fake", "chat")), RuleModel(), state=SHOWN_PAPER, heard=Heard("Hm")
    )
    assert statuses(events) == ["ask_first"]
    assert after(events).step == "door"


def test_no_vendor_can_say_that_rules_asked() -> None:
    """An id like a rule's makes no rule of it."""
    wish = [ToolCall("rule_1", "handoff", json.dumps({"to": "clerk", "reason": "Rules."}))]
    assert statuses(run(ScriptedModel(wish, says("Whom?")), state=SHOWN_PAPER)) == ["ask_first"]


@each_row(
    ("words", "to"),
    [
        ("Would you like to see the judge?", "judge"),
        ("The judge is free. Shall we?", "judge"),
        ("Shall we go to the judge? No hurry.", "judge"),
        ("The judge is free.", ""),
        ("Shall we go to the judge? Or is your name Cohen?", ""),
        ("I spoke to the judge. It is stamped. Anything else?", ""),
        ("", ""),
        ("?", ""),
    ],
)
def test_a_question_asks_for_a_hand_off(words: str, to: str) -> None:
    assert asked_for(CLERK, words) == to


def test_a_question_that_fits_two_hand_offs_asks_for_neither() -> None:
    desk = replace(CLERK, handoffs=(HandOff("porter", asks="porter"), HandOff("judge", asks="judge")))
    assert asked_for(desk, "To the porter or to the judge?") == ""


def test_another_answer_takes_the_question_back() -> None:
    asked = AT_THE_DESK.but(asked_handoff=AskedHandoff(to="judge", question="See the judge?"))
    assert having_said(asked, CLERK, ["It is stamped."]).asked_handoff is None


def test_words_of_the_caller_s_own_ask_for_it() -> None:
    assert wished_by(CLERK.handoffs, Heard("I want to see the judge")) == ("judge",)
    assert wished_by(CLERK.handoffs, Heard("Yes")) == ()
