"""Moving and cancelling a meeting that stands: routes, steps, and what follows the tools."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from language.corrections import corrected
from language.spoken import ISRAEL
from language.wishes import wished_change
from voicebot.agents.flow import Invoke, Move, Route, Step
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard
from voicebot.scenarios import sales_lines as lines
from voicebot.scenarios.common import MISSED
from voicebot.scenarios.sales_moves import (
    CALLBACK,
    NO,
    SHIFTED,
    confirmed,
    only_day,
    pending,
    wish,
)
from voicebot.scenarios.shifting import later_or_earlier, shifts, talks_of_slot


def moving(*steps: str) -> Callable[[CallState], bool]:
    """True while another time is looked for, at one of these steps."""
    return lambda state: state.moving is not None and state.step in steps


def moved_to(state: CallState) -> bool:
    """Whether the caller has just said yes to the new time."""
    return state.moving is not None and confirmed(state)


def cancels(heard: Heard) -> bool:
    """Whether the words ask to cancel what was just set, whatever else they begin with."""
    return wished_change(heard.spoken or heard.text) == "cancel"


def moves(heard: Heard) -> bool:
    """Whether the words ask for another time for what was just set, whatever else they begin with."""
    return wished_change(heard.spoken or heard.text) == "move"


def corrects(heard: Heard) -> bool:
    """Whether the words correct what was said before: "סליחה, השני"."""
    return corrected(heard.spoken or heard.text) is not None


def just_set(state: CallState) -> bool:
    """Whether a meeting was booked in this call and the talk is about what else there is."""
    return stands(state) and state.step in ("anything_else", "question", "number", "number_again")


def stands(state: CallState) -> bool:
    """Whether a meeting was booked in this call."""
    return state.meeting_id is not None


def _change(about: str) -> Invoke:
    """A task to call back about a meeting. The time that was named is for the meeting, not for calling."""

    def arguments(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        return {"kind": "callback", "text": f"{about}: {heard.text}"[:480]}

    return Invoke("create_task", arguments)


def _new_time(heard: Heard, state: CallState) -> Mapping[str, Any]:
    """The new time if the words name one, or how far from the old one it is.

    An hour alone is on the meeting's own day; as long as that is not known, both are asked for.
    """
    if shifts(heard) and talks_of_slot(state):
        return wish(heard, state)
    slot = next((each for each in state.offered if each.index == heard.chosen), None)
    if slot and only_day(heard):  # "סליחה, התכוונתי לראשון"
        start = datetime.fromisoformat(slot.start).astimezone(ISRAEL)
        return {"day": f"{start:%Y-%m-%d}", "hour": f"{start:%H:%M}"}
    known = heard.time and (heard.time.has_date or state.meeting_start)
    return wish(heard, state) if known else {}


FOR_TEAM = _change("The caller wants to move or cancel a meeting")
MOVE = Move(call=Invoke("reschedule_meeting", _new_time), ask=False)
MOVE_THERE = Move(call=Invoke("reschedule_meeting", pending), ask=False)
CANCEL = Move(call=Invoke("cancel_meeting"), ask=False)
STANDS = Move((lines.STANDS,), next="anything_else")
LOOKING = ("wish_new", "wish_new_again", "wish", "wish_again", "hour", "hour_again")
MOVING = frozenset({
    "להעביר", "להזיז", "לדחות", "להקדים", "לשנות", "נעביר", "נזיז", "נדחה", "נקדים", "נשנה",
    "תעביר", "תעבירי", "תעבירו", "תזיז", "תזיזי", "תזיזו", "תדחה", "תדחי", "תדחו", "תקדים", "תקדימי", "תקדימו",
    "תשנה", "תשני", "תשנו", "move", "push", "shift", "postpone", "change",
})  # fmt: skip
"""With one of these and a time, what stands is to be moved, also when the meeting is only called "this"."""

ALWAYS = (
    Route(CANCEL, intents=("cancel_meeting",)),
    Route(MOVE, intents=("move_meeting",)),
    Route(CANCEL, hears=cancels, label="cancel", when=just_set),
    Route(MOVE, hears=moves, label="move", when=just_set),
    Route(MOVE, words=MOVING, timed=True, when=stands),
    Route(MOVE, chosen=True, hears=corrects, label="corrected", when=just_set),
    Route(MOVE, hears=shifts, label="so much later", when=just_set),
    Route(MOVE, hears=later_or_earlier, label="later, earlier", when=just_set),
    Route(STANDS, intents=NO, when=moving(*LOOKING)),
    Route(
        STANDS, intents=("not_interested",), when=moving(*LOOKING, "choose", "choose_one", "confirm", "confirm_other")
    ),
)

_SHIFTED = (Route(MOVE, hears=shifts, label="so much later"), *SHIFTED[1:])
WISH_NEW = Step(
    "wish_new",
    lines.ASK_NEW_TIME,
    (*_SHIFTED, Route(MOVE, timed=True), Route(MISSED, intents=("yes",))),
    otherwise=Move(next="wish_new_again"),
    patient="dictation",
)
WISH_NEW_AGAIN = Step(
    "wish_new_again",
    lines.ASK_WISH_AGAIN,
    (*_SHIFTED, Route(MOVE, timed=True)),
    otherwise=CALLBACK,
    patient="dictation",
)
CONFIRM_CANCEL = Step(
    "confirm_cancel",
    lines.ASK_CANCEL,
    (Route(CANCEL, when=confirmed), Route(MOVE, timed=True), Route(STANDS, intents=(*NO, "later"))),
    otherwise=Move(),
    patient="yes_no",
)
STEPS = (WISH_NEW, WISH_NEW_AGAIN, CONFIRM_CANCEL)

_REFUSED = {
    "no_meeting": Move((lines.NO_MEETING_FOUND,), next="anything_else"),
    "several": Move((lines.SEVERAL_MEETINGS,), call=FOR_TEAM, ask=False),
    "not_verified": Move((lines.NOT_VERIFIED,), call=FOR_TEAM, ask=False),
    "*": Move(next="anything_else"),
}


def results(finding: Mapping[str, Move], read: Move) -> dict[str, Mapping[str, Move]]:
    """What follows the tools; `finding` is what follows a search for a time, `read` asks whether it is right."""
    return {
        "reschedule_meeting": {
            **finding,
            **_REFUSED,
            "which_time": Move(next="wish_new"),
            "same_time": STANDS,
            "rescheduled": Move((lines.MOVED,), next="anything_else"),
            "not_confirmed": read,
            "taken": Move((lines.TAKEN,), call=Invoke("offer_meeting_slots"), ask=False),
        },
        "cancel_meeting": {
            **_REFUSED,
            "ask_cancel": Move(next="confirm_cancel", held=True),
            "cancelled": Move((lines.CANCELLED,), next="anything_else"),
        },
    }
