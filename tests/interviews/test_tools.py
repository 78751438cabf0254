"""An interviewer's tools: this call's interview only, whatever a model asks for; and codes cannot be guessed."""

import json
from datetime import timedelta
from typing import Any

import pytest

from stores import Stores, build_stores
from stores.database import Database
from stores.interview_values import Interview, NewInterview
from stores.values import Call
from tests.apps import SOAK_ON_POSTGRES
from tests.builders import Clock
from tests.builders import settings as made_settings
from tests.interviews.making import session
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolCall, ToolResult, apply_tool
from voicebot.companies import company_of
from voicebot.interview_services import interview_scenario, practice_of
from voicebot.interviews.plan import written
from voicebot.interviews.ports import Verdict
from voicebot.scenarios.interview import interview
from voicebot.settings import Settings
from voicebot.tools.context import CallContext
from voicebot.tools.guessing import MOST_IN_CALL, OF_NUMBER
from voicebot.tools.interview_record import recorded
from voicebot.tools.interviews import WRONG_BY_ANYBODY

pytestmark = SOAK_ON_POSTGRES

PHONE, OTHER = "+972547654321", "+972521112222"


@pytest.fixture
def stores(database: Database, clock: Clock) -> Stores:
    return build_stores(database, clock)


class Desk:
    """One call with an interviewer. `verdict` is the platform's, None for no platform."""

    def __init__(
        self, stores: Stores, clock: Clock, phone: str | None = PHONE, sid: str = "CA1", verdict: Verdict | None = None,
        outbound: bool = False,
    ) -> None:  # fmt: skip
        self.asked: list[str] = []
        self.call: Call = stores.calls.open(
            sid, channel="turns", direction="outbound" if outbound else "inbound", scenario="interview", language="he",
            from_number=None if outbound else phone, to_number=phone if outbound else None,
        )[0]  # fmt: skip

        def check(session_id: str) -> Verdict:
            self.asked.append(session_id)
            return verdict or "valid"

        scenario = interview(company_of(Settings()), check if verdict else None)
        self.tools = scenario.agent("interviewer").tools
        self.state = CallState(scenario="interview", agent="interviewer", step="ready")
        self.context = CallContext(stores, self.call.id, None, phone, outbound, clock)

    def uses(self, tool: str, **arguments: Any) -> ToolResult:
        call = ToolCall("1", tool, json.dumps(arguments))
        self.state, result, _ = apply_tool(self.state, call, self.tools, self.context)
        return result

    def begins(self) -> "Desk":
        assert self.uses("begin_interview").status == "begun"
        return self


def added(stores: Stores, clock: Clock, **changes: Any) -> Interview:
    given = session()
    new: dict[str, Any] = {
        "definition": written(given.plan("he", 600)), "language": "he", "max_duration_s": 600, "transcribes": True,
        "records": False, "expires_at": clock() + timedelta(days=1), "phone": PHONE,
    }  # fmt: skip
    return stores.interviews.add(NewInterview(**{**new, **changes}))


def test_the_known_number_opens_the_interview(stores: Stores, clock: Clock) -> None:
    made = added(stores, clock)
    desk = Desk(stores, clock)
    assert desk.uses("check_session").status == "valid"
    result = desk.begins().state
    assert (result.stage, stores.interviews.get(made.id).status) == ("work", "live")
    assert result.stage_until == (clock() + timedelta(seconds=300)).isoformat()


@pytest.mark.parametrize("phone", [OTHER, None])
def test_another_number_needs_the_code(stores: Stores, clock: Clock, phone: str | None) -> None:
    made = added(stores, clock)
    desk = Desk(stores, clock, phone)
    assert desk.uses("check_session").status == "pin_needed"
    assert desk.uses("begin_interview").status == "no_interview"
    assert desk.uses("check_pin", said=f"הקוד הוא {made.pin}").status == "pin_accepted"
    assert desk.state.verified
    assert desk.uses("check_session").status == "valid"
    desk.begins()


def test_a_session_can_ask_for_the_code_all_the_same(stores: Stores, clock: Clock) -> None:
    added(stores, clock, pin_required=True)
    assert Desk(stores, clock).uses("check_session").status == "pin_needed"
    assert Desk(stores, clock, sid="CA2", outbound=True).uses("check_session").status == "valid", "we rang it ourselves"


def test_codes_cannot_be_guessed_in_a_call_or_from_a_number(stores: Stores, clock: Clock) -> None:
    made = added(stores, clock, phone=None)
    desk = Desk(stores, clock, OTHER)
    statuses = [desk.uses("check_pin", said=f"0000000{number}").status for number in range(4)]
    assert statuses == ["wrong_pin", "wrong_pin", "too_many", "too_many"]
    assert desk.uses("check_pin", said=made.pin).status == "too_many", "nor with the right one, after that"
    assert desk.uses("check_pin", said="אין לי").status == "no_digits"
    again = Desk(stores, clock, OTHER, sid="CA2")
    assert [again.uses("check_pin", said="00000009").status for _ in range(2)] == ["wrong_pin", "too_many"]
    assert Desk(stores, clock, OTHER, sid="CA8").uses("check_pin", said=made.pin).status == "too_many"
    assert Desk(stores, clock, PHONE, sid="CA9").uses("check_pin", said=made.pin).status == "pin_accepted"


def test_a_number_that_failed_waits_longer_each_time(stores: Stores, clock: Clock) -> None:
    made = added(stores, clock, phone=None)
    for call in range(OF_NUMBER.free):
        Desk(stores, clock, OTHER, sid=f"CA{call}").uses("check_pin", said="00000001")
    clock.forward(minutes=10)
    assert Desk(stores, clock, OTHER, sid="CA20").uses("check_pin", said="00000001").status == "too_many"
    clock.forward(minutes=19)
    assert Desk(stores, clock, OTHER, sid="CA21").uses("check_pin", said=made.pin).status == "too_many"
    clock.forward(minutes=1)
    assert Desk(stores, clock, OTHER, sid="CA22").uses("check_pin", said=made.pin).status == "pin_accepted"


def attack(stores: Stores, clock: Clock) -> None:
    """So many wrong codes, from other numbers and withheld ones, that the operator is told."""
    for at in range(WRONG_BY_ANYBODY):
        number = None if at % 2 else f"+97253{at:07}"
        assert Desk(stores, clock, number, sid=f"CB{at}").uses("check_pin", said="00000001").status == "wrong_pin"


def test_guessing_locks_no_candidate_out(stores: Stores, clock: Clock) -> None:
    """The known number opens as ever; from another one the name is asked for as well."""
    added(stores, clock, participant_name="Noa Barak", phone=PHONE, pin_required=True)
    made = added(stores, clock, participant_name="נועה ברק", phone=None)
    known = added(stores, clock, phone=PHONE)
    attack(stores, clock)
    assert Desk(stores, clock).uses("check_session").status == "valid"
    assert stores.interviews.open_for(PHONE) == known
    desk = Desk(stores, clock, OTHER, sid="CA2")
    assert desk.uses("check_pin", said=made.pin).status == "name_needed"
    assert made.pin
    assert made.pin not in desk.state.model_dump_json(), "a code is weighed, never stored"
    assert desk.uses("check_pin", said="", name="קוראים לי נועה ברק").status == "pin_accepted"
    assert (desk.state.fields, desk.state.kept) == ({}, {})
    [task] = stores.tasks.list().items
    assert "100 wrong ones in 24 hours" in task.text
    clock.forward(hours=24)
    later = added(stores, clock, phone=None)
    assert Desk(stores, clock, OTHER, sid="CA3").uses("check_pin", said=later.pin).status == "pin_accepted"


def test_the_number_of_the_interview_needs_no_name(stores: Stores, clock: Clock) -> None:
    made = added(stores, clock, participant_name="Noa Barak", pin_required=True)
    attack(stores, clock)
    desk = Desk(stores, clock)
    assert desk.uses("check_pin", said=made.pin).status == "pin_accepted"


def test_while_codes_are_guessed_a_right_one_is_not_told_from_a_wrong_one(stores: Stores, clock: Clock) -> None:
    named, nameless = added(stores, clock, participant_name="Noa Barak", phone=None), added(stores, clock, phone=None)
    attack(stores, clock)
    for at, pin in enumerate((named.pin, "00000001", nameless.pin)):
        desk = Desk(stores, clock, OTHER, sid=f"CA{at}")
        assert desk.uses("check_pin", said=pin).status == "name_needed"
        assert desk.uses("check_pin", said="", name="דנה לוי").status == "wrong_pin"
    callback = stores.tasks.list().items[-1]
    assert (callback.kind, callback.call_id) == ("callback", desk.call.id), "whose code was right is called back"
    assert OTHER in callback.text


def test_nothing_of_a_code_is_left_when_its_tries_are_over(stores: Stores, clock: Clock) -> None:
    made = added(stores, clock, participant_name="Noa Barak", phone=None)
    attack(stores, clock)
    desk = Desk(stores, clock, OTHER, sid="CA1")
    for _ in range(MOST_IN_CALL):
        assert desk.uses("check_pin", said=made.pin).status == "name_needed"
        assert desk.uses("check_pin", said="", name="דנה לוי").status in ("wrong_pin", "too_many")
        assert desk.uses("check_pin", said="", name="Noa Barak").status in ("no_digits", "no_digits_again", "too_many")
        assert desk.state.kept == {}


def test_a_code_counts_for_the_interview_that_had_it_when_it_was_said(stores: Stores, clock: Clock) -> None:
    """While the name is asked for, the interview may begin in another call, or its time may run out."""
    soon = clock() + timedelta(hours=1)
    made = added(stores, clock, participant_name="Noa Barak", phone=None, expires_at=soon)
    attack(stores, clock)
    desk = Desk(stores, clock, OTHER, sid="CA1")
    assert desk.uses("check_pin", said=made.pin).status == "name_needed"
    clock.forward(hours=2)
    assert desk.uses("check_pin", said="", name="Noa Barak").status == "wrong_pin"


def test_two_calls_do_not_hold_one_interview(stores: Stores, clock: Clock) -> None:
    made = added(stores, clock)
    Desk(stores, clock).begins()
    second = Desk(stores, clock, OTHER, sid="CA2")
    assert second.uses("check_pin", said=made.pin).status == "wrong_pin", "it does not wait any more"
    assert second.uses("begin_interview").status == "no_interview"
    assert second.uses("next_question", answered=True).status == "not_running"


def test_nothing_of_another_call_can_be_touched(stores: Stores, clock: Clock) -> None:
    """Whatever a model asks for, before and after its own interview."""
    victim = added(stores, clock)
    Desk(stores, clock).begins()
    hostile = Desk(stores, clock, OTHER, sid="CA6")
    for tool, arguments in (
        ("next_question", {"answered": True}), ("previous_stage", {}), ("repeat_question", {}),
        ("begin_interview", {"interview_id": victim.id}), ("begin_interview", {}),
        ("end_interview_call", {"reason": "completed"}), ("next_question", {"answered": True, "id": victim.id}),
        ("end_interview_call", {"reason": "hired"}), ("check_pin", {"said": "9" * 201}), ("drop_tables", {}),
    ):  # fmt: skip
        hostile.uses(tool, **arguments)
    left = stores.interviews.get(victim.id)
    assert (left.status, left.end_reason, left.progress["question"]) == ("live", None, 0)


@pytest.mark.parametrize("verdict", ["valid", "refused", "unavailable"])
def test_the_platform_is_asked_about_the_session(stores: Stores, clock: Clock, verdict: Verdict) -> None:
    added(stores, clock, external_id="s1")
    desk = Desk(stores, clock, verdict=verdict)
    assert desk.uses("check_session").status == verdict
    assert desk.asked == ["s1"]


def test_with_a_platform_a_session_it_does_not_know_is_refused(stores: Stores, clock: Clock) -> None:
    added(stores, clock)
    desk = Desk(stores, clock, verdict="valid")
    assert desk.uses("check_session").status == "refused"
    assert desk.asked == []


def test_questions_stages_and_what_is_left(stores: Stores, clock: Clock) -> None:
    added(stores, clock)
    desk = Desk(stores, clock).begins()
    clock.forward(seconds=20)
    follow_up = desk.uses("next_question", answered=False)
    assert (follow_up.status, follow_up.data["seconds_left_in_stage"], follow_up.data["seconds_left"]) == (
        "follow_up", 280, 580,
    )  # fmt: skip
    assert follow_up.data["question"] == "What is the hardest part of it?"
    assert desk.uses("repeat_question").data["question"] == "What is the hardest part of it?"
    assert desk.uses("next_question", answered=True).data["questions_left_in_stage"] == 0
    new = desk.uses("next_question", answered=True)
    assert (new.status, desk.state.stage, desk.state.stages_done) == ("new_stage", "wishes", ("work",))
    assert desk.uses("next_question", answered=True).status == "completed"
    assert (desk.state.stage, desk.state.stage_until, "held" in desk.state.done) == (None, None, True)
    assert desk.uses("next_question", answered=True).status == "not_running"


def test_what_is_said_of_an_ended_stage_is_stored_by_a_job(stores: Stores, clock: Clock) -> None:
    made = added(stores, clock)
    desk = Desk(stores, clock).begins()
    desk.uses("next_question", answered=True)
    assert stores.jobs.list(state="open").items[0].kind == "watch_interview"
    desk.uses("next_question", answered=True)
    job = stores.jobs.get(f"store_transcript:{made.id}:stage:1")
    assert job.payload == {"interview": made.id, "kind": "stage", "seq": 1, "at": int(clock().timestamp())}
    desk.uses("end_interview_call", reason="withdrawn")
    assert stores.jobs.get(f"store_transcript:{made.id}:full:0").payload["kind"] == "full"


def test_nothing_is_stored_of_an_interview_without_transcription(stores: Stores, clock: Clock) -> None:
    added(stores, clock, transcribes=False)
    desk = Desk(stores, clock).begins()
    for _ in range(3):
        desk.uses("next_question", answered=True)
    assert {each.kind for each in stores.jobs.list().items} == {"watch_interview"}


def test_a_stage_and_its_job_are_one_transaction(stores: Stores, clock: Clock) -> None:
    """An effect that is taken back takes the stage's end and its transcript with it."""
    made = added(stores, clock)
    desk = Desk(stores, clock).begins()
    desk.uses("next_question", answered=True)

    def lost() -> None:
        with stores.database.begin():
            assert desk.uses("next_question", answered=True).status == "new_stage"
            raise RuntimeError("lost")

    with pytest.raises(RuntimeError, match="lost"):
        lost()
    assert [each.ended_at for each in stores.interviews.stages(made.id)] == [None]
    assert all(each.kind != "store_transcript" for each in stores.jobs.list().items)


def test_on_a_developers_machine_whoever_calls_can_practise(stores: Stores, clock: Clock) -> None:
    practice = practice_of(Settings())
    desk = Desk(stores, clock, OTHER)
    desk.tools = interview(company_of(Settings()), practice=practice).agent("interviewer").tools
    assert desk.uses("check_session").status == "valid"
    assert desk.uses("begin_interview").status == "begun_without_role"
    made = stores.interviews.of_call(desk.call.id)
    assert made is not None
    assert (made.phone, made.status, desk.state.stage) == (OTHER, "live", "opening")


def test_nobody_practises_while_an_interview_waits(stores: Stores, clock: Clock) -> None:
    added(stores, clock)
    desk = Desk(stores, clock, OTHER)
    desk.tools = interview(company_of(Settings()), practice=practice_of(Settings())).agent("interviewer").tools
    assert desk.uses("check_session").status == "pin_needed"
    assert desk.uses("begin_interview").status == "no_interview"


@pytest.mark.parametrize(
    ("settings", "status"), [(Settings(base_url="http://127.0.0.1:8000"), "valid"), (made_settings(), "pin_needed")]
)
def test_only_a_developers_machine_has_practice(stores: Stores, clock: Clock, settings: Settings, status: str) -> None:
    desk = Desk(stores, clock, OTHER)
    desk.tools = interview_scenario(settings, company_of(settings), None)["interview"].agent("interviewer").tools
    assert desk.uses("check_session").status == status


def test_what_is_skipped_is_noted_as_not_answered(stores: Stores, clock: Clock) -> None:
    interview = added(stores, clock)
    desk = Desk(stores, clock).begins()
    first = desk.uses("repeat_question").data["question"]
    asked = desk.uses("skip_question")
    assert asked.status in ("asked", "new_stage")
    assert asked.data["question"] != first
    assert desk.uses("next_question", answered=True).status != "invalid_arguments"
    assert recorded(stores, desk.call, ())["not_answered"] == first
    assert stores.interviews.get(interview.id).status == "live"
