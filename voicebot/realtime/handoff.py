"""A hand-off to an agent that is given a summary: its own session is prepared, and swapped in at a pause. Pure.

The caller stays on the same stream and hears nothing of it. Until the swap the old session hears the caller, so that
no word is lost; what was said in that time is told to the new one. When the new session cannot be had, the old agent
goes on, its state put back by the engine, and its model is told.
"""

from dataclasses import dataclass, field

from voicebot.realtime import openai_events
from voicebot.realtime.commands import (
    AgentKept,
    Heard,
    KeepAgent,
    Note,
    Persona,
    Prepare,
    StartTimer,
    StopTimer,
    Swap,
    Unprepare,
)
from voicebot.realtime.core import SessionCore
from voicebot.realtime.responses import Wish
from voicebot.realtime.transcript import Said


@dataclass
class Handoff:
    """One that is going on. `call_id` is of the function call that waits for its output, "" when rules handed over;
    `before` is what had been said until then, which the new agent does not get; `changed` says that another agent, or
    the same in another language, was chosen since."""

    persona: Persona
    call_id: str
    before: list[Said] = field(default_factory=list)
    ready: bool = False
    failed: bool = False
    changed: bool = False


class HandoffSide(SessionCore):
    """Hands over between agents, in one session or to another."""

    def _become(self, persona: Persona | None, call_id: str = "") -> None:
        """Another agent goes on, or the same in another language: at once in the same session, or in its own as soon
        as that is there."""
        if persona is None:
            return
        reworded = self._reword(persona.wording)
        if self._handoff is not None:
            self._become_meanwhile(self._handoff, persona, call_id)
            return
        if persona.fresh and self._ready:
            before, self._transcript.said = self._transcript.said, []
            self._handoff = Handoff(persona, call_id, before)
            self._prepare(persona)
            return
        self.persona = persona
        if persona.fresh:  # there is no session: the next one is the new agent's
            self._transcript.said = []
        else:
            self._send(openai_events.persona_update(persona, self.plan.options if reworded else None))

    def _prepare(self, persona: Persona) -> None:
        first = openai_events.session_update(persona, self.plan.options)
        self._do(Prepare(first), StartTimer("handoff", self.plan.waits.handoff_s), StopTimer("silence"))

    def _become_meanwhile(self, handoff: Handoff, persona: Persona, call_id: str) -> None:
        """Chosen during a hand-off: the session being prepared was told of another, so it is prepared anew."""
        handoff.persona, handoff.call_id, handoff.changed = persona, handoff.call_id or call_id, True
        if not handoff.failed:
            handoff.ready = False
            self._do(Unprepare())
            self._prepare(persona)

    def _prepared(self, ready: bool) -> None:
        handoff = self._handoff
        if handoff is None or handoff.failed:
            return
        if ready:
            handoff.ready = True
            self._swap_at_a_pause()
        else:
            self._handoff_failed("session")

    def _handoff_late(self) -> None:
        """It takes too long; a session that is ready and only waits for a pause waits on."""
        handoff = self._handoff
        if handoff is None or handoff.failed:
            return
        if not handoff.ready:
            self._handoff_failed("late")
        elif self._caller_speaks:
            self._do(StartTimer("handoff", self.plan.waits.handoff_s))
        else:
            self._swap(handoff)

    def _swap_at_a_pause(self) -> None:
        """Swap when nobody is in the middle of something that only the old session knows."""
        handoff = self._handoff
        if handoff is None or not handoff.ready or handoff.failed:
            return
        if not self._in_utterance and not self._utterances and not self._responses.busy:
            self._swap(handoff)

    def _swap(self, handoff: Handoff) -> None:
        self._handoff = None
        self.persona = handoff.persona
        self._ready = self._hears = True
        self._do(Swap(), StopTimer("handoff"), Note("realtime.swapped", {"agent": handoff.persona.agent}))
        self._leave_session()
        for role, text in self._transcript.said:
            self._send(openai_events.message(role, text))
        if self._talking:
            self._responses.wish(Wish(exchange=self._exchange))
        self._create()

    def _leave_session(self) -> None:
        """What belonged to the old session: items that still play cannot be cut there, words do not come any more."""
        self._responses.lost()
        self._bill_the_rest()
        self._foreign.update(self._playback.items)
        for exchange, _overlapped in self._utterances.values():
            self._do(Heard(exchange, ""))
        self._utterances.clear()
        self._deeds.clear()
        self._caller_speaks = self._in_utterance = self._overlaps = False

    def _handoff_failed(self, reason: str) -> None:
        """The agent before goes on, as soon as its state has been put back."""
        handoff = self._handoff
        if handoff is None or handoff.failed:
            return
        handoff.failed = True
        self._do(Unprepare(), StopTimer("handoff"), Note("realtime.handoff_failed", {"reason": reason}))
        self._do(KeepAgent(handoff.call_id, self._exchange))

    def _agent_kept(self, kept: AgentKept) -> None:
        handoff, self._handoff = self._handoff, None
        if handoff is None:
            return
        self._transcript.said = [*handoff.before, *self._transcript.said]
        if handoff.call_id and self._ready:
            self._send(openai_events.function_output(handoff.call_id, kept.output))
        else:
            self._tell_anew(f"(Handing over to another agent failed: {kept.output})")
        if handoff.changed and kept.persona is not None:
            newest = handoff.persona if handoff.persona.agent == kept.persona.agent else kept.persona
            self._tell_persona(newest)
        if self._talking:
            self._responses.wish(Wish(exchange=self._exchange))
        self._create()

    def _tell_persona(self, persona: Persona) -> None:
        """This session's agent was changed, or its language, while another was being prepared."""
        self.persona = persona
        if self._ready:
            self._send(openai_events.persona_update(persona, self.plan.options))

    def _lost_while_handing_over(self) -> None:
        """The old session is gone: the new one takes over, now or when it is reached."""
        handoff = self._handoff
        if handoff is None:
            return
        if handoff.failed:
            handoff.call_id = ""  # the next connection does not know the call that it was
        elif handoff.ready:
            self._swap(handoff)
        else:
            self._handoff, self.persona = None, handoff.persona
            self._do(Unprepare(), StopTimer("handoff"))
            self._responses.wish(Wish(exchange=self._exchange))

    def _tell_anew(self, text: str) -> None:
        """A new connection does not know the call that this answers."""
        self._transcript.remember("system", text)
        if self._ready:
            self._send(openai_events.message("system", text))
