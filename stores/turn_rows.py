"""Rows of turns joined with their sentences, turned into values."""

from collections.abc import Sequence
from typing import Any

from stores.prepared import Row
from stores.turn_sql import TURN_COLUMNS
from stores.values import Sentence, Turn

_WIDTH = len(TURN_COLUMNS)
_AT = {column.name: at for at, column in enumerate(TURN_COLUMNS)}
_NUMBER, _INTENTS, _TOOL_CALLS = _AT["number"], _AT["intents"], _AT["tool_calls"]


def turns_of(rows: Sequence[Row]) -> tuple[Turn, ...]:
    """The turns in these rows of `TurnSql`'s reading statements, in their order.

    A turn has a row for each of its sentences, or one in which a sentence is missing; its own values are in the first.
    """
    turns: list[tuple[list[Any], list[Sentence]]] = []
    number = None
    for row in rows:
        if row[_NUMBER] != number:
            number = row[_NUMBER]
            turns.append((list(row[:_WIDTH]), []))
        if row[_WIDTH] is not None:
            turns[-1][1].append(Sentence(*row[_WIDTH:]))
    return tuple(_turn(values, sentences) for values, sentences in turns)


def _turn(values: list[Any], sentences: list[Sentence]) -> Turn:
    for at in (_INTENTS, _TOOL_CALLS):
        values[at] = tuple(values[at])
    return Turn(*[*values, tuple(sentences)])
