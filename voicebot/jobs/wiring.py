"""The engine of jobs for the app's services, and how a web worker runs it beside its calls."""

import os
import threading
import uuid
from collections.abc import Callable

import structlog

from voicebot.chains import Chains
from voicebot.jobs.engine import END_WITHIN_S, Engine, run_until
from voicebot.jobs.handlers import HANDLERS, Context
from voicebot.jobs.running import Work
from voicebot.services import Services
from voicebot.settings import ROOT

log = structlog.get_logger()

START_AFTER_S = 2.0
"""A worker that has just started answers its first webhooks before it loads the engine."""
JOIN_S = END_WITHIN_S + 3.0
"""How long a web worker that ends waits for the thread, which began to stop when the worker did."""


def work_of(services: Services, stopping: Callable[[], bool] = lambda: False) -> Work:
    """What each kind of job does with these services. `stopping`: the process wants to end."""
    recordings = services.vendors.recordings if services.guards.closing.delete_recordings else None
    context = Context(
        stores=services.stores,
        now=services.now,
        recordings=recordings,
        telephone=services.vendors.telephone,
        limits=services.guards.limits,
        shortest_s=services.guards.shortest_s,
        stopping=stopping,
        scenario=services.scenarios.get,
        analysts=Chains(services.vendors, services.circuits, services.observability).analysts(),
        hear_out=services.replies.hear_out,
        checkins=ROOT / folder if (folder := services.settings.checkins_dir) else None,
    )
    return Work({**HANDLERS, **services.interviews.jobs.handlers()}, context)


def engine_of(services: Services, stopping: Callable[[], bool], alone: bool = False) -> Engine:
    """The engine for this process, which connects to nothing before it stands by. `alone`: see Engine."""
    executor = f"{os.uname().nodename}:{uuid.uuid4().hex[:12]}"
    return Engine(services.settings.database_url, executor, work_of(services, stopping), alone=alone)


class Background:
    """Runs jobs on a thread of a web worker, from after its fork until the worker ends.

    `alive` says whether the worker goes on: the thread begins to stop while the last webhooks are still answered.
    The thread itself is a daemon, as a database that hangs must not hold up the end; jobs run on DBOS's threads.
    """

    def __init__(self, services: Services, alive: Callable[[], bool]) -> None:
        self._alive = alive
        self._ended = threading.Event()
        self._engine = engine_of(services, lambda: self._stopped(0), alone=True)
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin to stand by."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, and wait for it within bounds."""
        self._ended.set()
        self._thread.join(JOIN_S)
        if self._thread.is_alive():
            log.warning("jobs.cut_off")

    def _run(self) -> None:
        if not self._stopped(START_AFTER_S):
            run_until(self._stopped, self._engine)

    def _stopped(self, seconds: float) -> bool:
        return self._ended.wait(seconds) or not self._alive()
