"""Another time by its distance from the one that is talked about: what was read back or offered, else the meeting set."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from language.shifts import Way, most_beside, read_most, read_shift
from language.spoken import ISRAEL
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard
from voicebot.tools.meetings import DAY_BEGINS, DAY_ENDS


def shifts(heard: Heard) -> bool:
    """Whether the words shift what is talked about by so much: "אפשר להקדים בשעה"."""
    shift = read_shift(heard.spoken or heard.text)
    return shift is not None and shift.exact


def later_or_earlier(heard: Heard) -> bool:
    """Whether the words ask for an earlier or a later time, and not by how much."""
    shift = read_shift(heard.spoken or heard.text)
    return shift is not None and not shift.exact


def as_far_as_possible(heard: Heard) -> bool:
    """Whether the words ask for the latest time there is, or for the earliest, also on a day that they name."""
    return _most(heard) is not None


def _most(heard: Heard) -> Way | None:
    said = heard.spoken or heard.text
    beside = most_beside(said) if names_day(heard) else None
    return beside[0] if beside else read_most(said)


def names_day(heard: Heard) -> bool:
    """Whether the words name a day, and no hour on it."""
    return heard.time is not None and heard.time.has_date and not heard.time.has_hour


def talks_of_slot(state: CallState) -> bool:
    """Whether one slot was read back or a meeting stands, that may be shifted by so much."""
    return _one(state) is not None


def talks_of_time(state: CallState) -> bool:
    """Whether there is such a slot, or some that wait for a choice."""
    return _one(state) is not None or bool(_offered(state))


def shifted(heard: Heard, state: CallState) -> datetime | None:
    """The time so far from the one talked about, if the words shift it by so much."""
    shift, start = read_shift(heard.spoken or heard.text), _one(state)
    return shift.beside(start) if shift and shift.exact and start else None


def end_of_day(heard: Heard, state: CallState) -> Mapping[str, Any]:
    """The day that is named or talked about, with all its hours from its end, or from its beginning."""
    way = _most(heard)
    start = _start(state, way) if way else None
    day = heard.time.day if heard.time and names_day(heard) else f"{start:%Y-%m-%d}" if start else ""
    if not day:
        return {}
    return {"day": day, **({"earlier_than": DAY_ENDS} if way == "later" else {"later_than": DAY_BEGINS})}


def that_day(heard: Heard, state: CallState) -> Mapping[str, Any]:
    """The day that is talked about, and the hour on it that is too early or too late."""
    shift = read_shift(heard.spoken or heard.text)
    start = _start(state, shift.way) if shift else None
    if shift is None or start is None:
        return {}
    return {"day": f"{start:%Y-%m-%d}", f"{shift.way}_than": f"{start:%H:%M}"}


def _start(state: CallState, way: Way) -> datetime | None:
    """Later than the last one that is offered, earlier than the first."""
    offered = _offered(state)
    return (max(offered) if way == "later" else min(offered)) if offered else _one(state)


def _one(state: CallState) -> datetime | None:
    start = state.pending.start if state.pending else state.meeting_start
    return _local(start) if start else None


def _offered(state: CallState) -> list[datetime]:
    """Those that wait for a choice."""
    if state.step != "choose" or state.pending:
        return []
    return [_local(each.start) for each in state.offered]


def _local(start: str) -> datetime:
    return datetime.fromisoformat(start).astimezone(ISRAEL)
