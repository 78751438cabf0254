"""Tickets: used once, soon, and by their own call only."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from stores import Stores
from stores.errors import UnknownReference
from stores.values import Call
from tests.stores.conftest import HandClock

SID = "CA" + "1" * 32


@pytest.fixture
def realtime_call(stores: Stores) -> Call:
    call, _ = stores.calls.open(SID, channel="realtime", direction="inbound", scenario="sales", language="he")
    return call


def test_a_token_opens_its_call_once(stores: Stores, realtime_call: Call) -> None:
    token = stores.tickets.issue(realtime_call.id, SID, 60)
    assert stores.tickets.use(token, SID) == realtime_call.id
    assert stores.tickets.use(token, SID) is None


@pytest.mark.parametrize("token", ["", "guess", "א", "\ud800"])
def test_other_tokens_open_nothing(stores: Stores, realtime_call: Call, token: str) -> None:
    stores.tickets.issue(realtime_call.id, SID, 60)
    assert stores.tickets.use(token, SID) is None


def test_another_call_cannot_use_it_and_does_not_spoil_it(stores: Stores, realtime_call: Call) -> None:
    token = stores.tickets.issue(realtime_call.id, SID, 60)
    assert stores.tickets.use(token, "CA" + "2" * 32) is None
    assert stores.tickets.use(token, SID) == realtime_call.id


def test_it_does_not_live_long(stores: Stores, realtime_call: Call, clock: HandClock) -> None:
    token = stores.tickets.issue(realtime_call.id, SID, 60)
    clock.forward(seconds=60)
    assert stores.tickets.use(token, SID) is None


def test_whichever_answer_was_taken_opens_the_call_and_no_other_after_it(stores: Stores, realtime_call: Call) -> None:
    """Twilio asks again when the answer was lost, or was only late."""
    first, second = (stores.tickets.issue(realtime_call.id, SID, 60) for _ in range(2))
    assert stores.tickets.use(first, SID) == realtime_call.id
    assert stores.tickets.use(second, SID) is None
    assert stores.tickets.use(stores.tickets.issue(realtime_call.id, SID, 60), SID) is None


def test_of_several_answers_at_once_one_is_taken(stores: Stores, realtime_call: Call) -> None:
    tokens = [stores.tickets.issue(realtime_call.id, SID, 60) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda token: stores.tickets.use(token, SID), tokens))
    assert sorted(map(str, opened)) == sorted([realtime_call.id, *["None"] * 3])


def test_of_many_at_once_one_wins(stores: Stores, realtime_call: Call) -> None:
    token = stores.tickets.issue(realtime_call.id, SID, 60)
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: stores.tickets.use(token, SID), range(8)))
    assert sorted(map(str, opened)) == sorted([realtime_call.id, *["None"] * 7])


def test_the_greeting_is_noted_for_streams_that_began(stores: Stores, realtime_call: Call) -> None:
    token = stores.tickets.issue(realtime_call.id, SID, 60)
    stores.tickets.greeted(realtime_call.id)
    assert not stores.tickets.was_greeted(realtime_call.id)
    stores.tickets.use(token, SID)
    stores.tickets.greeted(realtime_call.id)
    assert stores.tickets.was_greeted(realtime_call.id)


def test_nothing_is_issued_for_an_unknown_call(stores: Stores) -> None:
    with pytest.raises(UnknownReference):
        stores.tickets.issue("none", SID, 60)


def test_what_is_long_over_is_deleted(stores: Stores, realtime_call: Call, clock: HandClock) -> None:
    old = stores.tickets.issue(realtime_call.id, SID, 60)
    assert stores.tickets.use(old, SID)
    stores.tickets.greeted(realtime_call.id)
    clock.forward(days=2)
    stores.tickets.issue(realtime_call.id, SID, 60)
    assert not stores.tickets.was_greeted(realtime_call.id)


def test_a_call_with_a_ticket_was_let_in(stores: Stores, realtime_call: Call) -> None:
    assert not stores.tickets.was_issued(realtime_call.id)
    stores.tickets.issue(realtime_call.id, SID, 60)
    assert stores.tickets.was_issued(realtime_call.id)
