"""A process that runs jobs, and dies where it is told to: `python -m tests.jobs.worker '{…}'`."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stores import Stores, build_stores, open_database
from stores.job_values import Job
from stores.jobs import JobStore, Retry
from stores.values import Json
from voicebot.clients.twilio_calls import TwilioTelephone
from voicebot.clients.twilio_recordings import TwilioRecordings
from voicebot.interviews.disk import DiskTranscripts
from voicebot.interviews.handlers import InterviewJobs
from voicebot.jobs.engine import Engine, run_until
from voicebot.jobs.handlers import HANDLERS, Context, Handler, Writes
from voicebot.jobs.pace import Pace
from voicebot.jobs.running import Work

ACCOUNT, TOKEN = "AC" + "1" * 32, "token"
NEVER = "0 0 0 1 1 *"
SOON = Retry(first=timedelta(milliseconds=100), longest=timedelta(seconds=1))
PACE = Pace(sweep=NEVER, janitor_s=1.0, housekeeping=NEVER)


@dataclass(frozen=True)
class Orders:
    """`die` lists stages as "stage key"; the process dies at each once. `folder` remembers where it did."""

    database_url: str
    twilio_url: str
    executor: str
    folder: str
    die: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> "Orders":
        given = json.loads(text)
        return cls(**{**given, "die": tuple(given["die"])})

    def written(self) -> str:
        return json.dumps(asdict(self))

    def marker(self, name: str) -> Path:
        return Path(self.folder) / name.replace("/", "_")


class Reaper:
    """Kills this process like `kill -9` at each of its stages, the first time it comes by."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self.pausing = threading.RLock()
        """Held, no other thread kills the process."""

    def passing(self, stage: str, key: str) -> None:
        if f"{stage} {key}" not in self._orders.die:
            return
        with self.pausing, suppress(FileExistsError):
            self._orders.marker(f"died {stage} {key}").touch(exist_ok=False)
            os.kill(os.getpid(), signal.SIGKILL)


class MortalJobs(JobStore):
    """Jobs whose worker may die between any two steps of an attempt."""

    reaper: Reaper

    def due(self, limit: int = 50) -> tuple[Job, ...]:
        jobs = super().due(limit)
        for job in jobs:
            self.reaper.passing("feeding", job.key)
        return jobs

    def claim(self, key: str, attempts: int) -> Job | None:
        self.reaper.passing("queued", key)
        job = super().claim(key, attempts)
        self.reaper.passing("claimed", key)
        return job

    def finish(self, key: str, writes: Callable[[], None] | None = None) -> bool:
        self.reaper.passing("effect", key)

        def written() -> None:
            if writes is not None:
                writes()
            self.reaper.passing("writing", key)

        with self.reaper.pausing:  # this stage is passed once only
            done = super().finish(key, written)
            self.reaper.passing("done", key)
        return done


def note(payload: Json, context: Context) -> Writes:
    """A job whose effect is ours, and shows when it happens twice: a task without a key."""

    def writes() -> None:
        context.stores.tasks.add("note", payload["text"])

    return writes


def work_of(orders: Orders) -> Work:
    database = open_database(orders.database_url, pool_size=3)
    stores: Stores = build_stores(database, lambda: datetime.now(UTC))
    jobs = MortalJobs(database, retry=SOON)
    jobs.reaper = Reaper(orders)
    context = Context(
        stores=replace(stores, jobs=jobs),
        now=lambda: datetime.now(UTC),
        recordings=TwilioRecordings(ACCOUNT, TOKEN, orders.twilio_url),
        telephone=TwilioTelephone(ACCOUNT, TOKEN, orders.twilio_url),
    )
    interviews = InterviewJobs(DiskTranscripts(Path(orders.folder) / "transcripts"), timedelta(minutes=10))
    handlers: dict[str, Handler] = {**HANDLERS, **interviews.handlers(), "note": note}
    return Work(handlers, context)


def main() -> None:
    orders = Orders.read(sys.argv[1])
    engine = Engine(orders.database_url, orders.executor, work_of(orders), PACE)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())

    def stopped(seconds: float) -> bool:
        if engine.running:
            orders.marker(f"running {orders.executor}").touch()
        return ended.wait(seconds / 10)

    run_until(stopped, engine)


if __name__ == "__main__":
    main()
