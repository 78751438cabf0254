"""What counts as taking away."""

import pytest

from tests.releases.narrowing import Column, TableShape, narrowings

TEXT = Column("VARCHAR", nullable=False, optional=False)
MAYBE = Column("VARCHAR", nullable=True, optional=True)
GIVEN = Column("VARCHAR", nullable=False, optional=True)
CALLS = TableShape({"id": TEXT, "note": MAYBE}, frozenset({"key ['id']"}))


def test_more_tables_and_columns_that_may_be_left_out_are_fine() -> None:
    more = TableShape({**CALLS.columns, "one": MAYBE, "two": GIVEN}, CALLS.demands)
    assert narrowings({"calls": CALLS}, {"calls": more, "jobs": CALLS}) == []
    assert narrowings({"calls": CALLS}, {"calls": TableShape(CALLS.columns)}) == []  # it demands less


@pytest.mark.parametrize(
    ("after", "why"),
    [
        ({}, "table calls is gone"),
        ({"phone_calls": CALLS}, "table calls is gone"),
        ({"calls": TableShape({"id": TEXT}, CALLS.demands)}, "column calls.note is gone"),
        ({"calls": TableShape({"id": TEXT, "note": GIVEN}, CALLS.demands)}, "calls.note may not be null any more"),
        ({"calls": TableShape({**CALLS.columns, "new": TEXT}, CALLS.demands)}, "calls.new is new and must be given"),
        (
            {"calls": TableShape({"id": Column("INTEGER", False, False), "note": MAYBE}, CALLS.demands)},
            "calls.id is INTEGER, was VARCHAR",
        ),
        ({"calls": TableShape(CALLS.columns, CALLS.demands | {"unique ['note']"})}, "calls demands unique ['note']"),
    ],
)
def test_what_takes_away_is_told(after: dict[str, TableShape], why: str) -> None:
    [told] = narrowings({"calls": CALLS}, after)
    assert told.endswith(why)
