"""What one call's engine tells its session of the call: what is asked by now, and in which language."""

from tests.apps import ON_SQLITE, AppFactory
from tests.caller import LEAD_NUMBER
from tests.interviews.making import PIN, made
from tests.realtime.porting import opened
from voicebot.agents.tool import ToolCall
from voicebot.realtime.commands import AskAgent, Exchange, Heard, KeepAgent, RunRules, RunTool
from voicebot.realtime.ports import Opened

pytestmark = ON_SQLITE


def checked_in(app_factory: AppFactory) -> Opened:
    call = opened(app_factory(whole=True, scenario="driver_checkin"))
    call.port.record(Exchange(1))
    call.port.record(Heard(1, "English, please"))
    return call


def test_a_tool_that_chooses_a_language_brings_the_lines_in_it(app_factory: AppFactory) -> None:
    call = checked_in(app_factory)
    done = call.port.tool(RunTool(ToolCall("call_1", "use_language", '{"language": "en"}'), 1))
    assert done.persona
    assert "Speak English only" in done.persona.instructions
    assert not done.persona.fresh
    assert done.persona.wording
    assert done.persona.wording.language == "en"
    assert done.persona.wording.lines.goodbye != call.plan.lines.goodbye
    again = call.port.tool(RunTool(ToolCall("call_2", "use_language", '{"language": "en"}'), 1))
    assert again.persona is None


def test_so_does_our_agent_s_answer(app_factory: AppFactory) -> None:
    call = checked_in(app_factory)
    done = call.port.agent(AskAgent("d1", "English, please", 1))
    assert done.persona
    assert done.persona.wording
    assert done.persona.wording.language == "en"


def test_the_agent_that_stays_after_a_failed_hand_off_is_told_the_language(app_factory: AppFactory) -> None:
    call = checked_in(app_factory)
    call.port.tool(RunTool(ToolCall("call_1", "use_language", '{"language": "en"}'), 1))
    kept = call.port.keep(KeepAgent("", 1)).persona
    assert kept
    assert "Speak English only" in kept.instructions
    assert not kept.fresh


def test_a_code_that_is_keyed_begins_the_interview_and_is_not_kept(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True, scenario="interview")
    made(worker, phone=LEAD_NUMBER)
    call = opened(worker)
    assert call.plan.patient == "yes_no_or_code"
    call.port.record(Exchange(1))
    call.port.record(Heard(1, "", PIN))
    heard = worker.turns("CA1")[1]
    assert heard.heard_en
    assert PIN not in heard.heard_en
    done = call.port.rules(RunRules("", PIN, 1))
    assert done.patient == "dictation"
    answered = worker.turns("CA1")[1]
    assert [each["name"] for each in answered.tool_calls][:1] == ["check_pin"]
    assert PIN not in f"{answered.heard_en}{answered.heard_he}{answered.tool_calls}"
