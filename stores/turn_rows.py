"""Rows of turns joined with their sentences, turned into values."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from stores.prepared import Row
from stores.turn_sql import SENTENCE_COLUMNS, TURN_COLUMNS
from stores.values import Sentence, Turn

_WIDTH = len(TURN_COLUMNS)
_AT = {column.name: at for at, column in enumerate(TURN_COLUMNS)}
_NUMBER = _AT["number"]


def turns_of(rows: Sequence[Row]) -> tuple[Turn, ...]:
    """The turns in these rows of `TurnSql`'s reading statements, in their order."""
    return tuple(_turn(list(group)) for _, group in groupby(rows, key=lambda row: row[_NUMBER]))


def _turn(rows: list[Row]) -> Turn:
    first = rows[0]
    values = {name: first[at] for name, at in _AT.items()}
    values["intents"], values["tool_calls"] = tuple(values["intents"]), tuple(values["tool_calls"])
    return Turn(**values, sentences=tuple(_sentences(rows)))


def _sentences(rows: list[Row]) -> Iterator[Sentence]:
    """A turn without sentences has one row, in which theirs are missing."""
    for row in rows:
        if row[_WIDTH] is not None:
            yield Sentence(*row[_WIDTH : _WIDTH + len(SENTENCE_COLUMNS)])
