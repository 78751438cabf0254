"""What JSON columns keep: the same as `json` would, whichever library writes."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from stores import Stores
from stores.errors import BadValue
from stores.json_columns import dumps, loads
from stores.values import Call


@pytest.mark.parametrize(
    "value",
    [{"he": "שלום", "n": 1, "x": 1.5, "none": None, "list": [True, {"a": []}]}, {"1": 2**63}, (1, 2), "text", {1: "a"}],
)
def test_reads_as_json_does(value: Any) -> None:
    assert loads(dumps(value)) == json.loads(json.dumps(value))


@pytest.mark.parametrize("value", [{"at": datetime(2026, 1, 1, tzinfo=UTC)}, {"set": {1}}])
def test_refuses_what_is_no_json(value: Any) -> None:
    with pytest.raises(TypeError):
        dumps(value)


def test_rows_of_earlier_days_are_read() -> None:
    assert str(loads('{"a": NaN}')["a"]) == "nan"


def test_half_a_letter_is_a_bad_value(stores: Stores, call: Call) -> None:
    with pytest.raises(BadValue):
        stores.calls.save_state(call.id, {"said": "\ud800"}, 0)
