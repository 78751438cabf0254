"""The engine's part of what was said: it stands in the record once, in both languages, and what it asks is noted.

Whatever is not stored because the database is away is recorded again, as a whole. It may have been stored all the same,
when only the answer was lost, or when something after it failed: so a sentence is first looked for.
"""

from collections import Counter
from contextlib import suppress

from stores.errors import LostClaim
from stores.values import Call, Turn
from voicebot.agents.handoff import asked_for
from voicebot.agents.state import AskedHandoff, CallState
from voicebot.conversation.speaking import SentenceKind
from voicebot.conversation.types import language_of
from voicebot.realtime.commands import Spoke
from voicebot.realtime.engine_parts import EngineParts
from voicebot.realtime.exchanges import Exchanges
from voicebot.realtime.ports import Later
from voicebot.realtime.working import Working
from voicebot.realtime.yes import Yes

TRANSLATE_S = 5.0


class SpeakingRecord:
    """One call's. What is recorded again comes before anything else, as the same object."""

    def __init__(self, parts: EngineParts, call_id: str, exchanges: Exchanges, working: Working, yes: Yes) -> None:
        self._parts = parts
        self._call_id = call_id
        self._exchanges = exchanges
        self._working = working
        self._yes = yes
        self._trying: tuple[Spoke, Turn, int] | None = None
        self._stand = Counter[int]()

    def record(self, spoke: Spoke) -> Later | None:
        """Keep it, for `Later` to translate. Raises StoreError, and LostClaim when its turn is over."""
        turn, idx = self._place(spoke)
        if language_of(self._call()) == "he":
            return lambda: self._translate(turn.number, idx, spoke)
        self._asked(spoke, spoke.text)
        return None

    def _place(self, spoke: Spoke) -> tuple[Turn, int]:
        """Where it stands. Nobody else adds to the turn: one more than before the first try is it."""
        if self._trying is not None and self._trying[0] is spoke:
            _, turn, before = self._trying
            if len(self._parts.stores.turns.get(self._call_id, turn.number).sentences) > before:
                self._stand[turn.number] = before + 1
                return turn, before
        turn = self._exchanges.turn(spoke.exchange or self._exchanges.newest)
        self._trying = (spoke, turn, self._stand[turn.number])
        language = language_of(self._call())
        kind: SentenceKind = "fixed" if spoke.fixed else "answer"
        idx = self._parts.stores.turns.append_sentence(
            self._call_id,
            turn.number,
            turn.epoch,
            kind,
            spoke.text if language == "he" else "",
            spoke.text,
            agent=CallState.model_validate(self._call().state).agent,
            es=spoke.text if language == "es" else None,
        )
        self._stand[turn.number] = idx + 1
        return turn, idx

    def _translate(self, number: int, idx: int, spoke: Spoke) -> None:
        english = self._parts.translation.to_english(spoke.text, lambda: TRANSLATE_S)[0]
        if english != spoke.text:
            self._parts.stores.turns.translate_sentence(self._call_id, number, idx, spoke.text, english)
        with suppress(LostClaim):
            self._asked(spoke, english)

    def _asked(self, spoke: Spoke, english: str) -> None:
        """Note what the newest answer asks the caller for. A fixed question ("are you there?") stands in its place."""
        if "?" not in spoke.text or (spoke.exchange or self._exchanges.newest) < self._exchanges.newest:
            return
        with self._working, self._parts.stores.database.begin():
            self._exchanges.check()
            call = self._call()
            state = CallState.model_validate(call.state)
            agent = self._parts.scenario(call).agent(state.agent)
            to = asked_for(agent, spoke.text) or asked_for(agent, english)
            asked = AskedHandoff(to=to) if to else None if spoke.fixed else state.asked_handoff
            if asked != state.asked_handoff:
                after = state.but(asked_handoff=asked)
                self._parts.stores.calls.save_state(call.id, after.model_dump(mode="json"), call.state_version)
                self._yes.asked(spoke.exchange, state, after)

    def _call(self) -> Call:
        return self._parts.stores.calls.get(self._call_id)
