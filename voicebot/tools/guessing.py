"""How fast codes may be tried: a person is never locked out by what others do, and guessing stays hopeless.

After a few failures each further try has to wait, twice as long each time up to a bound. What waits is the number that
failed, or whoever speaks in somebody's name from numbers we do not know; never the person's own number.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from language.spoken import ISRAEL
from stores.tries import Tries
from voicebot.tools.context import CallContext

log = structlog.get_logger()

MOST_IN_CALL = 3
"""Failures of one call; then a person has to find out."""


@dataclass(frozen=True)
class Pace:
    """`free` failures a day without waiting; then `first`, doubled with each further one, at most `longest`."""

    free: int
    first: timedelta
    longest: timedelta

    def next_try(self, tries: Tries) -> datetime | None:
        """When the next try is looked at; None when it need not wait."""
        if tries.last is None or tries.count < self.free:
            return None
        doubled = min(tries.count - self.free, 30)  # more would only overflow: `longest` has been reached by then
        wait: timedelta = min(self.first * 2**doubled, self.longest)
        return tries.last + wait

    def waits(self, tries: Tries, now: datetime) -> bool:
        """Whether a try has to wait now."""
        at = self.next_try(tries)
        return at is not None and now < at


OF_NUMBER = Pace(5, timedelta(minutes=10), timedelta(hours=4))
"""For the failures of one number."""
IN_A_NAME = Pace(10, timedelta(minutes=5), timedelta(hours=2))
"""For the failures of all who say to be one person, from other numbers than that person's."""


def tell_operator(context: CallContext, what: str, text: str, tries: int) -> None:
    """An alert, and a task a day for each `what`: somebody is guessing codes."""
    log.warning("codes.guessed", what=what.partition(":")[0], tries=tries)
    day = context.now().astimezone(ISRAEL).date().isoformat()
    context.stores.tasks.add("follow_up", text[:500], key=f"codes_guessed:{what}:{day}"[:120])
