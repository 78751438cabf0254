"""One call's engine, without any stream: tools, the record, money, times and traces."""

import json
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest

from language.phrases import GOODBYE
from stores.errors import StoreError
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import API_KEY, Worker
from tests.caller import LEAD_NUMBER
from tests.interviews.making import made
from tests.job_offers import DANA, import_example
from tests.observability.test_spans import Noted
from tests.realtime.porting import opened
from tests.standins.interview_platform import CLIENT_ID, CLIENT_SECRET, PlatformStandIn
from tests.standins.wire import Answer, Asked
from voicebot.agents.tool import ToolCall
from voicebot.agents.types import HangUp
from voicebot.observability.spans import Scope
from voicebot.realtime.call_work import Observed
from voicebot.realtime.commands import (
    AskAgent,
    Billed,
    Exchange,
    Finish,
    Heard,
    RunTool,
    Spoke,
    Timed,
)
from voicebot.realtime.openai_events import session_update
from voicebot.realtime.usage import Usage

pytestmark = ON_SQLITE

AUDIO = Usage("gpt-realtime-2.1:audio", 1_000, 500)
"""$32 and $64 a million: 64 thousandths of a dollar."""
UNPRICED = Usage("gpt-realtime-9", 10)


def said(worker: Worker, name: str = "CA1") -> dict[str, Any]:
    answer = worker.client.get(f"/calls/{name}", headers={"X-API-Key": API_KEY})
    assert answer.status_code == 200
    shown: dict[str, Any] = answer.get_json()
    return shown


def test_what_the_voice_costs_is_charged_to_the_call_and_the_day(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = opened(worker).port
    port.record(Billed((AUDIO, UNPRICED)))
    port.record(Billed((AUDIO,)))
    assert worker.stores.guards.spent_on(worker.call("CA1").id) == 128_000
    assert worker.stores.guards.spent_today() == 128_000
    port.finish(Finish("caller_left", "stop"), {})
    shown = said(worker)
    assert shown["usd"] == "0.128"
    assert shown["stream"]["used"]["gpt-realtime-2.1:audio"] == {
        "input_tokens": 2_000, "output_tokens": 1_000, "seconds": 0,
    }  # fmt: skip
    metrics = worker.client.get("/metrics", headers={"X-API-Key": API_KEY}).text
    assert 'voicebot_tokens_total{direction="in",model="gpt-realtime-2.1:audio"} 2000.0' in metrics
    assert 'voicebot_money_usd_total{model="gpt-realtime-2.1:audio"} 0.128' in metrics
    assert 'voicebot_unpriced_total{model="gpt-realtime-9"} 1.0' in metrics


def test_what_is_only_estimated_is_marked_in_the_record(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = opened(worker).port
    port.record(Billed((AUDIO, replace(AUDIO, estimated=True))))
    port.finish(Finish("caller_left", "stop"), {})
    assert said(worker)["stream"]["used"]["gpt-realtime-2.1:audio"] == {
        "input_tokens": 2_000, "output_tokens": 1_000, "seconds": 0, "estimated_tokens": 1_500,
    }  # fmt: skip


def test_seconds_that_are_only_estimated_are_marked_too(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = opened(worker).port
    port.record(Billed((Usage("gpt-live-1.1", seconds=7), Usage("gpt-live-1.1", seconds=4, estimated=True))))
    port.finish(Finish("caller_left", "stop"), {})
    assert said(worker)["stream"]["used"]["gpt-live-1.1"] == {
        "input_tokens": 0, "output_tokens": 0, "seconds": 11, "estimated_seconds": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("spoken", "scenario", "written"),
    [("he-IL", "sales", "he"), ("en-US", "sales", "en"), ("es-US", "driver_checkin", "es")],
)
def test_the_caller_is_written_down_in_the_call_s_language(
    app_factory: AppFactory, spoken: str, scenario: str, written: str
) -> None:
    plan = opened(app_factory(whole=True, caller_language=spoken, scenario=scenario)).plan
    heard = session_update(plan.persona, plan.options)["session"]["audio"]["input"]
    assert heard["transcription"]["languages"] == [written]


def test_times_stand_in_the_turn_and_add_up_for_the_call(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = opened(worker).port
    for exchange, ms in ((1, 700), (2, 500)):
        port.record(Exchange(exchange))
        port.record(Heard(exchange, "כן"))
        port.record(Timed(exchange, "first_audio", ms))
    port.finish(Finish("fallback", "drain"), {"interrupted": 2})
    shown = said(worker)
    assert [turn["timings"].get("first_audio") for turn in shown["turns"]] == [None, 700.0, 500.0]
    assert shown["stream"]["first_audio_ms"] == 1200
    assert shown["stream"]["first_audios"] == 2
    assert shown["stream"]["interrupted"] == 2
    metrics = worker.client.get("/metrics", headers={"X-API-Key": API_KEY}).text
    assert 'voicebot_first_word_seconds_sum{since="stream"} 1.2' in metrics
    assert 'voicebot_streams_total{ended="fallback",model="gpt-realtime-2.1"} 1.0' in metrics
    assert 'voicebot_interruptions_total{model="gpt-realtime-2.1"} 2.0' in metrics
    assert 'voicebot_failovers_total{ability="voice",link="gpt-realtime-2.1",to="turns"} 1.0' in metrics


def test_a_tool_takes_effect_and_is_stored_before_it_is_answered(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = opened(worker).port
    port.record(Exchange(1))
    port.record(Heard(1, "כן, אפשר לקבוע"))
    done = port.tool(RunTool(ToolCall("call_1", "offer_meeting_slots", "{}"), 1))
    answer = json.loads(done.output)
    assert answer["status"] == "offered"
    assert len(answer["say_in_hebrew"]) == len((worker.call("CA1").state or {})["offered"])
    port.finish(Finish("hung_up", "said", HangUp("declined")), {})
    (turn,) = [each for each in said(worker)["turns"] if each["tool_calls"]]
    assert "tool" in turn["timings"]
    assert said(worker)["stream"]["tools"] == 1
    assert worker.turns("CA1")[-1].ending == {"kind": "hangup", "reason": "declined"}


def test_a_realtime_voice_verifies_by_the_callers_words_and_keeps_no_code(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True, scenario="job_offer")
    import_example(worker.stores)
    port = opened(worker).port

    def hears(exchange: int, words: str, tool: str, **arguments: str) -> str:
        port.record(Exchange(exchange))
        port.record(Heard(exchange, words))
        done = port.tool(RunTool(ToolCall(f"call_{exchange}", tool, json.dumps(arguments)), exchange))
        return str(json.loads(done.output)["status"])

    assert hears(1, "לגבי ההצעה", "handoff", to="authentication", reason="the offer") == "handed_over"
    name, company, position, code = DANA
    assert hears(2, name, "note_caller", name=name, company=company, position=position) == "need_code"
    assert hears(3, "אין לי", "verify_caller") == "no_code_heard"
    assert hears(4, code, "verify_caller") == "verified"
    assert hears(5, "נדבר על ההצעה", "handoff", to="negotiation", reason="the offer") == "handed_over"
    assert hears(6, "כן, נכון", "confirm_current_offer", right="true") == "countered"
    kept = [(each.heard_he, each.heard_en) for each in worker.turns("CA1")]
    assert "(ספרות)" in str(kept)
    assert code not in str(kept)
    assert (worker.call("CA1").state or {})["verified"]


def test_a_tool_that_is_not_the_agent_s_is_answered_and_changes_nothing(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = opened(worker).port
    before = worker.call("CA1").state
    port.record(Heard(1, "כן"))
    done = port.tool(RunTool(ToolCall("call_1", "give_refund", "{}"), 1))
    assert json.loads(done.output)["status"] == "unknown_tool"
    assert worker.call("CA1").state == before


def test_a_stream_is_one_trace_and_each_piece_of_its_work_a_span(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    book: list[str] = []

    def begin(name: str, **attributes: Any) -> AbstractContextManager[None]:
        return Scope(Noted(name, book), root=True)

    port = opened(worker, observed=Observed(worker.services.observability.meter, begin)).port
    port.record(Heard(1, "שלום"))
    port.tool(RunTool(ToolCall("call_1", "offer_meeting_slots", "{}"), 1))
    port.agent(AskAgent("d1", "כן", 2))
    port.finish(Finish("caller_left", "stop"), {})
    ended = [each for each in book if "{" not in each]
    assert ended[0] == "/stream/record"
    assert "/stream/tool" in ended
    assert "/stream/agent/turn" in ended
    assert ended[-1] == "/stream"


def test_what_was_cut_off_and_said_stands_in_both_languages(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = opened(worker).port
    port.record(Exchange(1))
    port.record(Heard(1, GOODBYE.he))
    port.record(Spoke(1, GOODBYE.he, fixed=True))
    port.finish(Finish("caller_left", "stop"), {})
    turn = said(worker)["turns"][1]
    assert turn["heard_he"] == GOODBYE.he
    (sentence,) = turn["said"]
    assert (sentence["he"], sentence["en"], sentence["kind"]) == (GOODBYE.he, GOODBYE.en, "fixed")


def test_no_transaction_is_open_while_a_platform_is_asked(app_factory: AppFactory) -> None:
    """Another worker writes meanwhile: while a transaction was open on SQLite it would have to wait for it."""
    with PlatformStandIn() as platform:
        keys = {"vh_m2m_client_id": CLIENT_ID, "vh_m2m_client_secret": CLIENT_SECRET}
        worker = app_factory(whole=True, scenario="interview", vh_api_base_url=platform.url, **keys)
        platform.sessions["s-1"] = "scheduled"
        made(worker, interviewId="s-1", phone=LEAD_NUMBER)
        wrote: list[str] = []

        def while_asked(asked: Asked) -> Answer:
            if asked.path.startswith("/api/interviews/"):
                try:
                    wrote.append(worker.stores.leads.add("Noa", f"+97254000000{len(wrote)}").name)
                except StoreError as error:
                    wrote.append(type(error).__name__)
            return PlatformStandIn.answer(platform, asked)

        platform.answer = while_asked  # type: ignore[method-assign]  # one more thing happens while it answers
        port = opened(worker).port
        port.record(Exchange(1))
        port.record(Heard(1, "כן, אפשר להתחיל"))
        done = port.tool(RunTool(ToolCall("call_1", "check_session", "{}"), 1))
    assert json.loads(done.output)["status"] == "valid"
    assert wrote == ["Noa"]
    assert worker.turns("CA1")[-1].tool_calls[-1]["name"] == "check_session", "it is noted all the same"
