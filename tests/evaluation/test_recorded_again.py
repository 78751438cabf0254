"""Calls with something on record become tests that play as they are written, and leave the same facts."""

import re
from pathlib import Path

import pytest
import yaml

from stores import open_database
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Worker
from tests.caller import LEAD_NUMBER
from tests.evaluation.conftest import typed
from tests.scenarios.test_conversations import SCRIPTS
from voicebot import services as services_module
from voicebot.evaluation.setup import set_up
from voicebot.simphone.script import Script, load_script

pytestmark = ON_SQLITE
QUICK = (
    "job_offer/agrees_at_once", "job_offer/hostile_own_number", "job_offer/hostile_wrong_code", "job_offer/information",
    "job_offer/negotiates", "job_offer/negotiates_below", "job_offer/outbound", "job_offer/no_code",
    "interview/code_keyed", "interview/code_spoken", "interview/whole", "interview/goes_back",
    "job_offer/introduces_with_code", "interview/code_keyed_early",
)  # fmt: skip
ALL = tuple(
    f"{folder}/{each.stem}"
    for folder in ("job_offer", "interview")
    for each in sorted((SCRIPTS / folder).glob("*.yaml"))
)
NOBODY = (
    "דנה", "לוי", "יוסי", "כהן", "דוד", "נועה ברק", "ברק", "אלטק", "נגב", "Dana", "Levi", "Yossi", "Cohen", "Barak",
    "Altech", "Al Tech", "Negev", "482913", "739156", "12345678", "0547654321", "547654321", "505550000", "רחוב הדוגמה",
    "Example Street", "ארבע שמונה שתיים תשע", "שבע שלוש תשע", "38,000", "40000", "47000",
)  # fmt: skip


def recorded(office: Worker, name: str, file: Path) -> tuple[Script, Script]:
    """What was played, and what was recorded of it."""
    lead = office.stores.leads.add("Ronit Abramov", LEAD_NUMBER, name_he="רונית אברמוב")
    script = load_script(SCRIPTS / f"{name}.yaml")
    set_up(office.services, script.given, lead.id)
    caller = office.caller().plays(script)
    if caller.ended is None or caller.ended.by != "app":
        office.hook("/twilio/call-status", caller.call_sid, CallStatus="completed", CallDuration="60")
    result = typed(office.app, "calls", "to-test", caller.call_sid, "--output", str(file))
    assert result.exit_code == 0, result.output
    return script, load_script(file)


def assert_plays_again(
    app_factory: AppFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> dict[str, object]:
    language = load_script(SCRIPTS / f"{name}.yaml").given.language
    office = app_factory(whole=True, **({"caller_language": "en-US"} if language == "en" else {}))
    file = tmp_path / "recorded.yaml"
    recorded(office, name, file)
    text = file.read_text("utf-8")
    assert [each for each in NOBODY if re.search(rf"(?<!\w)[והבלמש]?{re.escape(each)}(?!\w)", text)] == []
    monkeypatch.setattr(services_module, "open_database", open_database)  # tests' apps share one; this wants its own
    played = typed(office.app, "eval", str(file), "--rules")
    assert played.exit_code == 0, f"{played.output}\n{text}"
    found: dict[str, object] = yaml.safe_load(text)
    return found


@pytest.mark.parametrize("name", QUICK)
def test_a_call_with_something_on_record_plays_again(
    app_factory: AppFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert_plays_again(app_factory, tmp_path, monkeypatch, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(ALL) - set(QUICK)))
def test_every_call_with_something_on_record_plays_again(
    app_factory: AppFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert_plays_again(app_factory, tmp_path, monkeypatch, name)
