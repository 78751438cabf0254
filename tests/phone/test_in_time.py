"""No webhook takes more than five seconds: what it waits for the turn, and for the database, has one end."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event

from app import create_app
from language.patience import end_silence_s
from stores import patience
from tests.apps import ON_SQLITE, AppFactory, phone_app
from tests.builders import Clock, Worker, settings
from tests.fakes import FakeTranslator, ScriptedModel, says
from tests.phone.documents import document, redirect, said
from tests.phone.slow import Gate, slowly
from tests.stores.test_patience import Hand
from voicebot.calling_settings import waits_of
from voicebot.conversation.pool import Key, Pool
from voicebot.conversation.replies import STORING_S, Waits
from voicebot.services import Vendors, build

SID = "CA" + "8" * 32
SPEECH = "/twilio/process-speech"
WEBHOOK_S = 5.0


class Told:
    """Stands for time: waits take none, move the hand, and are written down."""

    def __init__(self, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waited: list[float] = []

        def wait(_pool: Pool, _key: Key, ready: Callable[[], bool], seconds: float) -> bool:
            if ready():
                return True
            self.waited.append(seconds)
            hand.at += seconds
            return False

        monkeypatch.setattr(Pool, "wait_until", wait)
        monkeypatch.setattr(Pool, "wait_for_end", wait)


@pytest.mark.parametrize("filler_after_ms", [0, 2500, 4500, 9000])
@pytest.mark.parametrize("hears_by", ["record", "speech"])
def test_with_any_settings_there_is_time_to_answer(filler_after_ms: int, hears_by: str) -> None:
    waits = waits_of(settings(filler_after_ms=filler_after_ms, caller_input=hears_by))
    assert waits.webhook_s < WEBHOOK_S
    for wait in (waits.first_s, waits.next_s, *waits.after.values()):
        assert 0 < wait <= waits.webhook_s - STORING_S


@ON_SQLITE
def test_what_the_database_took_is_not_waited_for_again(
    app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first filler is counted from the caller's last speech, and the last write has its time."""
    gate, hand = Gate(), Hand()
    model = ScriptedModel(slowly(gate, says("Sure.")))
    worker = app_factory(Vendors(models=(model,), translators=(FakeTranslator(),)), reply_wait_s=2.5)
    document(worker.hook("/twilio/voice", SID))
    told = Told(hand, monkeypatch)
    with patience.within(4.5, hand):
        hand.at += 1.5  # the gate, the limits, the claim
        first = document(worker.hook(f"{SPEECH}?turn=1", SID, SpeechResult="מה אתם עושים בעצם"))
    assert said(first)
    assert sum(told.waited) == pytest.approx(1.0)
    told.waited.clear()
    with patience.within(3.0, hand):
        document(worker.hook(redirect(first), SID))
    assert sum(told.waited) == pytest.approx(2.0), "one second is left to store what is given"
    gate.open()


def test_a_filler_comes_so_long_after_the_last_speech_whatever_was_asked() -> None:
    """A yes ends after less silence than an answer to an open question: the webhook waits longer, but not 3 s."""
    given = settings(filler_after_ms=4500, caller_input="record")
    waits = waits_of(given)
    for asked in ("open", "yes_no", "yes_no_or_code", "dictation"):
        silence_s = end_silence_s(given.record_silence_timeout_seconds, asked)
        assert waits.first(asked) == min(4.5 - silence_s, 2.8)
        assert waits.silences[asked] == silence_s
    assert waits.first("of a later release") == waits.first_s == 2.5


@pytest.mark.parametrize("asked", ["yes_no", "open"])
def test_the_question_before_decides_how_long_is_waited(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    hand, gate = Hand(), Gate()
    vendors = Vendors(models=(ScriptedModel(slowly(gate, says("Sure."))),), translators=(FakeTranslator(),))
    given = settings(database_url=f"sqlite:///{tmp_path / 'own.db'}")
    services = build(given, vendors, clock, waits=Waits(2.0, 3.5, {"yes_no": 3.0, "open": 2.0}))
    services.stores.database.migrate()
    worker = Worker(phone_app(services), services)
    document(worker.hook("/twilio/voice", SID))
    asks = {"kind": "listen", "patient": asked}
    claim = worker.stores.turns.claim(worker.call(SID).id, 1, "text", "another")
    worker.stores.turns.finish(claim.turn.call_id, 1, claim.turn.epoch, ending=asks)
    told = Told(hand, monkeypatch)
    with patience.within(4.5, hand):
        worker.hook(f"{SPEECH}?turn=2", SID, SpeechResult="מה אתם עושים בעצם")
    assert sum(told.waited) == pytest.approx(3.0 if asked == "yes_no" else 2.0)
    gate.open()
    worker.settle()


@pytest.fixture
def deployed(tmp_path: Path, clock: Clock) -> Worker:
    """An app as it is served, on a file of its own; webhooks have very little time."""
    given = settings(database_url=f"sqlite:///{tmp_path / 'own.db'}")
    services = build(given, Vendors(), clock, waits=Waits(0.0, 0.0))
    return Worker(create_app(given, services), services)


def test_a_locked_database_is_given_up_in_time(deployed: Worker, tmp_path: Path) -> None:
    """The file is locked for as long as anybody asks: the caller is told to hold on, and then answered."""
    told: list[str] = []
    pool = deployed.stores.database.engine.pool

    def listen(made: sqlite3.Connection, _entry: object, _proxy: object) -> None:
        made.set_trace_callback(told.append)

    event.listen(pool, "checkout", listen, insert=True)
    document(deployed.hook("/twilio/voice", SID))
    holder = sqlite3.connect(tmp_path / "own.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    lost = document(deployed.hook(f"{SPEECH}?turn=1", SID, SpeechResult="כן"))
    assert "רגע" in said(lost)[0]
    waits = [int(each.split()[-1]) for each in told if "busy_timeout" in each]
    assert waits, "a connection that was told so before is not told again"
    assert max(waits) / 1000 <= STORING_S, "less than SQLite is waited for as a rule"
    holder.execute("ROLLBACK")
    answered = document(deployed.hook(redirect(lost), SID))
    assert said(answered)
    deployed.settle()
    assert deployed.turns(SID)[1].heard_he == "כן"
