"""How often and how much jobs are looked at and run."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Pace:
    """Schedules are cron with seconds.

    feed: due rows are looked for; sweep: calls are looked through for orphans; janitor: so are dead processes.
    poll_s: each process looks this often for attempts to start.
    at_once: jobs that run side by side in one process; they mostly wait for a vendor.
    ahead: most jobs looked at in one tick of the feeder: what a process can do until the next, and as much again.
    kept: how long DBOS's finished workflows stay, jobs_kept: how long our finished jobs do.
    """

    feed: str = "*/2 * * * * *"
    sweep: str = "0 * * * * *"
    janitor: str = "*/5 * * * * *"
    housekeeping: str = "30 */10 * * * *"
    poll_s: float = 0.5
    at_once: int = 8
    ahead: int = 64
    kept: timedelta = timedelta(hours=1)
    jobs_kept: timedelta = timedelta(days=7)
