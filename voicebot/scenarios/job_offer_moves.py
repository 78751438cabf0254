"""What all agents of the job offer scenario share: routes that are tried first, hand-offs, endings, calls back."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from language.number_words import TENS
from language.pay import read_pay
from voicebot.agents.flow import LOST_STEP, Invoke, Move, Route, Step
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard, Line
from voicebot.scenarios import common_lines
from voicebot.scenarios import job_offer_lines as lines
from voicebot.scenarios.common import (
    IF_RECORDED,
    MISSED,
    PERSON,
    callback_near,
    ending,
    lost_step,
    shared_results,
    shared_routes,
    task,
    wants_call,
)
from voicebot.scenarios.sales_lines import NOT_THEN
from voicebot.tools.job_offer_callers import is_verified

MAIN, AUTHENTICATION, INFO_DESK, SCHEDULING, NEGOTIATION, OUTREACH = (
    "main", "authentication", "info_desk", "scheduling", "negotiation", "outreach",
)  # fmt: skip
_PREFIXES = ("", "ה", "ב", "ל", "מ", "ו", "וה", "של", "לה")


def words(text: str) -> frozenset[str]:
    """The words, the Hebrew ones also with what may stand before them."""
    given = text.split()
    return frozenset(prefix + word for word in given for prefix in (("",) if word.isascii() else _PREFIXES))


MEETING = words("פגישה ראיון לתאם לקבוע להיפגש פגישות meeting interview schedule appointment")
THE_OFFER = words(
    "הצעה הצעת משא ומתן להציע מציעים הציע הציעה הציעו הצענו הצעתם offer offers offered offering negotiate negotiation"
)
OFFER = THE_OFFER | words("שכר משכורת תנאים כסף תשלום תגמול salary compensation pay money")
INFORMATION = words(
    "מידע פרטים פרט ניסיון לשמוע לדעת שאלה שאלות רקע קורות מועמד מועמדת המלצות השכלה "
    "information details question questions experience background candidate"
)
FLOOR = words("מינימום מינימלי מינימלית רצפה תחתון תחתונה מינימאלי minimum floor lowest bottom least")
MARKET_WORDS = words("שוק טבלה טבלת סקר market industry survey")
THOUSANDS = words("אלף אלפים אלפיים thousand k")
AMOUNT = THOUSANDS | words(" ".join(TENS)) | frozenset(map(str, range(10, 1000)))
"""With one of these an answer may name a pay, whatever else it says."""
_ASKING = words("מה מהי מהו מי איפה היכן מתי איך למה מדוע האם כמה איזה איזו אילו") | words(
    "what where when how why who which does is can"
)
_ANSWERED = frozenset({"yes", "no", "not_interested", "interested", "repeat", "slow_down", "later", "goodbye"})
_WANTED = words("רוצה רוצים מבקשת מבקשים מצפה מצפים ציפיות דורשת ציפייה wants want expects expectations")
ENOUGH = frozenset({
    "תודה", "תודה רבה", "זהו", "זה הכול", "זה הכל", "בסדר תודה", "לא תודה", "מספיק", "that's all", "that's it",
    "thanks", "thank you", "no thanks",
})  # fmt: skip
NO = ("no", "not_interested")


_LEAST_SUM, _MOST_SUM = 10_000, 1_000_000


def names_sum(heard: Heard) -> bool:
    """Whether a sum of money is said, and no hour, date or telephone number: with thousands, a currency, or in full."""
    salaries = read_pay(heard.spoken or heard.text).salaries
    return any(not each.bare or _LEAST_SUM <= each.value < _MOST_SUM for each in salaries)


def asks_to_be_called(heard: Heard) -> bool:
    """Whether it is put off until we call: "תחזרו אליי אחר כך"."""
    return "later" in heard.intents and wants_call(heard)


GOODBYE = ending("goodbye", common_lines.GOODBYE)
CALL_BACK = Move(call=task("callback", "Call back when the caller said"), ask=False)
LATER = (
    Route(CALL_BACK, intents=("later",), timed=True),
    Route(CALL_BACK, hears=asks_to_be_called, label="call me back"),
    Route(Move(next="callback"), intents=("later",)),
)
"""Another time: "תחזרו אליי אחר כך" needs no hour."""


def handing(to: str, *say: Line) -> Move:
    """Say these lines and hand the caller over; the reason names the agent, so that it can be found again."""

    def arguments(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        wanted = wanted_in(heard)
        return {"to": to, "reason": f"The caller wants: {wanted}." if wanted else "The caller has not said what for."}

    return Move(say, call=Invoke("handoff", arguments), ask=False)


def wanted_in(heard: Heard) -> str:
    """The agent for what the caller asks for; "" when that is not clear."""
    said = _said_words(heard.spoken or heard.text)
    for agent, clues in ((SCHEDULING, MEETING), (NEGOTIATION, OFFER), (INFO_DESK, INFORMATION)):
        if not clues.isdisjoint(said):
            return agent
    return ""


def names(heard: Heard, clues: frozenset[str]) -> bool:
    """Whether one of these words is among what was said."""
    return not clues.isdisjoint(_said_words(heard.spoken or heard.text))


def asks(heard: Heard) -> bool:
    """Whether it is a question, and no answer with a question word in it ("למה לא", "מה פתאום")."""
    said = heard.spoken or heard.text
    asking = "?" in said or not (_ASKING.isdisjoint(_said_words(said)) or _opens_with_name(said))
    return asking and _ANSWERED.isdisjoint(heard.intents)


def asks_for_wishes(heard: Heard) -> bool:
    """Whether it is the question what the candidate wants to earn: answered by offers only."""
    return asks(heard) and not _WANTED.isdisjoint(_said_words(heard.spoken or heard.text))


def question_in(heard: Heard) -> str | None:
    """The question, where one is asked and not only announced ("יש לי שאלה", "רציתי לדעת פרטים")."""
    said = heard.spoken or heard.text
    announced = names(heard, INFORMATION | MEETING | OFFER)
    return said[:300] if asks(heard) and not announced else None


def _opens_with_name(said: str) -> bool:
    """English introductions have "is" and "can" in them as well: "My name is Dana"."""
    return bool(re.match(r"\W*(?:(?:hi|hello|hey|yes)\W+)*(?:this is|my name|i'm|i am|it's)\b", said, re.IGNORECASE))


def _said_words(said: str) -> frozenset[str]:
    return frozenset("".join(c if c.isalnum() else " " for c in said.lower()).split())


def only_verified(state: CallState) -> str | None:
    """The guard of all agents that know something."""
    return None if is_verified(state) else "The caller is not verified yet: that comes first, in authentication."


_SHARED = shared_routes()


def _shared(*intents: str) -> tuple[Route, ...]:
    """The routes of every scenario for these."""
    return tuple(each for each in _SHARED if not set(intents).isdisjoint(each.intents))


def always(another: Move, *first: Route) -> tuple[Route, ...]:
    """What is answered the same way at every step; `another` when another person takes the phone. `first` are an
    agent's own, tried before its caller may be at a wrong number.
    """
    return (
        *_shared("optout", "deceased", "emergency", "minor", "human"),
        Route(PERSON, intents=("distress",)),
        *_shared("other_language"),
        Route(another, intents=("other_person",)),
        *first,
        IF_RECORDED,
        *_shared("wrong_number", "is_this_a_bot"),
        Route(Move((lines.WHO,)), intents=("who_are_you",)),
        Route(Move((lines.NEVER_TOLD,)), words=FLOOR),
    )


def callback_steps(*first: Route) -> Mapping[str, Step]:
    """The steps of every agent here that lead to a call back, or to a person; `first` is tried before the refusals."""
    when = Step(
        "callback",
        lines.ASK_WHEN,
        (*first, Route(GOODBYE, intents=NO), Route(MISSED, intents=("yes",))),
        otherwise=CALL_BACK,
        patient="dictation",
    )
    near = callback_near(CALL_BACK, "callback")
    return {
        "callback": when,
        "callback_near": replace(near, routes=(*first, *near.routes)),
        LOST_STEP: lost_step(GOODBYE),
    }


CALLBACK_STEPS = callback_steps(
    Route(handing(NEGOTIATION, lines.LET_ME_SEE), hears=names_sum, label="a sum", when=is_verified)
)
"""With a sum the caller has made an offer after all, whatever it was that should wait."""
CALLING_BACK: Mapping[str, Move] = {
    "callback_created": ending("callback", lines.CALLBACK_NOTED),
    "callback_due": ending("callback", lines.CALLBACK_DUE, held=True),
    "callback_passed_on": ending("callback", lines.CALL_BACK_PASSED_ON),
    "callback_not_then": Move((NOT_THEN,), next="callback_near", held=True),
    "callback_never": Move(next="callback"),
    "callback_without_number": ending("callback", common_lines.NO_WAY_TO_CALL),
    "language_created": ending("language"),
    "*": ending("goodbye", common_lines.GOODBYE),
}
"""What follows a task to call back."""
SHARED_RESULTS = {**shared_results(), "create_task": CALLING_BACK}
