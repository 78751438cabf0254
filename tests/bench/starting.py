"""Databases and vendors for measuring, and how long the app takes to start."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from uuid import uuid4

import psycopg

from tests.bench.server import serving
from tests.bench.tables import header, heading, median, row

POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
STARTS = 5


def starts(databases: Mapping[str, Callable[[], AbstractContextManager[str]]]) -> None:
    """How long `gunicorn wsgi:app` takes until /health answers 200."""
    heading(
        f"Ready to serve, of {STARTS} starts", "From the command to the first 200 of /health; the database is migrated."
    )
    header("Database", "Median, s", "Slowest, s")
    for name, database in databases.items():
        with database() as url, vendors(1.0) as env:
            took = []
            for number in range(STARTS):
                with serving(url, env, migrate=number == 0) as server:
                    took.append(server.ready_s)
        row(name, median(took), max(took))


@contextmanager
def vendors(factor: float) -> Iterator[dict[str, str]]:
    """All vendors as stand-ins with fixed delays, and the settings that lead to them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.vendors", str(port), str(factor)])
    url = f"http://127.0.0.1:{port}"
    try:
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield {
            "OPENAI_BASE_URL": f"{url}/v1",
            "OPENAI_API_KEY": "bench",
            "GOOGLE_TRANSLATE_BASE_URL": url,
            "GOOGLE_TRANSLATE_API_KEY": "bench",
            "TWILIO_BASE_URL": url,
        }
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def sqlite() -> Iterator[str]:
    """A new SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


@contextmanager
def postgres() -> Iterator[str]:
    """A new PostgreSQL database, dropped afterwards."""
    name = f"voicebot_bench_{uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{POSTGRES.rpartition('/')[0]}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
