"""What must hold of every call, however it went: what was heard, what stands in the record, what was done."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.faults.phone import Story
from voicebot.conversation.translation import is_hebrew
from voicebot.simphone.events import Dialing

Get = Callable[[str], Mapping[str, Any]]
"""A GET of the JSON API."""
BOOKED = ("קבענו ל", "נקבעה ל")
SILENCE_S, WEBHOOK_S = 6.0, 5.0
BAD = 400
CALL_BACK = "נחזור אליכם"
CARRIED_ON = frozenset({"app", "caller"})


@dataclass(frozen=True)
class Record:
    """What the app says of a call afterwards."""

    turns: Sequence[Mapping[str, Any]]
    status: str
    meetings: int
    tasks: Sequence[str]

    @classmethod
    def of(cls, get: Get, call_sid: str) -> "Record":
        call = get(f"/calls/{call_sid}")
        mine = [each for each in listed(get, "/meetings") if each["call_id"] == call["id"]]
        tasks = [each["kind"] for each in listed(get, "/tasks") if each["call_id"] == call["id"]]
        return cls(call["turns"], call["status"], len(mine), tasks)

    @property
    def said(self) -> list[str]:
        return [each["he"] for turn in self.turns for each in turn["said"]]


def listed(get: Get, path: str) -> list[Mapping[str, Any]]:
    """All pages of a list."""
    items: list[Mapping[str, Any]] = []
    after = ""
    while True:
        page = get(f"{path}?limit=200{after}")
        items += page["items"]
        if page["next"] is None:
            return items
        after = f"&after={page['next']}"


def broken(story: Story, record: Record, unrecorded: frozenset[str] = frozenset(), timed: bool = False) -> list[str]:
    """Every promise that the call broke, in words. `unrecorded` lines need not stand in the record."""
    found = [*_ending(story, record), *_transcript(story, record, unrecorded), *_deeds(story, record)]
    found += [f"not Hebrew: {each}" for each in story.heard if not is_hebrew(each)]
    found += [
        f"HTTP {each.answer.status} {each.fetch.url}"
        for each in story.exchanges
        if each.answer.status >= BAD and "/call-status" not in each.fetch.url
    ]
    return found + (_times(story) if timed else [])


def _ending(story: Story, record: Record) -> list[str]:
    """The call went on until somebody ended it in an orderly way, with a last word, and its record is closed."""
    ended = story.live.ended
    if ended is None or ended.by not in CARRIED_ON:
        return [f"the call was lost: {ended}"]
    found = [*story.live.problems]
    if ended.by == "app" and not story.live.heard and not any(isinstance(each, Dialing) for each in story.events):
        found.append("the call ended without a word")
    return found + [f"the record is not closed: {record.status}"] * (record.status != "completed")


def _transcript(story: Story, record: Record, unrecorded: frozenset[str]) -> list[str]:
    """Every act of the caller is a turn, every sentence heard stands there once, and nothing else does."""
    found = []
    numbers = [turn["number"] for turn in record.turns]
    if numbers != list(range(len(story.said) + 1)):
        found.append(f"turns {numbers} for {len(story.said)} acts")
    for said, turn in zip(story.said, record.turns[1:], strict=False):
        if turn["heard_he"] not in (None, said):
            found.append(f"turn {turn['number']} heard {turn['heard_he']!r}, not {said!r}")
    heard, stored = ([each for each in lines if each not in unrecorded] for lines in (story.heard, record.said))
    if heard != stored:
        same = next((at for at, pair in enumerate(zip(heard, stored, strict=False)) if pair[0] != pair[1]), None)
        same = min(len(heard), len(stored)) if same is None else same
        found.append(f"after {same} lines heard {heard[same:]} but stored {stored[same:]}")
    return found + [problem for turn in record.turns for problem in _twice(turn)]


def _twice(turn: Mapping[str, Any]) -> list[str]:
    """No sentence twice in a turn; a filler may come again, but not at once."""
    answers = Counter(each["he"] for each in turn["said"] if each["kind"] != "filler")
    found = [f"turn {turn['number']}: twice {line}" for line, times in answers.items() if times > 1]
    for before, after in pairwise(turn["said"]):
        if before["kind"] == after["kind"] == "filler" and before["he"] == after["he"]:
            found.append(f"turn {turn['number']}: the filler {after['he']} twice in a row")
    return found


def _deeds(story: Story, record: Record) -> list[str]:
    """Booked once if at all, told when it is done, and never told when it is not."""
    found = []
    told = any(words in line for line in story.heard for words in BOOKED)
    if record.meetings > 1:
        found.append(f"{record.meetings} meetings")
    if told != bool(record.meetings):
        found.append(f"{record.meetings} meetings, and the caller heard {'of one' if told else 'of none'}")
    if any(CALL_BACK in line for line in story.heard) and "callback" not in record.tasks:
        found.append("a call back was promised, and nobody has to make it")
    return found + [f"{times} tasks of kind {kind}" for kind, times in Counter(record.tasks).items() if times > 1]


def _times(story: Story) -> list[str]:
    """Nobody waits in silence, and no webhook takes too long."""
    slow = [(each.answer.took_ms / 1000, each.fetch.url) for each in story.exchanges]
    found = [f"a webhook took {took:.1f} s: {url}" for took, url in slow if took > WEBHOOK_S]
    if (silence := max(story.silences(), default=0.0)) > SILENCE_S:
        found.append(f"{silence:.1f} s of silence")
    return found
