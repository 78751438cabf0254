"""Moves that the flows of the lead funnel share."""

from collections.abc import Mapping
from typing import Any

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
)
from voicebot.scenarios.common_lines import NOT_INTERESTED
from voicebot.scenarios.sales_lines import PRICE, QUESTION_NOTED, WHO

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


def flow_of(
    start: str, greeted: str, steps: tuple[Step, ...], results: Mapping[str, Mapping[str, Move]], *routes: Route
) -> Flow:
    """A flow of the funnel: what its steps share with each other is added."""
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


PERSON_STEP = Step(
    "person",
    lines.WANT_PERSON,
    (Route(CALL_BACK, intents=("yes", "later")), Route(DECLINED, intents=NO), Route(CALL_BACK, timed=True)),
    otherwise=Move(),
    patient="yes_no",
)
