"""No question is asked for ever: what is not understood is asked in other words, and then a person is offered."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from language.phrases import Phrase
from tests.agents.samples import AGENT, ASK, FLOW, LINES, SCENARIO, STATE, Counter
from tests.fakes import ScriptedModel, says
from voicebot.agents.flow import LOST_STEP, Flow, Invoke, Move, Route, Step
from voicebot.agents.model import UserMessage
from voicebot.agents.rules import RuleModel
from voicebot.agents.state import CallState
from voicebot.agents.stuck import ASIDES, ROUNDS
from voicebot.agents.tool import ToolResult, tool
from voicebot.agents.turn import Finished, Said, TurnInput, run_turn
from voicebot.agents.types import Heard, Scenario

UNCLEAR = (Phrase("לא הבנתי.", "I did not understand."), Phrase("עדיין לא.", "Still not."))
NOT_A_NUMBER = Phrase("כמה, במספר?", "How many, as a number?")
HELP, THE_END = Phrase("שמישהו יעזור?", "Shall somebody help?"), Phrase("נחזור אליכם.", "We will call.")
PRICE, WEIGHED = Phrase("חינם.", "It is free."), Phrase("רשמתי.", "Noted.")


@tool
def weigh(context: Any, state: CallState, words: str) -> ToolResult:
    """Look whether the words are any use.

    words: what was said
    """
    return ToolResult("useful" if "?" in words else "useless")


WEIGH = Move(call=Invoke("weigh", lambda heard, _state: {"words": heard.text}), ask=False)
LOST = Step(LOST_STEP, HELP, (), otherwise=Move((THE_END,), call=Invoke("hang_up"), ask=False))
ASKED = replace(
    FLOW.steps["ask"],
    routes=(
        *FLOW.steps["ask"].routes,
        Route(Move((PRICE,)), intents=("price",)),
        Route(Move(), intents=("repeat",)),
        Route(Move(missed=True), intents=("later",)),
        Route(Move(next="weighed"), intents=("no",)),
    ),
)
WEIGHED_STEP = Step("weighed", ASK, (Route(Move(next="ask"), intents=("no",)),), otherwise=WEIGH)
RESULTS = {**FLOW.results, "weigh": {"useful": Move((WEIGHED,)), "*": Move()}}
STEPS = {**FLOW.steps, "ask": ASKED, "weighed": WEIGHED_STEP, LOST_STEP: LOST}
STUCK_FLOW = replace(FLOW, steps=STEPS, results=RESULTS)
Q = ASK.en


def of(flow: Flow) -> Scenario:
    agent = replace(AGENT, flow=flow, tools=(*AGENT.tools, weigh))
    return replace(SCENARIO, agents={"counter": agent}, lines=replace(LINES, unclear=UNCLEAR))


@dataclass
class Talk:
    """A talk by rules, or by the models that are given."""

    scenario: Scenario = field(default_factory=lambda: of(STUCK_FLOW))
    state: CallState = STATE
    models: tuple[Any, ...] = (RuleModel(),)

    def says(self, text: str = "Hm", *intents: str, greets: bool = False) -> list[str]:
        heard = UserMessage(Heard(text, "", intents, greets=greets))
        events = list(run_turn(TurnInput(self.scenario, self.state, (heard,), self.models, Counter())))
        self.state = next(each.state for each in events if isinstance(each, Finished))
        return [each.en for each in events if isinstance(each, Said)]


def test_what_is_not_understood_is_asked_in_other_words_and_then_given_up() -> None:
    talk = Talk()
    assert [talk.says() for _ in range(4)] == [[UNCLEAR[0].en, Q], [UNCLEAR[1].en, Q], [HELP.en], [THE_END.en]]
    assert talk.state.ended


def test_a_step_has_other_words_of_its_own() -> None:
    asking = replace(ASKED, again=NOT_A_NUMBER)
    talk = Talk(of(replace(STUCK_FLOW, steps={**STEPS, "ask": asking})))
    assert [talk.says() for _ in range(3)] == [[NOT_A_NUMBER.en], [UNCLEAR[1].en, Q], [HELP.en]]


def test_a_step_gives_up_in_its_own_way() -> None:
    asking = replace(ASKED, lost=Move((PRICE,), next="more"))
    talk = Talk(of(replace(STUCK_FLOW, steps={**STEPS, "ask": asking})))
    assert [talk.says() for _ in range(3)][-1] == [PRICE.en, Q]
    assert talk.state.step == "more"


def test_without_a_step_for_it_the_question_stays() -> None:
    talk = Talk(of(FLOW))
    assert [talk.says() for _ in range(5)][-1] == [Q]


def test_known_words_that_answer_nothing_count_as_well() -> None:
    talk = Talk()
    talk.says("Later", "later")
    assert talk.says("Later", "later") == [UNCLEAR[1].en, Q]


def test_what_was_answered_or_repeated_is_no_failure() -> None:
    talk = Talk()
    talk.says()
    assert talk.says("Good morning", greets=True) == [Q]
    assert talk.says("What does it cost?", "price") == [PRICE.en, Q]
    assert talk.says("Again", "repeat") == [Q]
    assert talk.says() == [UNCLEAR[1].en, Q]


@pytest.mark.parametrize(("words", "intent"), [("What does it cost?", "price"), ("Again", "repeat")])
def test_nor_is_it_done_for_ever(words: str, intent: str) -> None:
    talk = Talk()
    answers = [talk.says(words, intent) for _ in range(ASIDES + 1)]
    assert {each[-1] for each in answers[:-1]} == {Q}
    assert answers[-1][-1] == HELP.en
    assert [talk.says("Again", "repeat") for _ in range(ASIDES + 1)][-1] == [THE_END.en]


def test_a_step_at_which_the_call_is_held_has_no_such_bound() -> None:
    talk = Talk(of(replace(STUCK_FLOW, steps={**STEPS, "ask": replace(ASKED, most=None)})))
    assert [talk.says("Again", "repeat") for _ in range(3 * ASIDES)][-1] == [Q]


def test_what_a_tool_finds_no_use_for_counts_and_what_it_notes_does_not() -> None:
    talk = Talk(state=STATE.but(step="weighed"))
    assert talk.says() == [UNCLEAR[0].en, Q]
    assert talk.says("May I ask?") == [WEIGHED.en, Q]
    assert talk.says() == [UNCLEAR[1].en, Q]
    assert talk.says() == [HELP.en]


def test_the_count_is_of_answers_in_a_row_at_one_step() -> None:
    talk = Talk()
    talk.says()
    talk.says()
    assert talk.says("No", "no") == [Q]
    assert talk.says() == [UNCLEAR[0].en, Q]
    talk.says("No", "no")
    assert talk.says() == [UNCLEAR[0].en, Q]


def test_a_model_that_answers_begins_the_count_anew() -> None:
    talk = Talk()
    talk.says()
    talk.models = (ScriptedModel(says("Let me see.")), RuleModel())
    talk.says()
    assert talk.state.stuck is None


def test_a_state_of_the_release_before_has_no_count() -> None:
    stored = STATE.model_dump(mode="json")
    del stored["stuck"]
    talk = Talk(state=CallState.model_validate(stored))
    assert talk.says() == [UNCLEAR[0].en, Q]


def test_a_talk_that_goes_round_ends_as_well() -> None:
    talk = Talk()
    answers = [talk.says("No", "no") for _ in range(2 * (ROUNDS * ASIDES + 1))]
    assert [HELP.en] in answers
    assert [talk.says(), talk.state.ended] == [[THE_END.en], True]


def test_a_person_is_offered_once() -> None:
    back = replace(LOST, routes=(Route(Move(next="ask"), intents=("yes",)),))
    talk = Talk(of(replace(STUCK_FLOW, steps={**STEPS, LOST_STEP: back})))
    assert [talk.says() for _ in range(3)][-1] == [HELP.en]
    assert talk.says("Yes", "yes") == [Q]
    assert [talk.says() for _ in range(3)][-1] == [THE_END.en]
