"""The lead funnel as three flows: qualifier, advisor, closer. Each asks before it hands the caller on."""

import re
from dataclasses import replace

from language.dictated import read_digit
from voicebot.agents.flow import Invoke, Move, Route, Step
from voicebot.agents.types import Heard
from voicebot.scenarios import lead_funnel_lines as lines
from voicebot.scenarios.common import (
    task,
)
from voicebot.scenarios.lead_funnel_moves import (
    BYE,
    CALL_BACK_THEN,
    END,
    NO,
    PERSON_STEP,
    QUESTION_LEFT,
    flow_of,
    hand_on,
    note,
)
from voicebot.scenarios.lead_funnel_qualifier import ASIDE, NAME, QUALIFIER
from voicebot.scenarios.sales_changes import cancels, moves, stands
from voicebot.scenarios.sales_lines import NONE_THAT_DAY
from voicebot.scenarios.sales_moves import (
    FIND,
    OFFER,
    READ_BACK,
    SHIFTED,
    confirmed,
    from_then,
    only_day,
    pending,
    refuses,
    tried_twice,
    undecided,
)

__all__ = ["ADVISOR", "CLOSER", "NAME", "QUALIFIER"]

GOAL = Step("goal", lines.ASK_GOAL, (), note("goal", "timing"))
TIMING = Step("timing", lines.ASK_TIMING, (), note("timing"))
SCHEDULE = Step(
    "schedule",
    lines.MAY_SCHEDULE,
    (
        Route(hand_on("closer", "The caller agreed to a consultation."), intents=("yes", "interested")),
        CALL_BACK_THEN,
        Route(Move(next="person"), intents=("no", "later")),
        Route(hand_on("closer", "The caller named a time for a consultation."), timed=True),
    ),
    otherwise=Move(),
    patient="yes_no",
)
ADVISOR = flow_of(
    "goal",
    "goal",
    (GOAL, TIMING, SCHEDULE, PERSON_STEP),
    {
        "note_answer": {
            "ask_goal": Move(next="goal"),
            "ask_timing": Move(next="timing"),
            "noted": Move(next="schedule"),
            "*": Move(),
        },
        "leave_question": QUESTION_LEFT,
        "handoff": {"handed_over": Move((lines.GOT_IT,), next="goal"), "*": Move(next="goal")},
    },
    *ASIDE,
)

BOOK = Move(call=Invoke("schedule_followup", pending), ask=False)
OTHERS = Move((lines.OTHER_SLOTS,), call=Invoke("offer_meeting_slots"), ask=False)
NO_TIME = Move(next="person")
UNDECIDED = Route(NO_TIME, intents=("later",), hears=undecided, label="thinks it over")
CHOOSE = Step(
    "choose",
    lines.ASK_SLOT,
    (
        Route(READ_BACK, chosen=True),
        *SHIFTED[1:],
        Route(FIND, timed=True),
        UNDECIDED,
        Route(NO_TIME, rejected=True, when=tried_twice),
        Route(NO_TIME, intents=("no", "later"), when=tried_twice),
        Route(OTHERS, rejected=True),
        Route(OTHERS, intents=("no", "later")),
    ),
    otherwise=Move(),
)
CHOOSE_ONE = replace(
    CHOOSE,
    name="choose_one",
    ask=lines.ASK_ONE_SLOT,
    routes=(Route(BOOK, when=confirmed), *SHIFTED, *CHOOSE.routes, Route(OTHERS, hears=refuses, label="no")),
)
CONFIRM = Step(
    "confirm",
    lines.CONFIRM,
    (
        Route(BOOK, when=confirmed),
        *SHIFTED,
        Route(READ_BACK, chosen=True, hears=only_day, label="no other hour"),
        Route(FIND, timed=True),
        Route(READ_BACK, chosen=True),
        UNDECIDED,
        Route(Move(next="wish"), rejected=True),
        Route(Move(next="wish"), intents=("no", "later", "not_interested")),
        Route(Move(next="wish"), hears=refuses, label="no"),
    ),
    otherwise=Move(),
    patient="yes_no",
)
CONFIRM_OTHER = replace(CONFIRM, name="confirm_other", ask=lines.CONFIRM_OTHER)
WISH = Step(
    "wish",
    lines.ASK_WISH,
    (*SHIFTED, Route(FIND, timed=True), Route(READ_BACK, chosen=True), Route(NO_TIME, intents=NO)),
    otherwise=NO_TIME,
    patient="dictation",
)
HOUR = replace(WISH, name="hour", ask=lines.ASK_HOUR)


EXCELLENT = re.compile(
    r"\W*(?:(?:היה|הייתה|היתה|היא|השיחה|זה|ממש|הכול|it was|was|really)\s)*(?:מצוינת?|מצוין|מעולה|מושלם|מושלמת|excellent|perfect)"
    r"(?:\W+(?:תודה|רבה|לגמרי|thanks|thank you))*\W*",
    re.IGNORECASE,
)
"""The word that the question itself has for five, and its equals."""
_HALF = re.compile(r"\bוחצי\b|\bו?חצי\b|½|[1-5][.,]5\b|\band a half\b|\bhalf\b|\by medio\b", re.IGNORECASE)


def _rating(heard: Heard) -> int | None:
    """A whole number, or the word that stands for five; a half is none, so that a whole one is asked for."""
    said = heard.spoken or heard.text
    if EXCELLENT.fullmatch(said):
        return 5
    return None if _HALF.search(said) else read_digit(said, 1, 5)


CHANGE = Move(
    (lines.CHANGE_FOR_TEAM,),
    call=Invoke(
        "create_task",
        lambda heard, _state: {
            "kind": "callback",
            "text": f"The caller wants to move or cancel the meeting that was just set: {heard.text}"[:480],
        },
    ),
    ask=False,
)
"""The closer changes no meeting; a time that was named is for the meeting, not for calling."""
_CHANGED = (
    Route(CHANGE, intents=("cancel_meeting", "move_meeting"), when=stands),
    Route(CHANGE, hears=cancels, label="cancel", when=stands),
    Route(CHANGE, hears=moves, label="move", when=stands),
)
RATE = Move(call=Invoke("record_satisfaction", lambda heard, _state: {"score": _rating(heard)}), ask=False)
RATING = Step(
    "rating",
    lines.ASK_RATING,
    (*_CHANGED, Route(RATE, hears=_rating), Route(BYE, intents=NO)),
    otherwise=Move(next="rating_again"),
)
RATING_AGAIN = replace(RATING, name="rating_again", ask=lines.ASK_RATING_AGAIN, otherwise=BYE)
OFFER_THEN = Move(call=Invoke("offer_meeting_slots", from_then), ask=False)
"""What is free from the time on that was named with the yes, else what is free at all."""
READ = Move(next="confirm", held=True)
NONE_FREE = Move((lines.NONE_FREE,), call=task("callback", "No time was free; arrange a consultation"), ask=False)
RATED = Move((lines.RATED, lines.GOODBYE), call=Invoke(END, lambda _heard, _state: {"reason": "goodbye"}), ask=False)
CLOSER = flow_of(
    "choose",
    "choose",
    (CHOOSE, CHOOSE_ONE, CONFIRM, CONFIRM_OTHER, WISH, HOUR, RATING, RATING_AGAIN, PERSON_STEP),
    {
        "handoff": {"handed_over": OFFER_THEN},
        "offer_meeting_slots": {
            "offered": Move(next="choose"),
            "offered_one": Move(next="choose_one", held=True),
            "none_free": NONE_FREE,
            "none_that_day": Move((NONE_THAT_DAY,), next="wish"),
            "*": Move(next="rating"),
        },
        "find_slot_near": {
            "found": READ,
            "found_other": Move((lines.NOT_THEN,), next="confirm_other", held=True),
            "which_hour": Move(next="hour"),
            "none_free": NONE_FREE,
            "already_booked": Move(next="rating"),
            "*": Move(next="wish"),
        },
        "read_back_slot": {"read_back": READ, "already_booked": Move(next="rating"), "*": OFFER},
        "schedule_followup": {
            "booked": Move((lines.BOOKED,), next="rating"),
            "booked_without_number": Move((lines.BOOKED,), next="rating"),
            "not_confirmed": READ,
            "taken": Move((lines.TAKEN,), call=Invoke("offer_meeting_slots"), ask=False),
            "already_booked": Move(next="rating"),
            "not_heard": Move(next="choose"),
            "*": OFFER,
        },
        "record_satisfaction": {"recorded": RATED, "*": Move(next="rating_again")},
    },
)
