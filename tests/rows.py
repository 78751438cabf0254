"""Tables that one test checks whole: thousands of tests of their own would cost more than what they ask."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

Test = Callable[..., None]


def each_row(names: str | tuple[str, ...], rows: Iterable[Any], ids: object = None) -> Callable[[Test], Test]:
    """Like `pytest.mark.parametrize`, in one test: every row is checked, and all that fail are told together.

    For pure functions. Fixtures are the same for every row. `ids` are not needed: a failure names its row.
    """
    keys = tuple(each.strip() for each in names.split(",")) if isinstance(names, str) else names

    def decorate(test: Test) -> Test:
        kept = list(rows)

        def whole(**given: Any) -> None:
            told = [each for row in kept if (each := _failure(test, _named(keys, row), given))]
            if told:
                pytest.fail(f"{len(told)} of {len(kept)} rows fail:\n" + "\n".join(told), pytrace=False)

        whole.__name__, whole.__qualname__ = test.__name__, test.__qualname__
        whole.__module__, whole.__doc__ = test.__module__, test.__doc__
        signature = inspect.signature(test)
        others = [each for each in signature.parameters.values() if each.name not in keys]
        vars(whole).update(vars(test) | {"__signature__": signature.replace(parameters=others)})
        return whole

    return decorate


def _named(keys: tuple[str, ...], row: Any) -> Mapping[str, Any]:
    return {keys[0]: row} if len(keys) == 1 else dict(zip(keys, row, strict=True))


def _failure(test: Test, row: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """What is wrong with the row, or nothing."""
    try:
        test(**given, **row)
    except (Exception, pytest.fail.Exception) as error:
        return f"{dict(row)!r:.500}\n    {type(error).__name__}: {error}"
    return ""
