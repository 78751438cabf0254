"""One attempt at a job, from its claim to its end, and which attempts are to be started: no engine in sight."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import structlog

from stores.errors import StoreError, StoreUnavailable
from stores.job_values import Job
from stores.jobs import JobStore
from voicebot.errors import VoicebotError
from voicebot.jobs.handlers import Context, Handler, NotConfigured

log = structlog.get_logger()

Outcome = Literal["done", "failed", "nothing"]


@dataclass(frozen=True)
class Work:
    """What runs jobs needs to know: what each kind does, and with what."""

    handlers: Mapping[str, Handler]
    context: Context

    @property
    def jobs(self) -> JobStore:
        return self.context.stores.jobs


@dataclass(frozen=True)
class Attempt:
    """The attempt at a job that follows `attempts` others."""

    key: str
    attempts: int


def run(attempt: Attempt, work: Work) -> Outcome:
    """Begin the attempt, let the kind's handler work, and end it. Raises StoreUnavailable: the row knows best.

    Whatever else a handler raises ends this attempt, and is kept with the row: one job's mistake is not to
    stop the others.
    """
    job = work.jobs.claim(attempt.key, attempt.attempts)
    if job is None:
        return "nothing"
    try:
        writes = _handler(job, work)(job.payload, work.context)
        done = work.jobs.finish(job.key, writes)
    except StoreUnavailable:
        raise
    except Exception as error:  # the last line of defence: documented above
        work.jobs.fail(job.key, job.attempts, _told(error))
        log.warning("job.failed", job=job.key, attempt=job.attempts, error=_told(error), exc_info=not _known(error))
        return "failed"
    log.info("job.done", job=job.key, attempt=job.attempts)
    return "done" if done else "nothing"


def to_start(due: Iterable[Job], taken: Container[str], room: int) -> list[Attempt]:
    """The attempts to start now of what is due, the longest waiting first, at most `room`.

    `taken` are the keys of the jobs that some process has in hand.
    """
    return [Attempt(job.key, job.attempts) for job in due if job.key not in taken][:room]


def _handler(job: Job, work: Work) -> Handler:
    try:
        return work.handlers[job.kind]
    except KeyError:
        # A newer release may know it: it waits like any other failure.
        raise NotConfigured(f"this release does not know the kind {job.kind!r}") from None


def _known(error: Exception) -> bool:
    return isinstance(error, VoicebotError | StoreError)


def _told(error: Exception) -> str:
    """What is kept and logged: our own errors' words name nobody; of others only the type is safe."""
    return f"{type(error).__name__}: {error}" if _known(error) else type(error).__name__
