"""While the database is away the caller hears that somebody is there, and what was said is not lost."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from app import create_app
from tests.builders import Clock, Worker, settings
from tests.databases import become_read_only, take_writes_again
from tests.phone.documents import checked, document, redirect, said
from voicebot.conversation import replies
from voicebot.phone.outage import GIVE_UP_S
from voicebot.services import Vendors, build

SID = "CA" + "7" * 32
PATHS = ("/twilio/voice", "/twilio/process-recording", "/twilio/process-speech", "/twilio/turn", "/twilio/dial-status")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The database's file, in a folder that is not there yet."""
    return tmp_path / "volume" / "voicebot.sqlite3"


@pytest.fixture
def cut_off(file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Worker:
    monkeypatch.setattr(replies, "WHOLE_S", 20.0)  # on a slow machine too answers come in one piece
    given = settings(database_url=f"sqlite:///{file}")
    services = build(given, Vendors(), clock)
    return Worker(create_app(given, services), services)


@pytest.mark.parametrize("path", PATHS)
def test_a_line_and_another_try_until_it_is_enough(cut_off: Worker, clock: Clock, path: str) -> None:
    at, waited, tags = path + "?turn=1", 0, []
    while "Hangup" not in tags:
        root = document(cut_off.hook(at, SID, SpeechResult="כן", RecordingSid="RE" + "1" * 32))
        tags = [each.tag for each in root]
        assert said(root)
        if "Hangup" not in tags:
            at = redirect(root)
            clock.forward(seconds=3)
            waited += 3
    assert GIVE_UP_S <= waited <= GIVE_UP_S + 3
    assert "להתראות" in said(root)[0]


@pytest.mark.parametrize(
    ("voice", "words"), [("Google.he-IL-Wavenet-A", "ואני חוזרת"), ("Google.he-IL-Wavenet-B", "ואני חוזר.")]
)
def test_the_line_is_the_voice_s_own(file: Path, clock: Clock, voice: str, words: str) -> None:
    given = settings(database_url=f"sqlite:///{file}", twilio_tts_voice=voice)
    services = build(given, Vendors(), clock)
    worker = Worker(create_app(given, services), services)
    got = worker.hook(f"/twilio/turn?turn=1&since={int(clock().timestamp())}", SID)
    root = checked(got.get_data(), voice)
    assert words in said(root)[0]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("debugging", [False, True])
def test_a_webhook_waits_for_the_database_once(file: Path, clock: Clock, path: str, debugging: bool) -> None:
    """A wait behind a frozen proxy takes three seconds, and Twilio is answered within five."""
    given = settings(database_url=f"sqlite:///{file}", debug_call_events=debugging)
    services = build(given, Vendors(), clock)
    worker, tries = Worker(create_app(given, services), services), []
    event.listen(services.stores.database.engine, "do_connect", lambda *_: tries.append(path))
    document(worker.hook(f"{path}?turn=1", SID, SpeechResult="כן"))
    assert len(tries) == 1 + 1, "the embedded file is made ready before its first request"


def test_a_call_goes_on_where_it_was(cut_off: Worker, clock: Clock, file: Path) -> None:
    """The volume comes back: the words of the first try are answered, though nobody says them again."""
    first = document(cut_off.hook("/twilio/voice", SID, From="+972547654321"))
    assert "Redirect" in [each.tag for each in first]
    file.parent.mkdir()
    greeted = document(cut_off.hook(redirect(first), SID, From="+972547654321"))
    assert "העוזרת הדיגיטלית" in said(greeted)[0]
    moved = file.parent.rename(file.parent.with_name("away"))
    cut_off.stores.database.close()
    lost = document(cut_off.hook("/twilio/process-speech?turn=1", SID, SpeechResult="כן"))
    assert "Redirect" in [each.tag for each in lost]
    moved.rename(file.parent)
    cut_off.stores.database.close()
    answered = document(cut_off.hook(redirect(lost), SID))
    assert "צוות" in " ".join(said(answered))
    assert cut_off.turns(SID)[1].heard_he == "כן"


@pytest.mark.parametrize("since", ["99999999999", "-1", "abc", "1", ""])
def test_a_since_that_makes_no_sense(cut_off: Worker, since: str) -> None:
    """The address is signed, yet nobody waits for ever by it."""
    root = document(cut_off.hook(f"/twilio/turn?turn=1&since={since}", SID))
    assert root[-1].tag == ("Hangup" if since == "1" else "Redirect")


@pytest.mark.parametrize("form", [{"Digits": "hangup"}, {"CallStatus": "completed"}])
@pytest.mark.parametrize("path", ["/twilio/process-recording", "/twilio/process-speech"])
def test_whoever_has_left_hears_no_line_and_is_told_again(cut_off: Worker, path: str, form: dict[str, str]) -> None:
    """The one webhook with TwiML that is answered 503: nobody would follow a redirect, and the words would be lost."""
    said_last = {"SpeechResult": "תורידו אותי", "RecordingSid": "RE" + "1" * 32, **form}
    assert cut_off.hook(f"{path}?turn=1", SID, **said_last).status_code == 503


def test_a_database_that_takes_no_writes_is_away(postgres_alone: str, clock: Clock) -> None:
    """As after a failover, before the address leads to the new server: callers are kept, and a status comes again."""
    given = settings(database_url=postgres_alone)
    services = build(given, Vendors(), clock)
    services.stores.database.migrate()
    worker = Worker(create_app(given, services), services)
    worker.hook("/twilio/voice", SID)
    with psycopg.connect(postgres_alone, autocommit=True) as server:
        become_read_only(server)
        lost = document(worker.hook("/twilio/process-speech?turn=1", SID, SpeechResult="כן"))
        lost_too = document(worker.hook(redirect(lost), SID))
        assert [each[-1].tag for each in (lost, lost_too)] == ["Redirect", "Redirect"]
        assert worker.hook("/twilio/call-status", SID, CallStatus="ringing").status_code == 503
        ready = worker.client.get("/health/ready")
        assert (ready.status_code, ready.get_json()["checks"]["database"]) == (503, "read_only")
        take_writes_again(server)
    tries = [lost_too]
    while "since=" in (at := redirect(tries[-1])):  # the first finds out that the connections lead nowhere
        tries.append(document(worker.hook(at, SID)))
        if tries[-1].find("Gather") is not None:
            break
    assert len(tries) <= 3
    assert worker.turns(SID)[1].heard_he == "כן"
    assert worker.hook("/twilio/call-status", SID, CallStatus="completed").status_code == 204
    worker.settle()
    services.stores.database.close()
