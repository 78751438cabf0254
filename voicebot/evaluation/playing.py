"""Plays a script, or lets a simulated caller talk, through the text engine; what is left stands in the store."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stores.values import Turn
from voicebot.agents.claims import false_claim
from voicebot.agents.state import CallState
from voicebot.conversation.text import ConversationEnded, TurnFailed
from voicebot.evaluation.personas import Caller, Persona
from voicebot.evaluation.stage import Side, Stage, secrets_of
from voicebot.services import Services
from voicebot.simphone.runner import plain
from voicebot.simphone.script import Script, Step

NUMBER = "+972547654321"
FIRST_WORDS = {"he": "שלום", "en": "Hello", "es": "Hola"}
MAX_EXCHANGES = 16
"""Exchanges of a simulated caller; a good call has fewer."""


@dataclass(frozen=True)
class Exchange:
    caller: str
    agent: str


@dataclass(frozen=True)
class Left:
    """The facts, as the store has them. `claimed` are sentences that say what was not done; `told` are secrets."""

    outcome: str = ""
    meetings: int = 0
    tasks: tuple[str, ...] = ()
    suppressed: bool = False
    ended: bool = False
    failed_turns: int = 0
    asked_to_be_removed: bool = False
    claimed: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Played:
    """One conversation. `missed` are lines that should have been heard, `skipped` steps that text cannot play."""

    side: str
    exchanges: tuple[Exchange, ...]
    left: Left
    models: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    skipped: tuple[int, ...] = ()


def play(stage: Stage, script: Script, side: Side) -> Played:
    """A script's words, from those that follow the greeting on."""
    with stage.copy(side, NUMBER, script) as (services, lead_id):
        talk = _Talk(services, script, lead_id)
        missed: list[str] = []
        skipped = tuple(each.number for each in script.steps if _beyond_text(each))
        for at, step in enumerate(script.steps):
            if at:
                missed += (each for each in step.hears if plain(each) not in plain(talk.heard))
            if step.says and not talk.says(step.says):
                break
            if step.hangs_up:
                break
        return Played(side.name, *talk.over(script), tuple(missed), skipped)


def talk_with(stage: Stage, script: Script, side: Side, persona: Persona, caller: Caller) -> Played:
    """A simulated caller who wants what the script's caller wanted. Raises VendorError when the caller cannot go on."""
    with stage.copy(side, NUMBER, script) as (services, lead_id):
        talk = _Talk(services, script, lead_id)
        gist = [each.says for each in script.steps if each.says]
        for _ in range(MAX_EXCHANGES):
            said = caller.answer(persona, gist, [(each.caller, each.agent) for each in talk.exchanges])
            if (said.says and not talk.says(said.says)) or said.hangs_up:
                break
        return Played(side.name, *talk.over(script))


class _Talk:
    """One conversation in text."""

    def __init__(self, services: Services, script: Script, lead_id: int) -> None:
        self._services = services
        self._language = services.language
        scenario = script.call.get("scenario", services.settings.scenario)
        known = None if script.call.get("from") == "withheld" else lead_id
        self._call = services.text.begin(scenario, self._language, known, ())
        self._ended = False
        self.exchanges: list[Exchange] = []
        self.says(FIRST_WORDS[self._language])

    @property
    def heard(self) -> str:
        return self.exchanges[-1].agent if self.exchanges else ""

    def says(self, words: str) -> bool:
        """Whether the conversation goes on after these words."""
        try:
            reply = self._services.text.turn(self._call, words)
        except (ConversationEnded, TurnFailed):
            return False
        self.exchanges.append(Exchange(words, reply.text))
        self._ended = reply.action in {"end_call", "transfer"} or bool((reply.payload or {}).get("ends_call"))
        return not self._ended

    def over(self, script: Script) -> tuple[tuple[Exchange, ...], Left, tuple[str, ...]]:
        stores, call = self._services.stores, self._services.stores.calls.get(self._call.id)
        turns = stores.turns.for_call(call.id)
        state = CallState.model_validate(call.state)
        heard = " ".join(each.agent for each in self.exchanges)
        heard += " ".join(each.en for turn in turns for each in turn.sentences)
        secrets = (*secrets_of(self._services), *_never(script))
        left = Left(
            outcome=call.outcome or "",
            meetings=len([each for each in stores.meetings.list(200).items if each.call_id == call.id]),
            tasks=tuple(each.kind for each in stores.tasks.list(200).items if each.call_id == call.id),
            suppressed=stores.suppressions.contains(NUMBER),
            ended=self._ended,
            failed_turns=sum(each.state != "done" for each in turns),
            asked_to_be_removed=any({"optout", "deceased", "where_from"} & set(each.intents) for each in turns),
            claimed=tuple(self._claims(turns, state)),
            told=tuple(each for each in secrets if each in heard),
        )
        return tuple(self.exchanges), left, tuple(sorted({each.model for each in turns if each.model}))

    def _claims(self, turns: Sequence[Turn], state: CallState) -> Iterator[str]:
        """A model's sentences that say that something was done which, at the end of the call, was not."""
        scenario = self._services.scenarios[self._call.scenario]
        claims = tuple(claim for agent in scenario.agents.values() for claim in agent.claims)
        for turn in turns:
            yield from (
                each.en for each in turn.sentences if each.kind == "answer" and false_claim(each.en, claims, state)
            )


def _beyond_text(step: Step) -> bool:
    """What only a telephone has: keys, silence, and somebody who does not pick up."""
    return bool((step.keys and not step.says) or step.silent or step.dial not in {None, "completed"})


def _never(script: Script) -> tuple[str, ...]:
    never = script.facts.get("never", ())
    return tuple(map(str, never)) if isinstance(never, list) else ()
