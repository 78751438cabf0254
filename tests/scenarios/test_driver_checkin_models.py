"""A check-in with a scripted model: it only passes words on, and what it does beyond that has no effect."""

import json

import pytest

from tests.apps import ON_SQLITE, AppFactory
from tests.conversation.talking import SID, Talk
from tests.fakes import FakeTranslator, Round, ScriptedModel, calls, says
from voicebot.agents.state import CallState, Unconfirmed
from voicebot.services import Vendors


def talk(app_factory: AppFactory, model: ScriptedModel, **changes: object) -> Talk:
    vendors = Vendors(models=(model,), translators=(FakeTranslator(),))
    worker = app_factory(vendors, scenario="driver_checkin", **changes)
    worker.hook("/twilio/voice", SID)
    return Talk(worker)


def fill(name: str, value: str) -> Round:
    return calls("fill_field", json.dumps({"name": name, "value": value}))


def confirm(name: str) -> Round:
    return calls("confirm_field", json.dumps({"name": name}))


@ON_SQLITE
def test_a_model_passes_words_on_and_the_rules_read_back(app_factory: AppFactory) -> None:
    model = ScriptedModel(
        fill("driver_name", "יוסי כהן"), confirm("driver_name"),
        fill("tractor_number", "ארבעים וחמש"), confirm("tractor_number"),
    )  # fmt: skip
    call = talk(app_factory, model)
    assert call.says("יוסי כהן") == ["השם הוא יוסי כהן, נכון?"]
    assert call.says("כן") == ["מה מספר המשאית?"]
    assert call.says("ארבעים וחמש") == ["מספר המשאית הוא ארבע חמש, נכון?"]
    assert call.says("כן") == ["מה מספר הרישוי של המשאית?"]
    state = CallState.model_validate(call.worker.call(SID).state)
    assert state.fields == {"driver_name": "יוסי כהן", "tractor_number": "45"}


@ON_SQLITE
@pytest.mark.parametrize(
    "asked",
    [
        calls("save_checkin"),
        confirm("eta"),
        fill("eta", "whenever"),
        fill("driver_name", "x" * 3_000),
        calls("use_language", '{"language": "xx"}'),
        calls("handoff", '{"to": "anybody", "reason": "now"}'),
    ],
)
def test_a_model_that_runs_ahead_stores_nothing(app_factory: AppFactory, asked: Round) -> None:
    call = talk(app_factory, ScriptedModel(asked, says("May I begin?")))
    assert call.says("אולי")
    assert call.worker.stores.checkins.list().items == ()
    assert call.worker.stores.jobs.list().items == ()
    assert CallState.model_validate(call.worker.call(SID).state).fields == {}


@ON_SQLITE
def test_on_a_spanish_call_a_model_writes_spanish_and_nobody_translates(app_factory: AppFactory) -> None:
    model = ScriptedModel(says("Buenos días. ¿Podemos empezar?"))
    translator = FakeTranslator()
    worker = app_factory(
        Vendors(models=(model,), translators=(translator,)), scenario="driver_checkin", caller_language="es-US"
    )
    caller = worker.caller().calls()
    assert caller.says("hola, quería registrarme").heard == ["Buenos días.", "¿Podemos empezar?"]
    assert model.requests[0].facts["caller_language"] == "Spanish"
    assert translator.asked == []
    (turn,) = worker.turns(caller.call_sid)[1:]
    assert (turn.heard_he, turn.heard_en) == (None, "hola, quería registrarme")


@ON_SQLITE
@pytest.mark.parametrize(
    "moment", ["2026-13-45T99:99", "2026-02-30T10:00", "0001-01-01T00:00", "9999-12-31T24:00", "0000-00-00T00:00"]
)
def test_a_moment_that_there_is_not_is_asked_for_again(app_factory: AppFactory, moment: str) -> None:
    call = talk(app_factory, ScriptedModel(fill("eta", moment)))
    assert call.says("אולי")
    [turn] = [each for each in call.worker.turns(SID) if each.tool_calls]
    assert (turn.state, [each["status"] for each in turn.tool_calls]) == ("done", ["unclear_eta"])


@ON_SQLITE
def test_a_name_that_looks_like_a_moment_is_no_harm(app_factory: AppFactory) -> None:
    """Whatever a model puts down as read back: the next utterance is heard all the same."""
    call = talk(app_factory, ScriptedModel(says("May I begin?"), says("May I begin?")))
    state = CallState.model_validate(call.worker.call(SID).state)
    odd = Unconfirmed(field="driver_name", value="2026-13-45T99:99", he="יוסי", en="Yossi")
    stored = state.but(unconfirmed=odd).model_dump(mode="json")
    call.worker.stores.calls.save_state(call.worker.call(SID).id, stored, call.worker.call(SID).state_version)
    assert call.says("כן")
    assert [each.state for each in call.worker.turns(SID) if each.number] == ["done"]
    assert not [each for each in call.worker.turns(SID) if (each.ending or {}).get("kind") == "failed"]
