"""An app with vendors at the wire: in this process for short tests, under gunicorn for the real thing."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from app import create_app
from stores.database import open_database
from tests.bench.server import Server, serving
from tests.builders import API_KEY, BASE_URL, MEMBER_NUMBER, TOKEN, settings
from tests.caller import ACCOUNT_SID, OUR_NUMBER, ClientTransport
from tests.faults.checks import Get, Record
from tests.faults.phone import Person, Story
from tests.faults.vendors import Vendors
from tests.operations.processes import environment
from voicebot.services import build
from voicebot.simphone.webhook import HttpTransport


@dataclass
class Rig:
    """A running app, its vendors, and somebody who calls it."""

    person: Person
    vendors: Vendors
    get: Get
    server: Server | None = None

    def record(self, story: Story) -> Record:
        return Record.of(self.get, story.call_sid)


def migrated(folder: Path) -> Path:
    """A migrated SQLite file to copy."""
    path = folder / "template.db"
    database = open_database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@contextmanager
def in_process(vendors: Vendors, template: Path, file: Path, **changes: Any) -> Iterator[Rig]:
    """The whole app in this process, on a copy of a migrated SQLite file."""
    shutil.copy(template, file)
    given = settings(
        database_url=f"sqlite:///{file}",
        openai_base_url=vendors.openai.base_url,
        google_translate_api_key="standin",
        google_translate_base_url=vendors.google.url,
        twilio_base_url=vendors.twilio.url,
        **{"caller_input": "record", "filler_after_ms": 2_500, **changes},
    )
    services = build(given)
    services.stores.members.ensure_default("Dana", MEMBER_NUMBER)
    app = create_app(given, services)

    def get(path: str) -> Mapping[str, Any]:
        got = app.test_client().get(path, headers={"X-API-Key": API_KEY})
        assert got.status_code == 200, got.get_data(as_text=True)
        return dict(got.get_json())

    try:
        yield Rig(Person(ClientTransport(app.test_client()), BASE_URL, TOKEN, vendors.record), vendors, get)
    finally:
        services.pool.close()
        services.stores.database.close()


@contextmanager
def served(vendors: Vendors, database_url: str, migrate_url: str = "", **more: str) -> Iterator[Rig]:
    """The app under gunicorn with two workers. `migrate_url`: the database itself, when another address leads there."""
    extra = {
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_CALLER_ID": OUR_NUMBER,
        "TRANSFER_NUMBER": MEMBER_NUMBER,
        "API_KEY": API_KEY,
        **vendors.settings(),
        **more,
    }
    with serving(database_url, extra, base=environment(), migrate_url=migrate_url) as server:

        def get(path: str) -> Mapping[str, Any]:
            got = requests.get(f"{server.url}{path}", headers={"X-API-Key": API_KEY}, timeout=15)
            assert got.status_code == 200, got.text
            return dict(got.json())

        yield Rig(Person(HttpTransport(), server.url, TOKEN, vendors.record), vendors, get, server)
