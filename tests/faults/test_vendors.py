"""Vendors that fail in every way, at every step of a call: it goes on or ends politely, nothing is lost or doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.checks import broken, hears_no_silent_document
from tests.faults.plans import KINDS, Plan, plans
from tests.faults.rigs import in_process, migrated
from tests.faults.vendors import vendors

SHORT_STALL_S = 2.0
SEED = 27003


@pytest.fixture
def play(tmp_path: Path) -> Callable[[Plan], list[str]]:
    """Plays a call with such a plan, in an app of its own, and tells which promises were broken."""
    template = migrated(tmp_path)

    def one(plan: Plan) -> list[str]:
        file = tmp_path / f"{abs(hash(tuple(plan.items())))}.db"
        with vendors(SHORT_STALL_S) as world, in_process(world, template, file) as rig:
            world.begin(plan)
            story = rig.person.talks(rig.person.calls())
            found = [*broken(story, rig.record(story)), *hears_no_silent_document(story)]
        return [f"{plan}: {each}" for each in found]

    return one


def test_forty_faults(play: Callable[[Plan], list[str]]) -> None:
    chosen = list(plans(40, 4, SEED))
    assert {kind for plan in chosen for kind in plan.values()} == set(KINDS)
    with ThreadPoolExecutor(5) as lanes:
        found = [problem for each in lanes.map(play, chosen) for problem in each]
    assert found == []


def test_without_faults_the_call_books_a_meeting(tmp_path: Path) -> None:
    with vendors(SHORT_STALL_S) as world, in_process(world, migrated(tmp_path), tmp_path / "calm.db") as rig:
        world.begin({})
        story = rig.person.talks(rig.person.calls())
        record = rig.record(story)
        assert broken(story, record) == []
        assert record.meetings == 1
        assert [turn["heard_he"] for turn in record.turns[1:]] == story.said
        assert {vendor for vendor, times in world.count.items() if times} >= {"recordings", "transcription", "model"}
