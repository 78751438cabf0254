"""Caps as callers and users of the API meet them: decided in the database, for all workers at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.apps import SOAK_ON_POSTGRES, AppFactory
from tests.builders import Worker
from tests.caller import LEAD_NUMBER
from tests.fakes import FakeTelephone
from voicebot.guards.caps import BUSY
from voicebot.services import Vendors

pytestmark = SOAK_ON_POSTGRES


def is_busy(document: str) -> bool:
    """Whether it is the fixed line and a hang-up, and nothing else."""
    busy = BUSY.he in document
    if busy:
        assert document.count("<Say") == 1
        assert "<Hangup" in document
        assert "<Gather" not in document
    return busy


def arrivals(workers: list[Worker], calls: int, number: Callable[[int], str]) -> list[bool]:
    """So many calls at once, at the workers in turn: for each whether all lines were busy."""
    start = threading.Barrier(calls)

    def arrive(each: int) -> bool:
        worker = workers[each % len(workers)]
        start.wait(20)
        return is_busy(worker.hook("/twilio/voice", f"CA{each}", From=number(each)).text)

    with ThreadPoolExecutor(calls) as threads:
        return list(threads.map(arrive, range(calls)))


def test_two_workers_share_the_last_places(app_factory: AppFactory) -> None:
    workers = [app_factory(max_live_calls=3), app_factory(max_live_calls=3)]
    busy = arrivals(workers, 8, lambda each: f"+9725455501{each:02}")
    assert busy.count(False) == 3
    refused = [workers[0].call(f"CA{each}") for each, told in enumerate(busy) if told]
    assert {(call.outcome, call.ended_at is not None) for call in refused} == {("refused", True)}
    # A place that is given back is the next one's, on either worker.
    held = f"CA{busy.index(False)}"
    workers[0].hook("/twilio/call-status", held, CallStatus="completed", CallDuration="9")
    assert not is_busy(workers[1].hook("/twilio/voice", "CA100").text)
    assert is_busy(workers[0].hook("/twilio/voice", "CA101").text)


def test_a_number_has_its_own_places(app_factory: AppFactory) -> None:
    workers = [app_factory(max_live_calls_per_number=2), app_factory(max_live_calls_per_number=2)]
    assert arrivals(workers, 5, lambda _: LEAD_NUMBER).count(False) == 2
    assert not is_busy(workers[0].hook("/twilio/voice", "CA100", From="+972545550177").text)


def test_a_number_has_so_many_calls_a_day(app_factory: AppFactory) -> None:
    worker = app_factory(max_calls_per_number_per_day=2)
    said = []
    for each in range(3):
        said.append(is_busy(worker.hook("/twilio/voice", f"CA{each}").text))
        worker.hook("/twilio/call-status", f"CA{each}", CallStatus="completed")
    assert said == [False, False, True]


def test_when_the_days_money_is_spent_no_call_is_held(app_factory: AppFactory) -> None:
    worker = app_factory(max_micro_usd_per_day=1_000_000)
    worker.hook("/twilio/voice", "CA1")
    worker.stores.guards.spend(worker.call("CA1").id, 999_999)
    assert not is_busy(worker.hook("/twilio/voice", "CA2").text)
    worker.stores.guards.spend(worker.call("CA2").id, 1)
    assert is_busy(worker.hook("/twilio/voice", "CA3").text)
    # Calls that are held go on.
    assert not is_busy(worker.hook("/twilio/process-speech?turn=1", "CA1", SpeechResult="כן").text)


def test_a_refused_call_stays_refused_and_leaves_nothing(app_factory: AppFactory) -> None:
    worker = app_factory(max_live_calls=1)
    worker.hook("/twilio/voice", "CA1")
    first = worker.hook("/twilio/voice", "CA2").text
    worker.hook("/twilio/call-status", "CA1", CallStatus="completed")
    assert is_busy(first)
    assert worker.hook("/twilio/voice", "CA2").text == first
    assert is_busy(worker.hook("/twilio/process-speech?turn=1", "CA2", SpeechResult="כן").text)
    worker.hook("/twilio/call-status", "CA2", CallStatus="completed", CallDuration="3")
    call = worker.call("CA2")
    assert (call.outcome, call.status, call.state, worker.turns("CA2")) == ("refused", "completed", None, ())


def test_a_call_that_is_held_is_not_asked_again(app_factory: AppFactory) -> None:
    worker = app_factory(max_live_calls=1)
    first = worker.hook("/twilio/voice", "CA1").text
    assert worker.hook("/twilio/voice", "CA1").text == first
    assert not is_busy(first)


def test_a_status_that_comes_before_the_call_takes_no_place(app_factory: AppFactory) -> None:
    worker = app_factory(max_live_calls=1)
    worker.hook("/twilio/call-status", "CA1", CallStatus="ringing")
    assert not is_busy(worker.hook("/twilio/voice", "CA2").text)
    assert is_busy(worker.hook("/twilio/voice", "CA1").text)


def test_a_placed_call_was_admitted_when_it_was_placed(app_factory: AppFactory) -> None:
    worker = app_factory(Vendors(telephone=FakeTelephone()), max_live_calls=1)
    lead = worker.stores.leads.add("Noa Levi", LEAD_NUMBER)
    placed = worker.services.dialer.call_lead(lead.id)
    assert is_busy(worker.hook("/twilio/voice", "CA9", From="+972545550177").text)
    answered = worker.hook(f"/twilio/voice?call={placed.id}", placed.sid or "", Direction="outbound-api")
    assert not is_busy(answered.text)
    assert worker.call(placed.sid or "").state is not None


def test_outbound_calls_carry_the_fallback_outside_the_app(app_factory: AppFactory) -> None:
    telephone = FakeTelephone()
    worker = app_factory(Vendors(telephone=telephone), fallback_url="https://files.example/fallback.xml")
    worker.services.dialer.call_lead(worker.stores.leads.add("Noa Levi", LEAD_NUMBER).id)
    assert [order.fallback_url for order in telephone.orders] == ["https://files.example/fallback.xml"]
