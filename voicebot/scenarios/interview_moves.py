"""What the interviewer's flow is made of: how short a wish is, which words say one, and moves that steps share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from voicebot.agents.flow import Invoke, Move, Route
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard, Line
from voicebot.scenarios import interview_lines as lines
from voicebot.tools.pins import code_in_passing

ENOUGH_WORDS = 8
"""An answer of fewer words gets a follow-up question."""
WISH_WORDS = 7
"""In an interview a wish is said in few words; in a longer utterance the same words are part of an answer."""


@dataclass(frozen=True)
class Brief(Route):
    """A route for what is said in at most so many words while questions are being answered."""

    most: int = WISH_WORDS

    def fits(self, heard: Heard, state: CallState) -> bool:
        if state.stage is not None and len((heard.spoken or heard.text).split()) > self.most:
            return False
        return super().fits(heard, state)


def live(state: CallState) -> bool:
    """Whether a question waits for an answer."""
    return state.stage is not None


def answering(state: CallState) -> bool:
    """Whether it was asked last, and not whether to end or whether somebody should help."""
    return state.stage is not None and state.step == "answer"


def waiting(state: CallState) -> bool:
    """Whether the interview has not begun."""
    return state.stage is None


def both(first: Callable[[CallState], bool], step: str) -> Callable[[CallState], bool]:
    """That, and not at this step."""
    return lambda state: first(state) and state.step != step


def over(reason: str, *say: Line, held: bool = False) -> Move:
    """Say these lines, and end interview and call."""
    end = Invoke("end_interview_call", lambda _heard, _state: {"reason": reason})
    return Move(say, call=end, ask=False, held=held)


def next_question(*say: Line, answered: bool | None = None) -> Move:
    """Go on; without `answered` the answer's length decides. A bare no is asked nothing about."""

    def arguments(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        words = (heard.spoken or heard.text).split()
        enough = len(words) >= ENOUGH_WORDS or (len(words) == 1 and "no" in heard.intents)
        return {"answered": enough if answered is None else answered}

    return Move(say, call=Invoke("next_question", arguments), ask=False)


def aside(say: Line, **conditions: Any) -> tuple[Route, Route]:
    """Say something, and then ask what was asked before."""
    again = Move((say,), call=Invoke("repeat_question"), ask=False)
    return Brief(again, when=live, **conditions), Route(Move((say,)), when=waiting, **conditions)


def said_pin(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    return {"said": (heard.spoken or heard.text)[:200]}


def early_code(heard: Heard) -> bool:
    """A whole code before it is asked for."""
    return code_in_passing(heard.spoken or heard.text)


def said_name(heard: Heard, _state: CallState) -> Mapping[str, Any]:
    """The name; the code was said before."""
    return {"said": "", "name": (heard.spoken or heard.text)[:200]}


CHECK = Move(call=Invoke("check_session"), ask=False)
REPEAT = Move(call=Invoke("repeat_question"), ask=False)
GO_ON = Move((lines.GO_ON,), call=Invoke("repeat_question"), ask=False)

BEGIN = frozenset({
    "אפשר", "אפשר להתחיל", "בואי נתחיל", "בוא נתחיל", "נתחיל", "קדימה", "מוכן", "מוכנה", "אני מוכן", "אני מוכנה",
    "הגעתי לריאיון", "אני כאן לריאיון", "יאללה", "זה זמן טוב", "אפשר לדבר",
    "let's begin", "let's start", "i'm ready", "ready", "go ahead", "we can begin", "we can start", "begin", "start",
})  # fmt: skip
"""Said before the interview, these mean: begin."""
STOP = frozenset({
    "להפסיק", "לעצור", "תפסיקי", "תפסיק", "תעצרי", "תעצור", "מפסיק", "מפסיקה", "פורש", "פורשת", "stop", "quit",
    "withdraw",
})  # fmt: skip
STOP_SAID = frozenset({
    "די", "מספיק", "די מספיק", "אני רוצה לסיים", "אפשר לסיים", "בואי נסיים", "בוא נסיים", "נסיים כאן", "לא רוצה להמשיך",
    "אני לא רוצה להמשיך", "i want to end this", "let's end this", "i don't want to continue", "end the interview",
})  # fmt: skip
SKIP = Move((lines.SKIPPED,), call=Invoke("skip_question"), ask=False)
BACK = frozenset({
    "אפשר לחזור אחורה", "אפשר לחזור לשאלה הקודמת", "נחזור לשאלה הקודמת", "אני רוצה לחזור לשאלה הקודמת",
    "אפשר לחזור לחלק הקודם", "נחזור אחורה", "בואי נחזור אחורה", "אני רוצה לחזור אחורה", "can we go back", "go back",
    "can we go back to the previous question", "i want to go back", "previous question",
})  # fmt: skip
ANSWERS = frozenset({
    "התשובה הנכונה", "מה התשובה", "מה התשובה הנכונה", "תגידי לי את התשובה", "תגיד לי את התשובה", "אפשר את התשובה",
    "תני לי את התשובה", "תעני במקומי", "מה היית עונה", "אפשר רמז", "תני לי רמז", "תן לי רמז", "אפשר לקבל רמז",
    "what is the answer", "what's the answer", "what's the right answer", "tell me the answer", "give me the answer",
    "give me a hint", "can i have a hint", "what should i say",
})  # fmt: skip
RESULTS_ASKED = frozenset({
    "שעברתי", "שהתקבלתי", "הציון", "passed", "hired", "score",
})  # fmt: skip
RESULTS_ASKED_SAID = frozenset({
    "עברתי", "התקבלתי", "איך היה", "איך הלך לי", "קיבלתי את התפקיד", "did i pass", "did i get the job", "how did i do",
    "am i hired",
})  # fmt: skip
