"""Interviews: held once, in one call; what guessing codes is bounded by."""

from dataclasses import replace
from datetime import timedelta

import pytest

from stores import Stores, build_stores
from stores.database import Database
from stores.errors import NotFound
from stores.interview_values import NewInterview
from stores.tries import Tries
from stores.values import Call
from tests.builders import SUNDAY_AT_TEN, Clock

PHONE = "+972547654321"
NEW = NewInterview(
    definition={"stages": []},
    language="he",
    max_duration_s=600,
    transcribes=True,
    records=False,
    expires_at=SUNDAY_AT_TEN + timedelta(days=1),
    phone=PHONE,
    participant_name="דוד",
)


@pytest.fixture
def stores(database: Database, clock: Clock) -> Stores:
    return build_stores(database, clock)


def opened(stores: Stores, sid: str, number: str | None = PHONE) -> Call:
    return stores.calls.open(
        sid, channel="turns", direction="inbound", scenario="interview", language="he", from_number=number
    )[0]


def test_each_has_a_code_of_its_own(stores: Stores) -> None:
    made = [stores.interviews.add(NEW) for _ in range(3)]
    assert len({each.pin for each in made}) == 3
    assert all(each.pin and len(each.pin) == 8 and each.pin.isdigit() for each in made)
    assert stores.interviews.by_pin(made[1].pin or "") == made[1]
    assert stores.interviews.get(made[0].id) == made[0]


def test_it_is_found_while_it_waits(stores: Stores, clock: Clock) -> None:
    first, second = stores.interviews.add(NEW), stores.interviews.add(NEW)
    assert stores.interviews.open_for(PHONE) == second
    stores.interviews.end(second.id, "withdrawn")
    assert stores.interviews.open_for(PHONE) == first
    assert stores.interviews.open_for("+972500000000") is None
    clock.forward(days=1)
    assert stores.interviews.open_for(PHONE) is None
    assert stores.interviews.by_pin(first.pin or "") is None


def test_one_that_was_not_begun_in_its_call_is_found_again(stores: Stores) -> None:
    """As when somebody was called at a bad time."""
    made, call = stores.interviews.add(NEW), opened(stores, "CA1")
    stores.interviews.tie(made.id, call.id)
    assert stores.interviews.open_for(PHONE) is None
    stores.calls.finish(call.id, "callback")
    found = stores.interviews.open_for(PHONE)
    assert found is not None
    assert found.id == made.id


def test_it_has_one_call_at_a_time(stores: Stores) -> None:
    made, one, other = stores.interviews.add(NEW), opened(stores, "CA1"), opened(stores, "CA2")
    assert stores.interviews.tie(made.id, one.id)
    assert stores.interviews.tie(made.id, one.id), "again is fine"
    assert not stores.interviews.tie(made.id, other.id)
    assert stores.interviews.begin(made.id, other.id, {}) is None
    stores.calls.finish(one.id, "hung_up")
    assert stores.interviews.tie(made.id, other.id), "a call that is over holds nothing"
    begun = stores.interviews.begin(made.id, other.id, {"stage": 0})
    assert begun is not None
    assert (begun.status, begun.progress) == ("live", {"stage": 0})
    assert stores.interviews.begin(made.id, other.id, {}) is None, "once"
    assert stores.interviews.of_call(other.id) == begun
    stores.calls.finish(other.id, "hung_up")
    assert not stores.interviews.tie(made.id, one.id), "nor is one that was begun held again"


def test_it_ends_once_and_its_code_is_free_then(stores: Stores) -> None:
    made = stores.interviews.add(NEW)
    ended = stores.interviews.end(made.id, "completed")
    assert ended is not None
    assert (ended.end_reason, ended.pin, ended.ended_at) == ("completed", None, SUNDAY_AT_TEN)
    assert stores.interviews.end(made.id, "left") is None
    stores.interviews.save_progress(made.id, {"stage": 1})
    assert stores.interviews.get(made.id).progress == {}


def test_stages_follow_each_other(stores: Stores, clock: Clock) -> None:
    made = stores.interviews.add(NEW)
    assert stores.interviews.end_stage(made.id, 1, "completed") is None
    stores.interviews.begin_stage(made.id, "opening", 1)
    clock.forward(seconds=30)
    ended = stores.interviews.end_stage(made.id, 3, "completed")
    assert ended is not None
    assert (ended.seq, ended.first_turn, ended.last_turn) == (1, 1, 3)
    assert ended.ended_at == SUNDAY_AT_TEN + timedelta(seconds=30)
    stores.interviews.begin_stage(made.id, "closing", 3)
    assert [(each.seq, each.name, each.end_reason) for each in stores.interviews.stages(made.id)] == [
        (1, "opening", "completed"),
        (2, "closing", None),
    ]


def test_a_transcript_is_noted_once(stores: Stores) -> None:
    made = stores.interviews.add(NEW)
    for _ in range(2):
        stores.interviews.stored("interview_1_full_1.json", made.id, "full", 0, 100)
    stores.interviews.stored("interview_1_stage_a_1.json", made.id, "stage", 1, 10)
    assert [each.kind for each in stores.interviews.transcripts(made.id)] == ["stage", "full"]
    stores.interviews.forget_transcripts(made.id)
    assert stores.interviews.transcripts(made.id) == ()


def test_wrong_codes_are_counted_by_call_number_and_all(stores: Stores, clock: Clock) -> None:
    one, other = opened(stores, "CA1"), opened(stores, "CA2", None)
    for call in (one, one, other):
        stores.interviews.wrong_pin(call.id)
    interviews = stores.interviews
    assert (interviews.wrong_in_call(one.id), interviews.wrong_in_call(other.id)) == (2, 1)
    assert interviews.wrong_from(PHONE) == Tries(2, clock())
    assert interviews.wrong_by_anybody() == Tries(3, clock())
    clock.forward(hours=24)
    assert interviews.wrong_from(PHONE) == interviews.wrong_by_anybody() == Tries()
    assert interviews.wrong_in_call(one.id) == 2


def test_an_unknown_one_is_not_found(stores: Stores) -> None:
    for number in (0, 77, 2**40):
        with pytest.raises(NotFound):
            stores.interviews.get(number)


def test_pages(stores: Stores) -> None:
    made = [stores.interviews.add(replace(NEW, participant_name=str(number))) for number in range(3)]
    first = stores.interviews.list(2)
    assert [each.id for each in first.items] == [made[2].id, made[1].id]
    assert [each.id for each in stores.interviews.list(2, first.next).items] == [made[0].id]


def test_erasing_a_lead_erases_the_candidate(stores: Stores) -> None:
    lead = stores.leads.add("David", PHONE)
    made, call = stores.interviews.add(NEW), opened(stores, "CA1", None)
    stores.interviews.stored("interview_1_full_1.json", made.id, "full", 0, 100)
    by_call = stores.interviews.add(replace(NEW, phone=None))
    stores.calls.set_lead(call.id, lead.id)
    stores.interviews.tie(by_call.id, call.id)
    stores.calls.finish(call.id, "hung_up")
    stores.calls.advance_status(call.id, "completed")
    stores.leads.delete(lead.id)
    for each in (made, by_call):
        left = stores.interviews.get(each.id)
        assert (left.participant_name, left.phone, left.pin, left.end_reason) == (None, None, None, "erased")
        assert stores.jobs.get(f"delete_transcripts:{each.id}").payload == {"interview": each.id}
