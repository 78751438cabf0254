"""A table in one test fails where any of its rows does, and says which."""

import inspect

import pytest

from tests.rows import each_row


def test_every_row_is_checked_and_all_that_fail_are_told() -> None:
    seen: list[int] = []

    @each_row(("number", "half"), [(2, 1), (4, 3), (6, 3), (8, 5)])
    def check(number: int, half: int) -> None:
        seen.append(number)
        assert number == 2 * half

    with pytest.raises(pytest.fail.Exception) as failed:
        check()
    assert seen == [2, 4, 6, 8]
    told = str(failed.value)
    assert "2 of 4 rows fail" in told
    assert "{'number': 4, 'half': 3}" in told
    assert "{'number': 8, 'half': 5}" in told
    assert "'number': 2" not in told


def test_an_error_and_a_missing_error_are_failures_too() -> None:
    @each_row("text", ["1", "x"])
    def refuses(text: str) -> None:
        with pytest.raises(KeyError):
            int(text)

    with pytest.raises(pytest.fail.Exception, match=r"(?s)2 of 2.*DID NOT RAISE.*ValueError"):
        refuses()


def test_tables_can_be_crossed_and_fixtures_stay_parameters() -> None:
    seen: list[tuple[int, str]] = []

    @each_row("letter", ["a", "b"])
    @each_row("number", [1, 2])
    def cross(number: int, letter: str, capsys: object) -> None:
        seen.append((number, letter))

    assert list(inspect.signature(cross).parameters) == ["capsys"]
    cross(capsys=None)
    assert seen == [(1, "a"), (2, "a"), (1, "b"), (2, "b")]


@each_row("number", [1])
@pytest.mark.timeout(7)
def test_marks_stay(number: int, request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("timeout").args == (7,)
    assert number == 1
