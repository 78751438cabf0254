"""The drawings in the docs are what `flask scenarios draw` draws, and both commands tell what there is."""

import re
from pathlib import Path

import pytest
from flask import Flask

from stores.database import Database
from tests.apps import ON_SQLITE
from tests.builders import settings
from voicebot import scenario_cli
from voicebot.agents.drawing import draw
from voicebot.companies import company_of
from voicebot.scenarios import checked_scenarios
from voicebot.services import Vendors, build
from voicebot.settings import ROOT, Settings

DRAWN = dict(re.findall(r"```mermaid\n%% (\w+)\n(.*?)```", (ROOT / "docs" / "scenarios.md").read_text("utf-8"), re.S))
SCENARIOS = checked_scenarios(company_of(Settings()))


@pytest.fixture
def app(database: Database, database_url: str) -> Flask:
    made = Flask("commands")
    made.extensions["voicebot"] = build(settings(database_url=database_url), Vendors())
    scenario_cli.register(made)
    return made


def test_every_scenario_is_drawn() -> None:
    assert set(DRAWN) == set(SCENARIOS)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_docs_show_what_is_drawn(name: str) -> None:
    """After a change: flask --app wsgi scenarios draw --into docs/scenarios.md"""
    assert DRAWN[name] == draw(SCENARIOS[name])


@ON_SQLITE
def test_the_commands(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    checked = runner.invoke(args=["scenarios", "check"])
    assert checked.exit_code == 0
    assert "advisor [guarded, summary]: 7 steps → closer" in checked.output
    assert checked.output.endswith("Nothing is wrong.\n")
    drawn = runner.invoke(args=["scenarios", "draw", "sales"])
    assert drawn.output == f"%% sales\n{draw(SCENARIOS['sales'])}"
    page = tmp_path / "page.md"
    page.write_text("# Page\n\n## Drawings\n\nWhat stood here.\n", encoding="utf-8")
    assert runner.invoke(args=["scenarios", "draw", "--into", str(page)]).exit_code == 0
    assert page.read_text("utf-8").startswith("# Page\n\n## Drawings\n\n### driver_checkin\n\n```mermaid\n%% driver")
    assert "What stood here." not in page.read_text("utf-8")
    wrong = runner.invoke(args=["scenarios", "draw", "nobody"])
    assert wrong.exit_code == 2
    assert "there is no scenario 'nobody'" in wrong.output
