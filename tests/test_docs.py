"""What is written for operators is what the code does."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from dotenv import dotenv_values

from voicebot.settings import ROOT, Settings

EXAMPLE = ROOT / ".env.example"
APP = json.loads((ROOT / "app.json").read_text("utf-8"))
SETTINGS = {each.metadata["name"]: each for each in fields(Settings)}
SECRETS = {name for name, each in SETTINGS.items() if each.metadata["secret"]}
MAY_READ_THE_ENVIRONMENT = {"voicebot/settings.py", "voicebot/simphone/cli.py", "voicebot/simphone/__main__.py"}
"""The second two are the terminal phone, a program of its own."""


def example_lines() -> list[str]:
    return EXAMPLE.read_text("utf-8").splitlines()


def test_every_setting_stands_in_the_example_once_and_nothing_else() -> None:
    names = [line.partition("=")[0] for line in example_lines() if line and not line.startswith("#")]
    assert sorted(names) == sorted(SETTINGS)


def test_every_setting_of_the_example_has_a_comment_of_its_own() -> None:
    lines = example_lines()
    uncommented = [line for before, line in pairwise(lines)
                   if line and not line.startswith("#") and not before.startswith("# ")]  # fmt: skip
    assert uncommented == []


def test_the_example_as_it_stands_changes_nothing() -> None:
    values = {name: value for name, value in dotenv_values(EXAMPLE, interpolate=False).items() if value is not None}
    assert Settings.from_env(values) == Settings.from_env({})


def test_every_setting_says_what_it_does() -> None:
    assert [name for name, each in SETTINGS.items() if not each.metadata["about"].endswith(".")] == []


def test_the_platforms_file_knows_only_settings_and_describes_each() -> None:
    assert set(APP["env"]) <= set(SETTINGS) - {"DYNO", "PORT", "DATABASE_URL"}, "the platform sets these itself"
    assert all(each["description"].endswith(".") for each in APP["env"].values())


def test_the_settings_of_streams_stand_where_operators_look() -> None:
    streams = {name for name in SETTINGS if name.startswith("REALTIME_")}
    operations = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert streams <= set(APP["env"])
    assert [name for name in streams if f"`{name}`" not in operations] == []


def test_the_platforms_file_holds_no_secret() -> None:
    assert [name for name in SECRETS & set(APP["env"]) if "value" in APP["env"][name]] == []


def test_what_the_platforms_file_requires_is_what_starting_requires() -> None:
    required = {name for name, each in APP["env"].items() if each.get("required", True)}
    given = {"API_KEY": "k", "TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "TWILIO_AUTH_TOKEN": "t", "WEB_CONCURRENCY": "2",
             "BASE_URL": "https://voice.example"}  # fmt: skip
    assert required == set(given)
    platform = {"DYNO": "web.1", "PORT": "5000", "DATABASE_URL": "postgres://u:p@host:5432/name"}
    assert not Settings.from_env(given | platform).development


def test_the_platforms_file_asks_for_postgresql_and_a_web_process() -> None:
    assert any(each["plan"].startswith("heroku-postgresql") for each in APP["addons"])
    processes = dict(line.split(": ") for line in (ROOT / "Procfile").read_text("utf-8").splitlines())
    assert set(APP["formation"]) <= set(processes)
    assert set(processes) == {"web", "worker", "release"}


def test_the_fallback_is_twiml_that_speaks_hebrew_and_hangs_up() -> None:
    response = ElementTree.parse(ROOT / "docs" / "fallback.xml").getroot()  # noqa: S314  our own file
    assert [each.tag for each in response] == ["Say", "Say", "Hangup"]
    for said in response.iter("Say"):
        assert said.attrib == {"voice": Settings().twilio_tts_voice, "language": "he-IL"}
        assert re.fullmatch(r"[א-ת ,.]+", said.text or "")


def product_files() -> Iterator[Path]:
    yield from (ROOT / name for name in ("app.py", "wsgi.py", "gunicorn.conf.py"))
    for package in ("voicebot", "language", "stores"):
        yield from sorted((ROOT / package).rglob("*.py"))


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in product_files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if _reads_the_environment(node)
    }
    assert "voicebot/settings.py" in readers
    assert readers <= MAY_READ_THE_ENVIRONMENT


def _reads_the_environment(node: ast.AST) -> bool:
    names = {"environ", "environb", "getenv", "getenvb"}
    if isinstance(node, ast.Attribute):
        return node.attr in names and isinstance(node.value, ast.Name) and node.value.id == "os"
    return isinstance(node, ast.ImportFrom) and node.module == "os" and bool({each.name for each in node.names} & names)


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *(f"docs/{each.name}" for each in (ROOT / "docs").glob("*.md"))]
)
def test_pages_name_settings_commands_and_pages_that_exist(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z0-9-]+)", text)) <= targets
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []
