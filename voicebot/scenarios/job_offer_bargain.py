"""The negotiation of the job offer scenario: the current offer, theirs, ours, an agreement that is read back."""

from collections.abc import Mapping
from typing import Any

from language.pay import read_pay
from voicebot.agents.flow import Flow, Invoke, Move, Route, Step
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard
from voicebot.scenarios import job_offer_lines as lines
from voicebot.scenarios.common import SAFETY
from voicebot.scenarios.job_offer_moves import (
    AMOUNT,
    CALLING_BACK,
    GOODBYE,
    INFO_DESK,
    INFORMATION,
    LATER,
    MARKET_WORDS,
    NO,
    SHARED_RESULTS,
    THE_OFFER,
    always,
    asks,
    asks_for_wishes,
    callback_steps,
    handing,
    names_sum,
)
from voicebot.scenarios.job_offer_talks import ANOTHER, ENDS, TELL, TO_AUTHENTICATION, TO_MEETING
from voicebot.scenarios.sales_moves import task
from voicebot.tools.job_offer_pay import raises_offer, takes_bonus_away


def _accepted(_heard: Heard, _state: CallState) -> Mapping[str, Any]:
    return {"accepted": True}


def _unchanged(_heard: Heard, _state: CallState) -> Mapping[str, Any]:
    return {"unchanged": True}


def _confirming(right: bool) -> Move:
    return Move(call=Invoke("confirm_current_offer", lambda _heard, _state: {"right": right}), ask=False)


def _taking_up(right: bool) -> Move:
    return Move(call=Invoke("take_up_offer", lambda _heard, _state: {"right": right}), ask=False)


def _without_bonus(heard: Heard) -> bool:
    return takes_bonus_away(heard.spoken or heard.text)


def _raises(heard: Heard) -> bool:
    """An increase without thousands: "אני מוסיפה עוד חמש מאות" puts nothing off."""
    said = heard.spoken or heard.text
    return raises_offer(said) and bool(read_pay(said).salaries)


CONSIDER = Move(call=Invoke("consider_offer"), ask=False)
STAYS = Move(call=Invoke("consider_offer", _unchanged), ask=False)
CURRENT = Move(call=Invoke("current_offer"), ask=False)
_NO_BONUS = Route(CONSIDER, hears=_without_bonus, label="no bonus")
"""At what was read out: no yes and no no, but another offer."""
FINAL = frozenset({"מקסימום", "המקסימום", "סופית", "סופי", "התקרה", "תקרה", "maximum", "final", "most", "max"})
_MARKET = Route(Move(call=Invoke("industry_salaries"), ask=False), words=MARKET_WORDS)
_QUESTIONS = (
    Route(Move((lines.NEVER_TOLD,)), hears=asks_for_wishes),
    Route(CURRENT, words=THE_OFFER, hears=asks),
    Route(TELL, hears=asks),
)
"""About the candidate: answered on the spot as far as it may be told, else left as a question; then on with the offer."""
_OFFERS = (
    Route(CONSIDER, words=AMOUNT),
    Route(CONSIDER, hears=_raises, label="a raise"),
    _MARKET,
    *LATER,
    TO_MEETING,
    Route(GOODBYE, intents=("goodbye",)),
    *_QUESTIONS,
)
NEGOTIATION_STEPS = (
    Step("confirm_spoken", lines.ASK_IS_THE_OFFER,
         (_NO_BONUS, *_OFFERS, Route(_taking_up(True), intents=("yes",)), Route(_taking_up(False), intents=NO)),
         otherwise=CONSIDER, patient="yes_no"),
    Step("confirm_offer", lines.ASK_IS_RIGHT,
         (_NO_BONUS, *_OFFERS, Route(_confirming(True), intents=("yes",)), Route(_confirming(False), intents=("no",))),
         otherwise=CONSIDER, patient="yes_no"),
    Step("their_offer", lines.ASK_OFFER, (*_OFFERS, Route(STAYS, intents=NO), Route(STAYS, words=FINAL)),
         otherwise=CONSIDER),
    Step("their_offer_again", lines.ASK_OFFER_AGAIN, (*_OFFERS, Route(STAYS, intents=NO), Route(STAYS, words=FINAL)),
         otherwise=CONSIDER, patient="dictation"),
    Step("countered", lines.ASK_COUNTER,
         (*_OFFERS, Route(Move(call=Invoke("consider_offer", _accepted), ask=False), intents=("yes",)),
          Route(STAYS, intents=NO), Route(STAYS, words=FINAL)),
         otherwise=CONSIDER),
    Step("confirm_agreement", lines.ASK_AGREED,
         (_NO_BONUS, Route(Move(call=Invoke("log_agreement"), ask=False), intents=("yes",)),
          Route(CONSIDER, words=AMOUNT), *LATER,
          Route(GOODBYE, intents=("goodbye",)), Route(Move((lines.ALL_RIGHT,), next="their_offer"), intents=NO),
          *_QUESTIONS[::2]),
         otherwise=CONSIDER, patient="yes_no"),
    Step("anything_else", lines.ANYTHING_ELSE,
         (*LATER, TO_MEETING, Route(handing(INFO_DESK, lines.LET_ME_SEE), words=INFORMATION), *ENDS,
          Route(Move((lines.ALL_RIGHT,), call=Invoke("handoff", lambda _heard, _state: {"to": INFO_DESK, "reason": "Wants more."}),
                     ask=False), intents=("yes",))),
         otherwise=Move(call=task("question", "Question from the recruiter"), ask=False)),
)  # fmt: skip
_CALLBACK_STEPS = callback_steps(Route(CONSIDER, hears=names_sum, label="a sum"))
"""A sum said when it was put off already is the next offer, with whatever no in front."""
_AGREED_ALREADY = Move((lines.ALREADY_AGREED,), next="anything_else")
_PASSED = Move((lines.PASSED_ON,), next="anything_else", held=True)
_DECIDED = {
    "countered": Move((lines.COUNTER,), next="countered", held=True),
    "agree": Move((lines.READ_BACK,), next="confirm_agreement", held=True),
    "passed_on": _PASSED,
    "already_agreed": _AGREED_ALREADY,
    "not_verified": TO_AUTHENTICATION,
}
NEGOTIATION_FLOW = Flow(
    start="their_offer",
    greeted="their_offer",
    steps={**{each.name: each for each in NEGOTIATION_STEPS}, **_CALLBACK_STEPS},
    always=always(ANOTHER),
    results={
        **SHARED_RESULTS,
        "handoff": {"handed_over": CURRENT, "*": TO_AUTHENTICATION},
        "current_offer": {
            "known": Move((lines.CURRENT_OFFER,), next="confirm_offer", held=True),
            "none": Move((lines.NO_OFFER,), next="their_offer"),
            "another_offered": CONSIDER,
            "spoke_of": Move((lines.SPOKE_OF,), next="confirm_spoken", held=True),
            "already_agreed": _AGREED_ALREADY,
            "*": TO_AUTHENTICATION,
        },
        "take_up_offer": {**_DECIDED, "not_confirmed": CONSIDER, "*": CURRENT},
        "confirm_current_offer": {
            **_DECIDED,
            "confirmed": Move(next="their_offer"),
            "disputed": CONSIDER,
            "*": CURRENT,
        },
        "industry_salaries": {
            "known": Move((lines.MARKET,), next="their_offer"),
            "not_verified": TO_AUTHENTICATION,
            "already_agreed": _AGREED_ALREADY,
            "*": Move((lines.NO_MARKET,), next="their_offer"),
        },
        "consider_offer": {
            **_DECIDED,
            "no_amount": Move(next="their_offer"),
            "which_amount": Move(next="their_offer_again"),
            "other_currency": Move((lines.OTHER_CURRENCY,), next="their_offer_again"),
            "not_confirmed": CONSIDER,
            "still_pending": Move(next="confirm_agreement"),
            "given_up": Move((lines.GIVEN_UP,), call=task("follow_up", "No clear offer was made"), ask=False),
            "*": Move(next="their_offer_again"),
        },
        "tell_about": {
            "told": Move((lines.TOLD,), held=True),
            "not_released": Move((lines.NOT_RELEASED,), held=True),
            "nothing_asked": Move(),
            "unknown_field": Move((lines.NOT_KNOWN,), call=task("question", "Question about the candidate"), ask=False),
            "*": TO_AUTHENTICATION,
        },
        "log_agreement": {
            "agreed": Move((lines.AGREED,), next="anything_else", held=True),
            "not_confirmed": Move((lines.READ_BACK,), next="confirm_agreement", held=True),
            "already_agreed": _AGREED_ALREADY,
            "*": Move(next="their_offer"),
        },
        "create_task": {
            **CALLING_BACK,
            "question_created": Move((lines.QUESTION_NOTED,)),
            "follow_up_created": Move(next="anything_else"),
        },
    },
    safety=SAFETY,
)
