"""Tools for what a candidate says to a question that is no answer to it."""

from dataclasses import replace
from datetime import datetime, timedelta

from language.phrases import Phrase
from language.spoken_values import spoken_count, spoken_duration
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, reading_tool, tool
from voicebot.interviews.plan import questions_after
from voicebot.tools.context import CallContext
from voicebot.tools.interviews import live_interview

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
