"""Who of the job offer scenario hands the caller to whom, and which of these hand-offs the caller is asked for."""

from collections.abc import Mapping
from dataclasses import replace

from voicebot.agents.types import HandOff, Heard
from voicebot.scenarios.job_offer_moves import (
    AUTHENTICATION,
    INFO_DESK,
    INFORMATION,
    MAIN,
    MEETING,
    NEGOTIATION,
    OFFER,
    OUTREACH,
    SCHEDULING,
    names,
    question_in,
)
from voicebot.tools.job_offer_info import asks_about_profile


def _a_meeting(heard: Heard) -> bool:
    return names(heard, MEETING)


def _the_offer(heard: Heard) -> bool:
    return names(heard, OFFER)


def _information(heard: Heard) -> bool:
    return names(heard, INFORMATION)


def _a_question(heard: Heard) -> bool:
    """Where the flow takes a question for one to the information desk."""
    return _information(heard) or question_in(heard) is not None


TO_INFORMATION = HandOff(
    INFO_DESK, asks=r"\b(information|details|questions?)\b|מידע|פרטים|שאלה|שאלות", wished=_information
)
WITH_QUESTION = replace(TO_INFORMATION, wished=_a_question, looked_up=asks_about_profile)
TO_MEETING = HandOff(SCHEDULING, asks=r"\b(meeting|interview|appointment)\b|פגישה|ראיון", wished=_a_meeting)
TO_OFFER = HandOff(NEGOTIATION, asks=r"\b(offer|salary|negotiat\w*)\b|הצעה|שכר", wished=_the_offer)
TO_VERIFY = HandOff(
    AUTHENTICATION, unasked="Nothing is told before it is clear who is speaking: no choice of the caller's."
)
_BEFORE = "The caller has said what the call is for before it was asked who is speaking, and waits for that."

HANDOFFS: Mapping[str, tuple[HandOff, ...]] = {
    MAIN: (TO_VERIFY, WITH_QUESTION, TO_MEETING, TO_OFFER),
    AUTHENTICATION: tuple(HandOff(to, unasked=_BEFORE) for to in (MAIN, INFO_DESK, SCHEDULING, NEGOTIATION)),
    INFO_DESK: (TO_VERIFY, TO_MEETING, TO_OFFER),
    SCHEDULING: (TO_VERIFY, WITH_QUESTION, TO_OFFER),
    NEGOTIATION: (TO_VERIFY, TO_INFORMATION, TO_MEETING),
    OUTREACH: (TO_VERIFY, HandOff(NEGOTIATION, unasked="We have called about the offer, and asked whether it suits.")),
}
