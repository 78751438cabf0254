"""The threads that do jobs: those of one batch side by side with each other and with those of other batches."""

from collections.abc import Iterable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress

import structlog

from stores.errors import StoreError
from voicebot.jobs.running import Attempt, Work, run

log = structlog.get_logger()


class Crew:
    """Does jobs, at most `at_once` side by side: a slow one takes one thread, and holds nobody else up."""

    def __init__(self, work: Work, at_once: int) -> None:
        self._work = work
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="job")
        self._in_hand = set[Future[None]]()

    @property
    def in_hand(self) -> int:
        """How many jobs are running or next."""
        return len(self._in_hand)

    def do(self, attempts: Iterable[Attempt]) -> None:
        """Make these attempts, and return when each has ended, or the crew has and did not begin it."""
        begun = [self._pool.submit(self._make, attempt) for attempt in attempts]
        for each in begun:
            self._in_hand.add(each)
            each.add_done_callback(self._in_hand.discard)
        for each in begun:
            with suppress(CancelledError):
                each.result()

    def stop(self) -> None:
        """Begin no more; what is running goes on."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _make(self, attempt: Attempt) -> None:
        try:
            run(attempt, self._work)
        except Exception as error:  # the last line of defence: the row knows best, and the others of the batch go on
            known = isinstance(error, StoreError)
            log.warning("job.left", job=attempt.key, reason=type(error).__name__, exc_info=not known)
