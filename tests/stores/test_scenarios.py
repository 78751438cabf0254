"""What single scenarios leave behind: scores and check-ins."""

from datetime import UTC, datetime

import pytest

from stores import Stores
from stores.errors import NotFound, UnknownReference
from stores.values import Call

ETA = datetime(2026, 11, 22, 13, 30, tzinfo=UTC)
FIELDS = {
    "driver_name": "דנה כהן",
    "tractor_number": "45",
    "tractor_plates": "1234567",
    "trailer_number": "7",
    "trailer_plates": "7654321",
}


@pytest.fixture
def call(stores: Stores) -> Call:
    made, _ = stores.calls.open("CA1", channel="turns", direction="inbound", scenario="s", language="he")
    return made


def test_the_last_score_of_a_call_counts(stores: Stores, call: Call) -> None:
    assert stores.satisfaction.get(call.id) is None
    stores.satisfaction.save(call.id, 2)
    stores.satisfaction.save(call.id, 5)
    assert stores.satisfaction.get(call.id) == 5


@pytest.mark.parametrize("score", [0, 6, -1])
def test_no_score_beyond_five(stores: Stores, call: Call, score: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 5"):
        stores.satisfaction.save(call.id, score)


def test_a_call_has_one_checkin(stores: Stores, call: Call) -> None:
    first = stores.checkins.add(call.id, "es", FIELDS, ETA)
    again = stores.checkins.add(call.id, "he", {**FIELDS, "driver_name": "אחר"}, ETA)
    assert again == first == stores.checkins.get(first.id)
    assert (first.driver_name, first.eta, first.language) == ("דנה כהן", ETA, "es")
    assert stores.checkins.list().items == (first,)


def test_unknown_checkins_and_calls(stores: Stores) -> None:
    with pytest.raises(NotFound):
        stores.checkins.get(4711)
    with pytest.raises(UnknownReference):
        stores.checkins.add("nobody", "he", FIELDS, ETA)
