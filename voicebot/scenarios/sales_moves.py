"""Moves of the sales conversation that several steps share: what is asked of tools, and how calls end."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from language.naming import begins_with_no
from language.wishes import thinks_over
from voicebot.agents.flow import Invoke, Move, Route
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard, Line
from voicebot.scenarios import sales_lines as lines
from voicebot.scenarios.shifting import (
    as_far_as_possible,
    end_of_day,
    later_or_earlier,
    names_day,
    shifted,
    shifts,
    talks_of_slot,
    talks_of_time,
    that_day,
)

NO = ("no", "not_interested")


def ending(reason: str, *say: Line, held: bool = False) -> Move:
    """Say these lines and end the call."""
    return Move(say, call=Invoke("end_call", lambda _heard, _state: {"reason": reason}), ask=False, held=held)


def task(kind: str, about: str, **others: str) -> Invoke:
    """A task for the team with what the caller said; a time that was named is when a call back is due."""

    def arguments(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        known = heard.spoken in {"", heard.text}
        text = f"{about}: {heard.text if known else f'{heard.text} ({heard.spoken})'}"[:480]
        due = {"due": heard.time.local} if heard.time and kind == "callback" else {}
        return {"kind": kind, "text": text, **due, **others}

    return Invoke("create_task", arguments)


def call_back_then(heard: Heard, state: CallState) -> Mapping[str, Any]:
    """A call back at the moment that was offered instead, and agreed to."""
    due = {"due": state.callback.start[:16]} if state.callback else {}
    return {"kind": "callback", "text": "Call back at the time that the caller agreed to", **due}


def chosen(heard: Heard, state: CallState) -> Mapping[str, Any]:
    """The slot that the words choose; none of them chooses slot 0, which is none."""
    return {"slot_index": heard.chosen or 0}


def pending(_heard: Heard, state: CallState) -> Mapping[str, Any]:
    """The slot that was read back."""
    return {"slot_index": state.pending.index if state.pending else 0}


def wish(heard: Heard, state: CallState) -> Mapping[str, Any]:
    """The time that the words name, or shift what is talked about to."""
    if moved := shifted(heard, state):
        return {"day": f"{moved:%Y-%m-%d}", "hour": f"{moved:%H:%M}"}
    time = heard.time
    return {"day": time.day, "hour": time.hour, "approximate": time.approximate} if time else {"day": ""}


def named_day(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    """The day that the words name."""
    return {"day": heard.time.day} if heard.time else {}


def from_then(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    """The day that the words name, from the hour on that they name; nothing where they name no day."""
    if heard.time is None or not heard.time.has_date:
        return {}
    hour = datetime.fromisoformat(heard.time.start) - timedelta(minutes=1) if heard.time.has_hour else None
    return {
        "day": heard.time.day,
        **({"later_than": f"{hour:%H:%M}"} if hour and hour.day == int(heard.time.day[-2:]) else {}),
    }


def asks_what_is_free(heard: Heard) -> bool:
    """Whether the words ask what there is on a day, and name no hour: "מה יש ביום חמישי?"."""
    return names_day(heard) and bool(_WHAT_IS_FREE.search(heard.spoken or heard.text))


_WHAT_IS_FREE = re.compile(
    r"\b(?:ו?מה (?:יש|פנוי)|ו?יש (?:לכם|לך|משהו|זמן|מקום|מועד)|what (?:do you have|is there|is free)|anything)\b",
    re.IGNORECASE,
)


def only_day(heard: Heard) -> bool:
    """Whether the words name no hour: what they choose among the offered ones is what they mean."""
    return heard.time is None or not heard.time.has_hour


def reason(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    """For the member who picks up."""
    return {"reason": heard.text[:300]}


def not_at(*steps: str) -> Callable[[CallState], bool]:
    """True while the call is at none of these steps."""
    return lambda state: state.step not in steps


def at(*steps: str) -> Callable[[CallState], bool]:
    """True while the call is at one of these steps."""
    return lambda state: state.step in steps


def tried_twice(state: CallState) -> bool:
    """Whether two pairs of slots have been offered already."""
    return len(state.offered_before) >= 4


def confirmed(state: CallState) -> bool:
    """Whether the caller has just said yes to the slot that was read back."""
    return state.confirmed


def refuses(heard: Heard) -> bool:
    """A no that only its first words tell: what was read back is wrong, whatever else was said and not understood."""
    unheard = {"repeat", "slow_down"}.intersection(heard.intents)
    return not unheard and begins_with_no(heard.spoken or heard.text)


def undecided(heard: Heard) -> bool:
    """Whether the caller has to think it over, or to ask somebody: other times are no answer to that."""
    return thinks_over(heard.spoken or heard.text)


OFFER = Move(call=Invoke("offer_meeting_slots"), ask=False)
OTHERS = Move((lines.OTHER_SLOTS,), call=Invoke("offer_meeting_slots"), ask=False)
FIND = Move(call=Invoke("find_slot_near", wish), ask=False)
END_OF_DAY = Move(call=Invoke("offer_meeting_slots", end_of_day), ask=False)
WHOLE_DAY = Move(call=Invoke("offer_meeting_slots", named_day), ask=False)
THAT_DAY = Move(call=Invoke("offer_meeting_slots", that_day), ask=False)
SHIFTED = (
    Route(FIND, hears=shifts, label="so much later", when=talks_of_slot),
    Route(THAT_DAY, hears=later_or_earlier, label="later, earlier", when=talks_of_time),
    Route(END_OF_DAY, hears=as_far_as_possible, label="the latest, the earliest", when=talks_of_time),
    Route(WHOLE_DAY, hears=asks_what_is_free, label="what is free on a day"),
)
"""Another time by its distance from the one that was read back."""
READ_BACK = Move(call=Invoke("read_back_slot", chosen), ask=False)
BOOK = Move(call=Invoke("book_meeting", pending), ask=False)
PERSON = Move(call=Invoke("transfer_to_human", reason), ask=False)
REMOVE = Move(call=Invoke("remove_from_list"), ask=False)
DECEASED = Move(
    (lines.CONDOLENCE,), call=Invoke("remove_from_list", lambda _heard, _state: {"why": "deceased"}), ask=False
)
CALLBACK = Move(call=task("callback", "Call back when the caller said"), ask=False)
NOT_INTERESTED = ending("not_interested", lines.NOT_INTERESTED)
NO_MEETING = Move((lines.OFFER_CALLBACK,), next="callback", ask=False)
GOODBYE = ending("goodbye", lines.GOODBYE)
