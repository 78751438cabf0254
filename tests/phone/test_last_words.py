"""What a caller said before the call was over, told to us after that: it counts, once, and nobody hears an answer."""

from collections.abc import Callable, Mapping

import pytest

from stores.errors import StoreUnavailable
from tests.apps import ON_SQLITE
from tests.builders import Ears, Worker
from tests.caller import LEAD_NUMBER
from tests.jobs.doing import do_jobs
from tests.phone.documents import document, said

SID = "CA" + "6" * 32
RECORDING, SPEECH = "/twilio/process-recording", "/twilio/process-speech"
REMOVE = "תורידו אותי מהרשימה"
OVER = {"CallStatus": "completed", "CallDuration": "9"}

Form = Mapping[str, str]
Heard = Callable[[Ears], tuple[str, Form]]
"""Where the last words come, and with what."""


def recorded(ears: Ears) -> tuple[str, Form]:
    return RECORDING, {"RecordingSid": ears.record(REMOVE), "RecordingDuration": "3"}


def cut_off(ears: Ears) -> tuple[str, Form]:
    """As long as a recording may be: whoever has left is not recorded on."""
    return RECORDING, {"RecordingSid": ears.record(REMOVE), "RecordingDuration": "15"}


def hung_up(ears: Ears) -> tuple[str, Form]:
    return RECORDING, {"RecordingSid": ears.record(REMOVE), "RecordingDuration": "3", "Digits": "hangup"}


def recorded_key(ears: Ears) -> tuple[str, Form]:
    return RECORDING, {"Digits": "9"}


def key(ears: Ears) -> tuple[str, Form]:
    return SPEECH, {"Digits": "9"}


def words(ears: Ears) -> tuple[str, Form]:
    return SPEECH, {"SpeechResult": REMOVE}


EACH = pytest.mark.parametrize("heard", [recorded, cut_off, hung_up, recorded_key, key, words])


def sids(form: Form) -> list[str]:
    """The recording in it, if there is one."""
    return [form["RecordingSid"]] if "RecordingSid" in form else []


def over(worker: Worker) -> None:
    """The telephone company tells of the end."""
    assert worker.hook("/twilio/call-status", SID, **OVER).status_code == 204


def settled(worker: Worker) -> None:
    """What follows the end is done."""
    worker.settle()
    do_jobs(worker)


@EACH
@pytest.mark.parametrize("turn", ["?turn=1", ""])
def test_a_wish_that_is_told_after_the_end_counts_once(
    recording_worker: Worker, ears: Ears, heard: Heard, turn: str
) -> None:
    worker = recording_worker
    worker.hook("/twilio/voice", SID)
    path, form = heard(ears)
    over(worker)
    answers = [worker.hook(path + turn, SID, **form) for _ in range(3)]
    over(worker)
    settled(worker)
    answers.append(worker.hook(path + turn, SID, **form))
    settled(worker)
    assert [document(each)[-1].tag for each in answers] == ["Hangup"] * 4
    assert len({each.get_data() for each in answers}) == 1
    assert worker.stores.suppressions.contains(LEAD_NUMBER)
    assert worker.call(SID).outcome == "removed"
    (last,) = worker.turns(SID)[1:]
    assert (last.heard_he or last.heard_en) in {REMOVE, "(pressed 9)"}
    assert ears.recordings.fetched == sids(form)
    assert set(ears.recordings.deleted) == set(sids(form))


@EACH
def test_one_that_waited_longer_than_the_jobs_counts_too(recording_worker: Worker, ears: Ears, heard: Heard) -> None:
    recording_worker.hook("/twilio/voice", SID)
    path, form = heard(ears)
    over(recording_worker)
    settled(recording_worker)
    recording_worker.hook(f"{path}?turn=1", SID, **form)
    settled(recording_worker)
    assert recording_worker.call(SID).outcome == "removed"
    assert "removed" in (recording_worker.stores.summaries.get(recording_worker.call(SID).id) or "")


@EACH
def test_the_rest_of_what_was_cut_off_is_not_lost_to_a_silence(
    recording_worker: Worker, ears: Ears, heard: Heard
) -> None:
    """The end is told first: it makes a silence of the turn that the rest would have been."""
    worker = recording_worker
    worker.hook("/twilio/voice", SID)
    piece = ears.record("אז תראי יש לנו כאן משרד")
    worker.hook(f"{RECORDING}?turn=1", SID, RecordingSid=piece, RecordingDuration="15")
    path, form = heard(ears)
    over(worker)
    for _ in range(2):
        worker.hook(f"{path}?turn=2&piece=1", SID, **form)
    settled(worker)
    assert [each.number for each in worker.turns(SID)] == [0, 1, 2, 3]
    assert worker.stores.suppressions.contains(LEAD_NUMBER)
    assert worker.call(SID).outcome == "removed"
    assert set(ears.recordings.deleted) == {piece, *sids(form)}


@ON_SQLITE
def test_whoever_asked_for_a_person_is_called_back(recording_worker: Worker) -> None:
    recording_worker.hook("/twilio/voice", SID)
    over(recording_worker)
    for _ in range(2):
        recording_worker.hook(f"{SPEECH}?turn=1", SID, Digits="0")
    settled(recording_worker)
    assert [task.kind for task in recording_worker.tasks()] == ["callback"]


@ON_SQLITE
@pytest.mark.parametrize("form", [{}, {"RecordingSid": "REmalformed"}])
def test_where_nothing_was_said_no_turn_is_made(recording_worker: Worker, form: Form) -> None:
    recording_worker.hook("/twilio/voice", SID)
    over(recording_worker)
    assert document(recording_worker.hook(f"{RECORDING}?turn=1&silent=1", SID, **form))[-1].tag == "Hangup"
    assert len(recording_worker.turns(SID)) == 1


@ON_SQLITE
def test_after_our_own_goodbye_nothing_is_heard(recording_worker: Worker, ears: Ears) -> None:
    worker = recording_worker
    worker.hook("/twilio/voice", SID)
    assert document(worker.hook(f"{SPEECH}?turn=1", SID, SpeechResult=REMOVE))[-1].tag == "Hangup"
    over(worker)
    sid = ears.record("כן")
    assert document(worker.hook(f"{RECORDING}?turn=2", SID, RecordingSid=sid))[-1].tag == "Hangup"
    settled(worker)
    assert len(worker.turns(SID)) == 2
    assert (ears.recordings.fetched, ears.recordings.deleted) == ([], [sid])


@ON_SQLITE
@EACH
def test_a_call_that_never_began_is_not_answered(recording_worker: Worker, ears: Ears, heard: Heard) -> None:
    over(recording_worker)
    path, form = heard(ears)
    assert document(recording_worker.hook(f"{path}?turn=1", SID, **form))[-1].tag == "Hangup"
    settled(recording_worker)
    assert recording_worker.turns(SID) == ()
    assert ears.recordings.deleted == sids(form)


@pytest.mark.parametrize(("digit", "ends"), [("0", "Dial"), ("9", "Hangup")])
@ON_SQLITE
def test_an_ending_that_could_not_be_given_at_once_is_given_next(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, digit: str, ends: str
) -> None:
    """The turn is stored, its reply is not: whoever asks again gets the turn's own ending, and no other goodbye."""
    worker.stores.members.ensure_default("Team", "+972541111111")
    worker.hook("/twilio/voice", SID)
    keep = type(worker.stores.turns).save_reply

    def away(*_: object) -> str:
        monkeypatch.setattr(type(worker.stores.turns), "save_reply", keep)
        raise StoreUnavailable("away")

    monkeypatch.setattr(type(worker.stores.turns), "save_reply", away)
    waits = document(worker.hook(f"{SPEECH}?turn=1", SID, Digits=digit))
    assert waits[-1].tag == "Redirect"
    given = document(worker.hook((waits[-1].text or "").split("#")[0], SID))
    turn = worker.turns(SID)[-1]
    assert said(given) == [each.he for each in turn.sentences]
    assert given[-1].tag == (ends if (turn.ending or {})["kind"] == "dial" else "Hangup")
