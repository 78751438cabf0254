"""How calls about job offers begin: the first question, who the caller is, and calls that we make."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from language.hebrew import remove_bidi
from voicebot.agents.flow import Flow, Invoke, Move, Route, Step
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard
from voicebot.scenarios import common_lines
from voicebot.scenarios import job_offer_lines as lines
from voicebot.scenarios.common import MISSED, SAFETY, at, ending, wants_call
from voicebot.scenarios.job_offer_codes import NO_CODE, is_elsewhere, puts_away, says_code
from voicebot.scenarios.job_offer_corrections import corrected, takes_back
from voicebot.scenarios.job_offer_introductions import (
    Asked,
    behind_question,
    introduced,
    is_answer,
)
from voicebot.scenarios.job_offer_moves import (
    AMOUNT,
    AUTHENTICATION,
    CALL_BACK,
    CALLBACK_STEPS,
    CALLING_BACK,
    ENOUGH,
    GOODBYE,
    INFO_DESK,
    INFORMATION,
    LATER,
    MAIN,
    MEETING,
    NEGOTIATION,
    NO,
    OFFER,
    SCHEDULING,
    SHARED_RESULTS,
    always,
    asks,
    asks_to_be_called,
    handing,
    names,
    question_in,
    words,
)
from voicebot.tools.job_offer_callers import is_verified
from voicebot.tools.job_offer_spoken import SPOKEN, speaks_of_offer
from voicebot.tools.job_offer_topics import PUT_OFF, QUESTION

# -- main: what the call is about

TO_AUTHENTICATION = handing(AUTHENTICATION, lines.FIRST_WHO)
TO_INFORMATION = handing(INFO_DESK, lines.LET_ME_SEE)
_WISHES = (
    *(replace(each, when=is_verified) for each in LATER),
    Route(handing(SCHEDULING, lines.LET_ME_SEE), words=MEETING, when=is_verified),
    Route(handing(NEGOTIATION, lines.LET_ME_SEE), words=OFFER, when=is_verified),
    Route(TO_INFORMATION, words=INFORMATION, when=is_verified),
    Route(TO_INFORMATION, hears=question_in, label="a question", when=is_verified),
    Route(GOODBYE, said=ENOUGH),
    Route(GOODBYE, intents=("goodbye", *NO)),
    Route(TO_AUTHENTICATION, when=lambda state: not is_verified(state)),
)
_LOOK = Move(call=Invoke("find_topic"), ask=False)
"""What the profile has words for is a question, however it is put: "ממליצים", "ספרי לי על התואר"."""
REASON = Step("reason", lines.ASK_REASON, _WISHES, otherwise=_LOOK)
WHAT = Step("what", lines.ASK_WHAT, _WISHES, otherwise=_LOOK)
WHAT_AGAIN = Step("what_again", lines.ASK_WHAT_AGAIN, _WISHES, otherwise=_LOOK)
MAIN_FLOW = Flow(
    start="reason",
    greeted="reason",
    steps={**{each.name: each for each in (REASON, WHAT, WHAT_AGAIN)}, **CALLBACK_STEPS},
    always=always(Move((lines.DISCLOSE,), next="reason")),
    results={
        **SHARED_RESULTS,
        "handoff": {"handed_over": Move(next="what"), "*": TO_AUTHENTICATION},
        "find_topic": {"topic": TO_INFORMATION, "no_topic": Move(next="what_again"), "*": TO_AUTHENTICATION},
    },
    safety=SAFETY,
)

# -- authentication: who the caller is

DICTATED = frozenset({"ספרות", "digits"})
"""Stands in what is kept where a code or a number was said."""
_FEW = 3
_ASKED: tuple[Asked, ...] = ("name", "company", "position")
_INTERROGATIVES = words("למה מדוע מה איך מי איפה היכן מתי איזה איזו why what how who where when")
VERIFY = Move(call=Invoke("verify_caller"), ask=False)


def _noting(what: Asked) -> Move:
    """What was asked for, as it was said, and whatever else of an introduction is in it; what answers nothing is asked
    for again.
    """

    def arguments(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        said = behind_question(heard.spoken or heard.text)
        return {**({what: said[:120]} if is_answer(said, what) else {}), **introduced(said, what)}

    return Move(call=Invoke("note_caller", arguments), ask=False)


def _introduction(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    """What the first words have told already; nothing of it is asked for again."""
    asked = question_in(heard)
    return {**introduced(heard.spoken or heard.text), **({"question": asked} if asked else {})}


def _anew(heard: Heard, state: CallState) -> Mapping[str, Any]:
    """What is told anew of who the caller is; the answer to the present question stands beside it."""
    told = corrected(heard.spoken or heard.text)
    return {**introduced(heard.spoken or heard.text, "name"), **told} if state.step == "name" else told


def _corrects(heard: Heard) -> bool:
    return takes_back(heard.spoken or heard.text) and _tells_anew(heard)


def _tells_anew(heard: Heard) -> bool:
    return bool(corrected(heard.spoken or heard.text))


def _putting_off(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    return {"question": (heard.spoken or heard.text)[:300]}


def _asks(heard: Heard) -> bool:
    """Whether it is a question and no answer to one: "Dana Levi?" may be an answer, said in doubt."""
    said = heard.spoken or heard.text
    if _answers_behind(heard):
        return False
    clear = INFORMATION | OFFER | MEETING | _INTERROGATIVES
    doubting = said.count("?") and len(said.split()) <= _FEW and not names(heard, clear)
    return (asks(heard) or question_in(heard) is not None) and not doubting and not introduced(said)


def _answers_behind(heard: Heard) -> bool:
    said = heard.spoken or heard.text
    return behind_question(said) != remove_bidi(said).strip()


def _calling_back(why: str) -> Move:
    """A task to call back on the number on record, not on the one that rang; `why` is for the team."""

    def arguments(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        due = {"due": heard.time.local} if heard.time else {}
        return {"kind": "callback", "text": why, **due}

    return Move(call=Invoke("create_task", arguments), ask=False)


def _to_wanted(_heard: Heard, state: CallState) -> Mapping[str, Any]:
    """On to what the caller asked for before it was clear who he is."""
    wish = state.handover.reason.lower() if state.handover else ""
    clues = {
        SCHEDULING: ("scheduling", "meeting"),
        NEGOTIATION: ("negotiat", "offer"),
        INFO_DESK: ("info_desk", "info"),
    }
    otherwise = NEGOTIATION if SPOKEN in state.fields else MAIN
    if otherwise == MAIN and QUESTION in state.fields:
        otherwise = NEGOTIATION if speaks_of_offer(state.fields[QUESTION]) else INFO_DESK
    to = next((agent for agent, words in clues.items() if any(each in wish for each in words)), otherwise)
    return {"to": to, "reason": "The caller is verified."}


def _speaks_of_offer(heard: Heard) -> bool:
    return speaks_of_offer(heard.spoken or heard.text)


_CORRECTIONS = (
    Route(Move((lines.CORRECTED,), call=Invoke("note_caller", _anew), ask=False), hears=_tells_anew,
          label="who it is, anew", when=at("code", "code_again", "no_code")),
    Route(Move(call=Invoke("note_caller", _anew), ask=False), hears=_corrects,
          label="who it is, anew", when=at("name", "company", "position")),
    *(Route(_noting(what), hears=_answers_behind, label="an answer behind a question", when=at(what)) for what in _ASKED),
)  # fmt: skip
"""An earlier answer is corrected, whatever is asked for now: "לא, קוראים לי …" is no wrong number either."""
_OFFER_FIRST = Route(Move(call=Invoke("note_caller"), ask=False), words=DICTATED | AMOUNT, hears=_speaks_of_offer)
"""An offer before it is known who speaks: it is remembered, and the question comes again."""
_PUT_OFF = (
    Route(Move((lines.NOT_YET,), call=Invoke("note_caller", _putting_off), ask=False),
          hears=_asks, label="a question", when=lambda state: PUT_OFF not in state.fields),
    Route(Move(), hears=_asks, label="a question"),
)  # fmt: skip
"""A question is no answer, and costs no try: it is put off, in so many words the first time."""
_CALLED_BACK = Route(_calling_back("Asks to be called back"), hears=asks_to_be_called, label="call me back")
_REFUSES = (
    _CALLED_BACK,
    _OFFER_FIRST,
    Route(Move((lines.CODE_LATER,)), hears=says_code, label="a code alone"),
    *_PUT_OFF,
    Route(MISSED, hears=puts_away, label="no answer"),
    Route(Move(next="nobody"), intents=NO, when=at("name")),
    Route(Move(next="no_code"), intents=NO),
    Route(GOODBYE, intents=("goodbye",)),
    Route(MISSED, intents=("yes",)),
)
_CODE_ROUTES = (
    _CALLED_BACK,
    _OFFER_FIRST,
    Route(VERIFY, words=DICTATED),
    Route(Move(next="no_code"), words=NO_CODE),
    Route(Move(next="no_code"), intents=NO),
    *_PUT_OFF,
    Route(Move(next="no_code"), hears=is_elsewhere, label="it is with somebody else"),
    Route(GOODBYE, intents=("goodbye",)),
)
_PACED = "After many wrong codes none is checked just now from the number that calls"


def _whether_to_call(why: str) -> tuple[Route, ...]:
    """To the question whether to call back: a yes, a time, or the wish itself, in whatever words."""
    calling = _calling_back(why)
    return (
        Route(calling, intents=("yes",)),
        Route(calling, timed=True),
        Route(calling, hears=wants_call, label="a call"),
        Route(GOODBYE, intents=(*NO, "goodbye")),
        Route(calling, intents=("later", "interested")),
    )


_WAITS = _whether_to_call(_PACED)
LOCKED = Move(
    (lines.LOCKED,),
    call=Invoke("transfer_to_human", lambda _heard, _state: {"reason": "The caller could not be verified."}),
    ask=False,
)
AUTHENTICATION_STEPS = (
    Step(
        "name",
        lines.ASK_NAME,
        _REFUSES,
        otherwise=_noting("name"),
        patient="dictation",
    ),
    Step("company", lines.ASK_COMPANY, _REFUSES, otherwise=_noting("company"), patient="dictation"),
    Step("position", lines.ASK_POSITION, _REFUSES, otherwise=_noting("position"), patient="dictation"),
    Step("code", lines.ASK_CODE, _CODE_ROUTES, otherwise=VERIFY, patient="dictation"),
    Step("code_again", lines.ASK_CODE_AGAIN, _CODE_ROUTES, otherwise=VERIFY, patient="dictation"),
    Step(
        "no_code",
        lines.ASK_CALL_BACK,
        (
            _OFFER_FIRST,
            Route(VERIFY, words=DICTATED),
            *_whether_to_call("Has no code"),
        ),
        otherwise=Move(),
        patient="yes_no",
    ),
    Step(
        "nobody",
        lines.ASK_PASS_ON,
        _whether_to_call("Does not say who it is"),
        otherwise=_noting("name"),
        patient="yes_no",
    ),
    Step("not_now", lines.ASK_CALL_BACK_INSTEAD, _WAITS, otherwise=Move(next="not_now_again"), patient="yes_no"),
    Step("not_now_again", lines.ASK_CALL_BACK_ONCE_MORE, _WAITS, otherwise=LOCKED, patient="yes_no"),
)
AUTHENTICATION_FLOW = Flow(
    start="name",
    greeted="name",
    steps={**{each.name: each for each in AUTHENTICATION_STEPS}, **CALLBACK_STEPS},
    always=always(Move((lines.DISCLOSE,), next="name"), *_CORRECTIONS),
    results={
        **SHARED_RESULTS,
        "handoff": {"handed_over": Move(call=Invoke("note_caller", _introduction), ask=False), "*": Move()},
        "create_task": {
            **CALLING_BACK,
            "callback_created": ending("callback", lines.CALL_BACK_NOTED),
            "callback_due": ending("callback", lines.CALL_BACK_NOTED_THEN, held=True),
            "callback_without_number": ending("callback", lines.CALL_BACK_NOTED),
        },
        "note_caller": {
            "need_company": Move(next="company"),
            "need_position": Move(next="position"),
            "need_code": Move(next="code"),
            "code_heard": VERIFY,
            "locked": LOCKED,
            "not_now": Move(next="not_now", held=True),
            "*": Move(next="name"),
        },
        "verify_caller": {
            "verified": Move((lines.WELCOME,), call=Invoke("handoff", _to_wanted), ask=False),
            "not_matching": Move((lines.NOT_MATCHING,), next="name"),
            "no_code_heard": Move(next="code_again"),
            "number_is_no_code": Move(next="no_code"),
            "locked": LOCKED,
            "not_now": Move(next="not_now", held=True),
            "*": Move(next="name"),
        },
    },
    safety=SAFETY,
)

# -- outreach: calls that we make

FIND = Move(call=Invoke("find_who_was_called"), ask=False)
NOT_THERE = Move((lines.NOT_THEM,), next="callback")
_BUSY = (
    Route(ending("voicemail", common_lines.VOICEMAIL), intents=("voicemail",)),
    Route(CALL_BACK, intents=("later", "no"), timed=True),
    Route(Move(next="callback"), intents=("later",)),
)
OUTREACH_STEPS = (
    Step(
        "open",
        lines.ASK_WHETHER,
        (*_BUSY, Route(Move(next="callback"), intents=("no",)), Route(GOODBYE, intents=("not_interested",))),
        otherwise=FIND,
        patient="yes_no",
    ),
    Step(
        "who",
        lines.ASK_WHO,
        (
            *_BUSY,
            Route(NOT_THERE, intents=("no",)),
            Route(GOODBYE, intents=("not_interested",)),
            Route(Move(call=Invoke("confirm_identity"), ask=False), intents=("yes",)),
        ),
        otherwise=FIND,
        patient="yes_no",
    ),
)
OUTREACH_FLOW = Flow(
    start="open",
    greeted="open",
    steps={**{each.name: each for each in OUTREACH_STEPS}, **CALLBACK_STEPS},
    always=always(Move((lines.DISCLOSE,), next="callback")),
    results={
        **SHARED_RESULTS,
        "find_who_was_called": {
            "known": Move((lines.ASK_FOR,), next="who", ask=False, held=True),
            "*": TO_AUTHENTICATION,
        },
        "confirm_identity": {"verified": handing(NEGOTIATION, lines.ON_BEHALF), "*": FIND},
    },
    safety=SAFETY,
)
