"""Moves that the flows of the lead funnel share."""

import re
from collections.abc import Mapping
from typing import Any

from language.hebrew import normalise
from language.places import said_place
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
    wants_call,
)
from voicebot.scenarios.common_lines import NOT_INTERESTED
from voicebot.scenarios.sales_lines import PRICE, QUESTION_NOTED, WHO
from voicebot.tools.funnel import NOT_TOLD

END = "end_conversation"
NO = ("no", "not_interested")
TOLD_FIRST = "permission_told"
QUESTION_LEFT = {"question_left": Move((QUESTION_NOTED,)), "*": Move()}
BYE = ending("goodbye", lines.GOODBYE, end=END)
DECLINED = ending("not_interested", NOT_INTERESTED, end=END)
CALL_BACK = Move(call=task("callback", "Wants to be called back about a consultation"), ask=False)
CALL_BACK_THEN = Route(CALL_BACK, intents=("later",), timed=True)
"""Another time that is named with the wish: the task is due then, and nothing more is asked."""


_NOTHING = re.compile(
    r"(?:(?:אה+|אמ+|טוב|אז|כן|סליחה|האמת|well|um+|uh+|sorry)[\s,]+)*(?:"
    r"לא|אין|כלום|שום דבר|אין לי(?: שום)? מושג|(?:זה )?פרטי|(?:זה )?(?:לא (?:משנה|חשוב|רלוונטי|מעניינך|עניינך))"
    r"|(?:אני )?(?:עוד |עדיין |ממש )?לא (?:ממש |כל כך )?(?:יודעת?|בטוחה?|זוכרת?|החלטתי|חשבתי)(?: עוד| עדיין| כרגע| על זה)?"
    r"|(?:אני )?(?:לא |מעדיפה? (?:לא|שלא) )?(?:רוצה |מעוניינת? )?(?:להגיד|לומר|לספר|לענות)(?: את זה| לך| על זה)?"
    r"|no|nothing|none|no idea|not sure(?: yet)?|i(?:['’]m| am) not sure|i (?:don['’]t|do not) know(?: yet)?"
    r"|(?:i(?:['’]d| would) )?(?:rather|prefer) not(?: to)?(?: say| tell)?|(?:i )?(?:don['’]t|do not) want to (?:say|tell)"
    r"|it['’]s private|none of your business"
    r")[\s.,!?…]*",
    re.IGNORECASE,
)


def tells_nothing(heard: Heard) -> bool:
    """Whether words tell neither a need nor a wish: a bare no, "I don't know", a refusal to say, or only a time."""
    return heard.time is not None or _tells_no_time(heard)


def _tells_no_time(heard: Heard) -> bool:
    return bool(_NOTHING.fullmatch(normalise(heard.spoken or heard.text).strip()))


def noting(field: str) -> Arguments:
    """The answer to the question for that field, as it was said; a place without what leads to it.

    What answers nothing is noted as not told, so that it is not asked again and stands nowhere as an answer.
    """
    nothing = _tells_no_time if field == "timing" else tells_nothing

    def arguments(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        words = heard.spoken or heard.text
        if field != "location" and nothing(heard):
            return {field: NOT_TOLD}
        return {field: ((said_place(words) if field == "location" else words) or words)[:110]}

    return arguments


def note(field: str, then: str = "") -> Move:
    """Note the answer; what is still open decides what is asked next."""
    return Move(next=then, call=Invoke("note_answer", noting(field)), ask=False)


def hand_on(to: str, reason: str) -> Move:
    """Hand the caller on, who has just agreed to it."""
    return Move(call=Invoke("handoff", lambda _heard, _state: {"to": to, "reason": reason}), ask=False)


ASKED = (Route(Move((WHO,)), intents=("who_are_you",)), Route(Move((PRICE,)), intents=("price",)))


def flow_of(
    start: str, greeted: str, steps: tuple[Step, ...], results: Mapping[str, Mapping[str, Move]], *routes: Route
) -> Flow:
    """A flow of the funnel: what its steps share with each other is added."""
    refuses = Route(
        DECLINED, intents=("not_interested",), when=away_from("rating", "rating_again", "comfort", "confirm", "name?")
    )
    naming = tuple(each.name for each in steps if each.name in ("name", "name!"))
    who = tuple(each.name for each in steps if each.name != "name?")  # "no, David" is no wrong number there
    called = Route(CALL_BACK, hears=wants_call, label="a call", timed=True, when=lambda state: not state.confirmed)
    return Flow(
        start=start,
        greeted=greeted,
        steps={**{each.name: each for each in steps}, **shared_steps(END)},
        always=(*shared_routes(END, who, naming), called, *ASKED, refuses, *routes),
        results={**shared_results(END), **results},
        safety=SAFETY,
    )


PERSON_STEP = Step(
    "person",
    lines.WANT_PERSON,
    (Route(CALL_BACK, intents=("yes", "later")), Route(DECLINED, intents=NO), Route(CALL_BACK, timed=True)),
    otherwise=Move(),
    patient="yes_no",
)
