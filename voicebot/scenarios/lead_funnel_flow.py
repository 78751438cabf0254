"""The lead funnel as three flows: qualifier, advisor, closer. Each asks before it hands the caller on."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from language.dictated import read_digit
from language.naming import begins_with_no, introduced_name, said_name
from language.phrases import Phrase
from language.places import ends_with_place, said_place, told_place
from language.questions import is_question
from voicebot.agents.flow import Arguments, Flow, Invoke, Move, Route, Step
from voicebot.agents.forms import Field, FieldValue, form_flow, says_no
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard
from voicebot.scenarios import lead_funnel_lines as lines
from voicebot.scenarios.common import (
    SAFETY,
    at,
    away_from,
    ending,
    shared_results,
    shared_routes,
    shared_steps,
    task,
)
from voicebot.scenarios.common_lines import NOT_INTERESTED
from voicebot.scenarios.sales_lines import PRICE, QUESTION_NOTED, WHO
from voicebot.scenarios.sales_moves import FIND, OFFER, READ_BACK, confirmed, pending, refuses, tried_twice

END = "end_conversation"
NO = ("no", "not_interested")
TOLD_FIRST = "permission_told"
QUESTION_LEFT = {"question_left": Move((QUESTION_NOTED,)), "*": Move()}
BYE = ending("goodbye", lines.GOODBYE, end=END)
DECLINED = ending("not_interested", NOT_INTERESTED, end=END)
CALL_BACK = Move(call=task("callback", "Wants to be called back about a consultation"), ask=False)


def noting(field: str) -> Arguments:
    """The answer to the question for that field, as it was said; a place without what leads to it."""

    def arguments(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        words = heard.spoken or heard.text
        return {field: ((said_place(words) if field == "location" else words) or words)[:110]}

    return arguments


def note(field: str, then: str = "") -> Move:
    """Note the answer; what is still open decides what is asked next."""
    return Move(next=then, call=Invoke("note_answer", noting(field)), ask=False)


def hand_on(to: str, reason: str) -> Move:
    """Hand the caller on, who has just agreed to it."""
    return Move(call=Invoke("handoff", lambda _heard, _state: {"to": to, "reason": reason}), ask=False)


ASKED = (Route(Move((WHO,)), intents=("who_are_you",)), Route(Move((PRICE,)), intents=("price",)))


def _flow(
    start: str, greeted: str, steps: tuple[Step, ...], results: Mapping[str, Mapping[str, Move]], *routes: Route
) -> Flow:
    refuses = Route(
        DECLINED, intents=("not_interested",), when=away_from("rating", "rating_again", "comfort", "confirm", "name?")
    )
    who = tuple(each.name for each in steps if each.name != "name?")  # "no, David" is no wrong number there
    return Flow(
        start=start,
        greeted=greeted,
        steps={**{each.name: each for each in steps}, **shared_steps(END)},
        always=(*shared_routes(END, who), *ASKED, refuses, *routes),
        results={**shared_results(END), **results},
        safety=SAFETY,
    )


def _name(heard: Heard) -> FieldValue | None:
    """The name in an answer, without the place that may stand behind it."""
    words = heard.spoken or heard.text
    with_place = ends_with_place(words.rstrip(" .!"))
    found = said_name(with_place[0] if with_place and not introduced_name(words) else words)
    return FieldValue(found[:80], Phrase(found[:80], found[:80])) if found else None


def _details(heard: Heard, _state: CallState | None = None) -> dict[str, str]:
    """A name and a place that are told before they are asked for."""
    words = heard.spoken or heard.text
    told = {"name": introduced_name(words), "location": told_place(words)}
    return {key: value[:80] for key, value in told.items() if value}


def _name_and_place(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    """The name that answers the question for it, and a place beside it."""
    found, place = _name(heard), told_place(heard.spoken or heard.text)
    return {"name": found.value if found else None, "location": place}


def _known(*fields: str) -> Arguments:
    """What the call knows already, to be noted with the lead."""
    return lambda _heard, state: {each: state.fields[each] for each in fields if each in state.fields}


def _question(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    """The question in the caller's own words, and their English where there is one."""
    said = heard.spoken or heard.text
    return {"question": said[:500], "english": heard.text[:500] if heard.text != said else None}


def _asks(heard: Heard) -> bool:
    """A question in which rules read nothing else."""
    return not heard.intents and is_question(heard.spoken or heard.text)


def _will_ask(heard: Heard) -> bool:
    """Only that a question is coming."""
    return bool(_HAS_QUESTION.search(heard.spoken or heard.text))


_HAS_QUESTION = re.compile(
    r"^(?:\W*(?:רגע|סליחה|שנייה|אבל|כן|wait|sorry|but)\W+)*(?:(?:יש|הייתה|היתה) לי (?:\w+ )?שאלה|רציתי לשאול|אפשר לשאול"
    r"|i have a question|can i ask)[\w\s]{0,12}\W*$",
    re.IGNORECASE,
)
NAME = Field(
    "name", lines.ASK_NAME, lines.ASK_NAME_AGAIN, lines.CONFIRM_NAME, "the caller's name", _name,
    tries=2, examples=("קוראים לי דנה לוי",), free=True,
    named=lambda heard: introduced_name(heard.spoken or heard.text) is not None,
)  # fmt: skip
FORM = form_flow(
    (NAME,),
    done=Move(next="location", call=Invoke("note_answer", _known("name")), ask=False, held=True),
    give_up=Move(next="location", call=Invoke("note_answer", _known("location")), ask=False, held=True),
    denies=lambda heard: says_no(heard) or begins_with_no(heard.spoken or heard.text),
)
"""The name, read back and kept after a yes; asked for twice, and then the call goes on without."""
ASKING = ("name", "name!", "name?", "location", "location_again", "need", "need_again", "goal")
ASIDE = (
    Route(CALL_BACK, intents=("later",), timed=True, when=at(*ASKING)),
    Route(Move(next="person"), intents=("later",), when=at(*ASKING)),
    Route(Move((lines.WHICH_QUESTION,), ask=False), hears=_will_ask, when=at(*ASKING)),
    Route(Move(call=Invoke("leave_question", _question), ask=False), hears=_asks, when=at(*ASKING)),
)
"""A wish to talk later, or a question, is no answer to what was asked."""


def _told(heard: Heard) -> bool:
    """A name with a place beside it."""
    return _name(heard) is not None and told_place(heard.spoken or heard.text) is not None


NAME_AND_PLACE = Route(
    Move(call=Invoke("note_answer", _name_and_place), ask=False), hears=_told, when=at("name", "name!")
)
BEFORE = Invoke("note_answer", _details)
AGREES = ("yes", "interested")
PERMISSION = Step(
    "permission",
    lines.PERMISSION,
    (
        Route(Move((lines.THANKS,), next="name", call=BEFORE, ask=False), intents=AGREES, hears=_details),
        Route(Move((lines.THANKS,), next="name?"), intents=AGREES, when=lambda state: state.unconfirmed is not None),
        Route(Move((lines.THANKS,), next="name"), intents=AGREES),
        Route(Move(next="person"), intents=("no", "later")),
        Route(Move(next=TOLD_FIRST, call=BEFORE, ask=False), hears=_details),
    ),
    otherwise=Move(),
    patient="yes_no",
)
PERMISSION_TOLD = replace(PERMISSION, name=TOLD_FIRST)
"""The same question, with what was told before the permission kept."""
OPENING = replace(
    PERMISSION,
    name="opening",
    ask=lines.OPENING,
    routes=(
        *PERMISSION.routes[:-1],
        Route(Move((lines.OPENING,), next=TOLD_FIRST, call=BEFORE, ask=False), hears=_details),
    ),
    otherwise=Move((lines.OPENING,), next="permission"),
)


def _place(heard: Heard) -> str | None:
    return said_place(heard.spoken or heard.text)


LOCATION = Step(
    "location", lines.ASK_LOCATION, (Route(note("location", "need"), hears=_place),), Move(next="location_again")
)
LOCATION_AGAIN = replace(LOCATION, name="location_again", ask=lines.ASK_LOCATION_AGAIN, otherwise=Move(next="need"))
NEED = Step("need", lines.ASK_NEED, (Route(Move(next="need_again"), intents=("yes", "no")),), note("need"))
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
    (
        *(OPENING, PERMISSION, PERMISSION_TOLD, *FORM.steps.values(), LOCATION, LOCATION_AGAIN),
        *(NEED, NEED_AGAIN, ADVISE, PERSON_STEP),
    ),
    {
        **FORM.results,
        "note_answer": {
            "read_name": Move(next="name?", held=True),
            "ask_name": Move(next="name"),
            "ask_location": Move(next="location"),
            "ask_need": Move(next="need"),
            "ask_goal": Move(next="advise"),
            "ask_timing": Move(next="advise"),
            "noted": Move(next="advise"),
            "*": Move(),
        },
        "leave_question": QUESTION_LEFT,
        "handoff": {"*": Move(next="need")},
    },
    *ASIDE,
    NAME_AND_PLACE,
)

GOAL = Step("goal", lines.ASK_GOAL, (), note("goal", "timing"))
TIMING = Step("timing", lines.ASK_TIMING, (), note("timing"))
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
