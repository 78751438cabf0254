"""`flask calls to-test`: a real call becomes a masked script, which can be played again to the same end."""

from pathlib import Path

import pytest

from stores import open_database
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Worker
from tests.caller import LEAD_NUMBER, Caller
from tests.evaluation.conftest import typed
from tests.job_offers import DANA_CODE, import_example
from tests.scenarios.test_conversations import SCRIPTS
from voicebot import services as services_module
from voicebot.simphone.script import load_script

pytestmark = ON_SQLITE
SECRET = ("רונית", "אברמוב", "גליל", "Ronit", "Abramov", LEAD_NUMBER, "7654321", "אינטרגמא")


@pytest.fixture
def office(app_factory: AppFactory) -> Worker:
    office = app_factory(whole=True)
    office.stores.leads.add("Ronit Abramov", LEAD_NUMBER, name_he="רונית אברמוב", company="גליל מערכות")
    return office


def booked(office: Worker) -> Caller:
    caller = office.caller().calls()
    for words in (
        "כן, מדברת רונית אברמוב מגליל מערכות",
        "כן",
        "כן, יש לנו צוות",
        "מתקשרים מהטלפון 054-7654321 של אינטרגמא, כלומר מחברת אינטרגמא",
        "כן",
        "הראשון",
        "כן",
        "לא, תודה",
    ):
        if caller.ended is None:
            caller.says(words)
    office.hook("/twilio/call-status", caller.call_sid, CallStatus="completed", CallDuration="60")
    return caller


def test_a_call_becomes_a_test_that_passes(office: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    caller = booked(office)
    file = tmp_path / "recorded.yaml"
    result = typed(office.app, "calls", "to-test", caller.call_sid, "--output", str(file))
    assert result.exit_code == 0, result.output
    text = file.read_text("utf-8")
    assert not [each for each in SECRET if each in text], text
    script = load_script(file)
    assert script.facts == {"outcome": "booked", "meetings": 1, "tasks": [], "suppressed": False}
    assert script.call["scenario"] == "sales"
    assert any(each.hears for each in script.steps)
    monkeypatch.setattr(services_module, "open_database", open_database)  # tests' apps share one; this wants its own
    played = typed(office.app, "eval", str(file), "--rules")
    assert played.exit_code == 0, played.output
    again = office.caller().plays(script)
    assert again.problems == []
    assert len(office.meetings()) == 2


def test_keys_silence_and_hanging_up_are_kept(office: Worker, tmp_path: Path) -> None:
    caller = office.caller().calls().silent().says("כן").presses("9")
    file = tmp_path / "keys.yaml"
    assert typed(office.app, "calls", "to-test", caller.call_sid, "--output", str(file)).exit_code == 0
    steps = load_script(file).steps
    assert [(each.silent, each.says, each.keys) for each in steps[:3]] == [
        (True, None, None),
        (False, "כן", None),
        (False, None, "9"),
    ]


def test_what_cannot_be_recorded(office: Worker) -> None:
    assert typed(office.app, "calls", "to-test", "CA-unknown").output == "Error: There is no call 'CA-unknown'.\n"
    office.hook("/twilio/voice", "CA" + "1" * 32)
    result = typed(office.app, "calls", "to-test", "CA" + "1" * 32)
    assert (result.exit_code, "there is nothing to play" in result.output) == (2, True)


@pytest.mark.parametrize("name", ["english", "spanish", "hebrew"])
def test_a_check_in_is_played_again_in_its_language(name: str, office: Worker, tmp_path: Path) -> None:
    caller = office.caller().plays(load_script(SCRIPTS / f"driver_checkin/{name}.yaml"))
    file = tmp_path / "recorded.yaml"
    assert typed(office.app, "calls", "to-test", caller.call_sid, "--output", str(file)).exit_code == 0
    script = load_script(file)
    assert [each for each in script.steps if each.hears]
    heard = " ".join(caller.all_heard)
    assert [words for each in script.steps for words in each.hears if words not in heard] == []


def test_nobody_of_a_job_offer_is_named(office: Worker) -> None:
    import_example(office.stores)
    caller = office.caller().plays(load_script(SCRIPTS / "job_offer/information.yaml"))
    text = typed(office.app, "calls", "to-test", caller.call_sid).output
    assert "מנהלת גיוס" in text
    assert not [each for each in ("דנה", "לוי", "אלטק", "Dana", "Levi", "Altech", DANA_CODE) if each in text], text


def test_a_place_that_cannot_be_written_is_one_sentence(office: Worker, tmp_path: Path) -> None:
    caller = office.caller().calls().says("להתראות")
    result = typed(office.app, "calls", "to-test", caller.call_sid, "--output", str(tmp_path / "nope" / "x.yaml"))
    assert (result.exit_code, result.output.endswith("cannot be written: No such file or directory.\n")) == (1, True)


def test_an_erased_call_cannot_be_recorded(office: Worker) -> None:
    caller = booked(office)
    lead = office.stores.leads.by_phone(LEAD_NUMBER)
    assert lead is not None
    office.stores.leads.delete(lead.id)
    assert typed(office.app, "calls", "to-test", caller.call_sid).exit_code == 2


def test_a_meeting_is_recorded_as_the_call_left_it(office: Worker, tmp_path: Path) -> None:
    """Cancelled later, from another call, it was booked in this one all the same."""
    caller = booked(office)
    (meeting,) = office.meetings()
    office.stores.meetings.cancel(meeting.id)
    file = tmp_path / "recorded.yaml"
    assert typed(office.app, "calls", "to-test", caller.call_sid, "--output", str(file)).exit_code == 0
    assert load_script(file).facts["meetings"] == 1


def test_a_meeting_that_the_call_cancelled_is_none(office: Worker, tmp_path: Path) -> None:
    caller = office.caller().plays(load_script(SCRIPTS / "cancels_own_booking.yaml"))
    file = tmp_path / "recorded.yaml"
    assert typed(office.app, "calls", "to-test", caller.call_sid, "--output", str(file)).exit_code == 0
    assert load_script(file).facts["meetings"] == 0
