"""A transfer: the telephone company takes the call out of its stream, and where it does not, the stream is closed."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from stores.errors import StoreError
from tests.apps import ON_SQLITE, AppFactory
from tests.fakes import FakeTelephone
from tests.jobs.waiting import until
from tests.realtime.looping import QUICK, STAYS, Loops, is_closed, started
from tests.realtime.porting import opened
from tests.realtime.streaming import MadeUp, Port, Told
from voicebot.agents.types import HangUp, Transfer
from voicebot.errors import VendorUnavailable
from voicebot.realtime.commands import Command, Finish
from voicebot.services import Vendors

TRANSFER = Finish("transferred", "said", Transfer("+972501234567", 1, "asks for a person"))
STOP = json.dumps({"event": "stop", "streamSid": "MZ1"})
PATIENT = replace(QUICK, redirect_s=60, leaves_s=60)


@dataclass
class Company:
    """A telephone company that is asked to take the call out of its stream. `waits`: it answers when it is let."""

    order: list[str] = field(default_factory=list)
    asked: threading.Event = field(default_factory=threading.Event)
    may_answer: threading.Event = field(default_factory=threading.Event)
    waits: bool = False
    error: Exception | None = None

    def leave(self) -> None:
        self.order.append("asked")
        self.asked.set()
        if self.waits:
            assert self.may_answer.wait(20)
        if self.error is not None:
            raise self.error


@dataclass
class Stores(Port):
    """An engine's port that stores how a call ends, or cannot."""

    order: list[str] = field(default_factory=list)

    def finish(self, how: Finish, figures: Mapping[str, Any]) -> None:
        if self.fails:
            raise self.fails
        self.order.append("stored")
        super().finish(how, figures)


def call(company: Company, finish: Finish = TRANSFER) -> MadeUp:
    """A call that ends like this when a key is pressed."""
    ends: dict[str, Callable[[], list[Command]]] = {**STAYS, "Key": lambda: [finish]}
    return MadeUp(Told(ends), Stores(order=company.order), leave=company.leave)


def press(engine: MadeUp, client: Any) -> None:
    until(lambda: "begin" in engine.session.seen, "the start")
    client.send(json.dumps({"event": "dtmf", "dtmf": {"digit": "0"}}))


def test_the_call_is_taken_out_of_its_stream_when_its_end_is_stored(loops: Loops) -> None:
    company = Company()
    engine = call(company)
    client = started(loops.make(engine, PATIENT))
    press(engine, client)
    assert company.asked.wait(20)
    assert company.order == ["stored", "asked"]
    assert not is_closed(client), "Twilio ends the stream itself"
    client.send(STOP)
    until(lambda: is_closed(client), "the close")
    assert company.order == ["stored", "asked"]


def test_a_stream_that_twilio_only_drops_is_over_too(loops: Loops) -> None:
    company = Company()
    engine = call(company)
    loop = loops.make(engine, PATIENT)
    client = started(loop)
    press(engine, client)
    assert company.asked.wait(20)
    client.close_socket()
    until(lambda: loop.calls == 0, "the count")


def test_a_stream_that_twilio_does_not_end_is_closed(loops: Loops) -> None:
    company = Company()
    engine = call(company)
    client = started(loops.make(engine, replace(PATIENT, leaves_s=0.1)))
    press(engine, client)
    until(lambda: is_closed(client), "the close")
    assert company.order == ["stored", "asked"]


def test_where_it_cannot_be_asked_the_stream_is_closed(loops: Loops) -> None:
    company = Company(error=VendorUnavailable("twilio", "redirect call"))
    engine = call(company)
    client = started(loops.make(engine, PATIENT))
    press(engine, client)
    until(lambda: is_closed(client), "the close")
    assert company.order == ["stored", "asked"]


def test_where_it_does_not_answer_in_time_the_stream_is_closed(loops: Loops) -> None:
    company = Company(waits=True)
    engine = call(company)
    client = started(loops.make(engine, replace(PATIENT, redirect_s=0.1)))
    press(engine, client)
    until(lambda: is_closed(client), "the close")
    company.may_answer.set()
    assert company.order == ["stored", "asked"]


def test_a_transfer_that_is_not_stored_is_not_asked_for(loops: Loops) -> None:
    company = Company()
    engine = call(company)
    engine.port.fails = StoreError()
    client = started(loops.make(engine, PATIENT))
    press(engine, client)
    until(lambda: is_closed(client), "the close")
    assert company.order == []


def test_without_a_telephone_company_the_stream_is_closed(loops: Loops) -> None:
    engine = call(Company())
    engine.leave = None
    client = started(loops.make(engine, PATIENT))
    press(engine, client)
    until(lambda: is_closed(client), "the close")
    assert engine.port.finished == [TRANSFER]


@pytest.mark.parametrize("finish", [Finish("hung_up", "said", HangUp("goodbye")), Finish("fallback", "drain")])
def test_every_other_end_closes_the_stream(loops: Loops, finish: Finish) -> None:
    company = Company()
    engine = call(company, finish)
    client = started(loops.make(engine, PATIENT))
    press(engine, client)
    until(lambda: is_closed(client), "the close")
    assert company.order == ["stored"]


def test_whoever_hangs_up_first_is_not_asked_for(loops: Loops) -> None:
    company = Company()
    engine = call(company)
    held, reached = threading.Event(), threading.Event()
    finish = engine.port.finish

    def slowly(how: Finish, figures: Mapping[str, Any]) -> None:
        reached.set()
        assert held.wait(20)
        finish(how, figures)

    engine.port.finish = slowly  # type: ignore[method-assign]  # it takes its time
    loop = loops.make(engine, replace(PATIENT, record_s=60))
    client = started(loop)
    press(engine, client)
    assert reached.wait(20)
    client.send(STOP)
    client.close_socket()
    (bridge,) = loop._bridges
    until(bridge._phone_gone.is_set, "the end of the stream to be seen")
    held.set()
    until(lambda: loop.calls == 0, "the count")
    assert company.order == ["stored"]


# -- the engine


@ON_SQLITE
def test_the_engine_sends_the_call_to_what_is_stored(app_factory: AppFactory) -> None:
    telephone = FakeTelephone()
    worker = app_factory(Vendors(telephone=telephone), whole=True)
    leave = opened(worker).leave
    assert leave is not None
    leave()
    base_url = worker.services.settings.base_url
    assert telephone.redirected == [("CA1", f"{base_url}/realtime/after#rc=2&rp=all")]


@ON_SQLITE
def test_without_an_account_there_is_nothing_to_ask(app_factory: AppFactory) -> None:
    assert opened(app_factory(whole=True)).leave is None
