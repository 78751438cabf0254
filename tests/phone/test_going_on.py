"""Speech longer than a recording, noise without an end, vendors that cannot hear, words that are said again."""

from itertools import pairwise
from urllib.parse import urldefrag
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from tests.apps import ON_SQLITE, SOAK_ON_POSTGRES, AppFactory
from tests.builders import Clock, Ears, Worker
from tests.caller import LEAD_NUMBER
from tests.fakes import FakeTranslator, ScriptedModel, calls, says
from tests.phone.documents import document, redirect, said
from voicebot.errors import VendorUnavailable
from voicebot.phone.twiml import REPEATED
from voicebot.services import Vendors
from voicebot.simphone.events import new_sid

pytestmark = SOAK_ON_POSTGRES

SID = "CA" + "4" * 32
RECORDING = "/twilio/process-recording"
LONGEST = "15"


def recorded(worker: Worker, ears: Ears, at: str, words: str) -> Element:
    """The answer to a recording of the longest."""
    return document(worker.hook(at, SID, RecordingSid=ears.record(words), RecordingDuration=LONGEST))


def on(root: Element) -> str:
    """Where the next recording goes."""
    record = root.find("Record")
    assert record is not None
    return urldefrag(record.get("action", "")).url


BEGINS = "אז תראי יש לנו כאן משרד"


def test_whoever_is_cut_off_is_recorded_on_and_heard_as_a_whole(recording_worker: Worker, ears: Ears) -> None:
    recording_worker.hook("/twilio/voice", SID)
    first = recorded(recording_worker, ears, f"{RECORDING}?turn=1", BEGINS)
    assert {each.tag for each in first} == {"Record", "Redirect"}, "nothing is said into the caller's sentence"
    got = recording_worker.hook(on(first), SID, RecordingSid=ears.record("ותורידו אותי מהרשימה"))
    assert document(got)[-1].tag == "Hangup"
    turns = recording_worker.turns(SID)
    assert [each.heard_he for each in turns[1:]] == [BEGINS, f"{BEGINS} ותורידו אותי מהרשימה"]
    assert turns[1].sentences == ()


def test_silence_after_a_piece_is_the_end_of_what_was_said(recording_worker: Worker, ears: Ears) -> None:
    recording_worker.hook("/twilio/voice", SID)
    first = recorded(recording_worker, ears, f"{RECORDING}?turn=1", "תורידו אותי מהרשימה")
    assert document(recording_worker.hook(redirect(first), SID))[-1].tag == "Hangup"


def test_nobody_is_recorded_on_for_ever(recording_worker: Worker, ears: Ears) -> None:
    recording_worker.hook("/twilio/voice", SID)
    at, spoken = f"{RECORDING}?turn=1", []
    for number in range(5):
        root = recorded(recording_worker, ears, at, f"ועוד משהו {number}")
        at = on(root)
        spoken.append(bool(said(root)))
    assert spoken == [False] * 4 + [True]


@ON_SQLITE
def test_a_vendor_that_cannot_hear_leaves_the_next_turn_to_the_telephone_company(
    recording_worker: Worker, ears: Ears
) -> None:
    recording_worker.hook("/twilio/voice", SID)
    sid = ears.record("כן")
    found = ears.recordings.stored[sid]
    assert isinstance(found, bytes)
    ears.transcriber.words[found] = VendorUnavailable("openai", "transcribe")
    root = document(recording_worker.hook(f"{RECORDING}?turn=1", SID, RecordingSid=sid))
    gather = root.find("Gather")
    assert gather is not None
    assert gather.get("action") == f"/twilio/process-speech?turn=2{REPEATED}"
    root = document(recording_worker.hook("/twilio/process-speech?turn=2", SID, SpeechResult="כן"))
    assert root.find("Record") is not None, "recordings are tried again"


@pytest.mark.parametrize(("words", "slow"), [("אפשר לחזור על זה?", False), ("יותר לאט בבקשה", True)])
def test_the_last_words_come_from_the_store(app_factory: AppFactory, words: str, slow: bool) -> None:
    """Neither the model nor the translator is asked."""
    model, translator = ScriptedModel(says("What happens with a new lead today?")), FakeTranslator()
    worker = app_factory(Vendors(models=(model,), translators=(translator,)))
    worker.hook("/twilio/voice", SID)
    first = said(document(worker.hook("/twilio/process-speech?turn=1", SID, SpeechResult="השמיים כחולים היום")))
    asked = list(translator.asked)
    got = worker.hook("/twilio/process-speech?turn=2", SID, SpeechResult=words)
    spoken = words_and_rates(got.get_data(as_text=True))
    assert [text for text, _ in spoken] == first[-1:]
    assert {rate for _, rate in spoken} == {"80%" if slow else ""}
    assert translator.asked == asked
    model.assert_complete()


def words_and_rates(twiml: str) -> list[tuple[str, str]]:
    """(words, rate) of what is spoken."""
    found = []
    for say in ElementTree.fromstring(twiml).iter("Say"):  # noqa: S314 - it is our own
        prosody = say.find("prosody")
        found.append((say.text or "", "") if prosody is None else (prosody.text or "", prosody.get("rate", "")))
    return found


def test_a_booking_survives_the_death_of_its_owner(app_factory: AppFactory, clock: Clock) -> None:
    """The tool took effect and the process died before it said so: another tells it, and books nothing twice."""
    model = ScriptedModel(calls("offer_meeting_slots"), says("Which one?"))
    worker = app_factory(Vendors(models=(model,), translators=(FakeTranslator(),)))
    worker.hook("/twilio/voice", SID)
    worker.hook("/twilio/process-speech?turn=1", SID, SpeechResult="אשמח לפגישה")
    call, turns = worker.call(SID), worker.stores.turns
    claim = turns.claim(call.id, 2, "text", "dead")
    turns.save_heard(
        call.id, 2, 1, he="תעבירו אותי לנציג", en="Put me through to a person.", by="text", intents=["human"]
    )
    state = {**(call.state or {}), "ended": False}
    done = {"id": "1", "name": "transfer_to_human", "arguments": "{}", "status": "transferring", "result": {},
            "closing": {"kind": "Transfer", "number": "+972545550001", "member_id": 1, "reason": "asked"}}  # fmt: skip
    turns.save_tool_calls(call.id, 2, claim.turn.epoch, [done])
    worker.stores.calls.save_state(call.id, state, call.state_version)
    worker.stores.workers.beat("dead")
    worker.stores.workers.leave("dead")
    clock.forward(seconds=4)
    root = document(worker.hook("/twilio/turn?turn=2&from=0", SID))
    dial = root.find("Dial")
    assert dial is not None
    assert [each.text for each in dial] == ["+972545550001"]
    assert worker.turns(SID)[2].epoch == claim.turn.epoch + 1
    assert len(model.requests) == 2, "nobody was asked what to do"


@ON_SQLITE
@pytest.mark.parametrize("english", ["Thanks.", "Thank you."])
def test_what_a_dead_owner_said_is_not_said_again(app_factory: AppFactory, clock: Clock, english: str) -> None:
    worker = app_factory()
    worker.hook("/twilio/voice", SID)
    call, turns = worker.call(SID), worker.stores.turns
    turns.claim(call.id, 1, "text", "dead")
    turns.save_heard(call.id, 1, 1, he="כן", en="Yes", by="text", intents=["yes"])
    turns.append_sentence(call.id, 1, 1, "fixed", "תודה.", english)
    worker.stores.workers.beat("dead")
    worker.stores.workers.leave("dead")
    clock.forward(seconds=4)
    heard = said(document(worker.hook("/twilio/turn?turn=1&from=1", SID)))
    assert heard == ["יש אצלכם צוות שפונה ללידים חדשים?"]
    assert [each.he for each in worker.turns(SID)[1].sentences] == ["תודה.", *heard]


def test_a_living_owner_keeps_its_turn(app_factory: AppFactory, clock: Clock) -> None:
    worker = app_factory(reply_wait_s=0.0)
    worker.hook("/twilio/voice", SID)
    worker.stores.turns.claim(worker.call(SID).id, 1, "text", "alive")
    worker.stores.workers.beat("alive")
    clock.forward(seconds=20)
    assert redirect(document(worker.hook("/twilio/turn?turn=1&from=0", SID))) == "/twilio/turn?turn=1&from=1"
    assert worker.turns(SID)[1].owner == "alive"


def test_no_two_fillers_in_a_row_are_the_same(app_factory: AppFactory) -> None:
    worker = app_factory(reply_wait_s=0.0)
    worker.hook("/twilio/voice", SID)
    heard: list[str] = []
    for number in (1, 2, 3):
        worker.stores.turns.claim(worker.call(SID).id, number, "text", f"busy-{new_sid('CA')}")
        for cursor in (0, 1):
            heard += said(document(worker.hook(f"/twilio/turn?turn={number}&from={cursor}", SID)))
    assert len(heard) == 6
    assert all(one != other for one, other in pairwise(heard))


def test_a_piece_counts_though_what_follows_cannot_be_heard(recording_worker: Worker, ears: Ears) -> None:
    recording_worker.hook("/twilio/voice", SID)
    first = recorded(recording_worker, ears, f"{RECORDING}?turn=1", "אני לא רוצה שתתקשרו אליי יותר")
    recording_worker.hook(on(first), SID, RecordingSid=new_sid("RE"))
    assert recording_worker.stores.suppressions.contains(LEAD_NUMBER)


def test_a_piece_counts_though_the_caller_leaves(recording_worker: Worker, ears: Ears) -> None:
    recording_worker.hook("/twilio/voice", SID)
    recorded(recording_worker, ears, f"{RECORDING}?turn=1", "לא משנה תורידו אותי מהרשימה")
    recording_worker.hook("/twilio/call-status", SID, CallStatus="completed")
    recording_worker.settle()
    assert recording_worker.stores.suppressions.contains(LEAD_NUMBER)


@pytest.mark.parametrize("words", ["תורידו אותי תורידו אותי תורידו אותי תורידו אותי תורידו אותי"])
def test_saying_it_five_times_is_no_invention(recording_worker: Worker, ears: Ears, words: str) -> None:
    recording_worker.hook("/twilio/voice", SID)
    recording_worker.hook(f"{RECORDING}?turn=1", SID, RecordingSid=ears.record(words))
    assert recording_worker.stores.suppressions.contains(LEAD_NUMBER)
