"""Plays whole calls to a booked meeting with the rule model, one and many at once, and prints what they cost."""

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

import psycopg

from tests.bench.server import Server, serving
from tests.caller import Caller
from voicebot.development import development_token

SAID = ("כן", "כן, יש לנו צוות", "המזכירה מתקשרת אליהם", "לא עכשיו", "מחר בבוקר")
"""A call that ends with a callback task; bookings would run out of free slots."""
ROUNDS = ((1, 40), (20, 10), (60, 5))
"""(calls at once, calls each of them makes one after the other)."""
POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


def main() -> None:
    for name, database in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        with database() as url, serving(url, {}) as server:
            print(f"\n{name}: gunicorn, 2 workers; the load runs on the same machine")
            print("calls at once   turns   webhook ms: median    p95    max   CPU ms/turn   turns/s")
            for at_once, each in ROUNDS:
                measure(server, at_once, each)
            print(f"largest worker: {server.worker_memory() / 2**20:.0f} MB")


def measure(server: Server, at_once: int, each: int) -> None:
    """One round of calls, and a row about it."""
    token = development_token()
    took: list[float] = []
    lock = threading.Lock()

    def talk() -> None:
        for _ in range(each):
            mine = one_call(server.url, token)
            with lock:
                took.extend(mine)

    cpu, started = server.cpu_s(), time.monotonic()
    with ThreadPoolExecutor(at_once) as pool:
        for done in [pool.submit(talk) for _ in range(at_once)]:
            done.result()
    wall, spent = time.monotonic() - started, server.cpu_s() - cpu
    print(
        f"{at_once:>13} {len(took):>7} {statistics.median(took):>20.1f} {percentile(took, 95):>6.1f}"
        f" {max(took):>6.1f} {1000 * spent / len(took):>13.1f} {len(took) / wall:>9.0f}"
    )


def one_call(url: str, token: str) -> list[float]:
    """How long each webhook of one call took, in ms. Raises when the call does not end as it should."""
    caller = Caller.over_http(url, token).calls(from_="withheld")
    for words in SAID:
        caller.says(words)
    if caller.ended is None or caller.ended.by != "app":
        raise RuntimeError(f"the call did not end: {caller.all_heard}")
    return [each.answer.took_ms for each in caller.exchanges]


def percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]


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


if __name__ == "__main__":
    main()
