"""Approved answers by their id, and questions that are left for the team."""

import pytest

from language.phrases import Phrase
from tests.tools.desks import Desk
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolCall, apply_tool
from voicebot.tools.answers import Approved, answering

ANSWER = Phrase("שבועיים, ‎לא יותר {company}.", "Two weeks {company}.")
TOOL = answering([Approved("start", ("כמה זמן", "How long?"), ANSWER, "How\nlong?")])


def give(desk: Desk, arguments: str) -> tuple[str, object]:
    state, result, actions = apply_tool(desk.state, ToolCall("1", TOOL.name, arguments), (TOOL,), desk.context)
    assert (state.but(tool_calls={}), actions) == (desk.state, ()), "an answer changes nothing"
    return result.status, result.values.get("answer")


def test_the_answer_comes_as_it_stands(desk: Desk) -> None:
    assert give(desk, '{"question_id": "start"}') == ("answered", ANSWER)
    assert TOOL.reads_only


def test_the_schema_lists_the_questions_on_one_line() -> None:
    about = TOOL.schema()["properties"]["question_id"]["description"]
    assert about.endswith('{"start": "How long?"}')
    assert "\n" not in about


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ('{"question_id": "price"}', "no_answer"),
        ('{"question_id": ""}', "invalid_arguments"),
        ('{"question_id": "../start"}', "invalid_arguments"),
        ('{"question_id": "start", "answer": "mine"}', "invalid_arguments"),
        ('{"question_id": "' + "a" * 3_000 + '"}', "invalid_arguments"),
        ("{}", "invalid_arguments"),
    ],
)
def test_nothing_else_is_an_answer(desk: Desk, arguments: str, status: str) -> None:
    assert give(desk, arguments) == (status, None)


def test_a_question_is_left_once_and_counted_once(desk: Desk) -> None:
    assert desk.uses("leave_question", question="כמה עובדים יש לכם?", english="How many are you?").status == (
        "question_left"
    )
    desk.uses("leave_question", question="תגידי, כמה עובדים יש אצלכם?", english=None)
    desk.uses("create_task", kind="question", text="עובדים, כמה יש לכם")
    (task,) = desk.stores.tasks.list().items
    assert (task.kind, task.text, task.call_id) == (
        "question", "How many are you? (כמה עובדים יש לכם?)", desk.context.call_id)  # fmt: skip
    (question,) = desk.stores.questions.list().items
    assert (question.count, question.sample) == (1, "כמה עובדים יש לכם?")
    assert "task" in desk.state.done


@pytest.mark.parametrize("question", ["", " ", "x" * 501])
def test_what_is_no_question(desk: Desk, question: str) -> None:
    assert desk.uses("leave_question", question=question, english=None).status == "invalid_arguments"
    assert desk.stores.questions.list().items == ()


def test_without_approved_answers_there_is_no_such_tool(desk: Desk) -> None:
    assert desk.uses("answer_question", question_id="start").status == "unknown_tool"
    assert desk.state.but(tool_calls={}) == CallState(scenario="sales", agent="sales", step="team")
