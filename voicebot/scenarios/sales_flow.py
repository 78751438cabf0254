"""The sales conversation as a flow: permission, two or three questions, two slots, a booking, goodbye."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from language.phrases import OFFER_PERSON
from voicebot.agents.flow import Flow, Invoke, Move, Route, Step
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard, Line
from voicebot.scenarios import sales_lines as lines

NO = ("no", "not_interested")
OFFER = Invoke("offer_meeting_slots")
REMOVE = Move(call=Invoke("remove_from_list"), ask=False)


def ending(reason: str, *say: Line) -> Move:
    """Say these lines and end the call."""
    return Move(say, call=Invoke("end_call", lambda _heard, _state: {"reason": reason}), ask=False)


def task(kind: str, about: str) -> Invoke:
    """A task for the team with what the caller said."""

    def arguments(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        known = heard.spoken in {"", heard.text}
        return {"kind": kind, "text": f"{about}: {heard.text if known else f'{heard.text} ({heard.spoken})'}"[:480]}

    return Invoke("create_task", arguments)


def book(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    return {"slot_index": heard.chosen or 1}


def not_at(*steps: str) -> Callable[[CallState], bool]:
    """True while the call is at none of these steps."""
    return lambda state: state.step not in steps


def tried_twice(state: CallState) -> bool:
    """Whether two pairs of slots have been offered already."""
    return len(state.offered_before) >= 4


def reason(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    """For the member who picks up."""
    return {"reason": heard.text[:300]}


BOOKING = ("choose", "choose_one", "number", "anything_else")
TO_TEAM = Move((lines.THANKS,), next="team")
CALLBACK = task("callback", "Call back when the caller said")
NO_MEETING = Move((lines.OFFER_CALLBACK,), next="callback", ask=False)

PERSON = Invoke("transfer_to_human", reason)
ENOUGH = frozenset({
    "תודה", "תודה רבה", "בסדר", "בסדר תודה", "בסדר גמור", "בסדר גמור תודה", "סבבה", "סבבה תודה", "אוקיי",
    "אוקיי תודה", "אוקי", "אוקי תודה", "מצוין", "מצוין תודה", "מעולה", "מעולה תודה", "תודה לך", "זהו", "הכול בסדר",
    "הכל בסדר", "זה הכול", "זה הכל", "טוב תודה", "יופי", "יופי תודה",
    "thanks", "thank you", "thank you very much", "ok", "okay", "ok thanks", "okay thank you", "great", "great thanks",
    "that's all", "that's it", "all good", "perfect",
})  # fmt: skip
"""Said to "is there anything else?", these mean no."""

ALWAYS = (
    Route(REMOVE, intents=("optout",)),
    Route(ending("other", lines.CONDOLENCE), intents=("deceased",)),
    Route(ending("other", lines.EMERGENCY), intents=("emergency",)),
    Route(ending("other", lines.WRONG_NUMBER), intents=("minor",)),
    Route(ending("voicemail", lines.VOICEMAIL), intents=("voicemail",)),
    Route(Move(call=PERSON, ask=False), intents=("human",)),
    Route(Move(next="comfort"), intents=("distress",), when=not_at("comfort")),
    Route(Move((lines.ONLY_HEBREW,), call=task("callback", "Speaks another language; call back"), ask=False),
          intents=("other_language",)),
    Route(Move(next="callback"), intents=("other_person",), when=not_at("callback", "number")),
    Route(ending("wrong_number", lines.WRONG_NUMBER), intents=("wrong_number",)),
    Route(Move((lines.BOT,)), intents=("is_this_a_bot",)),
    Route(Move((lines.WHERE_FROM,)), intents=("where_from",)),
    Route(Move((lines.WHO,), next="permission"), intents=("who_are_you",), when=lambda s: s.step == "opening"),
    Route(Move((lines.WHO,)), intents=("who_are_you",)),
    Route(Move((lines.PRICE,)), intents=("price",)),
    Route(Move((lines.WHO,)), intents=("repeat",), when=lambda s: s.step == "permission"),
    Route(Move(), intents=("repeat", "slow_down"), when=not_at("opening")),
    Route(ending("not_interested", lines.NOT_INTERESTED), intents=("not_interested",),
          when=not_at(*BOOKING)),
    Route(Move(next="callback"), intents=("later",), when=not_at("callback", *BOOKING)),
    Route(ending("goodbye", lines.GOODBYE), intents=("goodbye",)),
    Route(Move(call=OFFER, ask=False), intents=("interested",),
          when=not_at(*BOOKING, "question", "comfort")),
)  # fmt: skip

OPENING = Step(
    "opening",
    lines.OPENING,
    (Route(TO_TEAM, intents=("yes",)), Route(NO_MEETING, intents=("no",))),
    otherwise=Move((lines.OPENING,), next="permission"),
)
PERMISSION = Step(
    "permission",
    lines.PERMISSION,
    (Route(TO_TEAM, intents=("yes",)), Route(NO_MEETING, intents=("no",))),
    otherwise=Move(next="permission_again"),
    patient="yes_no",
)
PERMISSION_AGAIN = replace(PERMISSION, name="permission_again", otherwise=TO_TEAM)
TEAM = Step("team", lines.ASK_TEAM, (), otherwise=Move((lines.GOT_IT,), next="handling"))
HANDLING = Step("handling", lines.ASK_HANDLING, (), otherwise=Move(next="meeting"))
MEETING = Step(
    "meeting",
    lines.ASK_MEETING,
    (Route(Move(call=OFFER, ask=False), intents=("yes",)), Route(NO_MEETING, intents=("no",))),
    otherwise=Move(),
    patient="yes_no",
)
_OTHER_TIMES = (
    Route(Move((lines.OFFER_CALLBACK,), next="callback", ask=False), rejected=True, when=tried_twice),
    Route(Move((lines.OFFER_CALLBACK,), next="callback", ask=False), intents=(*NO, "later"), when=tried_twice),
    Route(Move((lines.OTHER_SLOTS,), call=OFFER, ask=False), rejected=True),
    Route(Move((lines.OTHER_SLOTS,), call=OFFER, ask=False), intents=("no", "later")),
    Route(ending("not_interested", lines.NOT_INTERESTED), intents=("not_interested",)),
)
CHOOSE = Step(
    "choose",
    lines.ASK_SLOT,
    (Route(Move(call=Invoke("book_meeting", book), ask=False), chosen=True), *_OTHER_TIMES),
    otherwise=Move(),
)
CHOOSE_ONE = Step(
    "choose_one",
    lines.ASK_ONE_SLOT,
    (
        Route(Move(call=Invoke("book_meeting", book), ask=False), chosen=True),
        Route(Move(call=Invoke("book_meeting", book), ask=False), intents=("yes",)),
        *_OTHER_TIMES,
    ),
    otherwise=Move(),
    patient="yes_no",
)
CALLBACK_STEP = Step(
    "callback",
    lines.ASK_WHEN,
    (
        Route(ending("not_interested", lines.NOT_INTERESTED), intents=NO),
        Route(Move(), intents=("yes",)),
    ),
    otherwise=Move(call=CALLBACK, ask=False),
    patient="dictation",
)
ANYTHING_ELSE = Step(
    "anything_else",
    lines.ANYTHING_ELSE,
    (
        Route(ending("goodbye", lines.GOODBYE), intents=NO),
        Route(ending("goodbye", lines.GOODBYE), said=ENOUGH),
        Route(Move(next="question"), intents=("yes",)),
    ),
    otherwise=Move(call=task("question", "Question from the caller"), ask=False),
)
QUESTION = Step(
    "question",
    lines.ASK_QUESTION,
    (Route(ending("goodbye", lines.GOODBYE), intents=NO), Route(ending("goodbye", lines.GOODBYE), said=ENOUGH)),
    otherwise=Move(call=task("question", "Question from the caller"), ask=False),
    patient="dictation",
)
NUMBER = Step(
    "number",
    lines.ASK_NUMBER,
    (Route(Move(next="anything_else"), intents=NO), Route(Move(), intents=("yes",))),
    otherwise=Move(call=task("follow_up", "The caller's number, as it was said"), ask=False),
    patient="dictation",
)
COMFORT = Step(
    "comfort",
    OFFER_PERSON,
    (Route(Move(call=PERSON, ask=False), intents=("yes", "distress")),),
    otherwise=ending("other", lines.TAKE_CARE),
    patient="yes_no",
)

RESULTS: Mapping[str, Mapping[str, Move]] = {
    "offer_meeting_slots": {
        "offered": Move(next="choose"),
        "offered_one": Move(next="choose_one"),
        "none_free": Move((lines.NONE_FREE,), call=task("callback", "No slot was free; arrange a meeting"), ask=False),
        "*": Move(next="anything_else"),
    },
    "book_meeting": {
        "booked": Move((lines.BOOKED,), next="anything_else"),
        "booked_without_number": Move((lines.BOOKED,), next="number"),
        "taken": Move((lines.TAKEN,), call=OFFER, ask=False),
        "already_booked": Move(next="anything_else"),
        "not_heard": Move(next="choose"),
        "*": Move(call=OFFER, ask=False),
    },
    "remove_from_list": {
        "removed": ending("removed", lines.REMOVED),
        "*": ending("other", lines.NO_NUMBER),
    },
    "transfer_to_human": {
        "transferring": Move((lines.TRANSFERRING,), ask=False),
        "nobody_without_number": Move((lines.NOBODY_FREE,), next="number"),
        "*": ending("callback", lines.NOBODY),
    },
    "create_task": {
        "callback_created": ending("callback", lines.CALLBACK_NOTED),
        "callback_without_number": Move(next="number"),
        "question_created": Move((lines.QUESTION_NOTED,), next="anything_else"),
        "follow_up_created": Move((lines.NUMBER_NOTED,), next="anything_else"),
        "*": ending("other", lines.GOODBYE),
    },
    "update_lead": {"*": Move()},
    "end_call": {"*": Move(ask=False)},
}

FLOW = Flow(
    start="opening",
    greeted="permission",
    steps={
        step.name: step
        for step in (
            OPENING, PERMISSION, PERMISSION_AGAIN, TEAM, HANDLING, MEETING, CHOOSE, CHOOSE_ONE, CALLBACK_STEP, NUMBER,
            ANYTHING_ELSE, QUESTION, COMFORT,
        )
    },
    always=ALWAYS,
    results=RESULTS,
    safety=frozenset({"optout", "deceased", "emergency", "minor"}),
)  # fmt: skip
