"""An app with vendors at the wire: in this process for short tests, under gunicorn for the real thing."""

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from app import create_app
from stores import build_stores, open_database
from tests.bench.server import Server, serving
from tests.builders import API_KEY, BASE_URL, MEMBER_NUMBER, TOKEN, settings
from tests.caller import ACCOUNT_SID, OUR_NUMBER, ClientTransport
from tests.faults.checks import Get, Record
from tests.faults.phone import Person, Story
from tests.faults.vendors import Vendors
from tests.operations.processes import environment
from voicebot.services import build, utc_now
from voicebot.simphone.webhook import HttpTransport

READ_AGAIN = Retry(5, backoff_factor=0.2)
"""Whoever reads the record may meet a worker that is just being killed."""

_ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps its place in module globals."""
Post = Callable[[str, Mapping[str, Any]], tuple[int, Mapping[str, Any]]]
"""A POST of the JSON API: status and answer."""


@dataclass
class Rig:
    """A running app, its vendors, and somebody who calls it."""

    person: Person
    vendors: Vendors
    get: Get
    post: Post
    server: Server | None = None

    def record(self, story: Story) -> Record:
        return Record.of(self.get, story.call_sid)


_TEMPLATES: dict[Path, Path] = {}


def migrated(folder: Path) -> Path:
    """A migrated SQLite file to copy; made once for all tests of a session, whose folders are neighbours."""
    path = _TEMPLATES.setdefault(folder.parent, folder / "template.db")
    if not path.exists():
        migrate(f"sqlite:///{path}")
    return path


def migrate(url: str) -> None:
    """Make the tables, and one member of the team."""
    database = open_database(url)
    with _ONE_AT_A_TIME:
        database.migrate()
    build_stores(database, utc_now).members.ensure_default("Dana", MEMBER_NUMBER)
    database.close()


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
    app = create_app(given, services)

    def get(path: str) -> Mapping[str, Any]:
        got = app.test_client().get(path, headers={"X-API-Key": API_KEY})
        assert got.status_code == 200, got.get_data(as_text=True)
        return dict(got.get_json())

    def post(path: str, body: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
        got = app.test_client().post(path, json=body, headers={"X-API-Key": API_KEY})
        return got.status_code, dict(got.get_json())

    try:
        yield Rig(Person(ClientTransport(app.test_client()), BASE_URL, TOKEN, vendors.record), vendors, get, post)
    finally:
        services.pool.close()
        services.stores.database.close()


@contextmanager
def served(vendors: Vendors, database_url: str, direct_url: str = "", **more: str) -> Iterator[Rig]:
    """The app under gunicorn with two workers. `direct_url`: the database itself, when another address leads there."""
    migrate(direct_url or database_url)
    extra = {
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_CALLER_ID": OUR_NUMBER,
        "TRANSFER_NUMBER": MEMBER_NUMBER,
        "API_KEY": API_KEY,
        **vendors.settings(),
        **more,
    }
    with serving(database_url, extra, migrate=False, base=environment()) as server:

        def get(path: str) -> Mapping[str, Any]:
            with requests.Session() as session:
                session.mount(server.url, HTTPAdapter(max_retries=READ_AGAIN))
                got = session.get(f"{server.url}{path}", headers={"X-API-Key": API_KEY}, timeout=15)
            assert got.status_code == 200, got.text
            return dict(got.json())

        def post(path: str, body: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
            got = requests.post(f"{server.url}{path}", json=body, headers={"X-API-Key": API_KEY}, timeout=30)
            return got.status_code, dict(got.json())

        yield Rig(Person(HttpTransport(), server.url, TOKEN, vendors.record), vendors, get, post, server)
