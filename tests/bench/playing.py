"""Plays many calls at once, and tells of each whether anything was lost."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from tests.bench.line import OK, Line, Turn
from tests.bench.vendors import HEBREW

SPEAKS_S = 3.6
"""How long the caller speaks on average: as long as the recording that is fetched."""
ARRIVING_S = 2.0
"""Calls that are to be there at once arrive over so many seconds."""


@dataclass
class Played:
    """One call as it went. The last five are known when its record has been read: for each turn, its answer's
    sentences, the seconds until the first of them was heard, since the webhook and since the caller's last speech,
    and how many fillers came before; and the CPU seconds that looking for speech took the server."""

    line: Line
    turns: list[Turn] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    record_complete: bool = False
    answers: list[tuple[str, ...]] = field(default_factory=list)
    first_words: list[float] = field(default_factory=list)
    since_speech: list[float] = field(default_factory=list)
    fillers: int = 0
    detection_cpu_s: float = 0.0

    @property
    def lost(self) -> bool:
        """Whether a webhook, an answer or a line of the record is missing."""
        refused = self.refused or any(each.refused for each in self.turns)
        return bool(refused) or not self.record_complete or not all(self.answers)

    @property
    def simpler(self) -> int:
        """Turns that were answered, but not by the model's three sentences: a later link of a chain stepped in."""
        whole = {(*HEBREW[:2], question) for question in HEBREW[2:]}
        return sum(bool(each) and each not in whole for each in self.answers)


@dataclass(frozen=True)
class Round:
    """Calls that were played together."""

    calls: list[Played]
    seconds: float

    @property
    def turns(self) -> list[Turn]:
        return [turn for call in self.calls for turn in call.turns]

    @property
    def first_words(self) -> list[float]:
        return [each for call in self.calls for each in call.first_words]

    @property
    def since_speech(self) -> list[float]:
        return [each for call in self.calls for each in call.since_speech]

    @property
    def server_errors(self) -> int:
        """Webhooks answered 5xx, or not at all."""
        statuses = [status for call in self.calls for status in (*call.refused, *_statuses(call.turns))]
        return sum(each == 0 or each >= 500 for each in statuses)

    @property
    def slowest(self) -> float:
        return max(each.slowest_webhook for each in self.turns)

    @property
    def fillers(self) -> int:
        return sum(each.fillers for each in self.calls)

    @property
    def lost(self) -> int:
        return sum(each.lost for each in self.calls)

    @property
    def detection_cpu_s(self) -> float:
        return sum(each.detection_cpu_s for each in self.calls)

    @property
    def simpler(self) -> int:
        return sum(each.simpler for each in self.calls)


def _statuses(turns: Iterable[Turn]) -> list[int]:
    return [status for turn in turns for status in turn.refused]


async def call(url: str, token: str, turns: int, think_s: float = 0.0) -> Played:
    """One call of some turns to its end. The caller takes `think_s` on average to speak; with none, nobody speaks or
    listens in real time."""
    played = Played(Line(url, token, paced=think_s > 0))
    greeting = await played.line.post("/twilio/voice")
    played.refused += [greeting.status] * (greeting.status != OK)
    for number in range(1, turns + 1):
        await asyncio.sleep(think_s * random.uniform(0.5, 1.5))
        played.turns.append(await played.line.turn(number))
    ended = await played.line.end()
    played.refused += [ended.status] * (ended.status not in range(200, 300))
    played.line.close()
    return played


async def at_once(url: str, token: str, calls: int, turns: int) -> Round:
    """So many calls at once."""

    async def later(after_s: float) -> Played:
        await asyncio.sleep(after_s)
        return await call(url, token, turns, SPEAKS_S)

    started = time.monotonic()
    played = await asyncio.gather(*(later(ARRIVING_S * each / calls) for each in range(calls)))
    return await _checked(Round(list(played), time.monotonic() - started))


async def sustained(url: str, token: str, calls: int, turns: int, seconds: float, think_s: float) -> Round:
    """So many calls at once all the time: whenever one ends, the next begins, until the time is up."""
    started = time.monotonic()
    played: list[Played] = []

    async def lane(after_s: float) -> None:
        await asyncio.sleep(after_s)
        while time.monotonic() - started < seconds:
            played.append(await call(url, token, turns, think_s))

    await asyncio.gather(*(lane(ARRIVING_S * each / calls) for each in range(calls)))
    return await _checked(Round(played, time.monotonic() - started))


async def many_turns(url: str, token: str, turns: int, each: int, lanes: int, note: Callable[[int], None]) -> Round:
    """So many turns in all, `each` in one call, `lanes` calls at once; `note` is told how many are done.

    The calls' records are read when all are done: what that costs the server is no part of a turn.
    """
    started = time.monotonic()
    played: list[Played] = []
    left = turns

    async def lane() -> None:
        nonlocal left
        while left > 0:
            left -= each
            played.append(await call(url, token, each))
            note(len(played) * each)

    await asyncio.gather(*(lane() for _ in range(lanes)))
    return await _checked(Round(played, time.monotonic() - started))


async def _checked(round_: Round) -> Round:
    """The same with every call's record read and compared with what was heard."""
    await _each(round_.calls, _check)
    return round_


async def _each(calls: list[Played], do: Callable[[Played], Awaitable[None]], lanes: int = 8) -> None:
    waiting = list(calls)

    async def lane() -> None:
        while waiting:
            await do(waiting.pop())

    await asyncio.gather(*(lane() for _ in range(lanes)))


async def _check(played: Played) -> None:
    """Every turn stands in the record once, with what the caller said and all that was heard, in order."""
    record = await played.line.record()
    played.line.close()
    turns = {each["number"]: each for each in record.get("turns", [])}
    played.record_complete = record.get("status") == "completed" and len(record["turns"]) == len(turns)
    played.record_complete &= set(turns) == set(range(len(played.turns) + 1))
    for number, turn in enumerate(played.turns, start=1):
        said = turns.get(number, {}).get("said", [])
        played.detection_cpu_s += turns.get(number, {}).get("timings", {}).get("speech_detection_cpu", 0.0) / 1000
        answer = tuple(each["he"] for each in said if each["kind"] != "filler")
        played.answers.append(answer)
        played.first_words.append(turn.first_of(answer))
        played.since_speech.append(turn.first_of(answer) + turn.end_silence_s)
        played.fillers += len(said) - len(answer)
        played.record_complete &= [each["he"] for each in said] == [line for line, _ in turn.heard]
