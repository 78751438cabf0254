"""Tools of the information desk: the profile leaves the store field by field, and only as it allows."""

from collections.abc import Sequence
from dataclasses import replace

from language.heard import asks_for_nothing, read
from language.hebrew import script
from language.phrases import Phrase
from stores.job_offer_values import ProfileField
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, reading_tool
from voicebot.tools.context import CallContext
from voicebot.tools.job_offer_callers import recruiter_of
from voicebot.tools.job_offer_spoken import speaks_of_offer
from voicebot.tools.job_offer_topics import QUESTION, asks_nothing, topics_in
from voicebot.tools.leads import Text

MOST_AT_ONCE = 2
"""Fields that one question brings; whoever wants to hear more asks again."""


@reading_tool
def list_topics(context: CallContext, state: CallState) -> ToolResult:
    """List what this caller may ask about the candidate."""
    fields = _released(context, state)
    if not fields:
        return ToolResult("nothing", {"error": "Nothing may be told to this caller."})
    labels = [each.label for each in fields]
    he, en = _listed([each.he for each in labels], " ו"), _listed([each.en for each in labels], " and ")
    return ToolResult("topics", {"topics": [each.name for each in fields]}, {"topics": Phrase(he, en)})


@reading_tool
def tell_about(context: CallContext, state: CallState, field: Text) -> ToolResult:
    """Look up one thing about the candidate. It is there only if this caller may be told; the answer is spoken for you,
    word for word. Never tell anything about the candidate that this tool has not given you.

    field: the name of the topic, or the caller's question about it
    """
    if not topics_in(context.stores.job_offers.fields(), field) and asks_nothing(context.said):
        recruiter_of(context, state)
        return ToolResult("nothing_asked", {"note": "The caller has asked nothing: ask whether there is a question."})
    return _told(context, state, field)


@reading_tool
def find_topic(context: CallContext, state: CallState) -> ToolResult:
    """Look up whether what the caller has just said asks for something that the information desk knows of."""
    recruiter_of(context, state)
    if topics_in(context.stores.job_offers.fields(), context.said):
        return ToolResult("topic", {"note": "That is for the information desk: hand off to info_desk."})
    return ToolResult("no_topic", {"note": "Ask what the call is for."})


def asks_about_profile(context: CallContext) -> bool:
    """Whether what the caller has just said asks for something that the profile has words for."""
    heard = read(context.said, "he" if script(context.said) == "hebrew" else "en")
    return not asks_for_nothing(heard) and bool(topics_in(context.stores.job_offers.fields(), context.said))


@reading_tool
def take_up_question(context: CallContext, state: CallState, question: Text | None = None) -> ToolResult:
    """Answer the question that the caller has come with, once it is yours to answer. Call it first of all.

    question: the question in the caller's newest words; null when there is none
    """
    brought = state.fields.get(QUESTION)
    asked = brought or question or context.said
    known = topics_in(context.stores.job_offers.fields(), asked)
    changes = {"fields": {key: value for key, value in state.fields.items() if key != QUESTION}}
    if not known and (not (brought or question) or speaks_of_offer(asked)):
        recruiter_of(context, state)
        return ToolResult("nothing_asked", {"note": "Ask what the caller would like to know."}, changes=changes)
    return replace(_told(context, state, asked), changes=changes)


def _told(context: CallContext, state: CallState, question: str) -> ToolResult:
    """What may be told of what the question is about. Raises ToolRefused for anybody who is not verified."""
    wanted = topics_in(context.stores.job_offers.fields(), question)
    released = {each.name for each in _released(context, state)}
    told = [each for each in wanted if each.name in released][:MOST_AT_ONCE]
    if told:
        he, en = " ".join(each.value.he for each in told), " ".join(each.value.en for each in told)
        return ToolResult("told", {each.name: each.value.en for each in told}, {"answer": Phrase(he, en)})
    if wanted:
        return ToolResult("not_released", {"error": "This caller may not be told that."})
    return ToolResult("unknown_field", {"error": "That is not in the profile; leave a question for the candidate."})


def _released(context: CallContext, state: CallState) -> list[ProfileField]:
    """What the verified recruiter on the line may be told. Raises ToolRefused for anybody else."""
    recruiter = recruiter_of(context, state)
    company = recruiter.company.en
    has_offer = context.stores.job_offers.offer_of(company) is not None
    return [each for each in context.stores.job_offers.fields() if each.may_be_told(company, has_offer)]


def _listed(names: Sequence[str], last: str) -> str:
    return last.join(filter(None, (", ".join(names[:-1]), names[-1])))
