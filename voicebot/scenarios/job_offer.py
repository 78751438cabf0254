"""The job offer scenario: recruiters are verified, told what they may know, met, and negotiated with."""

import re
from typing import Any

from language import phrases
from language.phrases import Phrase
from language.spoken_codes import without_codes
from voicebot.agents.flow import Flow
from voicebot.agents.state import CallState
from voicebot.agents.tool import Tool
from voicebot.agents.types import Agent, Fact, Lines, Scenario
from voicebot.scenarios import job_offer_lines as lines
from voicebot.scenarios import job_offer_prompts as prompts
from voicebot.scenarios.company import Company
from voicebot.scenarios.job_offer_claims import CLAIMS
from voicebot.scenarios.job_offer_entry import AUTHENTICATION_FLOW, MAIN_FLOW, OUTREACH_FLOW
from voicebot.scenarios.job_offer_moves import (
    AUTHENTICATION,
    INFO_DESK,
    MAIN,
    NEGOTIATION,
    OUTREACH,
    SCHEDULING,
    only_verified,
)
from voicebot.scenarios.job_offer_talks import INFO_FLOW, NEGOTIATION_FLOW, SCHEDULING_FLOW
from voicebot.tools.control import end_call, transfer_to_human
from voicebot.tools.job_offer_callers import (
    confirm_identity,
    find_who_was_called,
    is_verified,
    note_caller,
    verify_caller,
)
from voicebot.tools.job_offer_info import list_topics, tell_about
from voicebot.tools.job_offer_negotiation import (
    confirm_current_offer,
    consider_offer,
    current_offer,
    industry_salaries,
    log_agreement,
)
from voicebot.tools.lists import remove_from_list
from voicebot.tools.meetings import book_meeting, find_slot_near, offer_meeting_slots, read_back_slot
from voicebot.tools.tasks import create_task

_ONLY_A_PLACE = re.compile(r"\{\w+\}\W*").fullmatch
_ALL = (create_task, remove_from_list, transfer_to_human, end_call)
_MEETINGS = (offer_meeting_slots, find_slot_near, read_back_slot, book_meeting)
_NEGOTIATING = (current_offer, confirm_current_offer, industry_salaries, consider_offer, log_agreement)
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

    def said(line: Phrase) -> Phrase:
        """The line of this company, in its voice."""
        return line.fill(**{name: values[name] for name in line.placeholders}).spoken_by(company.voice)

    def agent(name: str, prompt: str, flow: Flow, tools: tuple[Tool[Any], ...], *handoffs: str) -> Agent:
        knows = name in _TALKS
        return Agent(
            name=name,
            instructions=prompt.format(company=company.name.en),
            tools=(*tools, *_ALL),
            flow=flow,
            claims=CLAIMS,
            handoffs=handoffs,
            gender=company.voice,
            guard=only_verified if knows else None,
            private=_without_codes,
        )

    agents = (
        agent(MAIN, prompts.MAIN, MAIN_FLOW, (), AUTHENTICATION, *_TALKS),
        agent(AUTHENTICATION, prompts.AUTHENTICATION, AUTHENTICATION_FLOW, (note_caller, verify_caller), MAIN, *_TALKS),
        agent(
            INFO_DESK, prompts.INFO_DESK, INFO_FLOW, (list_topics, tell_about), AUTHENTICATION, SCHEDULING, NEGOTIATION
        ),
        agent(SCHEDULING, prompts.SCHEDULING, SCHEDULING_FLOW, _MEETINGS, AUTHENTICATION, INFO_DESK, NEGOTIATION),
        agent(NEGOTIATION, prompts.NEGOTIATION, NEGOTIATION_FLOW, _NEGOTIATING, AUTHENTICATION, INFO_DESK, SCHEDULING),
        agent(
            OUTREACH,
            prompts.OUTREACH,
            OUTREACH_FLOW,
            (find_who_was_called, confirm_identity),
            AUTHENTICATION,
            NEGOTIATION,
        ),
    )
    return Scenario(
        name="job_offer",
        entry=MAIN,
        entry_outbound=OUTREACH,
        agents={each.name: each for each in agents},
        lines=Lines(
            greeting=said(lines.GREETING),
            greeting_outbound=said(lines.GREETING_OUTBOUND),
            greeting_withheld=said(lines.GREETING_WITHHELD),
            say_again=said(phrases.SAY_AGAIN),
            silent=(said(phrases.ASK_AGAIN_1), said(phrases.ASK_AGAIN_2)),
            silent_goodbye=said(phrases.SILENCE_GOODBYE),
            apology=said(phrases.APOLOGY),
            goodbye=said(lines.GOODBYE),
            transferring=said(phrases.TRANSFERRING),
            nobody_available=said(lines.NOBODY),
            nobody_now=said(lines.NOBODY_NOW),
            trouble=said(phrases.TROUBLE),
            fillers=tuple(map(said, phrases.FILLERS)),
        ),
        values=values,
        keywords=(company.name.he, company.name.en),
        phrases=scenario_phrases(),
        facts=FACTS,
    )


def scenario_phrases() -> tuple[Phrase, ...]:
    """Every line of this scenario, for the phrasebook; a line that is all placeholder would fit any words."""
    return tuple(value for value in vars(lines).values() if isinstance(value, Phrase) and not _ONLY_A_PLACE(value.he))


def _without_codes(said: str, state: CallState) -> str:
    """Until the caller is verified, rows of digits may be a code; afterwards they are salaries and dates."""
    return said if is_verified(state) else without_codes(said)
