"""Whole sales conversations without any key: what is heard stands in the scripts, what is stored in this table."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from stores.leads import LeadFields
from stores.values import Consent, Lead
from tests.apps import SOAK_ON_POSTGRES, AppFactory
from tests.builders import Clock, Ears, Worker
from tests.caller import LEAD_NUMBER
from tests.profiles import profile
from voicebot.simphone.runner import play_script
from voicebot.simphone.script import load_script

SCRIPTS = Path(__file__).parent.parent / "conversations"
NOON, MONDAY_AT_NINE, TUESDAY_AT_NINE = "2026-11-22 10:00", "2026-11-23 07:00", "2026-11-24 07:00"
MONDAY_AT_TEN, MONDAY_AT_ELEVEN, TUESDAY_AT_TEN = "2026-11-23 08:00", "2026-11-23 09:00", "2026-11-24 08:00"
WEDNESDAY_AT_TWO, TOMORROW_BOOKED = "2026-11-25 12:00", "2026-11-23 11:30"
MONDAY_AT_TWO, MONDAY_AT_FOUR = "2026-11-23 12:00", "2026-11-23 14:00"
WEDNESDAY_AT_THREE, NEXT_SUNDAY_AT_NINE = "2026-11-25 13:00", "2026-11-29 07:00"


@dataclass(frozen=True)
class Facts:
    """What a call leaves behind: meetings by their start in UTC, tasks by kind, and when the first one is due."""

    outcome: str
    meetings: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    suppressed: bool = False
    later_h: int = 0
    due: str = ""


FACTS = {
    "approved_answer": Facts("hung_up"),
    "approved_answer_while_choosing": Facts("booked", (NOON,)),
    "changes_mind": Facts("cancelled", tasks=("callback",)),
    "price_line": Facts("goodbye"),
    "prompt_asked_for": Facts("hung_up", tasks=("question", "question")),
    "question_first": Facts("goodbye", tasks=("question", "question")),
    "questions_while_choosing": Facts("booked", (NOON,), ("question",) * 4),
    "question_unanswered": Facts("hung_up", tasks=("question",)),
    "someone_else_cancels": Facts("booked", (NOON,), ("callback",)),
    "threatens_in_booking": Facts("removed", suppressed=True),
    "by_mail": Facts("goodbye", tasks=("follow_up",)),
    "by_mail_other_words": Facts("goodbye", tasks=("follow_up",)),
    "by_mail_asked_again": Facts("goodbye", tasks=("follow_up",)),
    "by_mail_meets": Facts("booked", ("2026-11-24 13:00",)),
    "by_mail_no_address": Facts("goodbye"),
    "cancels_own_booking": Facts("cancelled"),
    "cancels_unverified": Facts("callback", (TOMORROW_BOOKED,), ("callback",)),
    "have_a_team": Facts("hung_up"),
    "have_one": Facts("not_interested"),
    "have_one_compares": Facts("booked", (NOON,)),
    "injection_transfer": Facts("transferred"),
    "injection": Facts("language", tasks=("callback",)),
    "changes_with_a_time": Facts("rescheduled", (WEDNESDAY_AT_TWO,)),
    "moves_by_an_hour": Facts("rescheduled", (MONDAY_AT_FOUR,)),
    "moves_it_same_hour": Facts("rescheduled", (WEDNESDAY_AT_TWO,)),
    "moves_own_booking": Facts("rescheduled", (WEDNESDAY_AT_TWO,)),
    "moves_unverified": Facts("callback", (TOMORROW_BOOKED,), ("callback",)),
    "moves_with_a_time": Facts("booked", (MONDAY_AT_NINE,)),
    "nonsense": Facts("not_interested"),
    "nonsense_later": Facts("goodbye"),
    "permission_unclear": Facts("booked", (MONDAY_AT_TEN,)),
    "objections_many": Facts("goodbye"),
    "threats": Facts("removed", suppressed=True),
    "another_language": Facts("language", tasks=("callback",)),
    "another_person": Facts("callback", tasks=("callback",), due=MONDAY_AT_ELEVEN),
    "as_early_as_possible": Facts("booked", ("2026-11-24 07:00",)),
    "bad_time": Facts("booked", (MONDAY_AT_TEN,)),
    "bad_time_any_day": Facts("booked", (MONDAY_AT_TEN,)),
    "bad_time_unclear": Facts("callback", tasks=("callback",)),
    "booking": Facts("booked", (NOON,)),
    "booking_other": Facts("booked", (TUESDAY_AT_NINE,)),
    "booking_second": Facts("booked", (MONDAY_AT_NINE,)),
    "called_back_when_said": Facts("callback", tasks=("callback",), due="2026-11-25 08:00"),
    "confused_at_the_choice": Facts("callback", tasks=("callback",)),
    "confused_called_not_met": Facts("callback", tasks=("callback",), due=MONDAY_AT_TEN),
    "confused_after_objection": Facts("callback", tasks=("callback",), due=MONDAY_AT_TEN),
    "confused_agrees_after_objection": Facts("booked", (NOON,)),
    "confused_agrees_to_try": Facts("booked", (NOON,)),
    "confused_cancels_behind_a_no": Facts("cancelled"),
    "confused_corrects_the_choice": Facts("booked", (MONDAY_AT_NINE,)),
    "corrects_slot": Facts("booked", (NOON,)),
    "corrects_time": Facts("booked", (WEDNESDAY_AT_THREE,)),
    "curious": Facts("hung_up"),
    "day_without_hour": Facts("booked", (TUESDAY_AT_TEN,)),
    "deceased": Facts("deceased", tasks=("follow_up",), suppressed=True),
    "distress": Facts("distress"),
    "distress_person": Facts("transferred"),
    "emergency": Facts("emergency"),
    "english_speaker": Facts("language", tasks=("callback",)),
    "gender_corrected": Facts("callback", tasks=("callback",)),
    "goodbye": Facts("goodbye"),
    "hello": Facts("hung_up"),
    "handed_over": Facts("hung_up"),
    "interested_at_once": Facts("booked", (NOON,)),
    "later_the_same_day": Facts("booked", (MONDAY_AT_TWO,)),
    "leaves_in_mid_word": Facts("hung_up"),
    "minor": Facts("minor"),
    "mourning": Facts("mourning", tasks=("follow_up",)),
    "no_to_permission": Facts("not_interested"),
    "not_interested": Facts("not_interested"),
    "not_interested_late": Facts("not_interested"),
    "optout": Facts("removed", suppressed=True),
    "optout_by_key": Facts("removed", suppressed=True),
    "person": Facts("transferred"),
    "person_no_answer": Facts("callback", tasks=("callback",)),
    "person_off_duty": Facts("callback", tasks=("callback",), later_h=10),
    "question_after_booking": Facts("booked", (MONDAY_AT_NINE,), ("question",)),
    "read_back_interrupted": Facts("booked", (NOON,)),
    "read_back_no": Facts("booked", (TUESDAY_AT_TEN,)),
    "read_back_other_hour": Facts("booked", (WEDNESDAY_AT_THREE,)),
    "refuses_all": Facts("callback", tasks=("callback",), due="2026-12-02 14:00"),
    "repeats": Facts("hung_up"),
    "russian_optout": Facts("removed", suppressed=True),
    "saturday": Facts("booked", (NEXT_SUNDAY_AT_NINE,)),
    "silent": Facts("silence"),
    "silent_for_a_while": Facts("hung_up"),
    "taken": Facts("not_interested"),
    "times_in_other_words": Facts("booked", ("2026-11-26 14:30",)),
    "unclear_choice": Facts("booked", (NOON,)),
    "voicemail": Facts("voicemail"),
    "where_from_consent": Facts("hung_up"),
    "where_from_withheld": Facts("goodbye"),
    "where_from_unknown": Facts("no_consent", suppressed=True),
    "withheld_no_number": Facts("goodbye", tasks=("callback",), due=MONDAY_AT_TEN),
    "withheld_unclear_number": Facts("booked", (NOON,), ("follow_up",)),
    "by_mail_from_withheld": Facts("goodbye", tasks=("follow_up",)),
    "by_mail_to_this_number": Facts("goodbye", tasks=("follow_up",)),
    "thinks_it_over": Facts("callback", tasks=("callback",), due=MONDAY_AT_TEN),
    "is_it_recorded": Facts("hung_up"),
    "withheld": Facts("booked", (NOON,), ("follow_up",)),
    "withheld_optout": Facts("other"),
    "works_alone": Facts("rescheduled", ("2026-11-23 09:30",)),
    "wrong_number": Facts("wrong_number"),
}

RECORDS: dict[str, LeadFields] = {
    "where_from_consent": {"consent": Consent("טופס באתר", date(2026, 10, 1))},
    "gender_corrected": {"gender": "m"},
    "distress_person": {"gender": "f"},
    "objections_many": {"consent": Consent("טופס באתר", date(2026, 10, 1))},
}
"""What the lead's record has besides, for the scripts that ask about it."""
HAS_A_PROFILE = ("approved_answer", "approved_answer_while_choosing", "price_line")
"""Scripts in which the company is that of `tests.profiles`."""
HAS_A_MEETING = ("cancels_unverified", "moves_unverified")
"""Scripts in which the lead has a meeting from before, tomorrow at half past one."""


def lead_of(worker: Worker, name: str) -> Lead:
    """The lead that the caller's number fits, with everything else that the script speaks of."""
    fields: LeadFields = {"name_he": "דוד", "company": "גליל מערכות", **RECORDS.get(name, {})}
    lead = worker.stores.leads.add("David Cohen", LEAD_NUMBER, **fields)
    if name in HAS_A_PROFILE:
        worker.stores.companies.add(profile(), "tests")
    if name in HAS_A_MEETING:
        at = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
        worker.stores.meetings.book(worker.stores.members.default().id, lead.id, None, at)
    worker.services.companies.look_again()
    return lead


def test_every_script_has_its_facts() -> None:
    assert {each.stem for each in SCRIPTS.glob("*.yaml")} == set(FACTS)


@SOAK_ON_POSTGRES
@pytest.mark.parametrize("name", FACTS)
def test_conversation(name: str, worker: Worker, clock: Clock) -> None:
    """Heard by <Gather>; the caller's number fits a lead, of whom nothing is said."""
    facts = FACTS[name]
    lead = lead_of(worker, name)
    clock.forward(hours=facts.later_h)
    caller = worker.caller().plays(load_script(SCRIPTS / f"{name}.yaml"))
    assert caller.problems == []
    assert left_behind(worker, caller.call_sid, facts) == facts
    assert not any(word in text for text in caller.all_heard for word in ("דוד", "גליל"))
    assert worker.stores.leads.get(lead.id).suppressed == facts.suppressed


@SOAK_ON_POSTGRES
@pytest.mark.parametrize("name", ["booking", "optout_by_key", "silent", "withheld", "person_no_answer"])
def test_conversation_by_recordings(name: str, app_factory: AppFactory, ears: Ears) -> None:
    """The same by <Record>, on the whole app."""
    recording_worker = app_factory(ears.vendors(), whole=True, caller_input="record")
    caller = recording_worker.caller(ears).plays(load_script(SCRIPTS / f"{name}.yaml"))
    assert caller.problems == []
    left = left_behind(recording_worker, caller.call_sid, FACTS[name])
    assert (left.outcome, left.meetings, left.tasks) == (
        FACTS[name].outcome,
        FACTS[name].meetings,
        FACTS[name].tasks,
    )


def left_behind(worker: Worker, sid: str, expected: Facts) -> Facts:
    """The facts in the store. Every row points to the call, and no turn was left unfinished."""
    call = worker.call(sid)
    meetings, tasks = [each for each in worker.meetings() if each.status == "booked"], worker.tasks()
    earlier = {None} if expected.meetings == (TOMORROW_BOOKED,) else set()
    assert {each.call_id for each in meetings} | {each.call_id for each in tasks} <= {call.id} | earlier
    assert {each.state for each in worker.turns(sid)} == {"done"}
    return Facts(
        call.outcome or "",
        tuple(f"{each.starts_at:%Y-%m-%d %H:%M}" for each in meetings),
        tuple(each.kind for each in tasks),
        worker.stores.suppressions.contains(LEAD_NUMBER),
        expected.later_h,
        next((f"{each.due_at:%Y-%m-%d %H:%M}" for each in tasks if each.due_at), ""),
    )


def test_scripts_say_what_they_are_for() -> None:
    for script in SCRIPTS.glob("*.yaml"):
        assert script.read_text("utf-8").startswith("# "), script.name


def test_a_failed_expectation_fails(worker: Worker) -> None:
    """The scripts above can fail: what is not said is missed."""
    script = load_script(SCRIPTS / "booking.yaml")
    worker.stores.members.add_absence(
        worker.stores.members.default().id, worker.services.now(), worker.services.now().replace(month=12)
    )
    caller = worker.caller().calls()
    with pytest.raises(Exception, match="expected to hear"):
        play_script(script, caller.call, lambda act: None)
