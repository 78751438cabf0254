"""The loop of model and tools: bounded, truthful, and never dependent on one model."""

from typing import Any

import pytest

from tests.agents.samples import AGENT, SCENARIO, STATE, Counter
from tests.fakes import ScriptedModel, calls, says
from voicebot.agents.model import AssistantMessage, ChatModel, Message, ToolMessage, Usage, UserMessage
from voicebot.agents.rules import RuleModel
from voicebot.agents.state import CallState
from voicebot.agents.turn import MAX_SAID, Called, Failed, Finished, Said, TurnEvent, TurnInput, run_turn
from voicebot.agents.types import HangUp, Heard
from voicebot.errors import VendorTimeout, VendorUnavailable

DOWN = VendorUnavailable("openai", "chat")


def run(
    *models: ChatModel,
    heard: Heard | None = None,
    state: CallState = STATE,
    context: Counter | None = None,
    messages: tuple[Message, ...] | None = None,
) -> list[TurnEvent]:
    given: TurnInput[Any] = TurnInput(
        scenario=SCENARIO,
        state=state,
        messages=messages or (UserMessage(heard or Heard("Hello")),),
        models=models,
        context=context or Counter(),
    )
    return list(run_turn(given))


def spoken(events: list[TurnEvent]) -> list[str]:
    return [each.en for each in events if isinstance(each, Said)]


def finished(events: list[TurnEvent]) -> Finished:
    last = events[-1]
    assert isinstance(last, Finished)
    return last


def test_text_becomes_sentences_as_they_are_complete() -> None:
    model = ScriptedModel([*says("Good. How many do you"), *says(" need?"), Usage(10, 5)])
    events = run(model)
    assert spoken(events) == ["Good.", "How many do you need?"]
    assert finished(events).usage == Usage(10, 5)
    assert all(each.he is None for each in events if isinstance(each, Said))
    model.assert_complete()


def test_a_tool_runs_and_its_answer_goes_back_to_the_model() -> None:
    context = Counter()
    model = ScriptedModel(calls("note", '{"number": 4}'), says("I have noted it."))
    events = run(model, context=context)
    assert context.noted == [4]
    assert spoken(events) == ["I have noted it."]
    last = model.requests[1].messages[-1]
    assert isinstance(last, ToolMessage)
    assert last.result.data == {"number": 4}
    assert finished(events).state.step == "more"


def test_what_was_not_done_is_not_claimed() -> None:
    assert spoken(run(ScriptedModel(says("I have noted it. I have noted it again. Bye.")))) == [
        "I have not noted it yet.",
        "Bye.",
    ]


def test_a_refused_tool_proves_nothing() -> None:
    events = run(ScriptedModel(calls("note", '{"number": -4}'), says("I have noted it.")))
    assert spoken(events) == ["I have not noted it yet."]


def test_the_same_tool_for_ever_ends_after_six_rounds() -> None:
    model = ScriptedModel(*[calls("look")] * 6)
    events = run(model)
    assert len(model.requests) == SCENARIO.limits.rounds == 6
    assert sum(isinstance(each, Called) for each in events) == 6
    assert isinstance(events[-1], Finished)


def test_an_unknown_tool_is_told_to_the_model() -> None:
    model = ScriptedModel(calls("send_money"), says("Sorry."))
    run(model)
    last = model.requests[1].messages[-1]
    assert isinstance(last, ToolMessage)
    assert last.result.status == "unknown_tool"


def test_nothing_is_asked_after_the_call_was_ended() -> None:
    model = ScriptedModel(calls("hang_up", text="Goodbye."))
    events = run(model)
    assert finished(events).actions == (HangUp("done"),)
    assert spoken(events) == ["Goodbye."]
    model.assert_complete()


def test_what_was_done_is_told_before_the_call_ends() -> None:
    """A model that asks for the deed and the end in one breath can tell nothing of it: the claim was held back."""
    both = [*calls("note", '{"number": 9}', "I have noted it."), *calls("hang_up")]
    model = ScriptedModel(both, calls("hang_up", text="I have noted it. Goodbye."))
    events = run(model)
    assert spoken(events) == ["I have noted it.", "Goodbye."]
    assert finished(events).actions == (HangUp("done"),)
    model.assert_complete()


def test_a_model_that_will_not_tell_ends_the_call_all_the_same() -> None:
    model = ScriptedModel(calls("note", '{"number": 9}'), calls("hang_up"), calls("hang_up"))
    events = run(model)
    assert finished(events).actions == (HangUp("done"),)
    assert [each.result.status for each in events if isinstance(each, Called)] == ["noted", "not_yet", "ending"]


def test_what_is_no_matter_of_claims_ends_at_once() -> None:
    events = run(ScriptedModel([*calls("look"), *calls("hang_up")]))
    assert finished(events).actions == (HangUp("done"),)


def test_a_failing_model_hands_over_to_the_next() -> None:
    broken, good = ScriptedModel(DOWN, name="first"), ScriptedModel(says("Fine."), name="second")
    events = run(broken, good)
    assert [each.model for each in events if isinstance(each, Failed)] == ["first"]
    assert spoken(events) == ["Fine."]
    assert finished(events).model == "second"


def test_a_model_that_answers_nothing_counts_as_failed() -> None:
    events = run(ScriptedModel([], name="mute"), RuleModel())
    assert spoken(events) == ["How many?"]
    assert finished(events).model == "rules"


def test_rules_take_over_after_a_tool_that_already_ran() -> None:
    context = Counter()
    model = ScriptedModel(calls("note", '{"number": 9}'), VendorTimeout("openai", "chat"))
    events = run(model, RuleModel(), context=context)
    assert context.noted == [9]
    assert spoken(events) == ["I noted 9.", "How many?"]


def test_the_last_model_failing_is_an_error() -> None:
    with pytest.raises(VendorUnavailable):
        run(ScriptedModel(DOWN), ScriptedModel(DOWN))


def test_a_flood_of_text_is_cut() -> None:
    said = spoken(run(ScriptedModel(says("This is one sentence. " * 400))))
    assert MAX_SAID <= sum(map(len, said)) < MAX_SAID + 100


def test_the_model_sees_the_state_after_each_tool() -> None:
    model = ScriptedModel(calls("look"), says("Well."))
    run(model)
    assert [request.state.stage for request in model.requests] == [None, "looked"]
    assert model.requests[0].tools == AGENT.tools
    assert isinstance(model.requests[1].messages[1], AssistantMessage)


def test_rules_hold_the_conversation_alone() -> None:
    context = Counter()
    events = run(RuleModel(), heard=Heard("Yes", "כן", ("yes",)), context=context)
    assert context.noted == [3]
    said = [each for each in events if isinstance(each, Said)]
    assert [(each.he, each.en) for each in said] == [("רשמתי מספר.", "I noted 3."), ("כמה?", "How many?")]
    assert finished(events).state.step == "more"


def test_rules_stay_at_a_step_they_do_not_understand() -> None:
    events = run(RuleModel(), heard=Heard("Whatever"))
    assert spoken(events) == ["How many?"]
    assert finished(events).state.step == "ask"


def test_a_step_of_an_older_release_falls_back_to_the_first() -> None:
    assert spoken(run(RuleModel(), state=STATE.but(step="gone"))) == ["How many?"]
