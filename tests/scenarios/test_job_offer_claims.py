"""What agents about job offers may say of agreements and verification only after a tool has done it."""

import pytest

from voicebot.agents.claims import false_claim
from voicebot.agents.state import CallState
from voicebot.scenarios import job_offer_lines as lines
from voicebot.scenarios.job_offer_claims import CLAIMS

STATE = CallState(scenario="job_offer", agent="negotiation", step="countered")

AGREED = [
    "We have agreed on forty five thousand.",
    "I accept your offer.",
    "She accepts the offer.",
    "The candidate has accepted.",
    "The candidate will accept that.",
    "The offer is accepted.",
    "It's a deal.",
    "Great, we have a deal!",
    "Agreed.",
    "Deal, forty five thousand it is.",
    "The salary is settled.",
    "I'm glad to say we agreed.",
    "סיכמנו על ארבעים וחמישה אלף.",
    "המועמדת מסכימה.",
    "עשינו עסקה.",
]
VERIFIED = [
    "You are verified.",
    "I have verified you.",
    "Your identity has been authenticated.",
    "אימתתי את הפרטים.",
]
FLOOR = [
    "Her floor is 40,000.",
    "Her absolute minimum is forty thousand shekels.",
    "The minimum she would accept is 40,000.",
    "She won't accept less than 40,000.",
    "She will not go below forty thousand.",
    "The candidate can't go under ₪40,000.",
    "Nothing below 40,000.",
    "The least she takes is 40,000.",
    "הרצפה שלה היא ארבעים אלף.",
    "המינימום שלה הוא 40,000.",
    "היא לא תרד מתחת לארבעים אלף.",
]
NOTHING = [
    "I can't talk about her minimum.",
    "We ask for 47,000 a month.",
    "Is 45,000 your minimum?",
    "I don't talk about limits, only about offers.",
    "The office is on the fourth floor.",
    "The market pays from 38,000 to 54,000.",
    "She has at least eight years of experience.",
    "לא אוכל לדבר על המינימום שלה.",
    "Can we agree on forty five thousand?",
    "I have not agreed to anything.",
    "Nothing is agreed yet.",
    "Once we have agreed, it goes to the candidate.",
    "Shall I note that this is what was agreed?",
    "I'll pass the offer on.",
    "We ask for forty seven thousand.",
    "That is below what the market pays.",
    "First I have to make sure who I'm speaking with.",
    "I can talk about that once you are verified.",
    "עוד לא סיכמנו.",
    "אנחנו מבקשים ארבעים ושבעה אלף.",
]


@pytest.mark.parametrize(
    ("sentence", "instead"),
    [
        *((each, lines.NOT_AGREED) for each in AGREED),
        *((each, lines.NOT_VERIFIED) for each in VERIFIED),
        *((each, lines.NEVER_TOLD) for each in FLOOR),
        *((each, None) for each in NOTHING),
    ],
)
def test_nothing_is_claimed_that_was_not_done(sentence: str, instead: object) -> None:
    assert false_claim(sentence, CLAIMS, STATE) == instead


@pytest.mark.parametrize("sentence", AGREED)
def test_after_it_was_logged_it_may_be_said(sentence: str) -> None:
    assert false_claim(sentence, CLAIMS, STATE.having_done("agreed")) is None


@pytest.mark.parametrize("sentence", VERIFIED)
def test_after_verification_it_may_be_said(sentence: str) -> None:
    assert false_claim(sentence, CLAIMS, STATE.having_done("verified")) is None


def test_the_lines_that_stand_for_claims_claim_nothing() -> None:
    for claim in CLAIMS:
        assert false_claim(claim.instead.en, CLAIMS, STATE) is None
        assert false_claim(claim.instead.he, CLAIMS, STATE) is None
