"""Keyset pages: the cursor holds the sort key of the last row given."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from stores.errors import BadCursor
from stores.values import Page

T = TypeVar("T")
R = TypeVar("R")

LARGEST_PAGE = 500
LARGEST_ID = 2**31 - 1  # PostgreSQL's integer

Key = str | int


def checked_limit(limit: int) -> int:
    """The limit itself. Raises ValueError outside 1 … LARGEST_PAGE."""
    if not 1 <= limit <= LARGEST_PAGE:
        raise ValueError(f"a page holds 1 to {LARGEST_PAGE} items, not {limit}")
    return limit


def page_of(rows: Sequence[R], limit: int, value: Callable[[R], T], key: Callable[[R], tuple[Key, ...]]) -> Page[T]:
    """A page of `rows`, which were read with `limit + 1` so that the end is seen without another look."""
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(tuple(value(row) for row in shown), encode(key(shown[-1])) if more else None)


def encode(key: tuple[Key, ...]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def id_after(cursor: str) -> int:
    """The id in a cursor of a list sorted by id. Raises BadCursor."""
    match _decode(cursor):
        case [int(last)] if _is_id(last):
            return last
    raise BadCursor("not a cursor of this list")


def moment_and_id_after(cursor: str) -> tuple[datetime, int]:
    """The moment and id in a cursor of a list sorted by both. Raises BadCursor."""
    match _decode(cursor):
        case [str(moment), int(last)] if _is_id(last):
            return _moment(moment), last
    raise BadCursor("not a cursor of this list")


def moment_and_text_after(cursor: str) -> tuple[datetime, str]:
    """As moment_and_id_after, where ids are text. Raises BadCursor."""
    match _decode(cursor):
        case [str(moment), str(last)] if last.isalnum() and last.isascii():
            return _moment(moment), last
    raise BadCursor("not a cursor of this list")


def count_and_text_after(cursor: str) -> tuple[int, str]:
    """The count and id in a cursor of a list sorted by both. Raises BadCursor."""
    match _decode(cursor):
        case [int(count), str(last)] if _is_id(count) and last.isalnum() and last.isascii():
            return count, last
    raise BadCursor("not a cursor of this list")


def _decode(cursor: str) -> object:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise BadCursor("not a cursor") from error


def _is_id(value: int) -> bool:
    return not isinstance(value, bool) and 0 <= value <= LARGEST_ID


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadCursor("not a cursor of this list") from error
    raise BadCursor("not a cursor of this list")
