"""How many tries the paces leave to somebody who never sleeps: what the pages say of it is computed here."""

from collections import deque
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from stores.tries import WINDOW, Tries
from tests.builders import SUNDAY_AT_TEN
from voicebot.tools.guessing import IN_A_NAME, OF_NUMBER, Pace

DOCS = Path(__file__).parents[2] / "docs"


def tries_in(pace: Pace, days: int) -> int:
    """How often somebody who tries at the first allowed moment fails within so many days."""
    now, end = SUNDAY_AT_TEN, SUNDAY_AT_TEN + timedelta(days=days)
    lately: deque[datetime] = deque()
    last: datetime | None = None
    count = 0
    while True:
        while lately and lately[0] <= now - WINDOW:
            lately.popleft()
        at = pace.next_try(Tries(len(lately), last if lately else None))
        if at is not None and now < at:
            # A failure that grows too old may allow a try before the wait is over.
            now = min(at, lately[0] + WINDOW)
            continue
        if now >= end:
            return count
        lately.append(now)
        last, count = now, count + 1
        now += timedelta(seconds=1)


@pytest.mark.parametrize(("pace", "row"), [(OF_NUMBER, "| one number"), (IN_A_NAME, "| in one recruiter's name")])
def test_the_page_says_how_many_tries_there_are_and_the_chance(pace: Pace, row: str) -> None:
    page = (DOCS / "job_offer.md").read_text("utf-8")
    told = next(each for each in page.splitlines() if each.startswith(row))
    day, year = tries_in(pace, 1), tries_in(pace, 365)
    assert f"| {day} | {year:,} | {day / 10**6:.4%} | {year / 10**6:.2%} |" in told


def test_the_page_of_interviews_says_how_many_tries_there_are() -> None:
    page = " ".join((DOCS / "interviews.md").read_text("utf-8").split())
    assert f"{tries_in(OF_NUMBER, 1)} on its first day" in page
    assert f"{tries_in(OF_NUMBER, 14)} in the 14 days" in page


def test_nothing_waits_at_first_and_longer_each_time() -> None:
    pace = Pace(2, timedelta(minutes=1), timedelta(minutes=5))
    last = SUNDAY_AT_TEN
    waits = [pace.next_try(Tries(count, last)) for count in range(7)]
    assert waits == [None, None, *(last + timedelta(minutes=each) for each in (1, 2, 4, 5, 5))]
    assert pace.next_try(Tries()) is None
    assert pace.next_try(Tries(10_000, last)) == last + timedelta(minutes=5)
