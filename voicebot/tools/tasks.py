"""Tools that leave something to do for the team."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from language.phrases import Phrase
from language.spoken import ISRAEL
from language.spoken_values import read_back, relative_day
from voicebot.agents.state import CallState, SpokenMoment
from voicebot.agents.tool import Tool, ToolResult, tool
from voicebot.errors import ToolRefused
from voicebot.tools import reasons
from voicebot.tools.answers import note_question
from voicebot.tools.context import CallContext
from voicebot.tools.leads import Text
from voicebot.tools.times import TYPICAL_HOUR, first_call_on, moment_named, nearest_call, why_closed, why_not_day

TaskKind = Literal["callback", "question", "follow_up"]
Due = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$")]
Whom = Callable[[CallContext, CallState], str]
Nobody = Callable[[CallContext, CallState], bool]
_NOTED = frozenset({"callback_created", "callback_due", "callback_without_number"})
_LONGEST = 900
"""Characters of a task's text."""
_TALK = timedelta(minutes=1)
"""A call back may begin up to the end of somebody's hours."""


def task_tool(whom: Whom | None = None, *, to_company: bool = True, nobody: Nobody | None = None) -> Tool[Any]:
    """The tool that leaves tasks. `whom` says for the team who is to be called back, on which number and what for;
    it stands in the text of such a task. `to_company`: whether questions are the company's, and counted as such.
    `nobody` tells that there is nobody yet who could be called back: the wish is passed on, and no number promised.
    """

    def create_task(
        context: CallContext,
        state: CallState,
        kind: TaskKind,
        text: Text,
        due: Due | None = None,
        language: Literal["ru", "ar", "en", "es"] | None = None,
        to_this_number: bool = False,
    ) -> ToolResult:
        """Leave a task for the team: call back at a time the caller named, answer a question nobody here can answer,
        or follow something up.

        kind: callback, question or follow_up
        text: one English sentence with everything the team must know, the caller's own time words included
        due: when to call back, as YYYY-MM-DDTHH:MM in Israel, YYYY-MM-DD for a day without an hour, null for no time
        language: the language of a caller who speaks no Hebrew, else null
        to_this_number: whether something is to be sent to the number that the caller calls from
        """
        if to_this_number and not context.reachable():
            raise ToolRefused("withheld", "The caller's number is withheld: ask where to send it.")
        if kind == "question":
            task_id = note_question(context, text, counted=to_company)
            return ToolResult("question_created", {"task_id": task_id}, effect="task")
        about = whom(context, state) if whom and kind == "callback" else ""
        if due is None or kind != "callback":
            added = _added(context, kind, _with(text, about, "no time was named"), language=language)
        else:
            added = _due(context, text, about, due)
        passed_on = added.status in _NOTED and nobody is not None and nobody(context, state)
        return replace(added, status="callback_passed_on") if passed_on else added

    return tool(create_task)


def _with(text: str, about: str, when: str) -> str:
    """The text with whom it is about and when; only where that is known."""
    return f"{text.rstrip('.')} ({when}). {about}"[:_LONGEST] if about else text


def _due(context: CallContext, text: str, about: str, due: str) -> ToolResult:
    day, _, hour = due.partition("T")
    wish = moment_named(day, hour or None)
    at = _allowed(context, wish) if hour else first_call_on(context, day)
    if at is None:
        if not hour:
            return _not_then(context, moment_named(day, TYPICAL_HOUR), why_not_day(context, day))
        past = wish <= context.now()
        return _not_then(context, wish, reasons.TOO_SOON if past else why_closed(context, wish, _TALK) or reasons.TAKEN)
    now = context.now()
    said = read_back(at, now) if hour else relative_day(at, now)
    when = f"due {said.en}"
    text = _with(text, about, when) if about else f"{text} ({when})"[:_LONGEST]
    return _added(context, "callback", text, at, said)


def _allowed(context: CallContext, wish: datetime) -> datetime | None:
    """The wish if a call is allowed then."""
    return wish if wish > context.now() and why_closed(context, wish, _TALK) is None else None


def _not_then(context: CallContext, wish: datetime, reason: str) -> ToolResult:
    """The nearest moment at which a call is allowed, with the reason; it waits for a yes."""
    now = context.now()
    at = nearest_call(context, wish)
    if at is None:
        return ToolResult("callback_never", {"error": "Nobody can call around that time."})
    said = read_back(at, now)
    offered = SpokenMoment(start=at.astimezone(ISRAEL).isoformat(), he=said.he, en=said.en)
    data = {"not_then": reasons.LINES[reason].en, "nearest": said.en}
    return ToolResult("callback_not_then", data, {"reason": reasons.LINES[reason]}, {"callback": offered})


def _added(
    context: CallContext,
    kind: TaskKind,
    text: str,
    due: datetime | None = None,
    said: Phrase | None = None,
    language: str | None = None,
) -> ToolResult:
    key = f"{kind}:{context.call_id}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    due_at = due.astimezone(UTC) if due else None
    task = context.stores.tasks.add(
        kind, text, lead_id=context.known_lead_id(), call_id=context.call_id, due_at=due_at, key=key
    )
    status = f"{kind}_created"
    if language:
        status = "language_created"
    elif kind == "callback" and not context.reachable():
        status = "callback_without_number"
    elif said:
        status = "callback_due"
    data = {"task_id": task.id, **({"due": said.en} if said else {})}
    return ToolResult(status, data, {"when": said} if said else {}, {"callback": None}, effect="task")


create_task = task_tool()
