"""Facts that the turns of a call prove without a model: what was answered to a fixed question, and what was heard.

Definitions only say where to look; `heard_by` makes the reader of them that a scenario carries. What was said in a
model's own words is not found here: then a model reads the call. Of several meanings the first one listed holds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from stores.values import Turn
from voicebot.agents.types import Line

MOST = 300
"""Characters of an answer that are kept."""

Hearing = Callable[[Sequence[Turn]], Mapping[str, str]]


@dataclass(frozen=True)
class Answered:
    """What was said right after one of these questions: by its intents where `intents` are given, else word by word.

    `begins`: what an answer in which none was heard means by its first word.
    `but`: answers in which one of these intents was heard are none, such as a wish to be removed; nor are those of a
    turn in which one of the tools `not_by` was used.
    """

    fact: str
    asked: tuple[Line, ...]
    intents: Mapping[str, str] = field(default_factory=dict)
    begins: Mapping[str, str] = field(default_factory=dict)
    but: frozenset[str] = frozenset()
    not_by: frozenset[str] = frozenset()

    def values(self, turns: Sequence[Turn]) -> Iterator[str]:
        for before, turn in pairwise(turns):
            if not any(line.he in said.he or line.en in said.en for said in before.sentences for line in self.asked):
                continue
            if self.but.isdisjoint(turn.intents) and self.not_by.isdisjoint(
                each.get("name") for each in turn.tool_calls
            ):
                yield self._value(turn)

    def _value(self, turn: Turn) -> str:
        first = _words(turn).partition(" ")[0]
        if not self.intents:
            return _words(turn)
        return _by_intent(turn, self.intents) or self.begins.get(first, "")


@dataclass(frozen=True)
class Heard:
    """An intent that was heard, by what it means for the fact; not where it answers one of these questions."""

    fact: str
    intents: Mapping[str, str]
    not_after: tuple[Line, ...] = ()

    def values(self, turns: Sequence[Turn]) -> Iterator[str]:
        answers = Answered(self.fact, self.not_after)
        for before, turn in pairwise(turns):
            if not any(answers.values((before, turn))):
                yield _by_intent(turn, self.intents)


@dataclass(frozen=True)
class Told:
    """The words of the turn in which a tool gave one of these answers, such as a time that it found."""

    fact: str
    statuses: frozenset[str]

    def values(self, turns: Sequence[Turn]) -> Iterator[str]:
        for turn in turns:
            if any(each.get("status") in self.statuses for each in turn.tool_calls):
                yield _words(turn)


def heard_by(*wanted: Answered | Heard | Told) -> Hearing:
    """Reads each fact as the first of its definitions that finds something; what none finds is left out."""

    def heard(turns: Sequence[Turn]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for each in wanted:
            if value := next(filter(None, each.values(turns)), ""):
                found.setdefault(each.fact, value)
        return found

    return heard


def _by_intent(turn: Turn, meanings: Mapping[str, str]) -> str:
    return next((meaning for intent, meaning in meanings.items() if intent in turn.intents), "")


def _words(turn: Turn) -> str:
    return " ".join((turn.heard_he or turn.heard_en or "").split())[:MOST]
