"""The threads for what blocks."""

import asyncio
import gc
import weakref

from tests.jobs.waiting import until
from voicebot.realtime.threads import WorkThreads


class Given:
    """Something a call hands to a thread."""

    def used(self) -> None:
        pass


def test_a_thread_without_work_keeps_nothing_of_what_it_did() -> None:
    threads = WorkThreads(limit=1)
    given = Given()
    left = weakref.ref(given)

    async def work(given: Given) -> None:
        await threads.run(given.used)

    def is_gone() -> bool:
        gc.collect()
        return left() is None

    asyncio.run(work(given))
    del given
    until(is_gone, "what was given to be let go", 10)
    threads.close()
