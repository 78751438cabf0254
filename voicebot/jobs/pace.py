"""How often and how much jobs are looked at and run."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Pace:
    """Due rows are looked for whenever the process stands by, about once a second. Schedules are cron with seconds.

    sweep: calls are looked through for orphans. janitor_s: so are dead processes, this often.
    at_once: jobs that run side by side in one process; they mostly wait for a vendor.
    ahead: most jobs that one process has in hand, running or next: what is beyond is left to others.
    kept: how long DBOS's finished workflows stay, jobs_kept: how long our finished jobs do.
    """

    sweep: str = "0 * * * * *"
    housekeeping: str = "30 */10 * * * *"
    janitor_s: float = 5.0
    at_once: int = 8
    ahead: int = 32
    kept: timedelta = timedelta(hours=1)
    jobs_kept: timedelta = timedelta(days=7)
