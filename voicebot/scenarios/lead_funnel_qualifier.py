"""The first flow of the lead funnel: may we ask, who is it, from where, and what for; then it asks to hand on."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from language.naming import begins_with_no, introduced_name, said_name
from language.phrases import Phrase
from language.places import ends_with_place, said_place, told_place
from language.questions import is_question
from voicebot.agents.flow import Arguments, Invoke, Move, Route, Step
from voicebot.agents.forms import Field, FieldValue, form_flow, says_no
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard
from voicebot.scenarios import lead_funnel_lines as lines
from voicebot.scenarios.common import (
    at,
)
from voicebot.scenarios.lead_funnel_moves import (
    CALL_BACK,
    CALL_BACK_THEN,
    DECLINED,
    NO,
    PERSON_STEP,
    QUESTION_LEFT,
    TOLD_FIRST,
    flow_of,
    hand_on,
    note,
    tells_nothing,
)
from voicebot.tools.funnel import NOT_TOLD


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


def _asks_at_length(heard: Heard) -> bool:
    """The same where a name or a place is asked for, which may be said with a question in the voice."""
    return not heard.intents and is_question(heard.spoken or heard.text, 3)


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
NAMING = ("name", "name!", "name?", "location", "location_again")
ASKING = (*NAMING, "need", "need_again", "goal")
ASIDE = (
    Route(CALL_BACK, intents=("later",), timed=True, when=at(*ASKING)),
    Route(Move(next="person"), intents=("later",), when=at(*ASKING)),
    Route(Move((lines.WHICH_QUESTION,), ask=False), hears=_will_ask, when=at(*ASKING)),
    Route(Move(call=Invoke("leave_question", _question), ask=False), hears=_asks_at_length, when=at(*NAMING)),
    Route(
        Move(call=Invoke("leave_question", _question), ask=False), hears=_asks, when=at("need", "need_again", "goal")
    ),
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
        CALL_BACK_THEN,
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
NOWHERE = Move(call=Invoke("note_answer", lambda _heard, _state: {"location": NOT_TOLD}), ask=False)
"""Asked for twice in vain: it is noted, so that nobody asks for a third time, whoever leads the talk."""
LOCATION_AGAIN = replace(LOCATION, name="location_again", ask=lines.ASK_LOCATION_AGAIN, otherwise=NOWHERE)
NEED = Step(
    "need",
    lines.ASK_NEED,
    (
        Route(Move(next="need_again"), intents=("yes", "no")),
        Route(Move(next="need_again"), hears=tells_nothing, label="nothing"),
    ),
    note("need"),
)
NEED_AGAIN = replace(NEED, name="need_again", ask=lines.ASK_NEED_AGAIN, routes=(Route(DECLINED, intents=NO),))
ADVISE = Step(
    "advise",
    lines.MAY_ADVISE,
    (
        Route(hand_on("advisor", "The caller agreed to some advice."), intents=("yes", "interested")),
        CALL_BACK_THEN,
        Route(Move(next="person"), intents=("no", "later")),
    ),
    otherwise=Move(),
    patient="yes_no",
)
QUALIFIER = flow_of(
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
