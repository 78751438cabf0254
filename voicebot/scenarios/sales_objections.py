"""Objections: "send me a mail", "we have one already". One honest offer, and after it a no is a no."""

import re
from dataclasses import replace

from voicebot.agents.flow import Invoke, Move, Route, Step
from voicebot.agents.types import Heard
from voicebot.scenarios import sales_lines as lines
from voicebot.scenarios.sales_moves import FIND, NO, NO_MEETING, NOT_INTERESTED, OFFER, at, not_at, task
from voicebot.scenarios.sales_numbers import gives_number

AT_SIGN = frozenset({"שטרודל", "שטרודול", "כרוכית", "at"})
"""With one of these the address has been said already."""
TO_MEET = frozenset({"להיפגש", "להפגש", "ניפגש", "נפגש", "פגישה", "לפגישה", "meet", "meeting"})
COMPARING = ("compare", "compare_again")
SEND = Move(call=task("follow_up", "Asks for details in writing; where to, as it was said"), ask=False)


def always(elsewhere: tuple[str, ...]) -> tuple[Route, ...]:
    """Routes for every step; `elsewhere` are steps at which "we have one" is no objection to a meeting any more."""
    return (
        Route(SEND, intents=("by_mail",), words=AT_SIGN),
        Route(Move((lines.CANNOT_SEND,), next="mail"), intents=("by_mail",), when=not_at("mail", "mail_again")),
        Route(Move((lines.GOT_IT,), next="handling"), intents=("have_one",), when=at("team")),
        Route(Move((lines.GOT_IT,), next="meeting"), intents=("have_one",), when=at("handling")),
        Route(Move((lines.GOT_IT,), next="compare"), intents=("have_one",), when=not_at(*COMPARING, *elsewhere)),
    )


_NO_ADDRESS = (
    Route(Move((lines.ALL_RIGHT,), next="anything_else"), intents=NO),
    Route(SEND, words=AT_SIGN),
    Route(FIND, timed=True),
    Route(OFFER, intents=("interested",)),
    Route(OFFER, words=TO_MEET),
)
"""An answer that names no address: a no, or a wish to meet after all."""


def _address(heard: Heard) -> bool:
    """Whether the words may be an address: a sign, a provider, letters that are spelled, or a dictated number."""
    return bool(_ADDRESS.search((heard.spoken or heard.text).lower())) or gives_number(heard)


def _this_number(heard: Heard) -> bool:
    """Whether it is to be sent to the number of this call: "למספר הזה", "לנייד שלי"."""
    return bool(_THIS_NUMBER.fullmatch((heard.spoken or heard.text).lower()))


_ADDRESS = re.compile(
    r"@|שטרוד|כרוכית|נקודה|ג'ימייל|גימייל|הוטמייל|וואלה|קום\b|\bdot\b|\bat\b|gmail|hotmail|\.co|[a-z]\w*\.[a-z]|\d{7,}"
)
_THIS_NUMBER = re.compile(
    r"\W*(?:(?:כן|טוב|אז|אפשר|פשוט|תשלח|תשלחי|תשלחו|לי|את זה|בוואטסאפ|בווטסאפ|yes|just|send|it|me)\W+)*"
    r"(?:[לב]?(?:אותו )?(?:ה?מספר|ה?נייד|ה?טלפון|ה?פלאפון|ה?סלולרי|ו?ואטסאפ|ווטסאפ|ווצאפ|סמס)"
    r"|לכאן|לפה|(?:to )?(?:this|my|the same) (?:number|phone|mobile|whatsapp))"
    r"(?:\W+(?:ה?זה|ה?הזה|שלי|הנוכחי|שיש לכם|שממנו .{1,30}|שאני .{1,30}|שהתקשרתי.{0,20}|בבקשה|please))*\W*"
)
SEND_HERE = Move(
    call=Invoke(
        "create_task",
        lambda heard, _state: {
            "kind": "follow_up",
            "text": f"Asks for details in writing, to the number of this call: {heard.spoken or heard.text}"[:480],
            "to_this_number": True,
        },
    ),
    ask=False,
)
SEND_NOWHERE = Move(
    call=Invoke(
        "create_task",
        lambda _heard, _state: {
            "kind": "follow_up",
            "text": "Asks for details in writing; no address or number was given",
        },
    ),
    ask=False,
)
_WHERE = (Route(SEND, hears=_address, label="an address"), Route(SEND_HERE, hears=_this_number, label="this number"))
MAIL = Step(
    "mail",
    lines.ASK_MAIL,
    (*_WHERE, *_NO_ADDRESS, Route(Move(next="mail_again"), intents=("yes", "by_mail"))),
    otherwise=Move(next="mail_again"),
    patient="dictation",
)
MAIL_AGAIN = replace(
    MAIL, name="mail_again", routes=(*_WHERE, *_NO_ADDRESS, Route(SEND_NOWHERE, intents=("yes",))), otherwise=SEND
)
"""Asked a second time, whatever is said is taken down: the team makes sense of it. A bare yes names no address."""
COMPARE = Step(
    "compare",
    lines.ASK_COMPARE,
    (Route(FIND, timed=True), Route(OFFER, intents=("yes",)), Route(NOT_INTERESTED, intents=(*NO, "have_one"))),
    otherwise=Move(next="compare_again"),
    patient="yes_no",
)
COMPARE_AGAIN = replace(COMPARE, name="compare_again", ask=lines.ASK_MEETING_AGAIN, otherwise=NO_MEETING)
"""What is not understood is no refusal: another time to talk is offered."""
MAIL_STEPS = (MAIL, MAIL_AGAIN)
COMPARE_STEPS = (COMPARE, COMPARE_AGAIN)
