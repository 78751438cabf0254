"""Numbers that callers give: asked for after a withheld one, and told on their own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from language.spoken_codes import phone_in
from voicebot.agents.flow import Invoke, Move, Route, Step
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard
from voicebot.scenarios import sales_lines as lines
from voicebot.scenarios.common import MISSED
from voicebot.scenarios.sales_moves import GOODBYE, NO

WHY = frozenset({
    "למה", "למה זה", "למה צריך", "למה אתם צריכים", "למה את צריכה", "בשביל מה", "לשם מה", "מה זה משנה",
    "why", "what for", "why do you need it",
})  # fmt: skip
NONE_TO_GIVE = frozenset({
    "אין לי", "אין לי מספר", "אין לי טלפון", "אין", "לא רוצה לתת", "לא רוצה", "אני לא רוצה לתת", "אני לא נותן מספר",
    "אני לא נותנת מספר", "לא נותן", "לא נותנת", "i don't have one", "i'd rather not", "none",
})  # fmt: skip


def gives_number(heard: Heard) -> bool:
    """Whether the words dictate a telephone number, in figures or in words."""
    return phone_in(heard.spoken or heard.text) is not None


def _number(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    said = heard.spoken or heard.text
    return {"kind": "follow_up", "text": f"The caller's number, {phone_in(said)}, as it was said: {said}"[:480]}


NOTE_NUMBER = Move(call=Invoke("create_task", _number), ask=False)
TOLD = Route(NOTE_NUMBER, hears=gives_number, label="a number")
"""A number that is told unasked, or late."""
NO_NUMBER = Move((lines.WITHOUT_NUMBER,), next="anything_else")
NUMBER = Step(
    "number",
    lines.ASK_NUMBER,
    (
        TOLD,
        Route(NO_NUMBER, intents=NO),
        Route(NO_NUMBER, said=NONE_TO_GIVE),
        Route(Move((lines.WHY_NUMBER,), next="number_again"), said=WHY),
        Route(MISSED, intents=("yes",)),
    ),
    otherwise=Move(next="number_again"),
    patient="dictation",
    lost=GOODBYE,
)
NUMBER_AGAIN = replace(
    NUMBER, name="number_again", ask=lines.ASK_NUMBER_AGAIN, routes=NUMBER.routes[:3], otherwise=NO_NUMBER
)
STEPS = (NUMBER, NUMBER_AGAIN)
