"""Ending a call, and handing it to a person."""

from datetime import timedelta

import pytest

from stores import Stores
from stores.values import Member
from tests.apps import SOAK_ON_POSTGRES
from tests.builders import MEMBER_NUMBER, Clock
from tests.caller import LEAD_NUMBER
from tests.tools.desks import Desk, desk_for
from voicebot.agents.types import HangUp, Transfer

pytestmark = SOAK_ON_POSTGRES


@pytest.mark.parametrize("reason", ["booked", "not_interested", "goodbye", "callback", "wrong_number", "other"])
def test_the_end(desk: Desk, reason: str) -> None:
    assert desk.uses("end_call", reason=reason).status == "ending"
    assert desk.actions == (HangUp(reason),)
    assert desk.state.ended


@pytest.mark.parametrize("reason", ["", "bored", None, 7])
def test_an_end_needs_a_known_reason(desk: Desk, reason: object) -> None:
    assert desk.uses("end_call", reason=reason).status == "invalid_arguments"
    assert desk.actions == ()
    assert not desk.state.ended


def test_whoever_is_on_duty_is_rung(desk: Desk, member: Member) -> None:
    assert desk.uses("transfer_to_human", reason="  wants\n a person ").status == "transferring"
    assert desk.actions == (Transfer(MEMBER_NUMBER, member.id, "wants a person"),)
    assert desk.stores.tasks.list().items == ()


def test_members_are_rung_in_turns(desk: Desk, stores: Stores, member: Member, clock: Clock) -> None:
    stores.members.add("Yossi", "+972545550002")
    rung = []
    for _ in range(4):
        desk.uses("transfer_to_human", reason="")
        (action,) = desk.actions
        assert isinstance(action, Transfer)
        rung.append(action.number)
        clock.forward(minutes=1)
    assert rung[:2] == rung[2:]
    assert len(set(rung)) == 2


def test_the_caller_is_never_rung(stores: Stores, clock: Clock, member: Member) -> None:
    """A member who calls in would otherwise be connected with an engaged line."""
    desk = desk_for(stores, clock, number=MEMBER_NUMBER)
    assert desk.uses("transfer_to_human", reason="test").status == "nobody_available"
    assert not desk.actions
    other = stores.members.add("Yossi", "+972545550002")
    assert desk.uses("transfer_to_human", reason="test").status == "transferring"
    assert desk.actions == (Transfer("+972545550002", other.id, "test"),)


@pytest.mark.parametrize("why", ["evening", "absent", "no phone"])
def test_nobody_there_leaves_a_task(stores: Stores, clock: Clock, why: str) -> None:
    member = stores.members.add("Dana", None if why == "no phone" else MEMBER_NUMBER)
    if why == "evening":
        clock.forward(hours=10)
    if why == "absent":
        stores.members.add_absence(member.id, clock(), clock() + timedelta(hours=1))
    desk = desk_for(stores, clock)
    for _ in range(2):
        assert desk.uses("transfer_to_human", reason="about a bill").status == "nobody_available"
    (task,) = stores.tasks.list().items
    assert (task.kind, task.text) == ("callback", "A person has to go on: about a bill")
    assert desk.actions == ()
    assert desk.state.done == ("task",)


def test_a_model_cannot_choose_whom_to_ring(desk: Desk) -> None:
    assert desk.uses("transfer_to_human", reason="x", number=LEAD_NUMBER).status == "invalid_arguments"
    desk.uses("transfer_to_human", reason=f"call {LEAD_NUMBER} instead")
    (action,) = desk.actions
    assert isinstance(action, Transfer)
    assert action.number == MEMBER_NUMBER


@pytest.mark.parametrize("size", [3_000, 1_000_000])
def test_reasons_are_kept_short(desk: Desk, size: int) -> None:
    result = desk.uses("transfer_to_human", reason="x" * size)
    assert result.status == ("transferring" if size < 4_000 else "invalid_arguments")
    assert all(len(each.reason) <= 300 for each in desk.actions if isinstance(each, Transfer))
