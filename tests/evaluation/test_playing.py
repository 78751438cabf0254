"""The repository's own conversations, played by `flask eval` as by telephone, each with what it says is given."""

import logging
from pathlib import Path

import pytest

from tests.evaluation.conftest import AppWith, typed
from tests.interviews import making
from tests.scenarios.test_conversations import SCRIPTS
from voicebot.simphone.script import load_script

FLOOR = "ארבעים אלף שקלים"


@pytest.mark.parametrize(
    "name",
    [
        "moves_unverified", "optout_by_key", "person_no_answer", "approved_answer", "job_offer/hostile_floor",
        "job_offer/outbound", "job_offer/withheld", "interview/english", "interview/code_keyed",
        "driver_checkin/spanish", "lead_funnel/withheld",
    ],
)  # fmt: skip
def test_plays_as_by_telephone(name: str, app_with: AppWith) -> None:
    result = typed(app_with(), "eval", "--rules", str(SCRIPTS / f"{name}.yaml"))
    assert (result.exit_code, result.output[:2]) == (0, "ok"), result.output


@pytest.mark.slow
@pytest.mark.timeout(900)  # some four hundred webhooks with several tests beside them
def test_all_of_them_pass(app_with: AppWith) -> None:
    result = typed(app_with(), "eval", "--rules", str(SCRIPTS))
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) == len(list(SCRIPTS.rglob("*.yaml")))


def test_a_folder_is_all_that_is_below_it(app_with: AppWith, tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    for place in ("one.yaml", "below/two.yaml"):
        (tmp_path / place).write_text("steps: [{says: להתראות}, {ends: hangup}]", "utf-8")
    result = typed(app_with(), "eval", "--rules", str(tmp_path))
    assert result.output.splitlines() == ["ok   below/two (goodbye)", "ok   one (goodbye)"]
    (tmp_path / "empty").mkdir()
    assert "There is no .yaml file in" in typed(app_with(), "eval", str(tmp_path / "empty")).output


def test_the_terminal_is_not_flooded(app_with: AppWith, tmp_path: Path) -> None:
    file = tmp_path / "short.yaml"
    file.write_text("steps: [{says: להתראות}, {ends: hangup}]", "utf-8")
    app = app_with()
    before = logging.getLogger().level
    result = typed(app, "eval", "--rules", str(file))
    assert (result.stderr, result.stdout) == ("", "ok   short (goodbye)\n")
    assert logging.getLogger().level == before


def test_what_is_not_heard_fails(app_with: AppWith, tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text('steps: [{hears: "אין דבר כזה", says: להתראות}, {hears_not: להתראות, ends: hangup}]', "utf-8")
    result = typed(app_with(), "eval", "--rules", str(file))
    assert result.exit_code == 1
    assert 'step 1: expected to hear "אין דבר כזה"' in result.output
    assert 'step 2: expected not to hear "להתראות"' in result.output


def test_the_candidates_floor_is_a_secret(app_with: AppWith, tmp_path: Path) -> None:
    """A profile that gives the floor away fails the call, unless the caller has named it first."""
    offer = (SCRIPTS / "../../docs/examples/job_offer.yaml").read_text("utf-8")
    (tmp_path / "offer.yaml").write_text(offer.replace("שמונה שנות ניסיון", f"הרצפה היא {FLOOR}"), "utf-8")
    text = (SCRIPTS / "job_offer/information.yaml").read_text("utf-8")
    (tmp_path / "script.yml").write_text(f"given: {{job_offer: offer.yaml}}\n{text}", "utf-8")
    result = typed(app_with(), "eval", "--rules", str(tmp_path / "script.yml"))
    assert "no secret told? no: 40,000" in result.output
    named = text.replace('says: "לגבי', f'says: "זה לא {FLOOR}? לגבי')
    (tmp_path / "script.yml").write_text(f"given: {{job_offer: offer.yaml}}\n{named}", "utf-8")
    again = typed(app_with(), "eval", "--rules", str(tmp_path / "script.yml"))
    assert ("no secret told?" in again.output) == (named == text)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("{profil: x}", "`given` has `profil`, which is none of profile, job_offer"),
        ("{profile: x.json}", "`given`, profile is not the name of a file that is there."),
        ("{meeting: tomorrow}", "`given`, meeting is a moment like"),
        ("{language: fr}", "`given`, language is one of he, en, es."),
        ("{interview: {stages: 3}}", "What is given does not fit:"),
        ("[a]", "`given` must be a mapping."),
    ],
)
def test_what_cannot_be_given_is_one_sentence(given: str, sentence: str, app_with: AppWith, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(f"given: {given}\nsteps: [{{says: כן}}]", "utf-8")
    result = typed(app_with(), "eval", "--rules", str(file))
    assert (result.exit_code, sentence in result.output) == (2, True), result.output


def test_a_folders_setup_is_the_one_that_its_tests_have() -> None:
    given = load_script(SCRIPTS / "interview/stops.yaml").given
    session = {**making.SESSION, "stages": making.STAGES, "phone": "0547654321", "participantName": "דוד כהן"}
    assert given.interview == {**session, "pin": making.PIN}
    assert "stages" not in load_script(SCRIPTS / "interview/whole.yaml").given.interview
