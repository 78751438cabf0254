"""Plays a script on the simulated phone, or lets a simulated caller talk in text; what is left stands in the store."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from voicebot.conversation.text import ConversationEnded, TurnFailed
from voicebot.evaluation.left import Exchange, Left, Over, left_by
from voicebot.evaluation.personas import Caller, Persona
from voicebot.evaluation.setup import Secret
from voicebot.evaluation.stage import Copy, Side, Stage
from voicebot.evaluation.typed import TypedCall, begun
from voicebot.services import Services
from voicebot.simphone.call import Call, voice_fetch
from voicebot.simphone.events import CallerInput, DialEnd, Event, HangUp, Keys, Speech, Transport, new_sid
from voicebot.simphone.runner import play_to_the_end
from voicebot.simphone.script import Script
from voicebot.simphone.webhook import Direction, Identity, Webhooks

NUMBER, OURS, ACCOUNT = "+972547654321", "+97233760000", "AC" + "0" * 32
FIRST_WORDS = {"he": "שלום", "en": "Hello", "es": "Hola"}
MAX_EXCHANGES = 16
"""Exchanges of a simulated caller; a good call has fewer."""

Line = Callable[[Services], Transport]
"""How webhooks reach these services."""


@dataclass(frozen=True)
class Played:
    """One conversation. `missed` is what was not as the script expects, in sentences; `strict`: nothing may be."""

    side: str
    exchanges: tuple[Exchange, ...]
    left: Left
    models: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    strict: bool = False


def play(stage: Stage, script: Script, side: Side, line: Line) -> Played:
    """The whole call, through the app's webhooks; in text where it was held in text. Raises CannotSetUp."""
    caller = _caller_of(script)
    with stage.copy(side, caller, script) as copy:
        services = copy.services
        if script.in_text:
            return _typed(copy, script, side)
        talk = _Phoned(services, script, line)
        missed = play_to_the_end(script, talk.call, talk.did)
        stored = services.stores.calls.by_sid(talk.sid)
        services.replies.hear_out(stored)
        ended = talk.call.ended is not None and talk.call.ended.by == "app"
        left = _over(copy, stored.id, talk.exchanges, ended, script, caller)
        return Played(side.name, *left, missed, strict=not side.models)


def _typed(copy: Copy, script: Script, side: Side) -> Played:
    services = copy.services
    scenario = script.call.get("scenario", services.settings.scenario)
    call = begun(services.text, script, scenario, script.given.language or services.language, copy.lead_id)
    talk, exchanges, done = TypedCall(services.text, call), list[Exchange](), list[str]()

    def note() -> None:
        if done:
            exchanges.append(Exchange(done.pop(), " ".join(talk.heard)))

    def did(act: CallerInput | DialEnd) -> None:
        note()
        done.append(_words(act))

    missed = play_to_the_end(script, talk, did)
    note()
    ended = talk.ended is not None and talk.ended.by == "app"
    left = _over(copy, call.id, exchanges, ended, script, _caller_of(script))
    return Played(side.name, *left, missed, strict=not side.models)


def talk_with(stage: Stage, script: Script, side: Side, persona: Persona, caller: Caller) -> Played:
    """A simulated caller who wants what the script's caller wanted. Raises VendorError when the caller cannot go on."""
    with stage.copy(side, NUMBER, script) as copy:
        talk = _Talk(copy, script)
        gist = [each.says for each in script.steps if each.says]
        for _ in range(MAX_EXCHANGES):
            said = caller.answer(persona, gist, [(each.caller, each.agent) for each in talk.exchanges])
            if (said.says and not talk.says(said.says)) or said.hangs_up:
                break
        return Played(side.name, *_over(copy, talk.call_id, talk.exchanges, talk.ended, script, NUMBER))


def _over(
    copy: Copy, call_id: str, exchanges: list[Exchange], ended: bool, script: Script, number: str
) -> tuple[tuple[Exchange, ...], Left, tuple[str, ...]]:
    stores = copy.services.stores
    call = stores.calls.get(call_id)
    over = Over(stores, call, copy.services.scenarios[call.scenario], exchanges, ended, number)
    left = left_by(over, (*copy.secrets, *_never(script)))
    models = sorted({each.model for each in stores.turns.for_call(call_id) if each.model})
    return tuple(exchanges), left, tuple(models)


class _Phoned:
    """One call by phone, and what was said in it."""

    def __init__(self, services: Services, script: Script, line: Line) -> None:
        said = dict(script.call)
        direction = cast(Direction, said.get("direction", "inbound"))
        from_, to = (NUMBER, OURS) if direction == "inbound" else (OURS, NUMBER)
        self.sid = new_sid("CA")
        identity = Identity(said.get("from", from_), said.get("to", to), ACCOUNT, self.sid, direction)
        webhooks = Webhooks(line(services), services.token, identity, services.settings.base_url)
        self.call = Call(webhooks, self._hears)
        self._talk: list[tuple[str, list[str]]] = [("", [])]
        self.call.start(voice_fetch(webhooks, said.get("scenario", services.settings.scenario)))

    def did(self, act: CallerInput | DialEnd) -> None:
        self._note()
        self._talk.append((_words(act), []))

    @property
    def exchanges(self) -> list[Exchange]:
        self._note()
        return [Exchange(caller, " ".join(agent)) for caller, agent in self._talk]

    def _note(self) -> None:
        self._talk[-1] = (self._talk[-1][0], list(self.call.heard))

    @staticmethod
    def _hears(event: Event) -> None:
        """The call keeps what is heard."""


class _Talk:
    """One conversation in text."""

    def __init__(self, copy: Copy, script: Script) -> None:
        services = copy.services
        scenario = script.call.get("scenario", services.settings.scenario)
        known = None if script.call.get("from") == "withheld" else copy.lead_id
        self._text, self._call = services.text, services.text.begin(scenario, services.language, known, ())
        self.ended = False
        self.exchanges: list[Exchange] = []
        self.says(FIRST_WORDS[services.language])

    @property
    def call_id(self) -> str:
        return self._call.id

    def says(self, words: str) -> bool:
        """Whether the conversation goes on after these words."""
        try:
            reply = self._text.turn(self._call, words)
        except (ConversationEnded, TurnFailed):
            return False
        self.exchanges.append(Exchange(words, reply.text))
        self.ended = reply.action in {"end_call", "transfer"} or bool((reply.payload or {}).get("ends_call"))
        return not self.ended


def _caller_of(script: Script) -> str:
    """The number of the person in the call who is not us."""
    side = script.call.get("to" if script.call.get("direction") == "outbound-api" else "from", NUMBER)
    return NUMBER if side == "withheld" else side


def _words(act: CallerInput | DialEnd) -> str:
    match act:
        case Speech(text=text):
            return text
        case Keys(digits=digits):
            return f"[{digits}]"
        case HangUp(text=text):
            return f"{text} [hangs up]".strip()
        case DialEnd(status=status):
            return f"[dial: {status}]"
    return "[silence]"


def _never(script: Script) -> tuple[Secret, ...]:
    never = script.facts.get("never", ())
    return tuple(Secret((str(each),)) for each in never) if isinstance(never, list) else ()
