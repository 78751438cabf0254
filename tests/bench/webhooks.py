"""What a webhook costs without any vendor: the rule model holds the conversation."""

import random
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

from tests.bench.server import Server, serving
from tests.bench.tables import header, heading, median, percentile, row
from tests.caller import Caller
from voicebot.development import development_token

SAID = ("כן", "כן, יש לנו צוות", "המזכירה מתקשרת אליהם", "לא עכשיו", "מחר בבוקר")
"""A call that ends with a callback task; bookings would run out of free slots."""
ROUNDS = ((1, 40), (20, 10), (60, 5))
"""(calls at once, calls each of them makes one after the other)."""


def webhooks(databases: Mapping[str, Callable[[], AbstractContextManager[str]]]) -> None:
    """A table of what webhooks take and cost."""
    heading(
        "What a webhook costs without any vendor",
        "The rule model; a call of seven webhooks that ends with a callback task, one after the other on each line.",
    )
    header(
        "Database", "Calls at once", "Webhooks", "Median, ms", "p95, ms", "Max, ms", "CPU a webhook, ms",
        "Webhooks a second",
    )  # fmt: skip
    for name, database in databases.items():
        with database() as url, serving(url, {}) as server:
            for at_once, each in ROUNDS:
                row(name, at_once, *_measure(server, at_once, each))


def _measure(server: Server, at_once: int, each: int) -> tuple[object, ...]:
    """One round of calls."""
    token = development_token()
    took: list[float] = []
    lock = threading.Lock()

    def talk() -> None:
        for _ in range(each):
            mine = _one_call(server.url, token)
            with lock:
                took.extend(mine)

    cpu, started = server.cpu_s(), time.monotonic()
    with ThreadPoolExecutor(at_once) as pool:
        for done in [pool.submit(talk) for _ in range(at_once)]:
            done.result()
    wall, spent = time.monotonic() - started, server.cpu_s() - cpu
    times = [round(each, 1) for each in (median(took), percentile(took, 95), max(took))]
    return len(took), *times, round(1000 * spent / len(took), 1), round(len(took) / wall)


def _one_call(url: str, token: str) -> list[float]:
    """How long each webhook of one call took, in ms. Raises when the call does not end as it should."""
    caller = Caller.over_http(url, token).calls(from_=f"+97250{random.randrange(10**7):07}")
    for words in SAID:
        caller.says(words)
    if caller.ended is None or caller.ended.by != "app":
        raise RuntimeError(f"the call did not end: {caller.all_heard}")
    return [each.answer.took_ms for each in caller.exchanges]
