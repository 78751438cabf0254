"""The database goes away in the middle of a call, and comes back: a fixed line meanwhile, then the call goes on.

Each starts servers; `make test` has the same in one process (tests/phone/test_outage.py).
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.faults.checks import SILENCE_S, broken
from tests.faults.outages import WAYS, Outage, Way, with_outage
from tests.faults.phone import Story
from tests.faults.rigs import Rig
from tests.faults.vendors import vendors
from voicebot.simphone.player import CHARACTERS_PER_SECOND

STALL_S = 20.0
GIVES_UP_S = 28.0
"""Nobody is asked to wait for less: the app gives up after half a minute."""
GOODBYES = ("להתראות", "יום טוב", "ביי")


@contextmanager
def in_a_call(way: Way) -> Iterator[tuple[Rig, Outage, Story]]:
    """A call that has had one turn, on a database that can be taken away."""
    with vendors(STALL_S) as world, with_outage(way, world, FILLER_AFTER_MS="2500") as (rig, outage):
        world.begin({})
        story = rig.person.calls()
        assert rig.person.says(story, "שלום")
        yield rig, outage, story


def speaks_without_a_database(
    rig: Rig, outage: Outage, story: Story, back: Callable[[int], bool]
) -> tuple[frozenset[str], int]:
    """Says something while the database is away; `back` decides, before each webhook, whether it is to return.

    Gives what was heard meanwhile, and how many webhooks there were.
    """
    began, webhooks = len(story.heard), 0
    meanwhile: list[frozenset[str]] = []

    def before(path: str) -> None:
        nonlocal webhooks
        webhooks += not path.startswith("/call-status")
        if not meanwhile and back(webhooks):
            meanwhile.append(frozenset(story.heard[began:]))
            outage.end()

    outage.begin()
    rig.person.transport.before = before
    rig.person.says(story, "מתקשרים אליהם למחרת")
    rig.person.transport.before = lambda _: None
    if not meanwhile:
        meanwhile.append(frozenset(story.heard[began:]))
        outage.end()
    return meanwhile[0], webhooks


def ends_without_a_database(rig: Rig, outage: Outage, story: Story) -> list[int]:
    """The rest of the call, and the answers to its status callback; the database is back for the third."""
    callbacks = 0

    def before(path: str) -> None:
        nonlocal callbacks
        if not path.startswith("/call-status"):
            return
        callbacks += 1
        if callbacks == 1:
            outage.begin()
        elif callbacks == 3:
            outage.end()

    rig.person.transport.before = before
    rig.person.talks(story)
    return [each.answer.status for each in story.exchanges if "/call-status" in each.fetch.url]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_the_call_goes_on_in_the_same_place_and_its_end_is_stored(way: Way) -> None:
    with in_a_call(way) as (rig, outage, story):
        lines, webhooks = speaks_without_a_database(rig, outage, story, back=lambda webhooks: webhooks == 3)
        assert webhooks >= 3, f"the call did not wait for the database: {story.heard}"
        assert lines, "silence"
        statuses = ends_without_a_database(rig, outage, story)
        record = rig.record(story)
        assert broken(story, record, unrecorded=lines) == []
        assert record.meetings == 1
        assert [turn["heard_he"] for turn in record.turns[1:]] == story.said
        assert statuses == [503, 503, 204]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_it_goes_away_while_a_turn_runs(way: Way) -> None:
    """The turn cannot store its answer: it stays claimed, and whoever gets through next has it run on."""
    with in_a_call(way) as (rig, outage, story):
        world = rig.vendors
        go_on, asked, webhooks = world.hold("model"), dict(world.count), 0
        meanwhile: list[frozenset[str]] = []
        began = len(story.heard)

        def before(path: str) -> None:
            nonlocal webhooks, began
            if path.startswith("/turn") and not go_on.is_set():
                assert world.reached["model"].wait(20)
                began = len(story.heard)  # fillers were stored
                outage.begin()
                go_on.set()
            webhooks += go_on.is_set()
            if webhooks == 3:
                meanwhile.append(frozenset(story.heard[began:]))
                outage.end()

        rig.person.transport.before = before
        rig.person.says(story, "מתקשרים אליהם למחרת")
        rig.person.transport.before = lambda _: None
        assert meanwhile, f"the caller was not kept waiting: {story.heard}"
        assert world.count["transcription"] == asked["transcription"] + 1, "what was heard is not asked for again"
        rig.person.talks(story)
        record = rig.record(story)
        assert broken(story, record, unrecorded=meanwhile[0]) == []
        assert record.meetings == 1
        assert [turn["heard_he"] for turn in record.turns[1:]] == story.said


# -- the long version: by the clock


class Listener:
    """A caller who listens: a line takes the time to say it, then the next webhook is sent."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._heard = len(story.heard)
        self._began = time.monotonic()

    def waited_s(self) -> float:
        """How long it has been, when the lines heard last are over."""
        spoken = sum(map(len, self._story.heard[self._heard :])) / CHARACTERS_PER_SECOND
        self._heard = len(self._story.heard)
        time.sleep(min(3.0, spoken))
        return time.monotonic() - self._began


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seconds", [1, 5, 12, 27])
@pytest.mark.parametrize("way", WAYS)
def test_away_for_seconds(way: Way, seconds: float) -> None:
    with in_a_call(way) as (rig, outage, story):
        listener = Listener(story)
        lines, _ = speaks_without_a_database(rig, outage, story, back=lambda _: listener.waited_s() > seconds)
        rig.person.talks(story)
        record = rig.record(story)
        assert broken(story, record, unrecorded=lines, timed=True) == []
        assert record.meetings == 1
        assert [turn["heard_he"] for turn in record.turns[1:]] == story.said


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("way", WAYS)
def test_away_for_too_long_ends_with_a_goodbye(way: Way) -> None:
    with in_a_call(way) as (rig, outage, story):
        listener = Listener(story)
        lasted: list[float] = []

        def never(_webhooks: int) -> bool:
            lasted.append(listener.waited_s())
            return False

        speaks_without_a_database(rig, outage, story, back=never)
        assert story.live.ended is not None
        assert story.live.ended.by == "app"
        assert max(lasted) >= GIVES_UP_S
        assert any(each in story.heard[-1] for each in GOODBYES)
        assert max(story.silences()) <= SILENCE_S
