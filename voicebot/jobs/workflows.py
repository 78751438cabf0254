"""Our workflows in DBOS: a batch of jobs, and what recurs. Importing this loads DBOS."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import structlog
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, ScheduleInput
from sqlalchemy.exc import SQLAlchemyError

from stores.errors import StoreError
from voicebot.jobs.caretaking import forget_finished, resume_of_the_dead
from voicebot.jobs.crew import Crew
from voicebot.jobs.kinds import add_sweep
from voicebot.jobs.pace import Pace
from voicebot.jobs.place import Place
from voicebot.jobs.running import Attempt, Work, to_start

T = TypeVar("T")
Batch = Callable[[Sequence[tuple[str, int]]], None]
Scheduled = Callable[[datetime, Any], None]

log = structlog.get_logger()

APPLICATION = "voicebot-jobs"
"""Earlier releases, which had a workflow for each job, are another application to DBOS: neither begins, ends or polls
what is the other's, and a release that is rolled back finds its own again."""
EARLIER = "voicebot"
APPLICATION_VERSION = "batches-1"
"""Pinned: DBOS leaves alone what another version began, and a deploy is no reason for that. This name and those of
schedules must differ from the earlier releases' too."""
SEEN = 200
"""Due rows looked at: what several processes have in hand but did not begin yet is among them."""
NOTIFICATIONS_S = 1.0
"""How often DBOS looks whether it has something to NOTIFY, which is never: by default a hundred times a second."""
BATCH = "batch"
ACTIVE = ["ENQUEUED", "PENDING", "DELAYED"]


class Workflows:
    """DBOS in this process, from start to stop. DBOS is one per process, and is kept behind this."""

    def __init__(self, place: Place, work: Work, pace: Pace) -> None:
        self._place = place
        self._work = work
        self._pace = pace
        self._crew = Crew(work, pace.at_once)
        self._looked_after = time.monotonic()

    def start(self) -> None:
        """Launch DBOS: its tables, threads and schedules. Opens no port."""
        # Without a handler DBOS adds one of its own beside the app's, in another format.
        logging.getLogger("dbos").addHandler(logging.NullHandler())
        self._place.prepare()
        DBOS(config=self._config())
        self._batch, schedules = self._register()
        DBOS.launch()
        DBOS.apply_schedules(schedules)

    def tend(self) -> None:
        """Start what is due, and now and then what died with its process. To be called about once a second.

        While our database is away nothing is; the next call tries again.
        """
        try:
            self._look_after()
            self._feed()
        except Exception as error:  # the last line of defence: jobs that run are not to lose their engine
            log.warning(
                "jobs.not_fed",
                reason=type(error).__name__,
                exc_info=not isinstance(error, StoreError | SQLAlchemyError),
            )

    def stop(self, within_s: int) -> None:
        """Take no more jobs, wait that long for running ones, and forget everything about DBOS."""
        self._crew.stop()
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=within_s)

    def _config(self) -> DBOSConfig:
        """No conductor key and no OTLP: nothing leaves for the network but statements for the database."""
        return {
            "name": APPLICATION,
            "system_database_url": self._place.url,
            "system_database_engine": self._place.engine,
            "executor_id": self._place.executor,
            "application_version": APPLICATION_VERSION,
            "serializer": DBOSPortableJSONSerializer(),  # the default pickles: people and other releases cannot read it
            "enable_otlp": False,
            "notification_coalesce_sec": NOTIFICATIONS_S,
            "log_level": "WARNING",
            "sys_db_pool_size": 4,  # where DBOS makes the engine
            "max_executor_threads": self._pace.ahead + 4,  # a batch waits on one until its last job has ended
        }

    def _register(self) -> tuple[Batch, list[ScheduleInput]]:
        """Our workflows, under the names by which DBOS finds them again after a restart; and when they are due."""

        @DBOS.workflow(name=BATCH)
        def batch(asked_for: Sequence[tuple[str, int]]) -> None:
            # No steps: each job's own row knows whether this attempt was begun and ended, however often it is run.
            self._crew.do(Attempt(key, attempts) for key, attempts in asked_for)

        @DBOS.workflow(name="find_orphans")
        def sweep(at: datetime, _: Any) -> None:
            _step("add", lambda: add_sweep(self._work.context.stores, at))

        @DBOS.workflow(name="tidy_up")
        def housekeep(at: datetime, _: Any) -> None:
            _step("forget", self._forget)

        pace = self._pace
        return batch, [_schedule("find_orphans", sweep, pace.sweep), _schedule("tidy_up", housekeep, pace.housekeeping)]

    def _feed(self) -> None:
        """Start a batch of what is due, as much as there is room for.

        Of several processes one feeds at a time: so no job is in two batches.
        """
        room = self._pace.ahead - self._crew.in_hand
        due = self._work.jobs.due(SEEN) if room > 0 else ()
        if not due:
            return
        with self._place.feeding() as ours:
            if ours and (attempts := to_start(due, _in_batches(), room)):
                DBOS.start_workflow(self._batch, [(each.key, each.attempts) for each in attempts])

    def _look_after(self) -> None:
        """The embedded database has one engine at a time, which finds at its start what the last one left."""
        if self._place.engine is None or time.monotonic() - self._looked_after < self._pace.janitor_s:
            return
        self._looked_after = time.monotonic()
        resume_of_the_dead(self._place.engine, self._place.executor)

    def _forget(self) -> None:
        forget_finished(self._pace.kept, [APPLICATION, EARLIER])
        self._work.jobs.forget(self._pace.jobs_kept)
        self._work.context.stores.guards.clean(self._work.context.now())


def _step(name: str, work: Callable[[], T]) -> T:
    """What touches the world is a step: its result is kept, and not made again when the workflow is."""
    return DBOS.run_step({"name": name}, work)


def _in_batches() -> set[str]:
    """The keys of the jobs in batches that are not over, of all processes."""
    batches = DBOS.list_workflows(name=BATCH, status=ACTIVE, load_output=False)
    return {key for each in batches if each.input for key, _ in each.input["args"][0]}


def _schedule(name: str, workflow: Scheduled, cron: str) -> ScheduleInput:
    return {"schedule_name": name, "workflow_fn": workflow, "schedule": cron}
