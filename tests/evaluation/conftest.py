"""Apps with a model on the wire that tests tell what to say, and the commands of evaluations."""

import json
import shutil
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from tests.api.making import production
from tests.standins import brain
from tests.standins.brain import Reply
from tests.standins.openai import OpenAIStandIn
from voicebot.preparing import prepare
from voicebot.services import Services, build

OLDER = "You are the older prompt."
OLDER_WORDS = "The older prompt speaks."
GONE = {"says": "", "hangs_up": True}


class Company(OpenAIStandIn):
    """OpenAI's API: an agent, which an older prompt makes say something else, and a caller who is scripted.

    `callers` are what the simulated caller does, in turn; `agents` what the agent answers before its own mind does.
    """

    def __init__(self) -> None:
        super().__init__()
        self.callers: deque[Mapping[str, Any]] = deque()
        self.agents: deque[Reply] = deque()

    def _reply(self, body: Mapping[str, Any]) -> Reply:
        wanted = body.get("response_format", {}).get("json_schema", {}).get("name")
        if wanted == "caller_turn":
            return Reply(json.dumps(self.callers.popleft() if self.callers else GONE))
        if wanted:
            return super()._reply(body)
        if body["messages"][0]["content"].startswith(OLDER):
            return Reply(OLDER_WORDS)
        if self.agents:
            return self.agents.popleft()
        tools = [each["function"]["name"] for each in body.get("tools", ())]
        return brain.think(body["messages"], tools)


@pytest.fixture
def company() -> Iterator[Company]:
    with Company() as standin:
        yield standin


AppWith = Callable[..., Flask]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as a release step leaves it."""
    file = tmp_path_factory.mktemp("evaluation") / "prepared.db"
    services = build(production(f"sqlite:///{file}"))
    prepare(services)
    services.close()
    return file


@pytest.fixture
def app_with(prepared: Path, tmp_path: Path) -> Iterator[AppWith]:
    """Makes an app on a prepared database; without a stand-in rules hold the calls."""
    made: list[Services] = []
    shutil.copy(prepared, tmp_path / "app.db")

    def making(standin: Company | None = None) -> Flask:
        keys = {"openai_api_key": "a-key", "openai_base_url": standin.base_url} if standin else {}
        app = create_app(production(f"sqlite:///{tmp_path}/app.db", **keys))
        services: Services = app.extensions["voicebot"]
        made.append(services)
        return app

    yield making
    for each in made:
        each.close()


def services_of(app: Flask) -> Services:
    found: Services = app.extensions["voicebot"]
    return found


def typed(app: Flask, *arguments: str) -> Result:
    """The command's result; whatever goes wrong is an exit with a sentence."""
    result = app.test_cli_runner().invoke(args=list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
