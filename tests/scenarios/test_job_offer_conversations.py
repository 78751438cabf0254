"""Whole calls about job offers without any key: what is heard stands in the scripts, what is stored in this table."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from stores.database import Database
from stores.records import Base
from tests.apps import ON_SQLITE, SOAK_ON_POSTGRES, AppFactory
from tests.builders import Ears, Worker
from tests.job_offers import DANA, DANA_CODE, DANA_NUMBER, HIDDEN, SECRETS, STRANGER, import_example
from voicebot.simphone.script import load_script
from voicebot.tools.guessing import IN_A_NAME
from voicebot.tools.job_offer_pay import package

SCRIPTS = Path(__file__).parent.parent / "conversations" / "job_offer"
NOON, MONDAY_AT_NINE, TUESDAY_AT_TWO = "2026-11-22 10:00", "2026-11-23 07:00", "2026-11-24 12:00"
TUESDAY_AT_TEN = "2026-11-24 08:00"


@dataclass(frozen=True)
class Facts:
    """What a call leaves behind: tasks by kind, meetings by their start in UTC, steps of the negotiation by kind."""

    outcome: str
    verified: bool = False
    steps: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    failed: int = 0


COUNTERED = ("offered", "countered")
FACTS = {
    "hello": Facts("hung_up"),
    "agrees_at_once": Facts("goodbye", True, ("offered", "offered", "agreed"), ("follow_up",)),
    "asks_while_negotiating": Facts(
        "goodbye", True, ("confirmed", "countered", "offered", "agreed"), ("question", "follow_up")
    ),
    "confused_everyday_words": Facts("callback", True, ("offered", "countered"), ("callback",)),
    "took_it_in": Facts("callback", True, tasks=("callback",)),
    "confused_amounts": Facts("goodbye", True, ("disputed", *COUNTERED)),
    "confused_bonus": Facts("goodbye", True, ("offered", "offered", "passed_on"), ("follow_up",)),
    "confused_offers_after_all": Facts(
        "goodbye", True, ("confirmed", "countered", "offered", "countered", "offered", "agreed"), ("follow_up",)
    ),
    "confused_bye": Facts("goodbye", True, ("offered",)),
    "confused_identity": Facts("goodbye", True),
    "confused_code_first": Facts("goodbye", True),
    "confused_code_elsewhere": Facts("goodbye", True),
    "confused_nobody": Facts("callback", tasks=("callback",)),
    "confused_company": Facts("goodbye", True),
    "confused_availability": Facts("goodbye", True),
    "confused_at_the_code": Facts("callback", tasks=("callback",)),
    "confused_at_which": Facts("transferred", True),
    "confused_silent": Facts("silence"),
    "corrects_the_time": Facts("booked", True, meetings=(TUESDAY_AT_TWO,)),
    "from_questions_to_offer": Facts("booked", True, ("confirmed", "countered"), (), (NOON,)),
    "hostile_caller_id": Facts("goodbye"),
    "hostile_candidate": Facts("goodbye"),
    "hostile_floor": Facts("goodbye", True),
    "hostile_handed_over": Facts("goodbye"),
    "hostile_offer_unverified": Facts("goodbye"),
    "hostile_own_number": Facts("callback", tasks=("callback",), failed=2),
    "hostile_probing": Facts(
        "goodbye", True, ("confirmed", "countered", *COUNTERED * 2, "offered", "passed_on"), ("follow_up", "question")
    ),
    "hostile_probing_down": Facts(
        "goodbye", True, ("confirmed", "countered", *COUNTERED * 2, "offered", "offered", "passed_on"), ("follow_up",)
    ),
    "hostile_question_first": Facts("goodbye"),
    "hostile_questions_for_answers": Facts("goodbye"),
    "hostile_urgent": Facts("goodbye", failed=1),
    "hostile_wrong_code": Facts("transferred", failed=3),
    "information": Facts("goodbye", True, (), ("question",)),
    "introduces": Facts("goodbye", True),
    "introduces_any_order": Facts("goodbye", True),
    "introduces_in_clauses": Facts("goodbye", True),
    "introduces_in_part": Facts("goodbye", True),
    "introduces_whole": Facts("goodbye", True),
    "introduces_with_code": Facts("goodbye", True),
    "negotiates": Facts(
        "goodbye", True, ("confirmed", "countered", *COUNTERED * 2, "offered", "agreed"), ("follow_up",)
    ),
    "negotiates_below": Facts(
        "goodbye", True, ("confirmed", "countered", *COUNTERED * 2, "offered", "passed_on"), ("follow_up",)
    ),
    "negotiates_to_a_bonus": Facts("goodbye", True, (*COUNTERED * 3, "offered", "agreed"), ("follow_up",)),
    "new_offer": Facts("goodbye", True, (*COUNTERED, "offered", "agreed"), ("follow_up",)),
    "no_code_call_me_back": Facts("callback", tasks=("callback",)),
    "no_code": Facts("callback", tasks=("callback",)),
    "offers_at_every_question": Facts("goodbye", True, COUNTERED),
    "offers_before_verified": Facts("goodbye", True, COUNTERED),
    "offers_in_passing": Facts("goodbye", True, COUNTERED),
    "optout": Facts("removed"),
    "outbound": Facts("goodbye", True, ("confirmed", "countered", "offered", "agreed"), ("follow_up",)),
    "outbound_bad_time": Facts("callback", tasks=("callback",)),
    "outbound_not_there": Facts("callback", tasks=("callback",)),
    "outbound_wrong_number": Facts("wrong_number"),
    "person": Facts("transferred"),
    "question_about_the_offer": Facts("goodbye", True),
    "questions_then_a_time": Facts("booked", True, meetings=(TUESDAY_AT_TEN,)),
    "question_brought": Facts("goodbye", True),
    "question_in_main": Facts("goodbye", True),
    "question_in_one_word": Facts("goodbye", True),
    "schedules_when_asked": Facts("booked", True, meetings=(TUESDAY_AT_TEN,)),
    "schedules": Facts("booked", True, meetings=(MONDAY_AT_NINE,)),
    "withheld": Facts("hung_up", True),
}
HANDED_OVER = ("hostile_handed_over",)
"""Verified first, and then somebody else is on the line."""


def test_every_script_has_its_facts() -> None:
    assert {each.stem for each in SCRIPTS.glob("*.yaml")} == set(FACTS)
    hostile = [each for each in FACTS if each.startswith(("hostile", "confused"))]
    assert len(hostile) * 3 >= len(FACTS)


@SOAK_ON_POSTGRES
@pytest.mark.parametrize("name", FACTS)
def test_conversation(name: str, worker: Worker, database: Database) -> None:
    import_example(worker.stores)
    caller = worker.caller().plays(load_script(SCRIPTS / f"{name}.yaml"))
    assert caller.problems == []
    assert left_behind(worker, caller.call_sid) == FACTS[name]
    heard = " ".join(caller.all_heard)
    assert not any(word in heard for word in HIDDEN)
    assert all(each in heard for each in asked_for(worker, caller.call_sid)), "what is logged is what was said"
    if not FACTS[name].verified and name not in HANDED_OVER:
        assert not any(word in heard for word in SECRETS)
    if name != "hostile_wrong_code":  # what was no code is kept by nobody either, but is not in question
        assert_no_code_is_kept(database)


@ON_SQLITE
@pytest.mark.parametrize("name", ["negotiates", "hostile_wrong_code", "outbound"])
def test_conversation_by_recordings(name: str, app_factory: AppFactory, ears: Ears) -> None:
    """The same by <Record>, on the whole app."""
    recording_worker = app_factory(ears.vendors(), whole=True, caller_input="record")
    import_example(recording_worker.stores)
    caller = recording_worker.caller(ears).plays(load_script(SCRIPTS / f"{name}.yaml"))
    assert caller.problems == []
    assert left_behind(recording_worker, caller.call_sid) == FACTS[name]


def left_behind(worker: Worker, sid: str) -> Facts:
    """The facts in the store; no turn was left unfinished."""
    call, stores = worker.call(sid), worker.stores
    assert {each.state for each in worker.turns(sid)} == {"done"}
    return Facts(
        call.outcome or "",
        bool((call.state or {}).get("verified")),
        tuple(each.kind for each in stores.negotiations.of_call(call.id)),
        tuple(each.kind for each in worker.tasks()),
        tuple(f"{each.starts_at:%Y-%m-%d %H:%M}" for each in worker.meetings()),
        stores.verifications.failed_in_call(call.id),
    )


def asked_for(worker: Worker, sid: str) -> list[str]:
    """The counter-offers of the log, as they are spoken."""
    candidate = worker.stores.job_offers.candidate()
    assert candidate is not None
    steps = worker.stores.negotiations.of_call(worker.call(sid).id)
    return [package(each.salary or 0, each.signing_bonus, candidate).he for each in steps if each.kind == "countered"]


def assert_no_code_is_kept(database: Database) -> None:
    """Neither as it was said nor in figures, in no table: transcripts, tool calls, states and debug events included."""
    with database.read() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(text(f"SELECT * FROM {table.name}")):  # noqa: S608 - our own tables
                assert not any(code in str(value) for value in row for code in (DANA_CODE, DANA[3])), table.name


@ON_SQLITE
def test_while_a_name_is_guessed_the_real_one_is_called_back(worker: Worker) -> None:
    """From a strange telephone, with the right code: a call back on the number on record, and the task says all."""
    import_example(worker.stores)
    attack = worker.caller().calls(from_=STRANGER)
    call = worker.call(attack.call_sid)
    for _ in range(IN_A_NAME.free):
        worker.stores.verifications.add(call.id, None, DANA_NUMBER, succeeded=False)
    caller = worker.caller().calls(from_="+972521112299", scenario="job_offer")
    for said in ("אני רוצה לתאם ראיון", *DANA):
        caller.says(said)
    assert "כרגע אי אפשר לבדוק קוד מהמספר הזה. שנחזור למספר שרשום אצלנו?" in " ".join(caller.heard)
    caller.says("אבל זה הקוד הנכון")
    assert "כרגע אי אפשר לבדוק קוד מהמספר הזה" not in " ".join(caller.heard), "the same words are not said again"
    assert "אפשר שנחזור למספר שרשום אצלנו. לרשום?" in " ".join(caller.heard)
    caller.says("כן, מחר בעשר")
    assert "למספר שרשום אצלנו" in " ".join(caller.heard)
    assert caller.ended is not None
    [task] = worker.tasks()
    for told in ("none is checked", "Dana Levi of Altech", DANA_NUMBER, "not verified", "scheduling", "due tomorrow"):
        assert told in task.text
    assert task.due_at is not None
    heard = " ".join(caller.all_heard)
    assert not any(word in heard for word in (*SECRETS, "נועה"))
