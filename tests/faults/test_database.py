"""The database goes away in the middle of a call, and comes back: a fixed line meanwhile, then the call goes on."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.faults.checks import broken
from tests.faults.outages import WAYS, Outage, Way, with_outage
from tests.faults.phone import Story
from tests.faults.rigs import Rig
from tests.faults.vendors import vendors
from voicebot.simphone.events import Dialing, Ended, Said

STALL_S = 20.0
QUICK = {"FILLER_AFTER_MS": "2500"}


@dataclass
class Away:
    """Ends the outage at the `after`th webhook since it began; notes what the caller heard meanwhile."""

    rig: Rig
    outage: Outage
    story: Story
    after: int
    webhooks: int = 0
    heard_before: int = 0

    def begin(self) -> None:
        self.heard_before = len(self.story.heard)
        self.rig.person.transport.before = self._count
        self.outage.begin()

    def _count(self, path: str) -> None:
        self.webhooks += not path.startswith("/call-status")
        if self.webhooks == self.after:
            self.end()

    def end(self) -> None:
        self.rig.person.transport.before = lambda _: None
        self.outage.end()
        self.lines = frozenset(self.story.heard[self.heard_before :])


@pytest.mark.parametrize("way", WAYS)
def test_the_call_goes_on_in_the_same_place_and_its_end_is_stored(way: Way) -> None:
    with vendors(STALL_S) as world, with_outage(way, world, **QUICK) as (rig, outage):
        world.begin({})
        story = rig.person.calls()
        assert rig.person.says(story, "שלום")
        away = Away(rig, outage, story, after=3)
        away.begin()
        rig.person.says(story, "מתקשרים אליהם למחרת")
        assert away.webhooks == 3, f"the call did not wait for the database: {story.heard}"
        assert away.lines, "silence"
        statuses = ends_without_a_database(rig, outage, story)
        record = rig.record(story)
        assert broken(story, record, unrecorded=away.lines) == []
        assert record.meetings == 1
        assert [turn["heard_he"] for turn in record.turns[1:]] == story.said
        assert statuses == [503, 503, 204]


def ends_without_a_database(rig: Rig, outage: Outage, story: Story) -> list[int]:
    """The rest of the call, and the answers to its status callback; the database is back for the third."""
    callbacks = 0

    def before(path: str) -> None:
        nonlocal callbacks
        callbacks += path.startswith("/call-status")
        if callbacks == 1:
            outage.begin()
        elif callbacks == 3:
            outage.end()

    rig.person.transport.before = before
    rig.person.talks(story)
    return [each.answer.status for each in story.exchanges if "/call-status" in each.fetch.url]


def paced(story: Story, tell: Callable[[], None]) -> Callable[[str], None]:
    """A caller who listens: a line takes its time."""
    heard = 0

    def before(_path: str) -> None:
        nonlocal heard
        lines = story.heard[heard:]
        heard = len(story.heard)
        time.sleep(min(3.0, sum(map(len, lines)) / 14))
        tell()

    return before


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seconds", [1, 5, 12, 28])
@pytest.mark.parametrize("way", WAYS)
def test_away_for_seconds(way: Way, seconds: float) -> None:
    with vendors(STALL_S) as world, with_outage(way, world) as (rig, outage):
        world.begin({})
        story = rig.person.calls()
        rig.person.says(story, "שלום")
        away = Away(rig, outage, story, after=0)
        away.begin()
        began = time.monotonic()

        def end_in_time() -> None:
            if away.outage is outage and time.monotonic() - began > seconds and not hasattr(away, "lines"):
                away.end()

        rig.person.transport.before = paced(story, end_in_time)
        rig.person.says(story, "מתקשרים אליהם למחרת")
        if not hasattr(away, "lines"):
            away.end()
        rig.person.talks(story)
        record = rig.record(story)
        assert broken(story, record, unrecorded=away.lines, timed=True) == []
        assert record.meetings == 1


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("way", WAYS)
def test_away_for_too_long_ends_with_a_goodbye(way: Way) -> None:
    with vendors(STALL_S) as world, with_outage(way, world) as (rig, outage):
        world.begin({})
        story = rig.person.calls()
        rig.person.says(story, "שלום")
        outage.begin()
        began = time.monotonic()
        rig.person.transport.before = paced(story, lambda: None)
        rig.person.says(story, "מתקשרים אליהם למחרת")
        lasted = time.monotonic() - began
        outage.end()
        assert isinstance(story.live.ended, Ended)
        assert story.live.ended.by == "app"
        assert lasted >= 28
        assert "להתראות" in story.heard[-1] or "ויום טוב" in story.heard[-1]
        assert max(story.silences()) <= 6
        assert not any(isinstance(each, Dialing) for each in story.events)
        assert [each for each in story.events if isinstance(each, Said)]
