"""What callers do: they are silent, cannot be heard, press keys, hang up in mid-sentence."""

from collections.abc import Callable

import pytest

from language.types import Language
from tests.apps import ON_SQLITE, SOAK_ON_POSTGRES, AppFactory
from tests.builders import MEMBER_NUMBER, Ears, Worker
from tests.caller import LEAD_NUMBER
from tests.fakes import FakeRecordings, FakeTranslator, ScriptedModel
from tests.phone.documents import document, redirect, said
from voicebot.errors import VendorError, VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable
from voicebot.services import Vendors
from voicebot.simphone.events import new_sid
from voicebot.simphone.wav import make_wav

pytestmark = SOAK_ON_POSTGRES

SID = "CA" + "2" * 32
RECORDING = "/twilio/process-recording"
MAKES: dict[str, Callable[[Ears], str]] = {
    "gone": lambda ears: new_sid("RE"),
    "not audio": lambda ears: stored(ears, b"<html>"),
    "an mp3": lambda ears: stored(ears, b"ID3\x04\x00" + b"\x00" * 500),
    "empty file": lambda ears: stored(ears, b""),
    "cut off": lambda ears: stored(ears, make_wav([1000] * 8000)[:30]),
    "vendor down": lambda ears: stored(ears, VendorUnavailable("twilio", "fetch recording")),
    "vendor slow": lambda ears: stored(ears, VendorTimeout("twilio", "fetch recording")),
    "refused": lambda ears: stored(ears, VendorRefused("twilio", "fetch recording", status=401)),
    "transcriber down": lambda ears: unheard(ears, VendorUnavailable("openai", "transcribe")),
    "transcriber slow": lambda ears: unheard(ears, VendorTimeout("openai", "transcribe")),
    "transcriber garbage": lambda ears: unheard(ears, VendorGarbage("openai", "transcribe")),
    "malformed sid": lambda ears: "RE../../etc/passwd",
}  # fmt: skip
SILENCES: dict[str, Callable[[Ears], str]] = {
    "silence": lambda ears: ears.record(""),
    "invented": lambda ears: ears.record("תודה שצפיתם"),
    "subtitles": lambda ears: ears.record("כתוביות: מישהו"),
    "a loop": lambda ears: ears.record("כן " * 40),
    "no words": lambda ears: ears.record(" . "),
}


def stored(ears: Ears, found: bytes | Exception) -> str:
    sid = new_sid("RE")
    ears.recordings.stored[sid] = found
    return sid


def unheard(ears: Ears, error: VendorError) -> str:
    sid = ears.record("כן")
    found = ears.recordings.stored[sid]
    assert isinstance(found, bytes)
    ears.transcriber.words[found] = error
    return sid


@pytest.mark.parametrize("name", MAKES)
def test_what_cannot_be_heard(name: str, recording_worker: Worker, ears: Ears) -> None:
    """Say it again, twice; then an apology, a task to call back, and the end. Nothing crashes, nothing is made up."""
    recording_worker.hook("/twilio/voice", SID)
    roots = [
        document(recording_worker.hook(f"{RECORDING}?turn={turn}", SID, RecordingSid=MAKES[name](ears)))
        for turn in (1, 2, 3)
    ]
    assert [each[-1].tag for each in roots] == ["Redirect", "Redirect", "Hangup"]
    assert ["לחזור על זה" in "".join(said(each)) for each in roots] == [True, True, False]
    assert "תקלה" in "".join(said(roots[2]))
    (task,) = recording_worker.tasks()
    assert (task.kind, task.call_id) == ("callback", recording_worker.call(SID).id)
    assert [each.heard_he for each in recording_worker.turns(SID)] == [None] * 4
    recording_worker.hook("/twilio/call-status", SID, CallStatus="completed")
    assert recording_worker.call(SID).outcome == "unheard"


def test_the_posted_url_is_never_fetched(recording_worker: Worker, ears: Ears) -> None:
    recording_worker.hook("/twilio/voice", SID)
    sid = ears.record("כן")
    got = recording_worker.hook(
        f"{RECORDING}?turn=1", SID, RecordingSid=sid, RecordingUrl="http://169.254.169.254/latest/meta-data/"
    )
    assert "צוות" in "".join(said(document(got)))
    assert ears.recordings.fetched == [sid]


@ON_SQLITE
@pytest.mark.parametrize("sid", ["RE1", "CA" + "1" * 32, "RE" + "g" * 32, "RE" + "1" * 33, "http://evil/RE" + "1" * 32])
def test_malformed_sids_are_never_fetched(recording_worker: Worker, ears: Ears, sid: str) -> None:
    recording_worker.hook("/twilio/voice", SID)
    document(recording_worker.hook(f"{RECORDING}?turn=1", SID, RecordingSid=sid))
    assert ears.recordings.fetched == []


def test_being_heard_again_counts_anew(recording_worker: Worker, ears: Ears) -> None:
    recording_worker.hook("/twilio/voice", SID)
    given = [MAKES["gone"](ears), MAKES["gone"](ears), ears.record("כן"), MAKES["gone"](ears), MAKES["gone"](ears)]
    for turn, sid in enumerate(given, 1):
        root = document(recording_worker.hook(f"{RECORDING}?turn={turn}", SID, RecordingSid=sid))
        assert root[-1].tag == "Redirect"
    assert recording_worker.tasks() == ()


@ON_SQLITE
@pytest.mark.parametrize("name", SILENCES)
def test_what_nobody_said_is_silence(name: str, recording_worker: Worker, ears: Ears) -> None:
    recording_worker.hook("/twilio/voice", SID)
    root = document(recording_worker.hook(f"{RECORDING}?turn=1", SID, RecordingSid=SILENCES[name](ears)))
    assert said(root) == ["הלו, שומעים אותי?"]
    assert recording_worker.turns(SID)[1].heard_by == "silence"


def test_silence_is_asked_twice_more_and_then_let_go(recording_worker: Worker) -> None:
    """An empty recording posts nothing: the caller comes by the redirect."""
    root = document(recording_worker.hook("/twilio/voice", SID))
    words = []
    for _ in range(3):
        root = document(recording_worker.hook(redirect(root), SID))
        words.append(said(root)[0])
    assert len(set(words)) == 3
    assert root[-1].tag == "Hangup"
    assert "להתראות" in words[-1]
    assert recording_worker.tasks() == ()


def test_without_a_transcriber_nobody_is_left_unheard(app_factory: AppFactory) -> None:
    """A recording that comes although nothing can transcribe it."""
    worker = app_factory(Vendors(recordings=FakeRecordings()), caller_input="speech")
    worker.hook("/twilio/voice", SID)
    root = document(worker.hook(f"{RECORDING}?turn=1", SID, RecordingSid=new_sid("RE")))
    assert "לחזור על זה" in said(root)[0]


@ON_SQLITE
@pytest.mark.parametrize(
    ("keys", "words", "last"),
    [("0", "מעבירה לנציג", "Dial"), ("9", "הוסר מהרשימה", "Hangup"), ("*", "שאלות קצרות", "Redirect")],
)
@pytest.mark.parametrize("recorded", ["nothing", "gone", "silence", "words"])
def test_keys(recording_worker: Worker, ears: Ears, recorded: str, keys: str, words: str, last: str) -> None:
    """Keys count whatever the recording holds."""
    sids = {"nothing": "", "gone": new_sid("RE"), "silence": ears.record(""), "words": ears.record("רגע")}
    form = {"RecordingSid": sids[recorded]} if sids[recorded] else {}
    recording_worker.hook("/twilio/voice", SID)
    root = document(recording_worker.hook(f"{RECORDING}?turn=1", SID, Digits=keys, **form))
    assert words in " ".join(said(root))
    assert root[-1].tag == last


@ON_SQLITE
@pytest.mark.parametrize("scenario", ["sales", "lead_funnel", "job_offer", "interview", "driver_checkin"])
@pytest.mark.parametrize("hears_by", ["record", "speech"])
def test_zero_is_a_person_whatever_a_model_would_say(
    app_factory: AppFactory, ears: Ears, scenario: str, hears_by: str
) -> None:
    model = ScriptedModel()
    worker = app_factory(
        ears.vendors(models=(model,), translators=(FakeTranslator(),)), scenario=scenario, caller_input=hears_by
    )
    caller = worker.caller(ears).calls().presses("0")
    assert caller.dialing == (MEMBER_NUMBER,)
    assert model.requests == []


@ON_SQLITE
@pytest.mark.parametrize("keys", ["1" * 33, "12a", "<b>", "", "٣"])
def test_strange_keys_are_no_keys(worker: Worker, keys: str) -> None:
    worker.hook("/twilio/voice", SID)
    root = document(worker.hook("/twilio/process-speech?turn=1", SID, Digits=keys))
    assert said(root) == ["הלו, שומעים אותי?"]


@pytest.mark.parametrize("ended_first", [False, True])
def test_the_last_words_of_a_caller_who_leaves_count(recording_worker: Worker, ears: Ears, ended_first: bool) -> None:
    """Twilio posts the recording with Digits=hangup; the end of the call may be reported before or after it."""
    recording_worker.hook("/twilio/voice", SID)
    over = {"CallStatus": "completed", "CallDuration": "9"}
    if ended_first:
        recording_worker.hook("/twilio/call-status", SID, **over)
    form = {"RecordingSid": ears.record("תורידו אותי מהרשימה"), "Digits": "hangup", "CallStatus": "completed"}
    got = recording_worker.hook(f"{RECORDING}?turn=1", SID, **form)
    recording_worker.settle()
    recording_worker.hook("/twilio/call-status", SID, **over)
    assert [each.tag for each in document(got)] == ["Hangup"]
    assert recording_worker.stores.suppressions.contains(LEAD_NUMBER)
    assert recording_worker.turns(SID)[1].heard_he == "תורידו אותי מהרשימה"


def test_whoever_asks_for_a_person_and_leaves_is_called_back(recording_worker: Worker, ears: Ears) -> None:
    recording_worker.hook("/twilio/voice", SID)
    form = {"RecordingSid": ears.record("אני רוצה לדבר עם בן אדם"), "Digits": "hangup", "CallStatus": "completed"}
    recording_worker.hook(f"{RECORDING}?turn=1", SID, **form)
    recording_worker.settle()
    (task,) = recording_worker.tasks()
    assert task.text == "Asked for a person and hung up: I want to talk to a person"


def test_leaving_without_a_word_is_no_turn_to_answer(recording_worker: Worker, ears: Ears) -> None:
    recording_worker.hook("/twilio/voice", SID)
    form = {"RecordingSid": ears.record(""), "Digits": "hangup", "CallStatus": "completed"}
    assert [each.tag for each in document(recording_worker.hook(f"{RECORDING}?turn=1", SID, **form))] == ["Hangup"]


def test_names_help_the_transcriber(recording_worker: Worker, ears: Ears) -> None:
    recording_worker.stores.leads.add("David Cohen", LEAD_NUMBER, name_he="דוד כהן")
    recording_worker.hook("/twilio/voice", SID)
    recording_worker.hook(f"{RECORDING}?turn=1", SID, RecordingSid=ears.record("כן"))
    assert ears.transcriber.keywords == [("אלטה", "Alta", "דוד כהן")]


def test_a_call_in_english(app_factory: AppFactory) -> None:
    worker = app_factory(caller_language="en-US")
    language: Language = "en"
    assert worker.services.language == language
    worker.hook("/twilio/voice", SID)
    got = worker.hook("/twilio/process-speech?turn=1", SID, SpeechResult="Yes, go ahead")
    body = got.get_data(as_text=True)
    assert "Do you have a team" in body
    assert 'language="en-US"' in body
    assert not any("\u05d0" <= letter <= "\u05ea" for letter in body)
    assert worker.turns(SID)[1].heard_he is None
