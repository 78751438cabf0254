"""How calls begin: which scenario, which greeting, whom we believe to talk to."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from language.phrases import Phrase
from stores.errors import StoreUnavailable
from stores.values import Lead
from tests.apps import ON_SQLITE, SOAK_ON_POSTGRES, AppFactory
from tests.builders import Worker, standard_form
from tests.caller import LEAD_NUMBER, OUR_NUMBER
from tests.fakes import FakeTelephone, FakeTranslator, ScriptedModel, says
from tests.phone.documents import document, said
from voicebot import services
from voicebot.agents.types import Scenario
from voicebot.scenarios import Company, checked_scenarios
from voicebot.services import Vendors

pytestmark = SOAK_ON_POSTGRES

SID = "CA" + "4" * 32
SECOND_NUMBER = "+97233760001"
HEBREW_CHARACTERS_PER_S = 14
CALL_STATUS = "/twilio/call-status"


@pytest.fixture
def lead(worker: Worker) -> Lead:
    return add_lead(worker)


def add_lead(worker: Worker) -> Lead:
    return worker.stores.leads.add(
        "David Cohen",
        LEAD_NUMBER,
        name_he="דוד כהן",
        company="Galil Systems",
        email="david@galil.example",
        notes="prefers mornings",
    )


def outbound_form(sid: str = SID, status: str = "in-progress") -> dict[str, str]:
    return standard_form(sid, OUR_NUMBER, LEAD_NUMBER) | {"Direction": "outbound-api", "CallStatus": status}


def test_a_greeting_stands_in_the_record_also_when_a_process_died_over_it(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is noted as a whole: whoever gets the repeated webhook would else take it for noted, and only say it."""

    def dies(*_: object, **__: object) -> int:
        raise StoreUnavailable("the process is gone")

    with monkeypatch.context() as patch:
        patch.setattr(worker.stores.turns, "append_sentence", dies)
        worker.hook("/twilio/voice", SID)
    heard = said(document(worker.hook("/twilio/voice", SID)))
    (greeting,) = worker.turns(SID)
    assert [each.he for each in greeting.sentences] == heard
    assert greeting.state == "done"


def test_the_called_number_chooses_the_scenario(app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    def two(company: Company) -> dict[str, Scenario]:
        sales = checked_scenarios(company)["sales"]
        greeting = Phrase("שלום, כאן התמיכה.", "Hello, this is support.")
        return {
            "sales": sales,
            "support": replace(sales, name="support", lines=replace(sales.lines, greeting=greeting)),
        }

    monkeypatch.setattr(services, "checked_scenarios", two)
    worker = app_factory(number_scenarios=((SECOND_NUMBER, "support"),))
    first = document(worker.post("/twilio/voice", standard_form("CA1", to=OUR_NUMBER)))
    second = document(worker.post("/twilio/voice", standard_form("CA2", to=SECOND_NUMBER)))
    asked = document(worker.post("/twilio/voice?scenario=support", standard_form("CA3", to=OUR_NUMBER)))
    assert [said(each) == ["שלום, כאן התמיכה."] for each in (first, second, asked)] == [False, True, True]
    assert [worker.call(sid).scenario for sid in ("CA1", "CA2", "CA3")] == ["sales", "support", "support"]
    assert "צוות" in said(document(worker.hook("/twilio/process-speech?turn=1", "CA2", SpeechResult="כן")))[1]


@ON_SQLITE
@pytest.mark.parametrize("name", ["unknown", "../sales", "SALES", "x" * 500, ""])
def test_an_unknown_scenario_is_the_default(worker: Worker, name: str) -> None:
    root = document(worker.hook(f"/twilio/voice?scenario={name}", SID))
    assert "העוזרת הדיגיטלית" in said(root)[0]
    assert "צוות" in said(document(worker.hook("/twilio/process-speech?turn=1", SID, SpeechResult="כן")))[1]


@ON_SQLITE
@pytest.mark.parametrize(
    "number", ["", "anonymous", "Anonymous", "+266696687", "restricted", "unavailable", "+7378742833", "client:bob"]
)
def test_a_withheld_number_has_its_own_greeting(worker: Worker, number: str) -> None:
    root = document(worker.post("/twilio/voice", standard_form(SID, number)))
    assert "חסוי" in said(root)[0]
    assert "העוזרת הדיגיטלית" in said(root)[0]
    assert "מוקלטת" in said(root)[0]
    assert (worker.call(SID).from_number, worker.call(SID).lead_id) == (None, None)


def test_a_number_that_fits_a_lead_is_a_hint_and_no_proof(app_factory: AppFactory) -> None:
    """Numbers can be forged: nothing stored is said, or given to the model."""
    model = ScriptedModel(says("Fine."))
    worker = app_factory(Vendors(models=(model,), translators=(FakeTranslator(),)))
    lead = add_lead(worker)
    greeting = document(worker.hook("/twilio/voice", SID))
    answer = document(worker.hook("/twilio/process-speech?turn=1", SID, SpeechResult="מי אני?"))
    assert worker.call(SID).lead_id == lead.id
    (request,) = model.requests
    seen = f"{said(greeting)} {said(answer)} {request.facts} {request.instructions} {request.messages} {request.values}"
    for stored in ("David", "דוד", "Cohen", "Galil", "david@", "mornings", LEAD_NUMBER):
        assert stored not in seen
    assert "not verified" in str(request.facts["lead"])


def test_whom_we_rang_we_know(app_factory: AppFactory) -> None:
    model = ScriptedModel(says("Fine."))
    worker = app_factory(Vendors(models=(model,), translators=(FakeTranslator(),)))
    add_lead(worker)
    worker.post("/twilio/voice", outbound_form())
    worker.post("/twilio/process-speech?turn=1", outbound_form() | {"SpeechResult": "מי זה?"})
    assert model.requests[0].facts["lead"]["name"] == "David Cohen"


# -- outbound


def test_outbound_starts_after_a_second_and_is_short(worker: Worker, lead: Lead) -> None:
    root = document(worker.post("/twilio/voice", outbound_form()))
    assert [each.tag for each in root] == ["Pause", "Gather", "Redirect"]
    assert root[0].get("length") == "1"
    (greeting,) = said(root)
    assert len(greeting) / HEBREW_CHARACTERS_PER_S <= 7
    assert all(words in greeting for words in ("העוזרת הדיגיטלית", "אלטה", "מוקלטת", "?"))


ORDERS = [
    ["voice"],
    ["status", "voice"],
    ["voice", "status"],
    ["early status", "voice"],
    ["early voice", "status"],
    ["answer", "status", "voice"],
    ["voice", "answer", "status"],
    ["status", "answer", "voice"],
    ["early status", "answer", "voice"],
    ["voice", "voice", "status", "status", "answer"],
]


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_a_placed_call_learns_its_sid_in_any_order(worker: Worker, lead: Lead, order: list[str]) -> None:
    """From the answer to our request, from the voice webhook, from a status; "early" ones do not name the call."""
    calls = worker.stores.calls
    placed = calls.place(
        lead.id, channel="turns", scenario="sales", language="he", from_number=OUR_NUMBER, to_number=LEAD_NUMBER
    )
    steps: dict[str, Callable[[], object]] = {
        "voice": lambda: worker.post(f"/twilio/voice?call={placed.id}", outbound_form()),
        "early voice": lambda: worker.post("/twilio/voice", outbound_form()),
        "status": lambda: worker.post(f"{CALL_STATUS}?call={placed.id}", outbound_form(status="ringing")),
        "early status": lambda: worker.post(CALL_STATUS, outbound_form(status="initiated")),
        "answer": lambda: calls.adopt(placed.id, SID),
    }
    for step in order:
        steps[step]()
    assert calls.by_sid(SID).id == placed.id
    assert calls.get(placed.id).lead_id == lead.id
    assert len(calls.list().items) == 1
    got = worker.post("/twilio/process-speech?turn=1", outbound_form() | {"SpeechResult": "כן"})
    assert "צוות" in said(document(got))[1]


@pytest.mark.parametrize("call_id", ["f" * 32, "nonsense", "", "' OR 1=1 --"])
def test_a_call_that_was_never_placed_is_held_all_the_same(worker: Worker, lead: Lead, call_id: str) -> None:
    root = document(worker.post(f"/twilio/voice?call={call_id.replace(' ', '%20')}", outbound_form()))
    assert "העוזרת הדיגיטלית" in said(root)[0]
    assert worker.call(SID).lead_id == lead.id


def test_another_call_cannot_take_a_placed_one(worker: Worker, lead: Lead) -> None:
    placed = worker.stores.calls.place(
        lead.id, channel="turns", scenario="sales", language="he", from_number=OUR_NUMBER, to_number=LEAD_NUMBER
    )
    worker.post(f"/twilio/voice?call={placed.id}", outbound_form("CA1"))
    worker.post(f"/twilio/voice?call={placed.id}", outbound_form("CA2"))
    assert worker.call("CA1").id == placed.id
    assert worker.call("CA2").id != placed.id


def test_a_call_placed_by_the_dialer_is_held_to_its_end(app_factory: AppFactory) -> None:
    telephone = FakeTelephone()
    worker = app_factory(Vendors(telephone=telephone))
    call = worker.services.dialer.call_lead(add_lead(worker).id)
    assert call.sid is not None
    (order,) = telephone.orders
    caller = worker.caller().is_called(call_sid=call.sid, voice_url=order.url)
    caller.says("לא מעוניין")
    assert caller.problems == []
    assert worker.stores.calls.get(call.id).outcome == "not_interested"
    assert len(worker.stores.calls.list().items) == 1
