"""What verified recruiters ask for beside the offer: answers at the information desk, and a meeting."""

from collections.abc import Mapping
from typing import Any

from voicebot.agents.flow import Flow, Invoke, Move, Route, Step
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard
from voicebot.scenarios import job_offer_lines as lines
from voicebot.scenarios import sales_lines
from voicebot.scenarios.common import MISSED, SAFETY
from voicebot.scenarios.job_offer_moves import (
    AUTHENTICATION,
    CALL_BACK,
    CALLBACK_STEPS,
    CALLING_BACK,
    ENOUGH,
    GOODBYE,
    INFO_DESK,
    INFORMATION,
    LATER,
    MEETING,
    NEGOTIATION,
    NO,
    SCHEDULING,
    SHARED_RESULTS,
    THE_OFFER,
    THOUSANDS,
    always,
    asks_for_wishes,
    handing,
    names,
    question_in,
    words,
)
from voicebot.scenarios.job_offer_moves import OFFER as PAY
from voicebot.scenarios.sales_moves import BOOK, FIND, OFFER, OTHERS, READ_BACK, confirmed, refuses, task, tried_twice

TO_AUTHENTICATION = handing(AUTHENTICATION, lines.NOT_VERIFIED)
ANOTHER = handing(AUTHENTICATION, lines.DISCLOSE)
TO_MEETING = Route(handing(SCHEDULING, lines.LET_ME_SEE), words=MEETING)
_TO_OFFER = Route(handing(NEGOTIATION, lines.LET_ME_SEE), words=THE_OFFER | THOUSANDS)
ENDS = (Route(GOODBYE, said=ENOUGH), Route(GOODBYE, intents=("goodbye", *NO)))

# -- the information desk


def _question(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    return {"field": (heard.spoken or heard.text)[:480] or "?"}


TELL = Move(call=Invoke("tell_about", _question), ask=False)
TOPICS_ASKED = frozenset({
    "מה אפשר לשאול", "מה אפשר לדעת", "על מה אפשר לשאול", "איזה מידע יש", "מה אפשר לשמוע", "כן מה אפשר לשאול",
    "what can i ask", "what can you tell me",
})  # fmt: skip
QUESTIONS = 24
"""Of the caller's in a row, answered or noted: they are what the information desk is for."""
LIST = Route(Move(call=Invoke("list_topics"), ask=False), said=TOPICS_ASKED)
OWN_PAY = words(
    "נוכחי היום עכשיו מרוויחה מרוויח משתכרת משתכר מקבלת מקבל שלה שלו current currently now earn earns earning"
)
_FIGURES = words("כמה להרוויח לקבל earn pay") | PAY


def _talks_of_pay(heard: Heard) -> bool:
    """Whether the pay of the offer is meant, and not what the candidate earns."""
    return names(heard, PAY) and not names(heard, OWN_PAY)


def _asks_for_her_figures(heard: Heard) -> bool:
    return asks_for_wishes(heard) and names(heard, _FIGURES)


_TO_PAY = (
    Route(Move((lines.NEVER_TOLD,)), hears=_asks_for_her_figures, label="what the candidate wants to earn"),
    Route(_TO_OFFER.move, hears=_talks_of_pay, label="pay"),
)


def _brought(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    asked = question_in(heard)
    return {"question": asked} if asked else {}


_TAKE_UP = Move(call=Invoke("take_up_question", _brought), ask=False)
_TELLING = {
    "told": Move((lines.TOLD,), next="more", held=True),
    "not_released": Move((lines.NOT_RELEASED,), next="more", held=True),
    "unknown_field": Move((lines.NOT_KNOWN,), call=task("question", "Question about the candidate"), ask=False),
    "nothing_asked": Move(next="topic"),
    "*": TO_AUTHENTICATION,
}
INFO_STEPS = (
    Step(
        "topic",
        lines.ASK_TOPIC,
        (LIST, *LATER, TO_MEETING, _TO_OFFER, *_TO_PAY, *ENDS, Route(MISSED, intents=("yes",))),
        otherwise=TELL,
        most=QUESTIONS,
    ),
    Step(
        "more",
        lines.ASK_MORE,
        (LIST, *LATER, TO_MEETING, _TO_OFFER, *_TO_PAY, *ENDS, Route(Move(next="topic"), intents=("yes",))),
        otherwise=TELL,
        most=QUESTIONS,
    ),
)
INFO_FLOW = Flow(
    start="topic",
    greeted="topic",
    steps={**{each.name: each for each in INFO_STEPS}, **CALLBACK_STEPS},
    always=always(ANOTHER),
    results={
        **SHARED_RESULTS,
        "handoff": {"handed_over": _TAKE_UP, "*": TO_AUTHENTICATION},
        "take_up_question": _TELLING,
        "tell_about": {**_TELLING, "nothing_asked": Move(next="more")},
        "list_topics": {
            "topics": Move((lines.TOPICS,), next="topic"),
            "nothing": Move((lines.NOTHING_TO_TELL,), next="more"),
            "*": TO_AUTHENTICATION,
        },
        "create_task": {
            **CALLING_BACK,
            "question_created": Move((lines.QUESTION_NOTED,), next="more"),
        },
    },
    safety=SAFETY,
)

ANYTHING_ELSE = (
    *_TO_PAY,
    Route(handing(INFO_DESK, lines.LET_ME_SEE), words=INFORMATION),
    Route(handing(INFO_DESK, lines.LET_ME_SEE), hears=question_in, label="a question"),
    *ENDS,
    Route(
        Move(
            (lines.ALL_RIGHT,),
            call=Invoke("handoff", lambda _heard, _state: {"to": INFO_DESK, "reason": "Wants more."}),
            ask=False,
        ),
        intents=("yes",),
    ),
)
"""What the question whether there is anything else leads to, after a meeting was booked."""

# -- scheduling

_OTHER_TIMES = (
    Route(Move(next="callback"), rejected=True, when=tried_twice),
    Route(Move(next="callback"), intents=(*NO, "later"), when=tried_twice),
    Route(OTHERS, rejected=True),
    Route(OTHERS, intents=(*NO, "later")),
)
_AGREES = (
    Route(BOOK, when=confirmed),
    Route(FIND, timed=True),
    Route(READ_BACK, chosen=True),
    Route(Move((lines.ALL_RIGHT,), next="wish"), rejected=True),
    Route(Move((lines.ALL_RIGHT,), next="wish"), intents=(*NO, "later")),
    Route(Move((lines.ALL_RIGHT,), next="wish"), hears=refuses, label="no"),
)
_WHEN = (
    Route(FIND, timed=True),
    Route(READ_BACK, chosen=True),
    Route(GOODBYE, intents=(*NO, "goodbye")),
    Route(MISSED, intents=("yes",)),
)
SCHEDULING_STEPS = (
    Step("choose", sales_lines.ASK_SLOT, (Route(READ_BACK, chosen=True), Route(FIND, timed=True), *_OTHER_TIMES),
         otherwise=Move()),
    Step("choose_one", sales_lines.ASK_ONE_SLOT, (*_AGREES[:3], *_OTHER_TIMES, Route(OTHERS, hears=refuses, label="no")), otherwise=Move(), patient="yes_no"),
    Step("confirm", sales_lines.CONFIRM, _AGREES, otherwise=Move(), patient="yes_no"),
    Step("confirm_other", sales_lines.CONFIRM_OTHER, _AGREES, otherwise=Move(), patient="yes_no"),
    Step("wish", sales_lines.ASK_WISH, _WHEN, otherwise=Move(next="wish_again"), patient="dictation"),
    Step("wish_again", sales_lines.ASK_WISH_AGAIN, _WHEN, otherwise=CALL_BACK, patient="dictation"),
    Step("hour", sales_lines.ASK_HOUR, _WHEN, otherwise=Move(), patient="dictation"),
    Step("anything_else", lines.ANYTHING_ELSE, (*LATER, _TO_OFFER, *ANYTHING_ELSE),
         otherwise=Move(call=task("question", "Question from the recruiter"), ask=False)),
)  # fmt: skip
_READ = Move(next="confirm", held=True)
_OFFERED = {"offered": Move(next="choose"), "offered_one": Move(next="choose_one", held=True)}
_FOUND = {
    "found": _READ,
    "found_other": Move((sales_lines.NOT_THEN,), next="confirm_other", held=True),
    "which_hour": Move(next="hour"),
    "none_free": Move(next="callback"),
    "already_booked": Move(next="anything_else"),
}
_BOOKED = Move((sales_lines.BOOKED,), next="anything_else")
SCHEDULING_FLOW = Flow(
    start="wish",
    greeted="wish",
    steps={**{each.name: each for each in SCHEDULING_STEPS}, **CALLBACK_STEPS},
    always=always(ANOTHER),
    results={
        **SHARED_RESULTS,
        "handoff": {"handed_over": Move(call=Invoke("take_up_time"), ask=False), "*": TO_AUTHENTICATION},
        "take_up_time": {**_OFFERED, **_FOUND, "*": OFFER},
        "offer_meeting_slots": {
            **_OFFERED,
            "none_free": Move(
                (sales_lines.NONE_FREE,), call=task("callback", "No slot was free; arrange a meeting"), ask=False
            ),
            "*": Move(next="anything_else"),
        },
        "find_slot_near": {
            **_FOUND,
            "*": Move(next="wish_again"),
        },
        "read_back_slot": {"read_back": _READ, "already_booked": Move(next="anything_else"), "*": OFFER},
        "book_meeting": {
            "booked": _BOOKED,
            "booked_without_number": _BOOKED,
            "not_confirmed": _READ,
            "taken": Move((sales_lines.TAKEN,), call=Invoke("offer_meeting_slots"), ask=False),
            "already_booked": Move(next="anything_else"),
            "*": OFFER,
        },
        "create_task": {**CALLING_BACK, "question_created": Move((lines.QUESTION_NOTED,), next="anything_else")},
    },
    safety=SAFETY,
)
