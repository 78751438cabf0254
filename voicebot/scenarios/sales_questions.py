"""Callers' questions: an approved answer is spoken word by word, others are left for the team and counted."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from language.questions import Questions, is_question
from voicebot.agents.flow import Invoke, Move, Route, Step
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard
from voicebot.scenarios import sales_lines as lines
from voicebot.scenarios.sales_moves import at
from voicebot.tools.answers import Approved


def _left(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    """The question in the caller's own words, and their English where there is one."""
    said = heard.spoken or heard.text
    return {"question": said[:500], "english": heard.text[:500] if heard.text != said else None}


LEAVE = Move(call=Invoke("leave_question", _left), next="anything_else", ask=False)


def _unknown(heard: Heard) -> bool:
    """A question in which rules read nothing else."""
    return not heard.intents and heard.time is None and is_question(heard.spoken or heard.text)


def _aside(heard: Heard) -> bool:
    """A question beside what was asked: it chooses no slot, and refuses none."""
    return _unknown(heard) and heard.chosen is None and not heard.rejected


_HOW_LONG = re.compile(
    r"\W*(?:(?:ו|אז|רגע|ו?אבל|and|so|but)\W+)?ו?(?:ל?כמה זמן|מה (?:ה?אורך|ה?משך)(?: של)?|how long)"
    r"(?: (?:זה|היא|ה?פגישה|ה?פגישה הזאת|is|does|will|it|the|this|meeting|be))*"
    r"(?: (?:לוקח|לוקחת|נמשך|נמשכת|אורך|אורכת|י?יקח|תיקח|יימשך|תימשך|יהיה|תהיה|take|last))?"
    r"(?: (?:זה|ה?פגישה))?\W*",
    re.IGNORECASE,
)


def _how_long(heard: Heard) -> bool:
    """How long the meeting is, where it is a meeting that is talked about."""
    return bool(_HOW_LONG.fullmatch(heard.spoken or heard.text))


LASTS = Route(Move((lines.MEETING_LASTS,)), hears=_how_long, label="how long")
LASTS_THEN = replace(LASTS, move=Move((lines.MEETING_LASTS,), next="anything_else"))
ASIDE = Route(Move(call=Invoke("leave_question", _left), ask=False), hears=_aside, label="a question")


def with_questions(steps: Iterable[Step]) -> Iterator[Step]:
    """The steps with a place for questions behind their own answers: what is asked there too is kept and counted."""
    return (replace(step, routes=(LASTS, *step.routes, ASIDE)) for step in steps)


UNANSWERED = (
    Route(
        Move((lines.OPENING,), call=Invoke("leave_question", _left), next="permission", ask=False),
        hears=_unknown,
        when=at("opening"),
    ),
    Route(
        Move(call=Invoke("leave_question", _left), ask=False),
        hears=_unknown,
        when=at("permission", "permission_again", "team", "handling"),
    ),
)
"""A question asked before there is permission is kept too, and is no permission."""
LEFT: Mapping[str, Move] = {"question_left": Move((lines.QUESTION_NOTED,)), "*": Move()}
ANSWERED: Mapping[str, Move] = {"answered": Move((lines.ANSWER,), held=True), "*": Move()}


def answered(approved: Sequence[Approved]) -> tuple[Route, ...]:
    """Routes to the approved answers, from every step."""
    if not approved:
        return ()

    known = Questions(approved)

    def which(heard: Heard) -> str | None:
        return known.asked(heard.spoken or heard.text)

    def give(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        return {"question_id": which(heard) or ""}

    answer = Invoke("answer_question", give)
    return (
        Route(Move(call=answer, next="anything_else", ask=False), hears=which, when=at("question")),
        Route(Move(call=answer, ask=False), hears=which),
    )
