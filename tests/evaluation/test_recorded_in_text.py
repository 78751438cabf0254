"""Calls in text become tests that are played in text, at the hour at which they were held."""

from datetime import datetime
from pathlib import Path

import pytest

from stores import open_database
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import API_KEY, Clock, Worker
from tests.caller import LEAD_NUMBER
from tests.evaluation.conftest import typed
from voicebot import services as services_module
from voicebot.simphone.cli import Unusable, configure
from voicebot.simphone.script import load_script


def held(office: Worker, scenario: str, lead_id: int | None, *said: str) -> str:
    """A whole conversation through POST /agent/turn; its id."""
    asked: dict[str, object] = {"scenario": scenario, "language": "he", "lead_id": lead_id}
    for words in said:
        got = office.client.post(
            "/agent/turn", json={**asked, "user_utterance": words}, headers={"X-API-Key": API_KEY}
        ).get_json()
        asked = {"conversation_id": got["conversation_id"]}
    return str(asked["conversation_id"])


@ON_SQLITE
@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        ("sales", ("שלום", "כן", "כן", "כן, יש לנו צוות", "כן", "הראשון", "כן")),
        ("sales", ("שלום", "לא מעוניין")),
        ("driver_checkin", ("שלום", "מי זה?", "כן", "יוסי כהן")),
        ("job_offer", ("שלום", "לגבי ההצעה", "דנה לוי")),
        ("lead_funnel", ("שלום", "כן")),
        ("interview", ("שלום",)),
        ("sales", ("שלום", "תעביר אותי לנציג")),
    ],
)
def test_a_call_in_text_plays_again_in_text(
    app_factory: AppFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenario: str, said: tuple[str, ...]
) -> None:
    office = app_factory(whole=True)
    lead = office.stores.leads.add("Ronit Abramov", LEAD_NUMBER, name_he="רונית אברמוב")
    file = tmp_path / "recorded.yaml"
    made = typed(office.app, "calls", "to-test", held(office, scenario, lead.id, *said), "--output", str(file))
    assert made.exit_code == 0, made.output
    assert load_script(file).in_text
    monkeypatch.setattr(services_module, "open_database", open_database)
    played = typed(office.app, "eval", str(file), "--rules")
    assert played.exit_code == 0, f"{played.output}\n{file.read_text('utf-8')}"


@ON_SQLITE
def test_a_call_plays_again_at_its_own_hour(
    app_factory: AppFactory, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.forward(days=3, hours=4, minutes=7)
    office = app_factory(whole=True)
    office.stores.leads.add("Ronit Abramov", LEAD_NUMBER, name_he="רונית אברמוב")
    caller = office.caller().calls()
    for words in ("כן", "כן", "כן, יש לנו צוות", "מחר בעשר", "כן"):
        caller.says(words)
    office.hook("/twilio/call-status", caller.call_sid, CallStatus="completed", CallDuration="60")
    file = tmp_path / "recorded.yaml"
    assert typed(office.app, "calls", "to-test", caller.call_sid, "--output", str(file)).exit_code == 0
    assert load_script(file).at == datetime(2026, 11, 25, 14, 7)
    monkeypatch.setattr(services_module, "open_database", open_database)
    played = typed(office.app, "eval", str(file), "--rules")
    assert played.exit_code == 0, f"{played.output}\n{file.read_text('utf-8')}"


def test_the_phone_refuses_a_call_in_text(tmp_path: Path) -> None:
    (tmp_path / "text.yaml").write_text('call: {channel: text}\nsteps: [{says: "שלום"}]\n', "utf-8")
    with pytest.raises(Unusable, match=r"text\.yaml was held in text"):
        configure({"SCRIPT": "text.yaml"}, tmp_path)
