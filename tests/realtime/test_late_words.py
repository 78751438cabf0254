"""Words that come late: a yes counts for what was read back before they were said, and only until more is said."""

import json

import pytest

from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Worker
from tests.realtime.porting import opened
from tests.realtime.test_port_handoffs import with_two_agents
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolCall
from voicebot.realtime import conversation_port
from voicebot.realtime.commands import Exchange, Heard, RunTool, Spoke
from voicebot.realtime.ports import CallPort

pytestmark = ON_SQLITE


@pytest.fixture
def worker(app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch) -> Worker:
    """Its tools do not wait for words, which are late here."""
    monkeypatch.setattr(conversation_port, "HEARD_S", 0.0, raising=False)
    return app_factory(whole=True)


def asks(port: CallPort, exchange: int, tool: str, **arguments: object) -> str:
    call = ToolCall(f"call_{exchange}_{tool}", tool, json.dumps(arguments))
    return str(json.loads(port.tool(RunTool(call, exchange)).output)["status"])


def says(port: CallPort, exchange: int, words: str) -> None:
    port.record(Exchange(exchange))
    port.record(Heard(exchange, words))


@pytest.fixture
def port(worker: Worker) -> CallPort:
    """Slots have been offered, and the first one is read back after the caller has chosen it, in exchange 2."""
    port = opened(worker).port
    says(port, 1, "אפשר לקבוע")
    assert asks(port, 1, "offer_meeting_slots") == "offered"
    says(port, 2, "הראשון")
    assert asks(port, 2, "read_back_slot", slot_index=1) == "read_back"
    return port


def state(worker: Worker) -> CallState:
    return CallState.model_validate(worker.call("CA1").state)


def test_a_yes_books_what_was_read_back(worker: Worker, port: CallPort) -> None:
    says(port, 3, "כן")
    assert asks(port, 3, "book_meeting", slot_index=2) == "not_confirmed"
    says(port, 4, "לא, את הראשון")
    assert asks(port, 4, "read_back_slot", slot_index=1) == "read_back"
    says(port, 5, "כן")
    assert asks(port, 5, "book_meeting", slot_index=1) == "booked"


def test_an_earlier_yes_is_none_to_what_was_said_since(worker: Worker, port: CallPort) -> None:
    says(port, 3, "כן")
    port.record(Exchange(4))  # "wait, rather not", which nobody has written down yet
    assert asks(port, 4, "book_meeting", slot_index=1) == "not_confirmed"
    port.record(Heard(4, "רגע, עדיף שלא"))
    assert asks(port, 4, "book_meeting", slot_index=1) == "not_confirmed"
    assert not worker.meetings()


def test_a_yes_that_comes_late_counts_once_it_is_there(worker: Worker, port: CallPort) -> None:
    port.record(Exchange(3))
    assert asks(port, 3, "book_meeting", slot_index=1) == "not_confirmed"
    port.record(Exchange(4))
    port.record(Heard(4, "כן"))
    assert asks(port, 4, "book_meeting", slot_index=1) == "booked"


def test_a_yes_to_something_else_confirms_nothing_that_was_read_back_after_it(worker: Worker, port: CallPort) -> None:
    """A yes to a question of the voice's own, and before it is written down another slot is read back."""
    port.record(Exchange(3))
    assert asks(port, 3, "read_back_slot", slot_index=2) == "read_back"
    port.record(Heard(3, "כן"))
    assert not state(worker).confirmed
    assert asks(port, 3, "book_meeting", slot_index=2) == "not_confirmed"
    assert state(worker).pending is not None
    says(port, 4, "כן")
    assert asks(port, 4, "book_meeting", slot_index=2) == "booked"


def test_a_yes_into_the_question_books_nothing(worker: Worker, port: CallPort) -> None:
    port.record(Exchange(3))
    port.record(Heard(3, "כן", early=True))
    assert asks(port, 3, "book_meeting", slot_index=1) == "not_confirmed"
    says(port, 4, "כן")
    assert asks(port, 4, "book_meeting", slot_index=1) == "booked"


def test_words_that_are_written_down_out_of_order_take_no_no_back(worker: Worker, port: CallPort) -> None:
    port.record(Exchange(3))
    port.record(Exchange(4))
    port.record(Heard(4, "לא, זה לא מתאים"))
    port.record(Heard(3, "כן"))
    assert not state(worker).confirmed
    assert asks(port, 4, "book_meeting", slot_index=1) == "not_confirmed"


def test_a_yes_before_a_hand_off_was_asked_for_agrees_to_none(worker: Worker) -> None:
    with_two_agents(worker, "history")
    port = opened(worker).port
    port.record(Exchange(1))
    handing = {"to": "booking", "reason": "The caller agreed."}
    assert asks(port, 1, "handoff", **handing) == "ask_first"
    port.record(Heard(1, "כן"))
    assert asks(port, 1, "handoff", **handing) == "ask_first"
    port.record(Spoke(1, "נקבע פגישה?"))
    says(port, 2, "כן")
    assert asks(port, 2, "handoff", **handing) == "handed_over"
