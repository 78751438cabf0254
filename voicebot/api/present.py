"""Stored values as the API shows them."""

from collections.abc import Sequence
from typing import Any

from stores.values import Analysis, Call, Json, Lead, Meeting, Sentence, Turn
from voicebot.agents.flow import HANDED_OVER
from voicebot.api.call_links import links_out
from voicebot.api.call_schemas import AnalysisOut, CallOut, HandoffOut, SentenceOut, TurnOut
from voicebot.api.schemas import Consent, LeadOut, MeetingOut


def lead_out(lead: Lead) -> LeadOut:
    consent = lead.consent
    return LeadOut(
        id=lead.id,
        name=lead.name,
        phone=lead.phone,
        gender=lead.gender,
        company=lead.company,
        email=lead.email,
        notes=lead.notes,
        owner=lead.owner_id,
        consent=Consent(source=consent.source, date=consent.date, expires=consent.expires) if consent else None,
        suppressed=lead.suppressed,
    )


def meeting_out(meeting: Meeting) -> MeetingOut:
    return MeetingOut(
        id=meeting.id,
        lead_id=meeting.lead_id,
        member_id=meeting.member_id,
        call_id=meeting.call_id,
        start=meeting.starts_at,
        end=meeting.ends_at,
        status=meeting.status,
    )


def call_out(call: Call, analysis: Analysis | None) -> CallOut:
    read = AnalysisOut.model_validate(analysis, from_attributes=True) if analysis else None
    shown = {name: getattr(call, name) for name in CallOut.model_fields if name != "analysis"}
    return CallOut(**shown, analysis=read)


def handoffs_out(turns: Sequence[Turn]) -> list[HandoffOut]:
    """Who handed the caller to whom, as the tools' records tell."""
    made = [(turn.number, each) for turn in turns for each in turn.tool_calls if each["status"] == HANDED_OVER]
    return [_handoff_out(number, each["result"], each.get("summary")) for number, each in made]


def _handoff_out(turn: int, told: Json, summary: dict[str, Any] | None) -> HandoffOut:
    sender, to, reason = (str(told.get(name, "")) for name in ("from", "to", "reason"))
    return HandoffOut(turn=turn, from_agent=sender, to=to, reason=reason, summary=summary)


def _sentence_out(sentence: Sentence) -> SentenceOut:
    return SentenceOut.model_validate(sentence, from_attributes=True)


def turn_out(turn: Turn) -> TurnOut:
    return TurnOut(
        number=turn.number,
        heard_he=turn.heard_he,
        heard_en=turn.heard_en,
        heard_by=turn.heard_by,
        intents=list(turn.intents),
        agent=turn.agent,
        said=[_sentence_out(each) for each in turn.sentences],
        tool_calls=[dict(each) for each in turn.tool_calls],
        model=turn.model,
        links=links_out(turn),
        timings=dict(turn.timings),
        at=turn.claimed_at,
    )
