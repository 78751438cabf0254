"""A model's hand-off waits for the caller's own newest words: a yes to its question, or asking for it themselves."""

import json

import pytest

from tests.apps import ON_SQLITE, AppFactory
from tests.conversation.talking import SID, Talk
from tests.fakes import FakeTranslator, Round, ScriptedModel, calls, says
from tests.job_offers import import_example
from voicebot.agents.state import CallState
from voicebot.services import Vendors

WISH = "אני רוצה פנסיה"
NOTED = calls(
    "note_answer", json.dumps({"name": None, "location": None, "need": "Pension", "goal": "x", "timing": None})
)
ADVICE = says("Shall we go on to some short advice?")
GO_ON = says("What matters most to you?")


def hand(to: str) -> Round:
    return calls("handoff", json.dumps({"to": to, "reason": "The caller agreed."}))


def talk(app_factory: AppFactory, scenario: str, *rounds: Round) -> Talk:
    model = ScriptedModel(*rounds)
    worker = app_factory(Vendors(models=(model,), translators=(FakeTranslator(),)), scenario=scenario)
    worker.hook("/twilio/voice", SID)
    return Talk(worker)


def handed(call: Talk) -> list[str]:
    """How the call's hand-offs ended."""
    turns = call.worker.turns(SID)
    return [each["status"] for turn in turns for each in turn.tool_calls if each["name"] == "handoff"]


def agent(call: Talk) -> str:
    return CallState.model_validate(call.worker.call(SID).state).agent


def funnel(app_factory: AppFactory, words: tuple[str, ...], *rounds: Round) -> tuple[list[str], str]:
    """A call to the lead funnel: how its hand-offs ended, and who has the caller."""
    call = talk(app_factory, "lead_funnel", *rounds)
    for each in words:
        call.says(each)
    return handed(call), agent(call)


@ON_SQLITE
def test_a_model_that_hands_off_at_once_is_refused(app_factory: AppFactory) -> None:
    assert funnel(app_factory, (WISH,), NOTED, hand("advisor"), ADVICE) == (["ask_first"], "qualifier")


@ON_SQLITE
@pytest.mark.parametrize(
    "answer", ["לא", "לא, תודה, אני לא רוצה", "אולי אחר כך", "כמה זה עולה?", "כן, אבל לא עכשיו", "כן?"]
)
def test_without_a_plain_yes_it_is_refused(app_factory: AppFactory, answer: str) -> None:
    call = talk(app_factory, "lead_funnel", NOTED, ADVICE, hand("advisor"), says("All right."), hand("advisor"))
    call.says(WISH)
    call.says(answer)
    assert "handed_over" not in handed(call)
    assert agent(call) == "qualifier"


@ON_SQLITE
@pytest.mark.parametrize("answer", ["כן", "כן, בוא נמשיך", "יאללה", "בטח", "מעוניין"])
def test_after_a_yes_the_agent_is_entered(app_factory: AppFactory, answer: str) -> None:
    assert funnel(app_factory, (WISH, answer), NOTED, ADVICE, hand("advisor"), GO_ON) == (["handed_over"], "advisor")


@ON_SQLITE
def test_after_a_refusal_its_own_question_and_a_yes_it_is_entered(app_factory: AppFactory) -> None:
    """Also where the words of the question name nothing that the scenario knows."""
    rounds = (NOTED, hand("advisor"), says("Does that sound good to you?"), hand("advisor"), GO_ON)
    assert funnel(app_factory, (WISH, "כן"), *rounds) == (["ask_first", "handed_over"], "advisor")


@ON_SQLITE
def test_a_yes_to_another_question_is_none(app_factory: AppFactory) -> None:
    rounds = (NOTED, says("Is it for yourself?"), hand("advisor"), ADVICE)
    assert funnel(app_factory, (WISH, "כן"), *rounds) == (["ask_first"], "qualifier")


@ON_SQLITE
def test_an_old_yes_does_not_count(app_factory: AppFactory) -> None:
    rounds = (NOTED, ADVICE, says("How old are you?"), hand("advisor"), ADVICE)
    assert funnel(app_factory, (WISH, "כן", "בת ארבעים"), *rounds) == (["ask_first"], "qualifier")


@ON_SQLITE
def test_a_yes_to_whether_anybody_is_there_is_none(app_factory: AppFactory) -> None:
    """The caller did not answer, was asked "are you there?", and says yes to that."""
    assert funnel(app_factory, (WISH, "", "כן"), NOTED, ADVICE, hand("advisor"), ADVICE) == (["ask_first"], "qualifier")


def offers(
    app_factory: AppFactory, words: str, to: str, *asked: Round, at: tuple[str, str] = ("info_desk", "topic")
) -> tuple[list[str], str]:
    """A verified recruiter says that at this agent and step, and the model hands off; "כן" answers what it asked."""
    go_on = says("Gladly.")
    call = talk(app_factory, "job_offer", *asked, hand(to), go_on)
    import_example(call.worker.stores)
    state = CallState.model_validate(call.worker.call(SID).state)
    there = state.but(agent=at[0], step=at[1], verified=True, fields={"recruiter": "1"})
    call.worker.stores.calls.save_state(
        call.worker.call(SID).id, there.model_dump(mode="json"), call.worker.call(SID).state_version
    )
    for each in (*(("השמיים כחולים",) if asked else ()), words):
        call.says(each)
    return handed(call), agent(call)


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "to", "status"),
    [
        ("אפשר לקבוע ראיון?", "scheduling", "handed_over"),
        ("אני רוצה לדבר על ההצעה", "negotiation", "handed_over"),
        ("אני רוצה לדבר על ההצעה", "scheduling", "ask_first"),
        ("אני לא רוצה לקבוע פגישה", "scheduling", "ask_first"),
        ("השמיים כחולים היום", "negotiation", "ask_first"),
    ],
)
def test_what_callers_ask_for_themselves_needs_no_question(
    app_factory: AppFactory, words: str, to: str, status: str
) -> None:
    assert offers(app_factory, words, to)[0] == [status]


@ON_SQLITE
@pytest.mark.parametrize(
    ("to", "how"), [("negotiation", (["ask_first"], "info_desk")), ("scheduling", (["handed_over"], "scheduling"))]
)
def test_asked_for_one_and_handed_to_another_is_refused(
    app_factory: AppFactory, to: str, how: tuple[list[str], str]
) -> None:
    assert offers(app_factory, "כן", to, says("Shall we set up a meeting?")) == how


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("ממליצים", "handed_over"),
        ("ספרי לי על התואר", "handed_over"),
        ("כמה שנים היא בתחום?", "handed_over"),
        ("לא, לא ממליצים", "ask_first"),
        ("אל תספרי לי על התואר", "ask_first"),
        ("השמיים כחולים היום", "ask_first"),
        ("כן", "ask_first"),
    ],
)
def test_what_the_profile_has_words_for_is_asked_for_as_rules_understand_it(
    app_factory: AppFactory, words: str, status: str
) -> None:
    assert offers(app_factory, words, "info_desk", at=("main", "what"))[0] == [status]


@ON_SQLITE
def test_words_of_the_profile_ask_for_nobody_but_the_information_desk(app_factory: AppFactory) -> None:
    assert offers(app_factory, "ממליצים", "negotiation", at=("main", "what")) == (["ask_first"], "main")
