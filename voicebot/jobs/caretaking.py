"""What keeps the engine's own tables in order: processes that died, and history that nobody needs."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import structlog
from dbos import DBOS
from sqlalchemy import Engine

from voicebot.jobs.locks import held_if_free

log = structlog.get_logger()

BATCH = 500


def resume_of_the_dead(engine: Engine, executor: str) -> None:
    """Queue again what, by DBOS's books, runs in processes other than `executor` that are gone.

    DBOS itself does this only for a process that comes back under the same name, or with its paid service.
    """
    running = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    for other in {each.executor_id or "" for each in running} - {executor}:
        with held_if_free(engine, other) as dead:  # so that one janitor looks after it
            if dead:
                _resume(other)


def _resume(executor: str) -> None:
    left = DBOS.list_workflows(status="PENDING", executor_id=executor, load_input=False, load_output=False)
    log.warning("jobs.taken_over", executor=executor, workflows=len(left))
    by_queue = defaultdict[str | None, list[str]](list)
    for each in left:
        by_queue[each.queue_name].append(each.workflow_id)
    for queue, ids in by_queue.items():
        DBOS.resume_workflows(ids, queue_name=queue)


def forget_finished(kept: timedelta, applications: list[str]) -> None:
    """Delete what was over before that of these DBOS applications, which keep every tick and batch for ever."""
    before = (datetime.now(UTC) - kept).isoformat()
    while old := DBOS.list_workflows(
        completed_before=before, application_name=applications, limit=BATCH, load_input=False, load_output=False
    ):
        DBOS.delete_workflows([each.workflow_id for each in old])
