"""Stored values as the API shows them."""

from stores.values import Analysis, Call, Lead, Meeting, Turn
from voicebot.api.call_schemas import AnalysisOut, CallOut, SentenceOut, TurnOut
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


def turn_out(turn: Turn) -> TurnOut:
    return TurnOut(
        number=turn.number,
        heard_he=turn.heard_he,
        heard_en=turn.heard_en,
        heard_by=turn.heard_by,
        intents=list(turn.intents),
        agent=turn.agent,
        said=[SentenceOut(he=each.he, en=each.en, kind=each.kind) for each in turn.sentences],
        tool_calls=[dict(each) for each in turn.tool_calls],
        model=turn.model,
        timings=dict(turn.timings),
        at=turn.claimed_at,
    )
