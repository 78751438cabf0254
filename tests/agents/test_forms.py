"""Forms: values are read by the field, read back, kept after a yes, corrected at any time, given up after the tries."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from language.phrases import Phrase
from tests.agents.samples import LINES
from tests.fakes import ScriptedModel, calls, says
from voicebot.agents.flow import Flow, Move
from voicebot.agents.forms import Field, FieldValue, form_flow, form_tools, instructions_of, says_no
from voicebot.agents.model import UserMessage
from voicebot.agents.rules import RuleModel
from voicebot.agents.state import CallState
from voicebot.agents.turn import Called, Finished, Said, TurnInput, run_turn
from voicebot.agents.types import Agent, Heard, Scenario

DONE, HELP = Phrase("סיימנו.", "All done."), Phrase("מישהו יעזור.", "Somebody will help.")


def reading(pattern: str, name: str) -> Field:
    def read(heard: Heard) -> FieldValue | None:
        found = re.search(pattern, heard.text)
        return FieldValue(found[0], Phrase(found[0], found[0])) if found else None

    return Field(
        name,
        Phrase(f"מה {name}?", f"Which {name}?"),
        Phrase(f"שוב, מה {name}?", f"Again, which {name}?"),
        Phrase("{value}, נכון?", "{value}, right?"),
        f"the {name}",
        read,
        examples=("12",),
        named=lambda heard: name in heard.text,
    )


FIELDS = (reading(r"\d+", "number"), reading(r"\b[a-z]+@[a-z.]+\b", "mail"))
FORM = form_flow(FIELDS, done=Move((DONE,), ask=False), give_up=Move((HELP,), ask=False))
AGENT = Agent("form", "Fill it.", form_tools(FIELDS), Flow(FORM.start, FORM.start, FORM.steps, results=FORM.results))
SCENARIO = Scenario("form", "form", {"form": AGENT}, LINES)
YES, NO = ("yes",), ("no",)


@dataclass
class Talk:
    """A talk by rules, or by the models that are given; `says` gives what is answered."""

    state: CallState = field(default_factory=lambda: CallState(scenario="form", agent="form", step="number"))
    models: tuple[Any, ...] = (RuleModel(),)
    statuses: list[str] = field(default_factory=list)
    scenario: Scenario = SCENARIO

    def says(self, text: str, *intents: str, agreed: bool = False) -> list[str]:
        state = self.state.but(confirmed=agreed)
        heard = UserMessage(Heard(text, "", intents))
        given: TurnInput[Any] = TurnInput(self.scenario, state, (heard,), self.models, None)
        answered: list[str] = []
        for event in run_turn(given):
            match event:
                case Said(en):
                    answered.append(en)
                case Called(_, result, _):
                    self.statuses.append(result.status)
                case Finished(state):
                    self.state = state
        return answered

    def agrees(self) -> list[str]:
        return self.says("Yes", *YES, agreed=True)


def test_each_value_is_read_back_and_kept_after_a_yes() -> None:
    talk = Talk()
    assert talk.says("It is 45") == ["45, right?"]
    assert talk.state.fields == {}
    assert talk.agrees() == ["Which mail?"]
    assert talk.state.fields == {"number": "45"}
    assert talk.says("dana@here.il") == ["dana@here.il, right?"]
    assert talk.agrees() == ["All done."]
    assert talk.state.fields == {"number": "45", "mail": "dana@here.il"}
    assert talk.state.unconfirmed is None


def test_a_yes_to_something_else_keeps_nothing() -> None:
    talk = Talk()
    talk.says("45")
    assert talk.says("Yes, but", *YES) == ["45, right?"]
    assert talk.state.fields == {}


def test_what_is_never_understood_at_the_read_back_gives_the_field_up() -> None:
    talk = Talk()
    talk.says("45")
    assert [talk.says("Hm") for _ in range(3)] == [["45, right?"], ["45, right?"], ["Somebody will help."]]
    assert talk.statuses[-1] == "gave_up"
    assert talk.state.unconfirmed is None


WHICH = Phrase("מה לתקן?", "Which one?")


def hinting(*, plates_from: int) -> Scenario:
    """A number and plates of one thing; "the truck" may be either."""

    def read(least: int) -> Callable[[Heard], FieldValue | None]:
        def found(heard: Heard) -> FieldValue | None:
            code = re.search(rf"\d{{{least},}}", heard.text)
            return FieldValue(code[0], Phrase(code[0], code[0])) if code else None

        return found

    hints = lambda heard: "truck" in heard.text  # noqa: E731
    fields = (
        replace(reading("", "number"), read=read(1), hinted=hints),
        replace(reading("", "plates"), read=read(plates_from), hinted=hints),
    )
    form = form_flow(fields, done=Move((DONE,), ask=False), give_up=Move((HELP,), ask=False), which=WHICH)
    flow = Flow(form.start, form.start, form.steps, results=form.results)
    return replace(SCENARIO, agents={"form": Agent("form", "Fill it.", form_tools(fields), flow)})


def test_a_value_that_one_of_two_fields_can_hold_corrects_that_one() -> None:
    talk = Talk(scenario=hinting(plates_from=4))
    talk.says("789")
    talk.agrees()
    talk.says("12345")
    assert talk.says("Yes, but the truck is 780") == ["780, right?"]
    assert talk.agrees() == ["Which plates?"]
    assert talk.state.fields == {"number": "780"}


def test_what_is_to_be_corrected_is_asked_where_it_is_unclear() -> None:
    talk = Talk(scenario=hinting(plates_from=4))
    talk.says("789")
    talk.agrees()
    talk.says("12345")
    assert talk.says("yes but 78") == ["Which one?"]
    assert talk.says("Never mind", *NO) == ["12345, right?"]
    assert talk.says("something must be changed, it is a mistake") == ["Which one?"]
    assert talk.says("the number is 780") == ["780, right?"]


def test_another_value_is_read_back_anew() -> None:
    talk = Talk()
    talk.says("45")
    assert talk.says("No, it is 54", *NO) == ["54, right?"]
    talk.agrees()
    assert talk.state.fields == {"number": "54"}


def test_an_earlier_field_is_corrected_and_the_form_goes_on() -> None:
    talk = Talk()
    talk.says("45")
    talk.agrees()
    assert talk.says("wait, the number is 46") == ["46, right?"]
    assert talk.state.fields == {}, "what was wrong is not kept"
    assert talk.agrees() == ["Which mail?"]


def test_a_field_that_is_only_called_wrong_is_asked_for_again() -> None:
    talk = Talk()
    talk.says("45")
    talk.agrees()
    assert talk.says("no, the number is wrong", *NO) == ["Which number?"]


NAME = replace(reading(r"\b(?:Dana|Noa)\b", "name"), free=True, named=lambda heard: "name" in heard.text)


def names(*, denies: Callable[[Heard], bool]) -> Scenario:
    form = form_flow((NAME,), done=Move((DONE,), ask=False), give_up=Move((HELP,), ask=False), denies=denies)
    flow = Flow(form.start, form.start, form.steps, results=form.results)
    return replace(SCENARIO, agents={"form": Agent("form", "Fill it.", form_tools((NAME,)), flow)})


@pytest.mark.parametrize("intents", [("no",), ("wrong_number",)])
def test_any_no_corrects_a_free_value(intents: tuple[str, ...]) -> None:
    talk = Talk(CallState(scenario="form", agent="form", step="name"), scenario=names(denies=says_no))
    talk.says("It is Dana")
    assert talk.says("that is Noa", *intents) == ["Noa, right?"]
    assert talk.says("that is all", *intents) == ["Again, which name?"]


def test_a_scenario_may_tell_a_no_by_its_words() -> None:
    denies = names(denies=lambda heard: heard.text.startswith("wrong"))
    talk = Talk(CallState(scenario="form", agent="form", step="name"), scenario=denies)
    talk.says("It is Dana")
    assert talk.says("that is Noa") == ["Dana, right?"], "words that need not be a name change nothing"
    assert talk.says("wrong, that is Noa") == ["Noa, right?"]
    assert talk.says("wrong again") == ["Again, which name?"]


def test_after_the_tries_somebody_helps() -> None:
    talk = Talk()
    assert talk.says("the white one") == ["Again, which number?"]
    talk.says("45")
    assert talk.says("No", *NO) == ["Again, which number?"]
    assert talk.says("no idea", *NO) == ["Somebody will help."]
    assert talk.state.tries == {"number": 3}


def test_a_model_only_says_what_it_heard_and_rules_read_it_back() -> None:
    fill = calls("fill_field", json.dumps({"name": "number", "value": "it is 45, I think"}))
    talk = Talk(models=(ScriptedModel(fill), RuleModel()))
    assert talk.says("forty-five, I think") == ["45, right?"]


@pytest.mark.parametrize(
    ("tool", "arguments", "status"),
    [
        ("confirm_field", {"name": "number"}, "nothing_read_back"),
        ("fill_field", {"name": "shoe", "value": "45"}, "no_such_field"),
        ("fill_field", {"name": "number", "value": "9" * 10_000}, "invalid_arguments"),
        ("reject_field", {"name": "shoe"}, "no_such_field"),
    ],
)
def test_a_model_keeps_nothing_by_itself(tool: str, arguments: dict[str, str], status: str) -> None:
    talk = Talk(models=(ScriptedModel(calls(tool, json.dumps(arguments)), says("Hm.")), RuleModel()))
    talk.says("Hm")
    assert (talk.statuses, talk.state.fields) == ([status], {})


def test_a_model_that_agrees_for_the_caller_is_not_believed() -> None:
    fill = calls("fill_field", json.dumps({"name": "number", "value": "45"}))
    talk = Talk(models=(ScriptedModel(fill), RuleModel()))
    talk.says("45")
    talk.models = (ScriptedModel(calls("confirm_field", '{"name": "number"}')), RuleModel())
    assert talk.says("Well") == ["45, right?"]
    assert talk.state.fields == {}


def test_the_prompt_names_fields_and_examples() -> None:
    assert instructions_of(FIELDS).splitlines()[0] == "- number: the number Examples: 12."
