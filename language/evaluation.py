"""How well the rules read and speak, counted against lists of what is right. Pure: the rules come in as arguments."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from language.hebrew import remove_bidi

Verdict = Literal["right", "wrong", "unclear"]
INVENTED: Final = "stt_hallucinations"
"""The class of transcripts of silence: right when they are recognised as invented."""
MEANS_NOTHING: Final = frozenset(("neutral", "unclear", "none"))
"""Classes of utterances in which no intent may be read."""
ALL: Final = "all"
ALLOWED: Final = "allowed"
REFUSED: Final = "refused"
_UNCLEAR: Final = "unclear"


@dataclass(frozen=True)
class Case:
    """One line of a list: its class, what was asked, what is right, what came out, and under which name it counts."""

    name: str
    asked: str
    expected: str
    given: str
    label: str
    verdict: Verdict


@dataclass(frozen=True)
class Count:
    """`wrong` are confident mistakes; `unclear` is what was left to the model or to a question."""

    total: int
    right: int
    wrong: int
    unclear: int

    @classmethod
    def of(cls, cases: Iterable[Case]) -> "Count":
        found = Counter(case.verdict for case in cases)
        return cls(found.total(), found["right"], found["wrong"], found["unclear"])


@dataclass(frozen=True)
class Evaluation:
    """The cases of one list or folder, in its order."""

    cases: tuple[Case, ...]

    def names(self) -> list[str]:
        return list(dict.fromkeys(case.name for case in self.cases))

    def counts(self) -> dict[str, Count]:
        """For each class, and under "all"."""
        each = {name: Count.of(case for case in self.cases if case.name == name) for name in self.names()}
        return each | {ALL: Count.of(self.cases)}

    def confusion(self) -> dict[str, Counter[str]]:
        """For each class, how often its cases were taken for what."""
        return {name: Counter(case.label for case in self.cases if case.name == name) for name in self.names()}

    def mistakes(self) -> list[Case]:
        return [case for case in self.cases if case.verdict != "right"]


@dataclass(frozen=True)
class TimeRow:
    """An expression, when it is said, and the moment it means, None for nothing that can be told."""

    expression: str
    now: datetime
    expected: datetime | None


@dataclass(frozen=True)
class SpokenRow:
    """A text and how it is said."""

    text: str
    expected: str


@dataclass(frozen=True)
class CalendarRow:
    """A moment, "allowed", "refused" or the name of a reason, and when calling is allowed next, None if not asked."""

    at: datetime
    decision: str
    next_allowed: datetime | None


def evaluate_intents(
    utterances: Mapping[str, Sequence[str]],
    read: Callable[[str], Sequence[str]],
    invented: Callable[[str], bool],
    beside: Collection[str] = (),
) -> Evaluation:
    """Right when the first intent read is the class; unclear when none is read; wrong otherwise.

    Those in `beside` are right wherever they stand: they only tell more about the intent that comes first.
    """

    def judge(name: str, said: str) -> Case:
        if name == INVENTED:
            caught = invented(said)
            label = INVENTED if caught else "taken for speech"
            return Case(name, said, INVENTED, label, label, "right" if caught else "wrong")
        intents = read(said)
        first = name if name in beside and name in intents else intents[0] if intents else _UNCLEAR
        expected = _UNCLEAR if name in MEANS_NOTHING else name
        verdict: Verdict = "right" if first == expected else "wrong" if intents else "unclear"
        return Case(name, said, expected, ", ".join(intents) or _UNCLEAR, first, verdict)

    return Evaluation(tuple(judge(name, said) for name, lines in utterances.items() for said in lines))


def evaluate_times(rows: Iterable[TimeRow], parse: Callable[[str, datetime], datetime | None]) -> Evaluation:
    """Classes "moment" and "nothing": a moment where none can be told is wrong, none where one is meant is unclear."""

    def judge(row: TimeRow) -> Case:
        given = parse(row.expression, row.now)
        same = _same(given, row.expected)
        name = "moment" if row.expected else "nothing"
        verdict: Verdict = "right" if same else "wrong" if given else "unclear"
        label = "nothing" if given is None else "moment" if same else "another moment"
        return Case(name, f"{row.expression} ({row.now.isoformat()})", _iso(row.expected), _iso(given), label, verdict)

    return Evaluation(tuple(map(judge, rows)))


def evaluate_spoken(rows: Iterable[SpokenRow], say: Callable[[str], str]) -> Evaluation:
    """Right when the spoken form is the expected one, but for spaces and invisible marks; unclear when it is empty."""

    def judge(row: SpokenRow) -> Case:
        given, expected = _plain(say(row.text)), _plain(row.expected)
        verdict: Verdict = "right" if given == expected else "wrong" if given else "unclear"
        label = {"right": "as expected", "wrong": "otherwise", "unclear": "nothing"}[verdict]
        return Case("spoken", row.text, expected, given, label, verdict)

    return Evaluation(tuple(map(judge, rows)))


def evaluate_calendar(
    rows: Iterable[CalendarRow], decide: Callable[[datetime], tuple[str, datetime | None]]
) -> Evaluation:
    """`decide` gives "allowed" or the reason, and the next allowed moment; a calendar is never unclear."""

    def judge(row: CalendarRow) -> Case:
        decision, following = decide(row.at)
        agreed = decision == row.decision or (row.decision == REFUSED and decision != ALLOWED)
        on_time = row.next_allowed is None or _same(following, row.next_allowed)
        label = decision if on_time or not agreed else f"{decision}, another end"
        expected, given = _until(row.decision, row.next_allowed), _until(decision, following)
        return Case(
            row.decision, row.at.isoformat(), expected, given, label, "right" if agreed and on_time else "wrong"
        )

    return Evaluation(tuple(map(judge, rows)))


def _same(one: datetime | None, other: datetime | None) -> bool:
    """Whether both are the same moment or neither is one; in UTC, since zones compare badly where clocks change."""
    if one is None or other is None:
        return one is other
    return one.tzinfo is not None and one.astimezone(UTC) == other.astimezone(UTC)


def _until(decision: str, moment: datetime | None) -> str:
    return f"{decision} until {moment.isoformat()}" if moment else decision


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else "nothing"


def _plain(text: str) -> str:
    return " ".join(remove_bidi(text).split())
