"""Webhooks of calls we do not know, in any order, malformed, or while the database is away."""

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.apps import ON_SQLITE, SOAK_ON_POSTGRES
from tests.builders import Worker, settings, standard_form
from tests.caller import LEAD_NUMBER, OUR_NUMBER
from tests.contract.specs import vectors
from tests.phone.documents import document, said
from voicebot.services import Vendors, build

pytestmark = SOAK_ON_POSTGRES

SID = "CA" + "3" * 32
ANSWERED = ["/twilio/process-recording", "/twilio/process-speech", "/twilio/turn", "/twilio/dial-status"]
BAD_SIDS = ["", " ", "C", "CA 1", "CA<1>", "CA\n1", "CA" + "1" * 63, "../../etc/passwd", "CA\x001", "קול"]


@pytest.mark.parametrize("path", ANSWERED)
@pytest.mark.parametrize("query", ["", "?turn=3&from=2"])
def test_a_call_never_opened_is_greeted(worker: Worker, path: str, query: str) -> None:
    """Who we are, and that the call is recorded, comes before anything else."""
    root = document(worker.hook(path + query, SID, SpeechResult="כן", DialCallStatus="completed"))
    assert "העוזרת הדיגיטלית" in said(root)[0]
    assert "מוקלטת" in said(root)[0]
    assert len(worker.turns(SID)) == 1
    assert "צוות" in said(document(worker.hook("/twilio/process-speech?turn=1", SID, SpeechResult="כן")))[1]


@pytest.mark.parametrize("path", ANSWERED)
def test_a_call_known_only_by_its_status_is_greeted(worker: Worker, path: str) -> None:
    assert worker.hook("/twilio/call-status", SID, CallStatus="ringing").status_code == 204
    root = document(worker.hook(path, SID, SpeechResult="כן"))
    assert "העוזרת הדיגיטלית" in said(root)[0]


def test_turns_never_begun_lead_back_to_the_greeting(worker: Worker) -> None:
    greeting = worker.hook("/twilio/voice", SID).get_data()
    assert worker.hook("/twilio/turn?turn=7&from=0", SID).get_data() == greeting


@ON_SQLITE
@pytest.mark.parametrize("path", ["/twilio/voice", *ANSWERED, "/twilio/call-status"])
def test_a_malformed_call_sid_is_refused(worker: Worker, path: str) -> None:
    for sid in BAD_SIDS:
        got = worker.post(path, standard_form(sid) | {"CallStatus": "completed"})
        assert got.status_code == 400, sid
        if path != "/twilio/call-status":
            document(got, 400)
    assert worker.stores.calls.list().items == ()


@ON_SQLITE
@pytest.mark.parametrize("path", ["/twilio/voice", "/twilio/call-status"])
def test_a_missing_call_sid_is_refused(worker: Worker, path: str) -> None:
    assert worker.post(path, {"From": LEAD_NUMBER, "To": OUR_NUMBER}).status_code == 400


# -- status callbacks


def test_statuses_in_any_order_and_twice(worker: Worker) -> None:
    worker.hook("/twilio/voice", SID)
    for status in ("completed", "ringing", "in-progress", "completed", "initiated", "busy", "queued"):
        assert worker.hook("/twilio/call-status", SID, CallStatus=status, CallDuration="42").status_code == 204
    call = worker.call(SID)
    assert (call.status, call.outcome, call.duration_s) == ("completed", "hung_up", 42)


def test_a_status_before_the_voice_webhook(worker: Worker) -> None:
    lead = worker.stores.leads.add("David", LEAD_NUMBER)
    assert worker.hook("/twilio/call-status", SID, CallStatus="initiated").status_code == 204
    assert "העוזרת הדיגיטלית" in said(document(worker.hook("/twilio/voice", SID)))[0]
    call = worker.call(SID)
    assert (call.status, call.lead_id) == ("in-progress", lead.id)


@pytest.mark.parametrize("status", ["busy", "failed", "no-answer", "canceled"])
def test_calls_that_never_were_get_their_status_for_an_outcome(worker: Worker, status: str) -> None:
    worker.hook("/twilio/call-status", SID, CallStatus=status)
    assert worker.call(SID).outcome == status
    assert [each.tag for each in document(worker.hook("/twilio/voice", SID))] == ["Say", "Hangup"]


@ON_SQLITE
@pytest.mark.parametrize("status", ["", "answered", "new", "COMPLETELY", "completed ", "\u202ecompleted", "x" * 10_000])
def test_unknown_statuses_are_refused(worker: Worker, status: str) -> None:
    worker.hook("/twilio/voice", SID)
    assert worker.hook("/twilio/call-status", SID, CallStatus=status).status_code == 400
    assert worker.call(SID).status == "in-progress"


@pytest.mark.parametrize(
    "fields",
    [
        {"CallDuration": "-1"},
        {"CallDuration": "9" * 30},
        {"CallDuration": "NaN"},
        {"Timestamp": "yesterday"},
        {"Timestamp": "Sat, 31 Feb 2026 25:00:00 +0000"},
        {"Timestamp": "Mon, 01 Jan 0001 00:00:00 +2359"},
        {"Timestamp": "Fri, 31 Dec 9999 23:59:59 -2359"},
        {"Timestamp": "1" * 5_000},
    ],
)
def test_odd_details_do_not_keep_a_call_open(worker: Worker, fields: dict[str, str]) -> None:
    worker.hook("/twilio/voice", SID)
    assert worker.hook("/twilio/call-status", SID, CallStatus="completed", **fields).status_code == 204
    assert worker.call(SID).ended_at is not None


def test_webhooks_as_they_were_captured(worker: Worker) -> None:
    """Forms that others have published: each gets an answer that Twilio can use."""
    paths = {"status": "/twilio/call-status", "voice": "/twilio/voice", "dial": "/twilio/dial-status"}
    for each in vectors("twilio_webhooks.json"):
        form = dict(each["form"])
        got = worker.post(paths.get(each["kind"], "/twilio/process-speech"), form)
        assert got.status_code in {200, 204, 400}, each["name"]


def test_strange_fields_are_harmless(worker: Worker) -> None:
    naughty = vectors("naughty_strings.json")
    for number, text in enumerate([*naughty[::9], "\x00", "a\x00b", "\x1b[31m", "\ufffe", "\u202e"]):
        form = standard_form(f"CA{number:032x}") | {
            "From": text, "To": text, "Direction": text, "CallStatus": text, "Digits": text, "RecordingSid": text,
        }  # fmt: skip
        document(worker.post("/twilio/voice", form))
        document(worker.post("/twilio/process-recording?turn=1", form))


# -- the database is away


@pytest.fixture
def cut_off() -> FlaskClient:
    given = settings(database_url="sqlite:////nowhere/at/all.db")
    return create_app(given, build(given, Vendors())).test_client()


def test_without_a_database_a_status_is_asked_for_again(cut_off: FlaskClient) -> None:
    worker = Worker(cut_off.application, cut_off.application.extensions["voicebot"])
    assert worker.hook("/twilio/call-status", SID, CallStatus="completed").status_code == 503


@ON_SQLITE
@pytest.mark.parametrize("error", [ZeroDivisionError, ValueError, KeyError, OSError])
def test_a_status_is_asked_for_again_whatever_broke(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    worker.hook("/twilio/voice", SID)

    def broken(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(worker.stores.calls, "advance_status", broken)
        assert worker.hook("/twilio/call-status", SID, CallStatus="completed").status_code == 503
    assert worker.hook("/twilio/call-status", SID, CallStatus="completed").status_code == 204
    assert worker.call(SID).outcome == "hung_up"


def test_a_database_that_goes_away_in_mid_call(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    worker.hook("/twilio/voice", SID)
    real = worker.stores.database.engine.pool.connect

    def gone() -> object:
        raise OSError("no route to host")

    monkeypatch.setattr(worker.stores.database.engine.pool, "connect", gone)
    root = document(worker.hook("/twilio/process-speech?turn=1", SID, SpeechResult="כן"))
    assert "תקלה" in said(root)[0]
    monkeypatch.setattr(worker.stores.database.engine.pool, "connect", real)
    assert "צוות" in said(document(worker.hook("/twilio/process-speech?turn=1", SID, SpeechResult="כן")))[1]
