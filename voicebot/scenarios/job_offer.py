"""The job offer scenario: recruiters are verified, told what they may know, met, and negotiated with."""

from typing import Any

from language.spoken_codes import without_codes
from voicebot.agents.flow import Flow
from voicebot.agents.state import CallState
from voicebot.agents.tool import Tool
from voicebot.agents.types import Agent, Fact, Scenario
from voicebot.scenarios import job_offer_lines as lines
from voicebot.scenarios import job_offer_prompts as prompts
from voicebot.scenarios.common import SHARED_TOOLS, fixed_lines
from voicebot.scenarios.company import Company
from voicebot.scenarios.job_offer_bargain import NEGOTIATION_FLOW
from voicebot.scenarios.job_offer_claims import CLAIMS
from voicebot.scenarios.job_offer_entry import AUTHENTICATION_FLOW, MAIN_FLOW, OUTREACH_FLOW
from voicebot.scenarios.job_offer_handoffs import HANDOFFS
from voicebot.scenarios.job_offer_moves import (
    AUTHENTICATION,
    INFO_DESK,
    MAIN,
    NEGOTIATION,
    OUTREACH,
    SCHEDULING,
    only_verified,
)
from voicebot.scenarios.job_offer_talks import INFO_FLOW, SCHEDULING_FLOW
from voicebot.scenarios.phrases_of import phrases_in
from voicebot.tools import job_offer_record
from voicebot.tools.job_offer_callers import (
    confirm_identity,
    find_who_was_called,
    is_nobody_yet,
    is_verified,
    note_caller,
    verify_caller,
    whom_to_call,
)
from voicebot.tools.job_offer_info import find_topic, list_topics, take_up_question, tell_about
from voicebot.tools.job_offer_negotiation import (
    confirm_current_offer,
    consider_offer,
    current_offer,
    industry_salaries,
    log_agreement,
    take_up_offer,
)
from voicebot.tools.job_offer_times import take_up_time
from voicebot.tools.meetings import book_meeting, find_slot_near, offer_meeting_slots, read_back_slot
from voicebot.tools.tasks import create_task, task_tool

_MEETINGS = (offer_meeting_slots, find_slot_near, read_back_slot, book_meeting)
_NEGOTIATING = (
    current_offer, take_up_offer, confirm_current_offer, industry_salaries, consider_offer, log_agreement, tell_about,
)  # fmt: skip
_SHARED = (
    task_tool(whom_to_call, to_company=False, nobody=is_nobody_yet),
    *(each for each in SHARED_TOOLS if each is not create_task),
)
_TALKS = (INFO_DESK, SCHEDULING, NEGOTIATION)

FACTS = (
    Fact("recruiter", "the recruiter's name, as the caller gave it"),
    Fact("company", "the company that the recruiter calls for"),
    Fact("wanted", "what the call was for", "choice", ("information", "meeting", "negotiation", "other")),
    Fact("last_offer", "the last salary that the recruiter offered", "number"),
    Fact("agreed", "whether an agreement was noted in the call", "yes_no"),
)


def job_offer(company: Company) -> Scenario:
    """The scenario for this company."""
    values = company.values()

    def agent(name: str, prompt: str, flow: Flow, *tools: Tool[Any]) -> Agent:
        knows = name in _TALKS
        return Agent(
            name=name,
            instructions=prompt.format(company=company.name.en),
            tools=(*tools, *_SHARED),
            flow=flow,
            claims=CLAIMS,
            handoffs=HANDOFFS[name],
            gender=company.voice,
            guard=only_verified if knows else None,
            private=_without_codes,
        )

    agents = (
        agent(MAIN, prompts.MAIN, MAIN_FLOW, find_topic),
        agent(AUTHENTICATION, prompts.AUTHENTICATION, AUTHENTICATION_FLOW, note_caller, verify_caller),
        agent(INFO_DESK, prompts.INFO_DESK, INFO_FLOW, take_up_question, list_topics, tell_about),
        agent(SCHEDULING, prompts.SCHEDULING, SCHEDULING_FLOW, take_up_time, *_MEETINGS),
        agent(NEGOTIATION, prompts.NEGOTIATION, NEGOTIATION_FLOW, *_NEGOTIATING),
        agent(OUTREACH, prompts.OUTREACH, OUTREACH_FLOW, find_who_was_called, confirm_identity),
    )
    return Scenario(
        name="job_offer",
        entry=MAIN,
        entry_outbound=OUTREACH,
        agents={each.name: each for each in agents},
        lines=fixed_lines(company, lines.GREETING, lines.GREETING_OUTBOUND, lines.GREETING_WITHHELD),
        values=values,
        keywords=(company.name.he, company.name.en),
        phrases=phrases_in(lines),
        facts=FACTS,
        recorded=job_offer_record.recorded,
        measured="the company and the candidate come to an agreement",
    )


def _without_codes(said: str, state: CallState) -> str:
    """Until the caller is verified, rows of digits may be a code; afterwards they are salaries and dates."""
    return said if is_verified(state) else without_codes(said)


SCENARIO = job_offer
