"""A recorded call in text, played as it was held: without a greeting, a voice or a telephone."""

from stores.values import Call
from voicebot.conversation.text import ConversationEnded, TextConversation, TurnFailed
from voicebot.simphone.events import CallerInput, DialEnd, Dialing, Ended, HangUp, Keys, Listening, Speech
from voicebot.simphone.script import Script

HUNG_UP, DIALLED = "Hangup", "Dial"


class TypedCall:
    """What a script's player knows of a call, in text: words and keys are typed, silence is nothing typed."""

    def __init__(self, text: TextConversation, call: Call) -> None:
        self._text, self._call = text, call
        self.waiting: Listening | Dialing | None = None
        self.ended: Ended | None = None
        self.heard: list[str] = []
        self.problems: list[str] = []

    def act(self, act: CallerInput | DialEnd, *, keep_heard: bool = False) -> None:
        """One turn. The end of a conversation is the app's; nobody hangs up in text."""
        self.heard = self.heard if keep_heard else []
        words = _typed(act)
        if isinstance(act, HangUp | DialEnd) and not words:
            return
        try:
            reply = self._text.turn(self._call, words)
        except (ConversationEnded, TurnFailed) as error:
            self.problems.append(str(error))
            self.ended = Ended("failed", str(error))
            return
        self.heard.append(reply.text)
        if reply.action == "transfer":
            self.ended = Ended("app", DIALLED)
        elif reply.action == "end_call" or (reply.payload or {}).get("ends_call"):
            self.ended = Ended("app", HUNG_UP)

    def hang_up(self) -> None:
        """Nothing: a conversation in text is left."""


def begun(text: TextConversation, script: Script, scenario: str, language: str, lead_id: int) -> Call:
    """The conversation that the script goes on with; with the lead where it says who is there."""
    known = None if script.call.get("from") == "withheld" else lead_id
    return text.begin(scenario, "en" if language == "en" else "he", known, ())


def _typed(act: CallerInput | DialEnd) -> str:
    match act:
        case Speech(text=text) | HangUp(text=text):
            return text
        case Keys(digits=digits):
            return digits.strip("#*")
    return ""
