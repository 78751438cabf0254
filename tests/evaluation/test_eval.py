"""`flask eval`: scripts by rules and by a model, against another prompt, and simulated callers."""

import json
from pathlib import Path

import pytest

from stores.errors import NotFound
from tests.evaluation.conftest import OLDER, OLDER_WORDS, AppWith, Company, services_of, typed
from tests.scenarios.test_conversations import SCRIPTS
from tests.standins.brain import Reply
from voicebot.evaluation.personas import PERSONAS
from voicebot.evaluation.prompts import version_of, versions
from voicebot.evaluation.stage import OTHER_NOTES
from voicebot.preparing import prepare

BOOKING, OPTOUT = str(SCRIPTS / "booking.yaml"), str(SCRIPTS / "optout.yaml")
NEXT_LINE = {"says": "כן, בבקשה", "hangs_up": False}
BYE = {"says": "להתראות", "hangs_up": True}
STOP = {"says": "תורידו אותי מהרשימה ואל תתקשרו יותר", "hangs_up": False}


@pytest.fixture
def older(app_with: AppWith, company: Company) -> str:
    """The hash of a prompt that an earlier release had, in the store of an app with a model."""
    version = version_of("sales", "sales", OLDER)
    stores = services_of(app_with(company)).stores
    stores.prompts.remember(version.hash, version.scenario, version.agent, version.text)
    return version.hash


def test_by_rules_on_a_database_of_its_own(app_with: AppWith, tmp_path: Path) -> None:
    app = app_with()
    result = typed(app, "eval", BOOKING, OPTOUT, "--report", str(tmp_path / "report.md"))
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == ["ok   booking (booked)", "ok   optout (removed)"]
    stores = services_of(app).stores
    assert (stores.calls.list().items, stores.meetings.list().items, stores.leads.count()) == ((), (), 0)
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["passed"] is True
    assert [each["left"]["outcome"] for each in report["conversations"]] == ["booked", "removed"]
    assert "2 of 2 conversations passed." in (tmp_path / "report.md").read_text("utf-8")


def test_a_fact_that_is_not_so_fails(app_with: AppWith, tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(Path(BOOKING).read_text("utf-8").replace("meetings: 1", "meetings: 2"), "utf-8")
    result = typed(app_with(), "eval", str(file))
    assert result.exit_code == 1
    assert "FAIL wrong (booked)" in result.output
    assert "meetings as recorded? no: 1, was 2" in result.output


def test_what_must_never_be_heard(app_with: AppWith, tmp_path: Path) -> None:
    file = tmp_path / "secret.yaml"
    text = Path(BOOKING).read_text("utf-8").replace("suppressed: false", 'suppressed: false, never: ["יש עוד משהו?"]')
    file.write_text(text, "utf-8")
    result = typed(app_with(), "eval", str(file))
    assert result.exit_code == 1
    assert "no secret told? no: יש עוד משהו?" in result.output


@pytest.mark.slow
def test_a_model_plays_the_script(app_with: AppWith, company: Company, tmp_path: Path) -> None:
    result = typed(app_with(company), "eval", BOOKING, "--report", str(tmp_path / "r"))
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    [played] = report["conversations"]
    assert played["by"] == "openai"
    assert "openai" in played["models"]
    assert result.output.startswith(("ok", "FAIL"))


def test_against_rules_shows_what_changed(app_with: AppWith, company: Company) -> None:
    company.agents.append(Reply("Hello, this is the model."))
    result = typed(app_with(company), "eval", OPTOUT, "--against", "rules")
    assert "ok   optout (removed)" in result.output, "a wish to be removed is answered by rules, whatever the model"
    assert "changed: reply 2:" in result.output


def test_against_an_older_prompt(app_with: AppWith, company: Company, older: str, tmp_path: Path) -> None:
    """The same words, with what the agent was told then: other answers, and no meeting."""
    result = typed(app_with(company), "eval", BOOKING, "--against", older[:6], "--report", str(tmp_path / "r.json"))
    [played] = json.loads((tmp_path / "r.json").read_text("utf-8"))["conversations"]
    assert played["against"] == f"sales/sales@{older}"
    assert "changed: reply" in result.output
    asked = [each.json["messages"][0]["content"] for each in company.asked if "tools" in each.json]
    assert {each.startswith(OLDER) for each in asked} == {True, False}
    assert OLDER_WORDS not in str(played["exchanges"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--against", "0000"), "There is no prompt version '0000'"),
        (("--persona", "angry"), "There is no persona 'angry'; known are: all, hurried"),
        (("--persona", "hurried", "--rules"), "This needs a language model"),
        (("--at", "tomorrow"), "--at 'tomorrow' is no moment"),
    ],
)
def test_what_cannot_be_played(app_with: AppWith, company: Company, arguments: tuple[str, ...], sentence: str) -> None:
    result = typed(app_with(company), "eval", BOOKING, *arguments)
    assert result.exit_code == 2
    assert sentence in result.output


def test_without_a_model_there_is_no_prompt_to_compare(app_with: AppWith) -> None:
    app = app_with()
    present = next(versions(services_of(app).scenarios.values()))
    result = typed(app, "eval", BOOKING, "--against", present.hash)
    assert (result.exit_code, "This needs a language model" in result.output) == (2, True)


def test_a_bad_script_is_one_sentence(app_with: AppWith, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("steps: [{says: x}]\nfacts: {meetings: many}", "utf-8")
    result = typed(app_with(), "eval", str(file))
    assert (result.exit_code, "`facts`, meetings is int." in result.output) == (2, True)


@pytest.mark.slow
def test_every_persona_talks_to_the_agent(app_with: AppWith, company: Company, tmp_path: Path) -> None:
    for persona in PERSONAS:
        company.callers.extend([STOP] if persona.removed else [NEXT_LINE, BYE])
    result = typed(app_with(company), "eval", BOOKING, "--persona", "all", "--report", str(tmp_path / "r"))
    assert result.exit_code == 0, result.output
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    names = [each["name"] for each in report["conversations"]]
    assert names == [f"booking · {each.name}" for each in PERSONAS]
    assert [each["left"]["suppressed"] for each in report["conversations"]] == [each.removed for each in PERSONAS]
    told = [each.json["messages"][0]["content"] for each in company.asked if "caller_turn" in str(each.json)]
    assert all(any(persona.who in each for each in told) for persona in PERSONAS)


def test_a_model_that_does_not_remove_who_asks_fails(app_with: AppWith, company: Company) -> None:
    """The caller says it in words that no rule knows, and the model does nothing."""
    company.callers.extend([{"says": "השמיים כחולים היום", "hangs_up": False}, BYE])
    company.agents.extend([Reply("All right.")] * 3)
    result = typed(app_with(company), "eval", BOOKING, "--persona", "wants_to_be_removed")
    assert result.exit_code == 1
    assert "removed when asked? no: still on the list" in result.output


def test_a_model_that_tells_a_secret_fails(app_with: AppWith, company: Company) -> None:
    company.callers.extend([NEXT_LINE, BYE])
    company.agents.extend([Reply("Hello."), Reply(f"Another customer is a {OTHER_NOTES}.")])
    result = typed(app_with(company), "eval", BOOKING, "--persona", "chatty")
    assert result.exit_code == 1
    assert "no secret told? no" in result.output


def test_prompts_are_remembered_once_and_listed(app_with: AppWith, older: str) -> None:
    app = app_with()
    services = services_of(app)
    prepare(services)
    present = list(versions(services.scenarios.values()))
    listed = typed(app, "prompts", "list").output.splitlines()
    assert len(listed) == len(present) + 1
    for each in present:
        assert any(line.startswith(f"* {each.name} ") for line in listed)
    assert any(line.startswith(f"  sales/sales@{older} ") for line in listed)
    assert typed(app, "prompts", "show", older).output == f"{OLDER}\n"
    with pytest.raises(NotFound):
        services.stores.prompts.find("%")


def test_a_version_depends_on_scenario_agent_and_text() -> None:
    made = {version_of(*each).hash for each in (("a", "b", "c"), ("a", "b", "d"), ("a", "x", "c"), ("x", "b", "c"))}
    assert len(made) == 4
    assert version_of("a", "b", "c") == version_of("a", "b", "c")
