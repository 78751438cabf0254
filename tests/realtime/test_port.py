"""One call's engine, without any stream: tools, the record, money, times and traces."""

import json
from contextlib import AbstractContextManager
from typing import Any

from tests.apps import ON_SQLITE, AppFactory
from tests.builders import API_KEY, Worker
from tests.observability.test_spans import Noted
from tests.realtime.porting import opened
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
    port.record(Heard(1, "תודה רבה על הזמן, יום נעים ולהתראות."))
    port.record(Spoke(1, "תודה רבה על הזמן, יום נעים ולהתראות.", fixed=True))
    port.finish(Finish("caller_left", "stop"), {})
    turn = said(worker)["turns"][1]
    english = "Thank you very much for your time. Have a nice day, goodbye."
    assert turn["heard_he"] == "תודה רבה על הזמן, יום נעים ולהתראות."
    assert turn["said"] == [{"he": "תודה רבה על הזמן, יום נעים ולהתראות.", "en": english, "kind": "fixed"}]
