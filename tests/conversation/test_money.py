"""What vendors were paid is counted with the call, once, whatever became of the turn."""

from collections.abc import Sequence

import pytest

from stores.errors import Conflict, StoreUnavailable
from tests.apps import AppFactory
from tests.builders import Worker
from tests.fakes import FakeTranslator, ScriptedModel
from voicebot.agents.model import ModelEvent, ModelRequest, TextDelta, Usage
from voicebot.services import Vendors
from voicebot.settings import Settings

SID = "CA" + "5" * 32
PRICES = Settings.from_env({"PRICES": "scripted=100/1000"}).prices
COSTS = 1_000 * 100 + 20 * 1_000
"""Millionths of a dollar for one answer of the model below."""


def answers(_: ModelRequest) -> Sequence[ModelEvent]:
    return TextDelta("What happens with a new lead today?"), Usage(1_000, 20)


def says(worker: Worker) -> None:
    worker.hook("/twilio/process-speech?turn=1", SID, SpeechResult="השמיים כחולים היום")
    worker.settle()


@pytest.fixture
def priced(app_factory: AppFactory) -> Worker:
    vendors = Vendors(models=(ScriptedModel(answers),), translators=(FakeTranslator(),))
    worker = app_factory(vendors, prices=PRICES)
    worker.hook("/twilio/voice", SID)
    return worker


def spent(worker: Worker) -> int:
    return worker.stores.guards.spent_on(worker.call(SID).id)


def test_of_a_turn_that_is_answered(priced: Worker) -> None:
    says(priced)
    assert spent(priced) == COSTS


@pytest.mark.parametrize("error", [RuntimeError, Conflict, StoreUnavailable])
def test_of_a_turn_that_fails(priced: Worker, monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    """Its last transaction, in which the money would be stored, is the one that fails."""
    real, tries = priced.stores.calls.save_state, []

    def broken(*given: object) -> int:
        tries.append(given)
        if len(tries) == 1:
            raise error
        return real(*given)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(priced.stores.calls, "save_state", broken)
    says(priced)
    assert tries
    assert spent(priced) == COSTS


def test_of_a_turn_that_is_lost_to_another_owner(app_factory: AppFactory) -> None:
    def overtaken(request: ModelRequest) -> Sequence[ModelEvent]:
        call = worker.call(SID)
        worker.stores.turns.retake(call.id, 1, "another", worker.turns(SID)[1].epoch)
        return answers(request)

    vendors = Vendors(models=(ScriptedModel(overtaken),), translators=(FakeTranslator(),))
    worker = app_factory(vendors, prices=PRICES, reply_wait_s=0.0)
    worker.hook("/twilio/voice", SID)
    says(worker)
    assert worker.turns(SID)[1].owner == "another"
    assert spent(worker) == COSTS
