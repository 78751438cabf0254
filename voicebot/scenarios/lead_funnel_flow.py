"""The lead funnel as three flows: qualifier, advisor, closer. Each asks before it hands the caller on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from language.dictated import read_digit
from language.naming import said_name, said_place
from voicebot.agents.flow import Arguments, Flow, Invoke, Move, Route, Step
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard
from voicebot.scenarios import lead_funnel_lines as lines
from voicebot.scenarios.common import (
    SAFETY,
    away_from,
    ending,
    shared_results,
    shared_routes,
    shared_steps,
    task,
)
from voicebot.scenarios.common_lines import NOT_INTERESTED
from voicebot.scenarios.sales_lines import PRICE, WHO
from voicebot.scenarios.sales_moves import FIND, OFFER, READ_BACK, confirmed, pending, refuses, tried_twice

END = "end_conversation"
NO = ("no", "not_interested")
ANSWERS = ("name", "location", "need")
BYE = ending("goodbye", lines.GOODBYE, end=END)
DECLINED = ending("not_interested", NOT_INTERESTED, end=END)
CALL_BACK = Move(call=task("callback", "Wants to be called back about a consultation"), ask=False)


def noting(field: str) -> Arguments:
    """The answer to the question for that field, as it was said; a name or a place without what leads to it."""

    def arguments(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        words = heard.spoken or heard.text
        said = {"name": said_name, "location": said_place}.get(field, str)(words)
        return {field: (said or words)[:110]}

    return arguments


def note(field: str, then: str) -> Move:
    """Note the answer and go on to the next question."""
    return Move(next=then, call=Invoke("note_answer", noting(field)), ask=False)


def hand_on(to: str, reason: str) -> Move:
    """Hand the caller on, who has just agreed to it."""
    return Move(call=Invoke("handoff", lambda _heard, _state: {"to": to, "reason": reason}), ask=False)


ASKED = (Route(Move((WHO,)), intents=("who_are_you",)), Route(Move((PRICE,)), intents=("price",)))


def _flow(start: str, greeted: str, steps: tuple[Step, ...], results: Mapping[str, Mapping[str, Move]]) -> Flow:
    refuses = Route(
        DECLINED, intents=("not_interested",), when=away_from("rating", "rating_again", "comfort", "confirm")
    )
    return Flow(
        start=start,
        greeted=greeted,
        steps={**{each.name: each for each in steps}, **shared_steps(END)},
        always=(*shared_routes(END), *ASKED, refuses),
        results={**shared_results(END), **results},
        safety=SAFETY,
    )


def _named(heard: Heard) -> str | None:
    return said_name(heard.spoken or heard.text)


PERMISSION = Step(
    "permission",
    lines.PERMISSION,
    (
        Route(Move((lines.THANKS,), next="name"), intents=("yes", "interested")),
        Route(Move(next="person"), intents=("no", "later")),
    ),
    otherwise=Move(),
    patient="yes_no",
)
OPENING = replace(PERMISSION, name="opening", ask=lines.OPENING, otherwise=Move((lines.OPENING,), next="permission"))
NAME = Step(
    "name", lines.ASK_NAME, (Route(note("name", "location"), hears=_named),), Move(next="name_again"), "dictation"
)
NAME_AGAIN = replace(NAME, name="name_again", ask=lines.ASK_NAME_AGAIN, otherwise=Move(next="location"))
LOCATION = Step("location", lines.ASK_LOCATION, (), note("location", "need"))
NEED = Step("need", lines.ASK_NEED, (Route(Move(next="need_again"), intents=("yes", "no")),), note("need", "advise"))
NEED_AGAIN = replace(NEED, name="need_again", ask=lines.ASK_NEED_AGAIN, routes=(Route(DECLINED, intents=NO),))
ADVISE = Step(
    "advise",
    lines.MAY_ADVISE,
    (
        Route(hand_on("advisor", "The caller agreed to some advice."), intents=("yes", "interested")),
        Route(Move(next="person"), intents=("no", "later")),
    ),
    otherwise=Move(),
    patient="yes_no",
)
PERSON_STEP = Step(
    "person",
    lines.WANT_PERSON,
    (Route(CALL_BACK, intents=("yes", "later")), Route(DECLINED, intents=NO), Route(CALL_BACK, timed=True)),
    otherwise=Move(),
    patient="yes_no",
)
QUALIFIER = _flow(
    "opening",
    "permission",
    (OPENING, PERMISSION, NAME, NAME_AGAIN, LOCATION, NEED, NEED_AGAIN, ADVISE, PERSON_STEP),
    {"note_answer": {"*": Move()}, "handoff": {"*": Move(next="need")}},
)

GOAL = Step("goal", lines.ASK_GOAL, (), note("goal", "timing"))
TIMING = Step("timing", lines.ASK_TIMING, (), note("timing", "schedule"))
SCHEDULE = Step(
    "schedule",
    lines.MAY_SCHEDULE,
    (
        Route(hand_on("closer", "The caller agreed to a consultation."), intents=("yes", "interested")),
        Route(Move(next="person"), intents=("no", "later")),
    ),
    otherwise=Move(),
    patient="yes_no",
)
ADVISOR = _flow(
    "goal",
    "goal",
    (GOAL, TIMING, SCHEDULE, PERSON_STEP),
    {
        "note_answer": {"*": Move()},
        "handoff": {"handed_over": Move((lines.GOT_IT,), next="goal"), "*": Move(next="goal")},
    },
)

BOOK = Move(call=Invoke("schedule_followup", pending), ask=False)
OTHERS = Move((lines.OTHER_SLOTS,), call=Invoke("offer_meeting_slots"), ask=False)
NO_TIME = Move(next="person")
CHOOSE = Step(
    "choose",
    lines.ASK_SLOT,
    (
        Route(READ_BACK, chosen=True),
        Route(FIND, timed=True),
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
    routes=(Route(BOOK, when=confirmed), *CHOOSE.routes, Route(OTHERS, hears=refuses, label="no")),
)
CONFIRM = Step(
    "confirm",
    lines.CONFIRM,
    (
        Route(BOOK, when=confirmed),
        Route(FIND, timed=True),
        Route(READ_BACK, chosen=True),
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
    (Route(FIND, timed=True), Route(READ_BACK, chosen=True), Route(NO_TIME, intents=NO)),
    otherwise=NO_TIME,
    patient="dictation",
)
HOUR = replace(WISH, name="hour", ask=lines.ASK_HOUR)


def _rating(heard: Heard) -> int | None:
    return read_digit(heard.spoken or heard.text, 1, 5)


RATE = Move(call=Invoke("record_satisfaction", lambda heard, _state: {"score": _rating(heard)}), ask=False)
RATING = Step(
    "rating",
    lines.ASK_RATING,
    (Route(RATE, hears=_rating), Route(BYE, intents=NO)),
    otherwise=Move(next="rating_again"),
)
RATING_AGAIN = replace(RATING, name="rating_again", ask=lines.ASK_RATING_AGAIN, otherwise=BYE)
READ = Move(next="confirm", held=True)
NONE_FREE = Move((lines.NONE_FREE,), call=task("callback", "No time was free; arrange a consultation"), ask=False)
RATED = Move((lines.RATED, lines.GOODBYE), call=Invoke(END, lambda _heard, _state: {"reason": "goodbye"}), ask=False)
CLOSER = _flow(
    "choose",
    "choose",
    (CHOOSE, CHOOSE_ONE, CONFIRM, CONFIRM_OTHER, WISH, HOUR, RATING, RATING_AGAIN, PERSON_STEP),
    {
        "handoff": {"handed_over": OFFER},
        "offer_meeting_slots": {
            "offered": Move(next="choose"),
            "offered_one": Move(next="choose_one", held=True),
            "none_free": NONE_FREE,
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
