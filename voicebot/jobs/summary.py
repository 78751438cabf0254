"""The summary of a call, by rules alone: what is on record, in a few lines. Pure; in English, for the team."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from stores.values import Call, Json, Turn

SILENT = "silence"
ANSWERS = frozenset({"yes", "no"})
"""Readings that say nothing without the question."""


def summary_of(call: Call, turns: Sequence[Turn]) -> str:
    """A line each for how the call ended, what was done, what was learnt, and what was said about."""
    state = call.state or {}
    lines = (
        _ending(call),
        _named("Done", state.get("done", ())),
        _named("Known", (f"{name}: {value}" for name, value in _fields(state))),
        _turns(turns),
        _named("Heard by rules as", _counted(each for turn in turns for each in turn.intents if each not in ANSWERS)),
        _named("Tools", _counted(used["name"] for turn in turns for used in turn.tool_calls)),
    )
    return "\n".join(line for line in lines if line)


def _ending(call: Call) -> str:
    lasted = f", {timedelta(seconds=call.duration_s)}" if call.duration_s else ""
    return f"{call.direction.capitalize()} call{lasted}: {call.outcome or call.status}."


def _named(name: str, facts: Iterable[str]) -> str:
    listed = ", ".join(facts)
    return f"{name}: {listed}." if listed else ""


def _fields(state: Json) -> Iterator[tuple[str, str]]:
    for name, value in sorted(state.get("fields", {}).items()):
        if value:
            yield name, " ".join(str(value).split())


def _turns(turns: Sequence[Turn]) -> str:
    spoken = [turn for turn in turns if turn.number > 0]  # turn 0 is the greeting
    if not spoken:
        return ""
    silent = sum(turn.source == SILENT for turn in spoken)
    failed = sum(turn.state != "done" for turn in spoken)
    notes = [f"{silent} silent"] * bool(silent) + [f"{failed} without an answer"] * bool(failed)
    return f"Turns: {len(spoken)}" + (f" ({', '.join(notes)})." if notes else ".")


def _counted(names: Iterable[str]) -> Iterator[str]:
    """Each name once, the most frequent first, with how often where it was more than once."""
    for name, times in Counter(names).most_common():
        yield name if times == 1 else f"{name} ({times})"
