"""What the engine of an earlier release left in DBOS's tables: `python -m tests.jobs.earlier URL`.

Its names, a queue, a schedule that nobody runs any more, and the workflow of one job that was never begun.
"""

import sys
from datetime import datetime
from typing import Any

from dbos import DBOS

from voicebot.jobs.place import place_of


def main() -> None:
    place = place_of(sys.argv[1], "earlier")
    place.prepare()
    DBOS(
        config={
            "name": "voicebot",
            "system_database_url": place.url,
            "system_database_engine": place.engine,
            "executor_id": place.executor,
            "application_version": "1",
        }
    )

    @DBOS.workflow(name="sweep")
    def sweep(at: datetime, _: Any) -> None:
        """Never due."""

    @DBOS.workflow(name="job")
    def job(key: str, attempts: int) -> None:
        """Nobody listens to its queue."""

    DBOS.listen_queues([])
    DBOS.launch()
    DBOS.register_queue("jobs")
    DBOS.apply_schedules([{"schedule_name": "sweep", "workflow_fn": sweep, "schedule": "0 0 0 1 1 *"}])
    DBOS.enqueue_workflow("jobs", job, "note", 0)
    DBOS.destroy()
    place.close()


if __name__ == "__main__":
    main()
