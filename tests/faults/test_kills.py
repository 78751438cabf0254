"""Web workers that are killed between and during turns: what was acknowledged stays, and nothing comes twice."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest

from tests.bench.starting import postgres, sqlite
from tests.faults.checks import broken
from tests.faults.phone import Person, Story
from tests.faults.rigs import Rig, served
from tests.faults.vendors import Vendors, vendors
from tests.jobs.waiting import until
from voicebot.simphone.events import HangUp
from voicebot.simphone.webhook import HttpTransport

QUICK = {"FILLER_AFTER_MS": "2500"}
STALL_S = 20.0
DATABASES = pytest.mark.parametrize("database", [sqlite, postgres])
Database = Callable[[], AbstractContextManager[str]]


def kill_all(rig: Rig) -> None:
    """Whoever owns a turn is dead now."""
    assert rig.server is not None
    for worker in rig.server.workers():
        rig.server.kill(worker)


def kill_one(rig: Rig, dice: random.Random) -> None:
    assert rig.server is not None
    if workers := rig.server.workers():
        rig.server.kill(dice.choice(workers))


def assert_booked(rig: Rig, story: Story, world: Vendors) -> None:
    record = rig.record(story)
    assert broken(story, record) == []
    assert record.meetings == 1
    assert [turn["heard_he"] for turn in record.turns[1:]] == story.said
    assert world.count["transcription"] == len(story.said)


@pytest.mark.soak_on("postgres")
@DATABASES
def test_killed_between_and_during_turns(database: Database) -> None:
    with vendors(STALL_S) as world, database() as url, served(world, url, **QUICK) as rig:
        world.begin({})
        dice = random.Random(9)
        story = rig.person.calls()
        kill_one(rig, dice)
        assert rig.person.says(story, "שלום")
        kill_one(rig, dice)
        go_on = world.hold("model")

        def when_filled(path: str) -> None:
            if path.startswith("/turn") and not go_on.is_set():
                assert world.reached["model"].wait(20)
                kill_all(rig)
                go_on.set()

        rig.person.transport.before = when_filled
        rig.person.says(story, "מתקשרים אליהם למחרת")
        assert go_on.is_set(), "the caller was not sent on while the model thought"
        rig.person.talks(story)
        assert_booked(rig, story, world)


@pytest.mark.slow
@DATABASES
def test_killed_while_a_webhook_waits(database: Database) -> None:
    """The connection breaks, and Twilio asks again, if the URL told it to."""
    with vendors(STALL_S) as world, database() as url, served(world, url) as rig:
        world.begin({})
        story = rig.person.calls()
        rig.person.says(story, "שלום")
        go_on = world.hold("model")

        def kill() -> None:
            world.reached["model"].wait(20)
            kill_all(rig)
            go_on.set()

        killer = threading.Thread(target=kill)
        killer.start()
        rig.person.says(story, "מתקשרים אליהם למחרת")
        killer.join()
        rig.person.talks(story)
        assert_booked(rig, story, world)


@pytest.mark.slow
@DATABASES
def test_killed_while_last_words_are_heard(database: Database) -> None:
    """The caller has left: nobody asks for the answer, and yet the wish counts."""
    with vendors(STALL_S) as world, database() as url, served(world, url, **QUICK) as rig:
        world.begin({})
        story = rig.person.calls()
        rig.person.says(story, "שלום")
        go_on = world.hold("transcription")

        def when_over(path: str) -> None:
            if path.startswith("/call-status") and not go_on.is_set():
                assert world.reached["transcription"].wait(20)
                kill_all(rig)
                go_on.set()

        rig.person.transport.before = when_over
        story.live.act(HangUp(text="תורידו אותי מהרשימה"))
        assert go_on.is_set()
        until(lambda: rig.get(f"/calls/{story.call_sid}")["summary"] is not None, "the call to be summarised")
        call = rig.get(f"/calls/{story.call_sid}")
        assert call["outcome"] == "removed"
        assert call["summary"].splitlines()[0].endswith("removed.")
        assert [turn["heard_he"] for turn in call["turns"][1:3]] == ["שלום", "תורידו אותי מהרשימה"]


@pytest.mark.slow
@DATABASES
def test_killed_while_a_piece_is_heard(database: Database) -> None:
    """Nobody asks for a piece but the turn that goes on with it."""
    with vendors(STALL_S) as world, database() as url, served(world, url, **QUICK) as rig:
        world.begin({})
        story = rig.person.calls()
        rig.person.says(story, "שלום")
        go_on = world.hold("transcription")
        rig.person.speaks_s = 15
        rig.person.says(story, "אז תראי יש לנו כאן משרד")

        def when_he_went_on(path: str) -> None:
            if not go_on.is_set():
                assert world.reached["transcription"].wait(20)
                kill_all(rig)
                go_on.set()

        rig.person.transport.before = when_he_went_on
        rig.person.speaks_s = 2
        heard = rig.person.says(story, "ותורידו אותי מהרשימה")
        assert go_on.is_set()
        assert any("הוסר" in line for line in heard)
        turns = rig.record(story).turns
        assert [turn["heard_he"] for turn in turns[2:4]] == [
            "אז תראי יש לנו כאן משרד",
            "אז תראי יש לנו כאן משרד ותורידו אותי מהרשימה",
        ]
        assert rig.record(story).said == story.heard


@pytest.mark.slow
@pytest.mark.timeout(900)
@DATABASES
def test_killed_again_and_again(database: Database, tell: Callable[[str], None]) -> None:
    """Forty calls, four at once, while every few seconds a random worker dies."""
    with vendors(STALL_S) as world, database() as url, served(world, url) as rig:
        assert rig.server is not None
        done = threading.Event()
        kills = 0

        def keep_killing() -> None:
            nonlocal kills
            dice = random.Random(3)
            while not done.wait(dice.uniform(2.0, 6.0)):
                kill_one(rig, dice)
                kills += 1

        def call(number: int) -> list[str]:
            assert rig.server is not None
            person = Person(HttpTransport(), rig.server.url, rig.person.token, world.record)
            from_ = f"+97254765{number:04}"
            story = person.talks(person.calls(from_, voice_url=f"{rig.server.url}/twilio/voice#rc=2&rp=all"))
            tell(f"call {number}: {len(story.said)} turns, {kills} kills so far")
            found = [f"call {number}: {each}" for each in broken(story, rig.record(story), timed=True)]
            for each in found:
                tell(each[:500])
            return found

        killer = threading.Thread(target=keep_killing)
        killer.start()
        try:
            with ThreadPoolExecutor(4) as lanes:
                found = [each for problems in lanes.map(call, range(40)) for each in problems]
        finally:
            done.set()
            killer.join()
        assert kills
        assert found == []
