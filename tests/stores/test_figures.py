"""Figures of calls on streams."""

import pytest

from stores import Stores
from stores.errors import UnknownReference

USED = {"gpt-realtime-2.1:audio": {"input_tokens": 40, "output_tokens": 20}}


def test_a_call_without_a_stream_has_none(stores: Stores) -> None:
    assert stores.figures.get("0" * 32) is None


def test_the_figures_of_a_call_s_streams_add_up(stores: Stores) -> None:
    call, _ = stores.calls.open("CA1", channel="realtime", direction="inbound", scenario="sales", language="he")
    stores.figures.add(call.id, {"interrupted": 1, "used": USED})
    stores.figures.add(call.id, {"interrupted": 2, "tools": 1, "used": USED})
    assert stores.figures.get(call.id) == {
        "interrupted": 3,
        "tools": 1,
        "used": {"gpt-realtime-2.1:audio": {"input_tokens": 80, "output_tokens": 40}},
    }


def test_there_are_none_of_a_call_that_is_not_there(stores: Stores) -> None:
    with pytest.raises(UnknownReference):
        stores.figures.add("0" * 32, {"interrupted": 1})
