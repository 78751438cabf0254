"""The interview as a flow: ready, a code perhaps, question after question, and the end. What is asked is the plan's."""

from collections.abc import Mapping
from dataclasses import replace

from language.phrases import MINOR_GOODBYE, OFFER_PERSON, Phrase
from language.phrases_other import CALL_BACK
from voicebot.agents.flow import Flow, Invoke, Move, Route, Step
from voicebot.agents.stages import TIME_UP
from voicebot.scenarios import interview_lines as lines
from voicebot.scenarios import sales_lines
from voicebot.scenarios.common import IN_MOURNING, MISSED, callback_near, lost_step, mourning
from voicebot.scenarios.interview_moves import (
    ANSWERS,
    BACK,
    BEGIN,
    CHECK,
    GO_ON,
    REPEAT,
    RESULTS_ASKED,
    RESULTS_ASKED_SAID,
    SKIP,
    STOP,
    STOP_SAID,
    Brief,
    answering,
    aside,
    both,
    early_code,
    live,
    next_question,
    over,
    said_name,
    said_pin,
    waiting,
)
from voicebot.scenarios.interview_talk import asks_back, asks_time, assents, begins, is_present, puts_off, skips, thinks
from voicebot.scenarios.sales_moves import DECEASED, PERSON, REMOVE, ending, task

ASK_FOR_MORE = Move(call=Invoke("ask_for_more"), ask=False)
TIME_LEFT = Move(call=Invoke("time_left"), ask=False)
CONFIRM_END = Move(next="confirm_end")
LATER = Move(next="later")
CALLBACK = Move(call=task("callback", "The interview is to be held when the candidate said"), ask=False)


def _in_their_language() -> tuple[Route, ...]:
    """Before the interview: a line in the caller's language and a task to call back in it."""
    about = "A candidate speaks another language; call back"
    routes = tuple(
        Route(Move((Phrase(line, line),), call=task("callback", f"{about} in {language!r}", language=language), ask=False),
              intents=("other_language",), speaks=language, when=waiting)
        for language, line in CALL_BACK.items()
    )  # fmt: skip
    sorry = Move((sales_lines.ONLY_HEBREW,), call=task("callback", about), ask=False)
    return (*routes, Route(sorry, intents=("other_language",), when=waiting))


ALWAYS = (
    Brief(REMOVE, intents=("optout",), most=12),
    Brief(IN_MOURNING, intents=("deceased",), hears=mourning, label="a death of their own"),
    Brief(DECEASED, intents=("deceased",)),
    Brief(ending("emergency", sales_lines.EMERGENCY), intents=("emergency",)),
    Brief(ending("minor", MINOR_GOODBYE), intents=("minor",)),
    Route(ending("voicemail", sales_lines.VOICEMAIL), intents=("voicemail",), when=waiting),
    Route(next_question(), intents=(TIME_UP,), when=live),
    Brief(PERSON, intents=("human",), most=9),
    Route(Move(next="comfort"), intents=("distress",), when=lambda s: s.step != "comfort"),
    *_in_their_language(),
    Brief(Move((lines.DISCLOSE, lines.ASK_WHEN_OTHERS), next="later", ask=False), intents=("other_person",), when=waiting),
    Route(ending("wrong_number", sales_lines.WRONG_NUMBER), intents=("wrong_number",), when=waiting),
    *aside(lines.BOT, intents=("is_this_a_bot",)),
    *aside(lines.WHO, intents=("who_are_you",)),
    Route(Move(call=Invoke("where_number_from"), ask=False), intents=("where_from",), when=waiting),
    *aside(lines.PAY, intents=("price",)),
    Brief(SKIP, hears=skips, label="no answer", when=answering, most=9),
    Brief(GO_ON, hears=is_present, label="is there", when=answering),
    Brief(GO_ON, hears=begins, label="begin", when=answering),
    Brief(Move((lines.TAKE_TIME,), next="answer", ask=False), hears=thinks, label="a moment", when=answering),
    Brief(TIME_LEFT, hears=asks_time, label="how long", when=answering),
    Brief(REPEAT, intents=("repeat", "slow_down"), when=live),
    *aside(lines.NO_ANSWERS, said=ANSWERS),
    *aside(lines.NO_RESULT, words=RESULTS_ASKED),
    *aside(lines.NO_RESULT, said=RESULTS_ASKED_SAID),
    Brief(Move((lines.NO_PAUSE,), next="confirm_end"), intents=("later",), hears=puts_off, label="the interview", when=both(live, "confirm_end"), most=6),
    Brief(CONFIRM_END, intents=("not_interested", "goodbye"), when=both(live, "confirm_end"), most=6),
    Brief(CONFIRM_END, words=STOP, when=both(live, "confirm_end"), most=6),
    Brief(CONFIRM_END, said=STOP_SAID, when=both(live, "confirm_end")),
    Route(over("declined", lines.DECLINED), intents=("not_interested", "goodbye"), when=waiting),
    Route(over("declined", lines.DECLINED), said=STOP_SAID, when=waiting),
)  # fmt: skip

_READY = (
    Route(Move(call=Invoke("check_pin", said_pin), ask=False), hears=early_code, label="a code"),
    Route(Move((lines.TAKE_TIME,), next="ready"), hears=thinks, label="a moment"),
    Route(CHECK, intents=("yes", "interested")),
    Route(CHECK, said=BEGIN),
    Route(CHECK, hears=begins, label="begin"),
    Route(CALLBACK, intents=("no", "later"), timed=True),
    Route(LATER, intents=("no", "later")),
    Route(CALLBACK, timed=True),
)
OPENING = Step(
    "opening", lines.OPENING, _READY, otherwise=Move((lines.OPENING,), next="ready"), patient="yes_no_or_code"
)
READY = Step("ready", lines.READY, _READY, otherwise=Move(next="ready_again"), patient="yes_no_or_code")
READY_AGAIN = replace(READY, name="ready_again", ask=lines.READY_AGAIN, otherwise=Move())
_NOT_NOW = (Route(CALLBACK, intents=("later",), timed=True), Route(LATER, intents=("later",)))
PIN = Step(
    "pin", lines.ASK_PIN, _NOT_NOW, otherwise=Move(call=Invoke("check_pin", said_pin), ask=False), patient="code"
)
WHOSE = Step(
    "whose", lines.ASK_WHOSE, (), otherwise=Move(call=Invoke("check_pin", said_name), ask=False), patient="dictation"
)
ANSWER = Step(
    "answer",
    lines.ANSWER,
    (
        Brief(Move(call=Invoke("previous_stage"), ask=False), said=BACK),
        Brief(ASK_FOR_MORE, hears=assents, label="a mere yes"),
        Brief(
            Move((lines.ASKED_BACK,), call=Invoke("repeat_question"), ask=False), hears=asks_back, label="a question"
        ),
    ),
    otherwise=next_question(lines.THANKS),
    patient="dictation",
    most=None,  # the interview's plan and its time bound it
)
STEP_CONFIRM_END = Step(
    "confirm_end",
    lines.CONFIRM_END,
    (
        Route(over("withdrawn", lines.WITHDRAWN), intents=("yes", "goodbye", "not_interested")),
        Brief(over("withdrawn", lines.WITHDRAWN), said=STOP_SAID),
        Brief(over("withdrawn", lines.WITHDRAWN), words=STOP),
        Route(GO_ON, intents=("no",)),
    ),
    otherwise=GO_ON,
    patient="yes_no",
)
STEP_LATER = Step(
    "later",
    lines.ASK_WHEN,
    (Route(over("declined", lines.DECLINED), intents=("no", "not_interested")), Route(MISSED, intents=("yes",))),
    otherwise=CALLBACK,
    patient="dictation",
)
LATER_NEAR = replace(callback_near(CALLBACK, "later"), name="later_near")
COMFORT = Step(
    "comfort",
    OFFER_PERSON,
    (
        Route(PERSON, intents=("yes", "distress")),
        Route(GO_ON, when=live),
    ),
    otherwise=ending("distress", sales_lines.TAKE_CARE),
    patient="yes_no",
)

_ASK = Move((lines.QUESTION,), next="answer", ask=False, held=True)
_NEXT = {
    "new_stage": Move((lines.INTRO, lines.QUESTION), next="answer", ask=False, held=True),
    "stage_time_up": Move((lines.STAGE_TIME_UP, lines.INTRO, lines.QUESTION), next="answer", ask=False, held=True),
    "completed": over("completed", lines.DONE, held=True),
    "time_up": over("time_up", lines.TIME_UP, held=True),
    "not_running": Move(next="ready"),
    "invalid_arguments": Move(call=Invoke("repeat_question"), ask=False),
    "*": _ASK,
}
RESULTS: Mapping[str, Mapping[str, Move]] = {
    "check_session": {
        "valid": Move(call=Invoke("begin_interview"), ask=False),
        "pin_needed": Move(next="pin", held=True),
        "over": over("refused", lines.OVER, held=True),
        "unavailable": over("refused", lines.UNAVAILABLE, held=True),
        "*": over("refused", lines.REFUSED, held=True),
    },
    "check_pin": {
        "pin_accepted": Move((lines.PIN_ACCEPTED,), call=Invoke("check_session"), ask=False, held=True),
        "no_digits": Move((lines.NO_DIGITS,), next="pin", held=True),
        "no_digits_again": Move((lines.NO_DIGITS, lines.WHERE_CODE), next="pin", held=True),
        "no_code": over("wrong_code", lines.NO_CODE, held=True),
        "wrong_pin": Move((lines.WRONG_PIN,), next="pin", held=True),
        "name_needed": Move(next="whose", held=True),
        "in_use": over("refused", lines.IN_USE, held=True),
        "*": over("wrong_code", lines.TOO_MANY_PINS, held=True),
    },
    "begin_interview": {
        "begun": Move((lines.BEGUN, lines.QUESTION), next="answer", ask=False, held=True),
        "begun_without_role": Move((lines.BEGUN_WITHOUT_ROLE, lines.QUESTION), next="answer", ask=False, held=True),
        "running": replace(REPEAT, held=True),
        "in_use": over("refused", lines.IN_USE, held=True),
        "*": over("refused", lines.REFUSED, held=True),
    },
    "next_question": _NEXT,
    "skip_question": _NEXT,
    "ask_for_more": {
        "more": Move((lines.MORE,), next="answer", ask=False, held=True),
        "asked_before": next_question(lines.THANKS, answered=False),
        "*": Move(next="ready"),
    },
    "time_left": {
        "left": Move((lines.TIME_LEFT,), call=Invoke("repeat_question"), ask=False, held=True),
        "last": Move((lines.LAST,), call=Invoke("repeat_question"), ask=False, held=True),
        "*": Move(next="ready"),
    },
    "repeat_question": {"asked": _ASK, "*": Move(next="ready")},
    "previous_stage": {
        "went_back": Move((lines.WENT_BACK, lines.QUESTION), next="answer", ask=False, held=True),
        "not_allowed": Move((lines.NO_BACK,), call=Invoke("repeat_question"), ask=False),
        "*": Move(next="ready"),
    },
    "end_interview_call": {"*": Move(ask=False)},
    "remove_from_list": {
        "removed": ending("removed", sales_lines.REMOVED, held=True),
        "removed_deceased": ending("deceased", held=True),
        "*": ending("other", sales_lines.NO_NUMBER),
    },
    "note_mourning": {"*": ending("mourning", held=True)},
    "where_number_from": {
        "known": Move((sales_lines.FROM_CONSENT,), held=True),
        "no_number": Move((sales_lines.NOT_KNOWN,), held=True),
        "*": ending("no_consent", sales_lines.NO_CONSENT, held=True),
    },
    "transfer_to_human": {
        "transferring": Move((sales_lines.TRANSFERRING,), ask=False),
        "nobody_without_number": ending("other", sales_lines.NOBODY_NOW),
        "*": ending("callback", sales_lines.NOBODY),
    },
    "create_task": {
        "callback_due": ending("callback", sales_lines.CALLBACK_DUE, held=True),
        "callback_not_then": Move((sales_lines.NOT_THEN,), next="later_near", held=True),
        "callback_never": Move(next="later"),
        "callback_without_number": ending("callback", sales_lines.NOBODY_NOW),
        "language_created": ending("language"),
        "*": ending("callback", sales_lines.CALLBACK_NOTED),
    },
    "end_call": {"*": Move(ask=False)},
}

FLOW = Flow(
    start="opening",
    greeted="ready",
    steps={
        step.name: step
        for step in (
            *(OPENING, READY, READY_AGAIN, PIN, WHOSE, ANSWER, STEP_CONFIRM_END, STEP_LATER, LATER_NEAR, COMFORT),
            lost_step(over("declined", lines.DECLINED)),
        )
    },
    always=ALWAYS,
    results=RESULTS,
    safety=frozenset(
        {"optout", "deceased", "emergency", "minor", "where_from", "other_language", "other_person", TIME_UP}
    ),
)
