"""The sales conversation as a flow: permission, two or three questions, a slot that is read back, a booking, goodbye."""

from collections.abc import Sequence
from dataclasses import replace

from language.phrases import MINOR_GOODBYE, OFFER_PERSON, Phrase
from language.phrases_other import CALL_BACK
from voicebot.agents.flow import Flow, Invoke, Move, Route, Step
from voicebot.agents.types import Line
from voicebot.scenarios import sales_changes as changes
from voicebot.scenarios import sales_lines as lines
from voicebot.scenarios import sales_numbers as numbers
from voicebot.scenarios import sales_objections as objections
from voicebot.scenarios import sales_questions as questions
from voicebot.scenarios.common import (
    IF_RECORDED,
    IN_MOURNING,
    MISSED,
    callback_near,
    lost_step,
    mourning,
    wants_call,
)
from voicebot.scenarios.sales_moves import (
    BOOK,
    CALLBACK,
    DECEASED,
    FIND,
    GOODBYE,
    NO,
    NO_MEETING,
    NOT_INTERESTED,
    OFFER,
    OTHERS,
    PERSON,
    READ_BACK,
    REMOVE,
    SHIFTED,
    at,
    confirmed,
    ending,
    not_at,
    only_day,
    refuses,
    task,
    tried_twice,
    undecided,
)
from voicebot.scenarios.sales_results import RESULTS
from voicebot.scenarios.sales_words import ALONE, ENOUGH, HANDED_OVER, may_go_on
from voicebot.tools.answers import Approved

CHOOSING = ("choose", "choose_one", "confirm", "confirm_other", "wish", "wish_again", "hour", "hour_again")
BOOKING = (
    *CHOOSING,
    "wish_new",
    "wish_new_again",
    "confirm_cancel",
    "number",
    "number_again",
    "mail",
    "mail_again",
    "anything_else",
)
WHEN = ("callback", "callback_near", "another_time", "another_time_again")
TO_TEAM = Move((lines.THANKS,), next="team")
BAD_TIME = Move((lines.OFFER_CALLBACK,), next="another_time", ask=False)
UNSURE = Move((lines.OFFER_OTHER_TIME,), next="another_time", ask=False)
"""Without a yes nothing is asked."""


def _in_their_language() -> tuple[Route, ...]:
    """A line in the caller's language and a task to call back in it; sorry in Hebrew where there is no such line."""
    about = "Speaks another language; call back"
    routes = tuple(
        Route(Move((Phrase(line, line),), call=task("callback", f"{about} in {language!r}", language=language), ask=False),
              intents=("other_language",), speaks=language)
        for language, line in CALL_BACK.items()
    )  # fmt: skip
    sorry = Move((lines.ONLY_HEBREW,), call=task("callback", about), ask=False)
    return (*routes, Route(sorry, intents=("other_language",)))


FIRST = (
    Route(REMOVE, intents=("optout",)),
    Route(IN_MOURNING, intents=("deceased",), hears=mourning, label="a death of their own"),
    Route(DECEASED, intents=("deceased",)),
    Route(ending("emergency", lines.EMERGENCY), intents=("emergency",)),
    Route(ending("minor", MINOR_GOODBYE), intents=("minor",)),
    Route(ending("voicemail", lines.VOICEMAIL), intents=("voicemail",)),
    Route(PERSON, intents=("human",)),
    Route(Move((lines.GOT_IT,), next="handling"), said=ALONE, when=at("team")),
    Route(Move(next="comfort"), intents=("distress",), when=not_at("comfort")),
    *_in_their_language(),
    Route(Move((lines.DISCLOSE,), next="permission"), intents=("other_person",), words=HANDED_OVER),
    Route(Move((lines.DISCLOSE,), call=CALLBACK.call, ask=False), intents=("other_person",), timed=True),
    Route(Move((lines.DISCLOSE, lines.ASK_WHEN_OTHERS), next="callback", ask=False), intents=("other_person",),
          when=lambda s: s.others < 2 or s.step not in ("callback", "number", "number_again")),
    Route(ending("wrong_number", lines.WRONG_NUMBER), intents=("wrong_number",)),
    IF_RECORDED,
    Route(Move((lines.BOT,)), intents=("is_this_a_bot",)),
    Route(Move(call=Invoke("where_number_from"), ask=False), intents=("where_from",)),
)  # fmt: skip
"""Tried at every step, before the questions that have an approved answer."""
ALWAYS = (
    Route(Move((lines.WHO,), next="permission"), intents=("who_are_you",), when=lambda s: s.step == "opening"),
    Route(Move((lines.WHO,)), intents=("who_are_you",)),
    *changes.ALWAYS,
    Route(CALLBACK, hears=wants_call, label="a call", timed=True, when=lambda s: s.moving is None and not s.confirmed),
    Route(Move((lines.PRICE,)), intents=("price",)),
    Route(Move((lines.WHO,)), intents=("repeat",), when=lambda s: s.step == "permission"),
    Route(Move(), intents=("repeat", "slow_down"), when=not_at("opening")),
    *objections.always((*BOOKING, *WHEN)),
    Route(NOT_INTERESTED, intents=("not_interested",), when=not_at(*BOOKING)),
    Route(NO_MEETING, intents=("later",), hears=undecided, label="thinks it over", when=not_at(*WHEN, *BOOKING)),
    Route(FIND, intents=("later", "interested"), timed=True, when=not_at(*BOOKING, *WHEN, "question", "comfort")),
    Route(Move(next="another_time"), intents=("later",), when=not_at(*WHEN, *BOOKING)),
    Route(GOODBYE, intents=("goodbye",)),
    Route(OFFER, intents=("interested",), when=not_at(*BOOKING, *WHEN, "question", "comfort")),
)  # fmt: skip

_PERMITTED = (
    Route(TO_TEAM, intents=("yes",)),
    Route(BAD_TIME, intents=("no",)),
    Route(TO_TEAM, hears=may_go_on, label="go on"),
    Route(FIND, timed=True),
)
OPENING = Step(
    "opening",
    lines.OPENING,
    _PERMITTED,
    otherwise=Move((lines.OPENING,), next="permission"),
    patient="yes_no",
)
PERMISSION = Step(
    "permission",
    lines.PERMISSION,
    _PERMITTED,
    otherwise=Move(next="permission_again"),
    patient="yes_no",
)
PERMISSION_AGAIN = replace(PERMISSION, name="permission_again", otherwise=UNSURE)
TEAM = Step("team", lines.ASK_TEAM, (), otherwise=Move((lines.GOT_IT,), next="handling"))
HANDLING = Step("handling", lines.ASK_HANDLING, (), otherwise=Move(next="meeting"))
MEETING = Step(
    "meeting",
    lines.ASK_MEETING,
    (Route(FIND, timed=True), Route(OFFER, intents=("yes",)), Route(NO_MEETING, intents=("no",))),
    otherwise=Move(next="meeting_again"),
    patient="yes_no",
)
MEETING_AGAIN = replace(MEETING, name="meeting_again", ask=lines.ASK_MEETING_AGAIN, otherwise=NO_MEETING)
AGREED = (Route(changes.MOVE_THERE, when=changes.moved_to), Route(BOOK, when=confirmed))
UNDECIDED = Route(NO_MEETING, intents=("later",), hears=undecided, label="thinks it over")
_OTHER_TIMES = (
    UNDECIDED,
    Route(NO_MEETING, rejected=True, when=tried_twice),
    Route(NO_MEETING, intents=(*NO, "later"), when=tried_twice),
    Route(OTHERS, rejected=True),
    Route(OTHERS, intents=("no", "later")),
    Route(NOT_INTERESTED, intents=("not_interested",)),
)
CHOOSE = Step(
    "choose",
    lines.ASK_SLOT,
    (Route(READ_BACK, chosen=True), *SHIFTED[1:], Route(FIND, timed=True), *_OTHER_TIMES),
    otherwise=Move(),
)
CHOOSE_ONE = Step(
    "choose_one",
    lines.ASK_ONE_SLOT,
    (
        *AGREED,
        *SHIFTED,
        Route(READ_BACK, chosen=True),
        Route(FIND, timed=True),
        *_OTHER_TIMES,
        Route(OTHERS, hears=refuses, label="no"),
    ),
    otherwise=Move(),
    patient="yes_no",
)
CONFIRM = Step(
    "confirm",
    lines.CONFIRM,
    (
        *AGREED,
        *SHIFTED,
        Route(READ_BACK, chosen=True, hears=only_day, label="no other hour"),
        Route(FIND, timed=True),
        Route(READ_BACK, chosen=True),
        Route(NOT_INTERESTED, intents=("not_interested",)),
        UNDECIDED,
        Route(Move((lines.ALL_RIGHT,), next="wish"), rejected=True),
        Route(Move((lines.ALL_RIGHT,), next="wish"), intents=("no", "later")),
        Route(Move((lines.ALL_RIGHT,), next="wish"), hears=refuses, label="no"),
    ),
    otherwise=Move(),
    patient="yes_no",
)
CONFIRM_OTHER = replace(CONFIRM, name="confirm_other", ask=lines.CONFIRM_OTHER)


def _twice(name: str, ask: Line, again: Line, routes: tuple[Route, ...], then: Move) -> tuple[Step, Step]:
    """A question about a time that is asked once more, in other words, when the answer is not sure; then `then`."""
    first = Step(name, ask, routes, otherwise=Move(next=f"{name}_again"), patient="dictation")
    return first, replace(first, name=f"{name}_again", ask=again, otherwise=then)


_TIME_OR_NOT = (
    Route(FIND, timed=True),
    Route(NOT_INTERESTED, intents=NO),
    Route(MISSED, intents=("yes",)),
)
_OFFERED_OR_TIME = (
    *SHIFTED,
    _TIME_OR_NOT[0],
    Route(NOT_INTERESTED, intents=("not_interested",)),  # "never mind, not interested" chooses none
    Route(READ_BACK, chosen=True),
    *_TIME_OR_NOT[1:],
)
WISH, WISH_AGAIN = _twice("wish", lines.ASK_WISH, lines.ASK_WISH_AGAIN, _OFFERED_OR_TIME, then=CALLBACK)
HOUR, HOUR_AGAIN = _twice("hour", lines.ASK_HOUR, lines.ASK_HOUR_AGAIN, _OFFERED_OR_TIME[2:], then=OFFER)
ANOTHER_TIME, ANOTHER_TIME_AGAIN = _twice(
    "another_time", lines.ASK_WHEN, lines.ASK_WISH_AGAIN, _TIME_OR_NOT, then=CALLBACK
)
CALLBACK_STEP = Step(
    "callback",
    lines.ASK_WHEN,
    (Route(NOT_INTERESTED, intents=NO), Route(MISSED, intents=("yes",))),
    otherwise=CALLBACK,
    patient="dictation",
)
CALLBACK_NEAR = callback_near(CALLBACK, "callback", Route(NOT_INTERESTED, intents=("not_interested",)))
ANYTHING_ELSE = Step(
    "anything_else",
    lines.ANYTHING_ELSE,
    (
        questions.LASTS,
        numbers.TOLD,
        Route(GOODBYE, intents=NO),
        Route(GOODBYE, said=ENOUGH),
        Route(Move(next="question"), intents=("yes",)),
    ),
    otherwise=questions.LEAVE,
)
QUESTION_STEP = Step(
    "question",
    lines.ASK_QUESTION,
    (questions.LASTS_THEN, numbers.TOLD, Route(GOODBYE, intents=NO), Route(GOODBYE, said=ENOUGH)),
    otherwise=questions.LEAVE,
    patient="dictation",
)
COMFORT = Step(
    "comfort",
    OFFER_PERSON,
    (Route(PERSON, intents=("yes", "distress")),),
    otherwise=ending("distress", lines.TAKE_CARE),
    patient="yes_no",
)

STEPS = (
    *(OPENING, PERMISSION, PERMISSION_AGAIN, TEAM, HANDLING),
    *questions.with_questions(
        (
            *(MEETING, MEETING_AGAIN, *objections.COMPARE_STEPS),
            *(CHOOSE, CHOOSE_ONE, CONFIRM, CONFIRM_OTHER, WISH, WISH_AGAIN, HOUR, HOUR_AGAIN),
            *(ANOTHER_TIME, ANOTHER_TIME_AGAIN, CALLBACK_STEP, CALLBACK_NEAR),
            *changes.STEPS,
        )
    ),
    *numbers.STEPS,
    *(ANYTHING_ELSE, QUESTION_STEP, COMFORT, lost_step(GOODBYE)),
    *objections.MAIL_STEPS,
)


def flow_of(approved: Sequence[Approved]) -> Flow:
    """The flow of a company that has these answers."""
    return Flow(
        start="opening",
        greeted="permission",
        steps={step.name: step for step in STEPS},
        always=(*FIRST, *questions.answered(approved), *ALWAYS, *questions.UNANSWERED),
        results={**RESULTS, **({"answer_question": questions.ANSWERED} if approved else {})},
        safety=frozenset({"optout", "deceased", "emergency", "minor", "where_from", "other_language", "other_person"}),
    )
