"""The app's jobs, done here and now: what the engine would start, without the engine."""

from tests.builders import Worker
from voicebot.jobs.running import Attempt, run
from voicebot.jobs.wiring import work_of


def do_jobs(worker: Worker) -> list[str]:
    """Do every open job once, and those that they ask for; the keys in the order in which they were done."""
    work, done = work_of(worker.services), list[str]()
    while jobs := [job for job in worker.stores.jobs.list(state="open").items if job.key not in done]:
        for job in reversed(jobs):  # the oldest first
            run(Attempt(job.key, job.attempts), work)
            done.append(job.key)
    return done
