"""Tools for what a candidate says to a question that is no answer to it."""

from dataclasses import replace
from datetime import datetime, timedelta

from language.phrases import Phrase
from language.spoken_values import spoken_count, spoken_duration
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, reading_tool, tool
from voicebot.interviews.plan import questions_after
from voicebot.tools.context import CallContext
from voicebot.tools.interviews import gone_on, live_interview

QUESTION = Phrase("שאלה", "question")
LEAST = timedelta(minutes=1)


@tool
def ask_for_more(context: CallContext, state: CallState) -> ToolResult:
    """After an answer that only agrees to answer ("yes, sure") have the candidate go ahead, once for each question."""
    interview, _, at = live_interview(context)
    if at.prompted or at.followed:
        return ToolResult("asked_before", {"note": "Call next_question, answered false."})
    context.stores.interviews.save_progress(interview.id, replace(at, prompted=True).stored())
    return ToolResult("more")


@tool
def skip_question(context: CallContext, state: CallState) -> ToolResult:
    """Go on without an answer, when the candidate does not want to answer the question, or has nothing to say to it:
    the next one is asked for you, and this one is noted as not answered.
    """
    interview, _, at = live_interview(context)
    place = (at.stage, at.question)
    skipped = at.skipped if place in at.skipped else (*at.skipped, place)
    context.stores.interviews.save_progress(interview.id, replace(at, skipped=skipped).stored())
    return gone_on(context, state, answered=True)


@reading_tool
def time_left(context: CallContext, state: CallState) -> ToolResult:
    """Look up how much time and how many questions are left, when the candidate asks. It is said for you."""
    _, plan, at = live_interview(context)
    left = spoken_duration(max(LEAST, datetime.fromisoformat(at.ends) - context.now()))
    after = questions_after(plan, at)
    data = {"at_most": left.en, "questions_after_this_one": after}
    return ToolResult(
        "left" if after else "last", data, {"left": left, "questions": spoken_count(after or 1, QUESTION)}
    )
