"""The engine that runs jobs: DBOS Transact, in the background of a web worker or in a process of its own.

Our table is the truth. Whoever has the duty looks once a second for what is due, and hands it to DBOS as one workflow,
a batch: DBOS knows which jobs are in hand, and starts batches again whose process died. Its own tables are in a file
beside the embedded database, or in the schema `dbos` of PostgreSQL.

A workflow for each job, on a queue that a schedule feeds, costs some 5 ms of CPU a job, and about as much for each tick
and each look at the queue. That buys nothing: a row's transaction cannot reach DBOS's own file, so somebody has to look
at the rows in any case, and a look that comes again in a second needs no record. What recurs and must happen once among
all processes is a DBOS schedule.
"""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from voicebot.jobs.pace import Pace
from voicebot.jobs.place import place_of
from voicebot.jobs.running import Work

if TYPE_CHECKING:
    from voicebot.jobs.workflows import Workflows

log = structlog.get_logger()

END_WITHIN_S = 5
"""How long running jobs may take at shutdown; what does not end is started again elsewhere."""
AGAIN_AFTER_S = 15.0
"""After a launch that failed (the database was away), as a launch costs more than a look at a lock."""


class Engine:
    """Runs jobs in this process while it has the duty. One per process, and only after a fork.

    Makes no connection and loads nothing before `stand_by`.
    """

    def __init__(
        self, database_url: str, executor: str, work: Work, pace: Pace | None = None, alone: bool = False
    ) -> None:
        """`executor` names this process among all others, those that died included.

        Of those that would be `alone` one runs jobs at a time, on PostgreSQL too, where otherwise each does: so that
        of many web workers one pays for it.
        """
        self._place = place_of(database_url, executor, alone)
        self._work = work
        self._pace = pace or Pace()
        self._lock = threading.Lock()
        self._running: Workflows | None = None
        self._not_before = 0.0

    @property
    def running(self) -> bool:
        """Whether jobs are run by this process."""
        return self._running is not None

    def stand_by(self) -> bool:
        """Run jobs here if the duty is free, and start what is due; whether this process runs them.

        To be called about once a second. A look at a lock and one at the jobs most of the time. Launching takes some
        tenths of a second, and as long as the database wants: not on a thread that others wait for. While one call is
        launching, others return at once.
        """
        if self._lock.acquire(blocking=False):
            try:
                if time.monotonic() >= self._not_before:
                    self._take_duty()
            finally:
                self._lock.release()
        return self.running

    def shutdown(self) -> None:
        """Let running jobs end for a moment, and let another process have the duty."""
        if not self._lock.acquire(timeout=END_WITHIN_S):
            return  # still launching, as the database is away: the duty ends with the process
        try:
            running, self._running = self._running, None
            if running is not None:
                running.stop(END_WITHIN_S)
                log.info("jobs.engine_stopped", executor=self._place.executor)
            self._place.duty.give_up()
            self._place.close()
        finally:
            self._lock.release()

    def _take_duty(self) -> None:
        try:
            if not self._place.duty.take():
                return
            running = self._running or self._launch()
            running.tend()
        except Exception as error:  # the last line of defence: calls are answered also where no job can be run
            known = isinstance(error, OSError | SQLAlchemyError)  # no such folder, no database: nothing of ours broke
            log.error("jobs.engine_not_started", reason=type(error).__name__, exc_info=not known)
            self._not_before = time.monotonic() + AGAIN_AFTER_S
            self._place.duty.give_up()

    def _launch(self) -> "Workflows":
        from voicebot.jobs.workflows import Workflows  # noqa: PLC0415  with it comes DBOS: 25 MB and 0.2 s

        workflows = Workflows(self._place, self._work, self._pace)
        try:
            workflows.start()
        except Exception:
            workflows.stop(0)
            raise
        self._running = workflows
        log.info("jobs.engine_started", executor=self._place.executor)
        return workflows


def run_until(stopped: Callable[[float], bool], engine: Engine) -> None:
    """Be a process for jobs alone: stand by once a second until `stopped(seconds)` is true, then shut down."""
    try:
        engine.stand_by()
        while not stopped(1.0):
            engine.stand_by()
    finally:
        engine.shutdown()
