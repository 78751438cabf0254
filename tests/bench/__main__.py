"""Plays calls with vendors as slow as real ones, and with none at all, and prints what callers and the server spend."""

import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

import psycopg

from tests.bench.server import Server, serving
from tests.bench.vendors import CRITICAL_S
from tests.bench.waiting import row, wait_for_words
from tests.caller import Caller
from voicebot.development import development_token

SAID = ("כן", "כן, יש לנו צוות", "המזכירה מתקשרת אליהם", "לא עכשיו", "מחר בבוקר")
"""A call that ends with a callback task; bookings would run out of free slots."""
ROUNDS = ((1, 40), (20, 10), (60, 5))
"""(calls at once, calls each of them makes one after the other)."""
POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


WAITING = ((1, 5), (20, 3), (60, 3))
"""(calls at once, turns of each)."""


def main() -> None:
    for name, database in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        print(f"\n{name}; gunicorn, 2 workers; load and vendors run on the same machine")
        with database() as url, vendors(1.0) as env, serving(url, env) as server:
            waiting(server)
        with database() as url, serving(url, {}) as server:
            print("\nNo vendor at all (the rule model): what a webhook costs")
            print("calls at once   turns   webhook ms: median    p95    max   CPU ms/turn   turns/s")
            for at_once, each in ROUNDS:
                measure(server, at_once, each)
            print(f"largest worker: {server.worker_memory() / 2**20:.0f} MB")


def waiting(server: Server) -> None:
    """The time to the first word, with vendors that take their time."""
    print(f"\nSeconds from the webhook to the first word; nothing can be faster than {CRITICAL_S:.3f} s")
    print("calls at once  turns  first: median      p95  over least:     p95  slowest hook  fillers  CPU ms/turn")
    for at_once, each in WAITING:
        cpu = server.cpu_s()
        turns = asyncio.run(wait_for_words(server.url, development_token(), at_once, each))
        print(f"{row(at_once, turns)} {1000 * (server.cpu_s() - cpu) / len(turns):>12.1f}")


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
    caller = Caller.over_http(url, token).calls(from_=f"+97250{random.randrange(10**7):07}")
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
