"""`flask --app wsgi migrate | seed | doctor`: what they say and how they exit."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from app import create_app
from language.lexicon import Lexicon
from language.voice import Recordings
from stores.database import Database
from tests.api.making import production
from tests.operations.processes import FLASK, run
from tests.standins.wire import closed_port
from voicebot.cli import warn_of_idle_jobs
from voicebot.services import Services, Vendors, build
from voicebot.settings import Settings

AppOn = Callable[..., Flask]


@pytest.fixture
def app_on() -> Iterator[AppOn]:
    """Makes an app of a development machine, or of an installation when anything else is set."""
    made: list[Flask] = []

    def making(url: str, **changes: object) -> Flask:
        settings = production(url, **changes) if changes else Settings.from_env({"DATABASE_URL": url})
        made.append(create_app(settings, build(settings, Vendors())))
        return made[-1]

    yield making
    for each in made:
        services(each).stores.database.close()


def services(app: Flask) -> Services:
    found: Services = app.extensions["voicebot"]
    return found


def invoke(app: Flask, *command: str) -> Result:
    result = app.test_cli_runner().invoke(args=command)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def new(tmp_path: Path, app_on: AppOn) -> Flask:
    """On a file that is not there yet."""
    return app_on(f"sqlite:///{tmp_path / 'voice.db'}")


def test_as_processes_they_exit_as_they_should(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'voice.db'}"
    behind = run(*FLASK, "doctor", DATABASE_URL=url)
    assert (behind.returncode, behind.stderr) == (1, "")
    assert "run `flask --app wsgi migrate`" in behind.stdout
    migrated = run(*FLASK, "migrate", DATABASE_URL=url)
    assert migrated.returncode == 0
    assert migrated.stdout.startswith("database at revision ")
    assert migrated.stderr == ""


def test_migrating_makes_a_member_of_the_team_and_may_be_repeated(new: Flask) -> None:
    for _ in range(2):
        assert invoke(new, "migrate").exit_code == 0
    assert len(services(new).stores.members.rotation()) == 1


def test_dead_jobs_are_listed_and_tried_again(new: Flask) -> None:
    invoke(new, "migrate")
    assert invoke(new, "jobs", "list").output == "no dead jobs\n"
    jobs = services(new).stores.jobs
    jobs.add("delete_recording", "delete_recording:RE1", {"sid": "RE1"})
    assert "no dead jobs" in invoke(new, "jobs", "list").output
    assert "delete_recording:RE1" in invoke(new, "jobs", "list", "--state", "open").output
    with services(new).stores.database.begin() as session:
        session.execute(text("UPDATE jobs SET dead_at = created_at, attempts = 30, last_error = 'HTTP 401'"))
    assert re.fullmatch(
        r"delete_recording:RE1  attempts 30  due .* UTC  HTTP 401\n", invoke(new, "jobs", "list").output
    )
    assert invoke(new, "jobs", "retry", "delete_recording:RE1").output == "delete_recording:RE1 is tried again\n"
    assert jobs.get("delete_recording:RE1").dead_at is None
    again = invoke(new, "jobs", "retry", "delete_recording:RE1")
    assert (again.exit_code, "no dead job" in again.output) == (1, True)


def test_jobs_of_a_database_that_is_away_are_told_in_one_sentence(app_on: AppOn) -> None:
    away = app_on(f"postgresql://u:hunter2@127.0.0.1:{closed_port()}/voice")
    for command in (("list",), ("retry", "a-key")):
        told = invoke(away, "jobs", *command)
        assert (told.exit_code, told.output.count("\n")) == (1, 1)
        assert "hunter2" not in told.output


@pytest.mark.parametrize(("command", "warned"), [("run", True), ("doctor", False)])
def test_the_development_server_says_that_it_runs_no_jobs(
    command: str, warned: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    with click.Context(click.Command(command), info_name=command):
        warn_of_idle_jobs()
    assert ("flask --app wsgi worker" in capsys.readouterr().err) is warned


def test_seeding_twice_adds_nothing_the_second_time(new: Flask) -> None:
    invoke(new, "migrate")
    assert invoke(new, "seed").output == "3 demo leads added\n"
    assert invoke(new, "seed").output == "0 demo leads added\n"
    services(new).stores.leads.delete(1)
    assert invoke(new, "seed").output == "0 demo leads added\n"


def test_seeding_without_tables_is_told_in_a_sentence(new: Flask) -> None:
    result = invoke(new, "seed")
    assert result.exit_code == 1
    assert result.output.startswith("Error: no demo leads could be added: ")
    assert result.output.count("\n") == 1


def test_outside_development_nothing_is_seeded(database: Database, database_url: str, app_on: AppOn) -> None:
    app = app_on(database_url, log_level="ERROR")
    result = invoke(app, "seed")
    assert (result.exit_code, result.output) == (0, "no demo leads outside development\n")
    assert services(app).stores.leads.count() == 0


def test_the_doctor_tells_what_runs_on_what(database: Database, database_url: str, app_on: AppOn) -> None:
    result = invoke(app_on(database_url, openai_api_key="sk-x", transfer_number=""), "doctor")
    assert result.exit_code == 0
    for said in ("mode         production", "telephone    Twilio (calls out)", "OpenAI gpt-6-luna", "database     ok",
                 "migrations   ok", "calling      IL, Shabbat as in",
                 "! TRANSFER_NUMBER is not set", "! No Google translation"):  # fmt: skip
        assert said in result.output
    assert "sk-x" not in result.output


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"twilio_account_sid": ""}, "TWILIO_ACCOUNT_SID is not set"),
        ({"twilio_caller_id": ""}, "TWILIO_CALLER_ID is not set"),
        ({"base_url": "http://127.0.0.1:8000"}, "BASE_URL is a loopback address"),
        ({"base_url": "http://voice.example"}, "BASE_URL is not https"),
        ({}, "No transcriber"),
        ({"recorded_lines_url": "https://files.example"}, "RECORDED_LINES names no recording"),
        ({"dial_countries": ("IL", "GB")}, "DIAL_COUNTRIES names more than IL"),
        (
            {"pronunciation_lexicon": Lexicon(), "recorded_lines": Recordings({"כן": "https://files.example/yes.mp3"})},
            "(a lexicon of your own, 1 recorded lines)",
        ),
    ],
)
def test_the_doctor_warns(changes: dict[str, str], said: str, new: Flask, app_on: AppOn) -> None:
    invoke(new, "migrate")
    url = services(new).settings.database_url
    result = invoke(app_on(url, app_env="test", **changes), "doctor")
    assert said in result.output
    assert result.exit_code == 0


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
@pytest.mark.parametrize("command", ["doctor", "migrate", "seed"])
def test_a_database_that_is_gone_is_told_in_plain_words(tmp_path: Path, kind: str, command: str, app_on: AppOn) -> None:
    url = {
        "sqlite": f"sqlite:///{tmp_path / 'missing' / 'voice.db'}",
        "postgres": f"postgres://bot:hunter2@127.0.0.1:{closed_port()}/voice",
    }[kind]
    result = invoke(app_on(url), command)
    assert result.exit_code == 1
    assert "hunter2" not in result.output
    said = {"doctor": "! The database cannot be reached", "migrate": "could not be migrated", "seed": "could be added"}
    assert said[command] in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["doctor", "migrate"])
def test_a_database_of_a_newer_release_is_told_in_a_sentence(new: Flask, command: str) -> None:
    invoke(new, "migrate")
    with services(new).stores.database.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    result = invoke(new, command)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
