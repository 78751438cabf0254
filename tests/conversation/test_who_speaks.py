"""Who is on the line, and who speaks: another person gets nothing of the lead's; lines agree with voice and lead."""

import json

import pytest

from language.phrases_other import CALL_BACK
from tests.apps import ON_SQLITE, SOAK_ON_POSTGRES, AppFactory
from tests.builders import Ears, Worker
from tests.caller import LEAD_NUMBER
from tests.conversation.talking import UNCLEAR
from tests.fakes import FakeTranslator, ScriptedModel, calls, says
from voicebot.services import Vendors

pytestmark = SOAK_ON_POSTGRES


def outbound(worker: Worker, gender: str | None = None) -> str:
    """The id of an outbound call to a lead, not yet answered."""
    known = {"gender": gender} if gender in {"m", "f"} else {}
    lead = worker.stores.leads.add(
        "David Cohen",
        LEAD_NUMBER,
        name_he="דוד",
        company="Galil",
        notes="secret notes",
        **known,  # type: ignore[arg-type]  # "m" or "f"
    )
    call = worker.stores.calls.place(
        lead.id, channel="turns", scenario="sales", language="he", from_number="+97233760000", to_number=LEAD_NUMBER
    )
    return call.id


@ON_SQLITE
def test_another_person_and_the_model_get_nothing_of_the_leads(app_factory: AppFactory) -> None:
    model = ScriptedModel(says("Fine, David."), says("Fine."), says("Fine."))
    worker = app_factory(Vendors(models=(model,), translators=(FakeTranslator(),)))
    caller = worker.caller().is_called(call_id=outbound(worker, "m"))
    caller.says(UNCLEAR)
    assert model.requests[0].facts["lead"]["name"] == "David Cohen"
    assert model.requests[0].state.gender == "m"
    caller.says("רגע, אני מעביר לה")
    assert any("העוזרת הדיגיטלית" in each for each in caller.heard)
    assert len(model.requests) == 1
    for _ in range(2):
        caller.says(UNCLEAR)
        request = model.requests[-1]
        seen = json.dumps(request.facts, default=str) + str(request.messages) + str(request.values)
        assert not any(each in seen for each in ("David", "דוד", "Galil", "secret"))
        assert request.state.gender is None


@ON_SQLITE
@pytest.mark.parametrize(
    ("voice", "line"),
    [("Google.he-IL-Wavenet-A", "כאן העוזרת הדיגיטלית של"), ("Google.he-IL-Wavenet-B", "כאן העוזר הדיגיטלי של")],
)
def test_the_agent_speaks_as_its_voice(app_factory: AppFactory, voice: str, line: str) -> None:
    worker = app_factory(twilio_tts_voice=voice)
    caller = worker.caller().calls()
    assert line in caller.heard[0]
    caller.says("את רובוט?")
    assert ("עוזר דיגיטלי," in caller.heard[0]) == (voice[-1] == "B")
    caller.says("אני רוצה לדבר עם בן אדם")
    assert ("מעביר " in caller.heard[0]) == (voice[-1] == "B")


@ON_SQLITE
def test_a_model_cannot_book_without_the_yes(app_factory: AppFactory) -> None:
    """It asks for the booking at every turn: only a yes to what the rules have read back lets it happen."""
    book = calls("book_meeting", '{"slot_index": 1}', "You are booked.")
    model = ScriptedModel(
        calls("offer_meeting_slots"), says("Which one?"), book, book, book, says("Which?"), book, book, says("Done.")
    )
    worker = app_factory(Vendors(models=(model,), translators=(FakeTranslator(),)))
    caller = worker.caller().calls().says("נשמע טוב, אשמח לפגישה")
    for words in ("הראשון", UNCLEAR, "כן, אם אשתי מסכימה"):
        caller.says(words)
        assert caller.heard == ["אז היום, יום ראשון, עשרים ושניים בנובמבר, בשתים עשרה בצהריים. נכון?"]
        assert worker.meetings() == ()
    caller.says(UNCLEAR)  # answered by the model, without the read-back
    caller.says("כן")
    assert caller.heard[0].startswith("אז היום")
    assert worker.meetings() == ()
    caller.says("כן")
    assert len(worker.meetings()) == 1
    model.assert_complete()


def test_a_russian_speaker_is_called_back(app_factory: AppFactory, ears: Ears) -> None:
    worker = app_factory(ears.vendors(), caller_input="record")
    caller = worker.caller(ears).calls().says("Здравствуйте, я вас не понимаю")
    assert caller.heard == [CALL_BACK["ru"]]
    (task,) = worker.tasks()
    assert (task.kind, "'ru'" in task.text) == ("callback", True)
    assert ears.transcriber.languages == ["he", None]
    assert caller.ended


@ON_SQLITE
def test_an_opt_out_in_another_language_comes_first(app_factory: AppFactory, ears: Ears) -> None:
    worker = app_factory(ears.vendors(), caller_input="record")
    caller = worker.caller(ears).calls().says("Не звоните мне больше никогда")
    assert "הוסר מהרשימה" in caller.heard[0]
    assert worker.stores.suppressions.contains(LEAD_NUMBER)
    assert worker.tasks() == ()
