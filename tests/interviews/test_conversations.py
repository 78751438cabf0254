"""Whole interviews without any key: what is heard stands in the scripts, what is stored in this table."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Ears, Worker
from tests.caller import LEAD_NUMBER
from tests.interviews.making import made
from tests.jobs.doing import do_jobs
from voicebot.simphone.script import load_script

SCRIPTS = Path(__file__).parent.parent / "conversations" / "interview"
DEFAULT = {"stages": None, "maxDuration": None}


@dataclass(frozen=True)
class Facts:
    """What a call leaves behind: its outcome, how the interview ended (None: it waits), the stages that ran."""

    outcome: str
    ended: str | None = None
    stages: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    suppressed: bool = False
    changes: dict[str, Any] = field(default_factory=dict)


BOTH = ("work", "wishes")
FACTS = {
    "hello": Facts("hung_up", "left", ("work",)),
    "whole": Facts(
        "completed", "completed", ("opening", "experience", "technical", "behavioural", "closing"), changes=DEFAULT
    ),
    "follow_ups": Facts("completed", "completed", BOTH),
    "asks_back": Facts("completed", "completed", BOTH),
    "confused_needs_time": Facts("completed", "completed", BOTH),
    "skips_and_thinks": Facts("completed", "completed", BOTH),
    "no_code_at_all": Facts("wrong_code"),
    "code_keyed": Facts("hung_up", "left", ("work",)),
    "code_keyed_early": Facts("hung_up", "left", ("work",)),
    "code_said_early": Facts("hung_up", "left", ("work",)),
    "numbers_are_no_code": Facts("hung_up", "left", ("work",)),
    "code_spoken": Facts("hung_up", "left", ("work",)),
    "confused_code": Facts("hung_up", "left", ("work",)),
    "hostile_insults": Facts("hung_up", "left", BOTH),
    "code_guessed": Facts("wrong_code"),
    "code_required": Facts("hung_up", "left", ("work",), changes={"pinRequired": True}),
    "silent": Facts("silence", "silence", ("work",)),
    "silent_for_a_while": Facts("hung_up", "left", ("work",)),
    "leaves": Facts("hung_up", "left", ("work",)),
    "wants_answers": Facts("hung_up", "left", ("work",)),
    "injection": Facts("completed", "completed", BOTH),
    "person": Facts("transferred", "transferred", ("work",)),
    "stops": Facts("withdrawn", "withdrawn", ("work",)),
    "wrong_person": Facts("wrong_number"),
    "another_person": Facts("callback", tasks=("callback",)),
    "confused_at_the_beginning": Facts("callback", tasks=("callback",)),
    "bad_time": Facts("callback", tasks=("callback",)),
    "goes_back": Facts("hung_up", "left", ("work", "wishes", "work", "wishes")),
    "optout": Facts("removed", suppressed=True),
    "distress": Facts("hung_up", "left", ("work",)),
    "curious": Facts("hung_up", "left", ("work",)),
    "english": Facts("completed", "completed", BOTH),
}


@pytest.fixture
def worker(app_factory: AppFactory, tmp_path: Path, request: pytest.FixtureRequest) -> Worker:
    english = "english" in request.node.callspec.params.values()
    return app_factory(caller_language="en-US" if english else "he-IL", transcript_dir=str(tmp_path))


def test_every_script_has_its_facts_and_says_what_it_is_for() -> None:
    assert {each.stem for each in SCRIPTS.glob("*.yaml")} == set(FACTS)
    assert all(each.read_text("utf-8").startswith("# ") for each in SCRIPTS.glob("*.yaml"))


@pytest.mark.parametrize("name", FACTS)
@ON_SQLITE
def test_conversation(name: str, worker: Worker, tmp_path: Path) -> None:
    facts = FACTS[name]
    interview = made(worker, **facts.changes)
    caller = worker.caller().plays(load_script(SCRIPTS / f"{name}.yaml"))
    assert caller.problems == []
    assert left_behind(worker, caller.call_sid, interview.id, facts) == facts
    do_jobs(worker)
    stored = [each.name for each in worker.stores.interviews.transcripts(interview.id)]
    assert len(stored) == (len(facts.stages) + 1 if facts.ended else 0)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(stored)
    assert not any("כהן" in said for said in caller.all_heard), "nothing stored about a candidate is said"


@pytest.mark.parametrize("name", ["code_spoken", "code_said_early", "confused_code", "code_keyed", "code_keyed_early"])
@ON_SQLITE
def test_what_is_kept_and_shown_of_a_call_has_no_code(name: str, worker: Worker) -> None:
    interview = made(worker)
    caller = worker.caller().plays(load_script(SCRIPTS / f"{name}.yaml"))
    assert caller.problems == []
    turns = worker.turns(caller.call_sid)
    kept = str([(each.heard_he, each.heard_en, each.tool_calls) for each in turns])
    assert "check_pin" in kept
    assert not any(code in kept for code in ("1234", "5678", "5, 6", "אחת שתיים שלוש", "חמש שש שבע"))
    assert worker.stores.interviews.get(interview.id).call_id == worker.call(caller.call_sid).id


@pytest.mark.parametrize("name", ["follow_ups", "silent", "code_keyed"])
@ON_SQLITE
def test_conversation_by_recordings(name: str, app_factory: AppFactory, ears: Ears, tmp_path: Path) -> None:
    """The same by <Record>; a code is keyed all the same."""
    worker = app_factory(ears.vendors(), caller_input="record", transcript_dir=str(tmp_path))
    interview = made(worker)
    caller = worker.caller(ears).plays(load_script(SCRIPTS / f"{name}.yaml"))
    assert caller.problems == []
    assert left_behind(worker, caller.call_sid, interview.id, FACTS[name]) == FACTS[name]


def left_behind(worker: Worker, sid: str, interview_id: int, expected: Facts) -> Facts:
    """The facts in the store; no turn was left unfinished."""
    call, interview = worker.call(sid), worker.stores.interviews.get(interview_id)
    assert {each.state for each in worker.turns(sid)} == {"done"}
    stages = worker.stores.interviews.stages(interview_id)
    assert all(each.ended_at is not None for each in stages)
    assert (interview.status == "ended") == (interview.end_reason is not None)
    return Facts(
        call.outcome or "",
        interview.end_reason,
        tuple(each.name for each in stages),
        tuple(each.kind for each in worker.tasks()),
        worker.stores.suppressions.contains(LEAD_NUMBER),
        expected.changes,
    )


@ON_SQLITE
def test_a_bare_no_is_an_answer(app_factory: AppFactory) -> None:
    """Nothing came of nothing: no "and what came of it?" after it."""
    worker = app_factory()
    made(worker)
    caller = worker.caller().calls(scenario="interview").says("כן, אפשר").says("לא")
    assert "מה כדאי ללמוד קודם?" in " ".join(caller.heard)
