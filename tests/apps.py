"""Whole apps for tests, on each database."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app import MAX_BODY, create_app
from stores.database import Database
from tests.builders import MEMBER_NUMBER, Clock, Ears, Worker, settings
from tests.caller import Caller
from voicebot import services as services_module
from voicebot.conversation import replies
from voicebot.conversation.replies import Waits
from voicebot.logs import configure_logs
from voicebot.phone import create_phone
from voicebot.services import Services, Vendors, build

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For tests that ask the database nothing new: once is enough."""
SOAK_ON_POSTGRES = pytest.mark.soak_on("postgres")
"""For tests of what lies above the stores, which have tests on each database of their own."""
AppFactory = Callable[..., Worker]
PATIENCE_S = 20.0


def phone_app(services: Services) -> Flask:
    """The telephone's part of the app."""
    configure_logs(services.settings)
    app = Flask("phone")
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.register_blueprint(create_phone(services))
    return app


@pytest.fixture
def clock() -> Clock:
    """Sunday, ten in the morning in Jerusalem, until it is moved."""
    return Clock()


@pytest.fixture
def app_factory(
    database: Database, database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[AppFactory]:
    """Makes apps on the test's database, with one member of the team: `app_factory(Vendors(…), caller_input="record")`.

    Several of them are several worker processes. `reply_wait_s` is how long a webhook waits for a turn. Without
    `whole` they have the telephone's webhooks alone: describing the JSON API takes a tenth of a second.
    """
    # One engine for all: compiling statements anew takes longer than most tests.
    monkeypatch.setattr(services_module, "open_database", lambda url, pool_size: database)
    monkeypatch.setattr(replies, "WHOLE_S", PATIENCE_S)  # on a slow machine too answers come in one piece
    workers: list[Worker] = []

    def make(
        vendors: Vendors | None = None, reply_wait_s: float = PATIENCE_S, whole: bool = False, **changes: object
    ) -> Worker:
        given = settings(database_url=database_url, **changes)
        services = build(given, vendors or Vendors(), clock, waits=Waits(reply_wait_s, reply_wait_s))
        services.stores.members.ensure_default("Dana", MEMBER_NUMBER)
        app = create_app(given, services) if whole else phone_app(services)
        workers.append(Worker(app, services))
        return workers[-1]

    yield make
    for worker in workers:
        worker.settle()


@pytest.fixture
def worker(app_factory: AppFactory) -> Worker:
    """An app without vendors: the rule model and the phrasebook hold the conversation."""
    return app_factory()


@pytest.fixture
def caller(worker: Worker) -> Caller:
    """Somebody who calls that app."""
    return worker.caller()


@pytest.fixture
def ears() -> Ears:
    """Recordings and their transcripts."""
    return Ears()


@pytest.fixture
def recording_worker(app_factory: AppFactory, ears: Ears) -> Worker:
    """The same by <Record>: what `ears` hold can be fetched and transcribed."""
    return app_factory(ears.vendors(), caller_input="record")
