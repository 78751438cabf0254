"""Our workflows in DBOS: the attempt at a job, the feeder, and what keeps both in order. Importing this loads DBOS."""

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, TypeVar

import structlog
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, ScheduleInput, SetWorkflowID

from stores.errors import StoreError
from voicebot.jobs.caretaking import forget_finished, resume_of_the_dead
from voicebot.jobs.kinds import add_sweep
from voicebot.jobs.pace import Pace
from voicebot.jobs.place import Place
from voicebot.jobs.running import Attempt, Outcome, Work, run, to_start

T = TypeVar("T")
JobWorkflow = Callable[[str, int], Outcome]
Scheduled = Callable[[datetime, Any], None]

log = structlog.get_logger()

QUEUE = "jobs"
APPLICATION_VERSION = "1"
"""Pinned: DBOS leaves alone what another version began, and a deploy is no reason for that. Counted up only when the
arguments of `job` change their meaning."""
ACTIVE = frozenset({"ENQUEUED", "PENDING", "DELAYED"})


class Workflows:
    """DBOS in this process, from start to stop. DBOS is one per process, and is kept behind this."""

    def __init__(self, place: Place, work: Work, pace: Pace) -> None:
        self._place = place
        self._work = work
        self._pace = pace

    def start(self) -> None:
        """Launch DBOS: its tables, threads, queue and schedules. Opens no port."""
        # Without a handler DBOS adds one of its own beside the app's, in another format.
        logging.getLogger("dbos").addHandler(logging.NullHandler())
        self._place.prepare()
        DBOS(config=self._config())
        schedules = self._register()
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=self._pace.at_once,
            polling_interval_sec=self._pace.poll_s,
            on_conflict="always_update",
        )
        DBOS.apply_schedules(schedules)

    def stop(self, within_s: int) -> None:
        """Take no more jobs, wait that long for running ones, and forget everything about DBOS."""
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=within_s)

    def _config(self) -> DBOSConfig:
        """No conductor key and no OTLP: nothing leaves for the network but statements for the database."""
        return {
            "name": "voicebot",
            "system_database_url": self._place.url,
            "system_database_engine": self._place.engine,
            "executor_id": self._place.executor,
            "application_version": APPLICATION_VERSION,
            "serializer": DBOSPortableJSONSerializer(),  # the default pickles: people and other releases cannot read it
            "enable_otlp": False,
            "log_level": "WARNING",
            "sys_db_pool_size": 4,  # where DBOS makes the engine
            "max_executor_threads": self._pace.at_once + 4,
        }

    def _register(self) -> list[ScheduleInput]:
        """Our workflows, under the names by which DBOS finds them again after a restart; and when they are due."""

        @DBOS.workflow(name="job")
        def job(key: str, attempts: int) -> Outcome:
            # No step: the job's own row knows whether this attempt was begun and ended, however often it is run.
            return run(Attempt(key, attempts), self._work)

        @DBOS.workflow(name="feed")
        def feed(at: datetime, _: Any) -> None:
            for key, attempts in _step("due", self._due):
                _enqueue(job, Attempt(key, attempts))

        @DBOS.workflow(name="sweep")
        def sweep(at: datetime, _: Any) -> None:
            _step("add", lambda: add_sweep(self._work.context.stores, at))

        @DBOS.workflow(name="housekeep")
        def housekeep(at: datetime, _: Any) -> None:
            _step("forget", self._forget)

        @DBOS.workflow(name="look_after")
        def look_after(at: datetime, _: Any) -> None:
            _step("resume", self._look_after)

        pace = self._pace
        schedules = [
            _schedule("feed", feed, pace.feed),
            _schedule("sweep", sweep, pace.sweep),
            _schedule("housekeep", housekeep, pace.housekeeping),
        ]
        # The embedded database has one engine at a time, which finds at its start what the last one left.
        return [*schedules, _schedule("look_after", look_after, pace.janitor)] if self._place.engine else schedules

    def _due(self) -> list[tuple[str, int]]:
        """The attempts to start now, as DBOS can store them; none while our database is away."""
        try:
            attempts = to_start(self._work, self._pace.ahead, _ended)
        except StoreError as error:
            log.warning("jobs.not_fed", reason=type(error).__name__)
            return []
        return [(attempt.key, attempt.attempts) for attempt in attempts]

    def _look_after(self) -> None:
        if self._place.engine is not None:
            resume_of_the_dead(self._place.engine, self._place.executor)

    def _forget(self) -> None:
        forget_finished(self._pace.kept)
        self._work.jobs.forget(self._pace.jobs_kept)
        self._work.context.stores.guards.clean(self._work.context.now())


def _step(name: str, work: Callable[[], T]) -> T:
    """What touches the world is a step: its result is kept, and not made again when the workflow is."""
    return DBOS.run_step({"name": name}, work)


def _ended(ids: Collection[str]) -> Mapping[str, bool]:
    """Which of these workflows there are, and whether they are over."""
    known = DBOS.list_workflows(workflow_ids=list(ids), load_input=False, load_output=False)
    return {each.workflow_id: each.status not in ACTIVE for each in known}


def _enqueue(job: JobWorkflow, attempt: Attempt) -> None:
    """Ask for an attempt; one that was asked for already stays as it is."""
    with SetWorkflowID(attempt.id):
        DBOS.enqueue_workflow(QUEUE, job, attempt.key, attempt.attempts)


def _schedule(name: str, workflow: Scheduled, cron: str) -> ScheduleInput:
    return {"schedule_name": name, "workflow_fn": workflow, "schedule": cron}
