"""One call on GPT-Live: the model listens and speaks at once, and our own agent answers each task it hands on. Pure.

The model handles interruptions itself, so nothing is cut here but by a key.
"""

from collections.abc import Callable, Mapping

from voicebot.agents.types import HangUp
from voicebot.realtime import live_events
from voicebot.realtime.commands import (
    AgentDone,
    Closing,
    Command,
    Deed,
    Event,
    FinishedBy,
    Note,
    RulesDone,
    StartTimer,
    StopTimer,
)
from voicebot.realtime.live_caller import LiveCaller
from voicebot.realtime.plan import CallPlan
from voicebot.realtime.reading import part

PARTING, PARTING_S = "parting", 0.5
"""So long the session's last word is waited for: both sides are closed within a second."""
FILLER_WORDS = 3
"""Of the model's own: so few are said while thinking, and are no answer."""


class LiveSession(LiveCaller):
    """See the module. Every public method returns what is to be done, in order; after the end, nothing."""

    def __init__(self, plan: CallPlan) -> None:
        super().__init__(plan)
        self._told_language = plan.language
        self._parting: tuple[FinishedBy, str, Closing | None] | None = None

    # -- what happens

    def on_connected(self) -> list[Command]:
        """The model's side is there, for the first time or again."""
        self._send(live_events.start(self.plan.options, self.plan.language, self._transcript.said))
        self._told_language = self.plan.language
        self._await_model()
        return self._take()

    def on_model(self, event: Event, now: float) -> list[Command]:
        """An event of the model's; unknown ones are passed over."""
        handler = (_LAST if self._finished else _HANDLERS).get(str(event.get("type")))
        if handler:
            handler(self, event, now)
        return self._take()

    def on_lost(self) -> list[Command]:
        """The model's connection is gone; delegations of it are answered in the next one without their ids."""
        self._waiting = None
        if self._at_work is not None:
            self._at_work = (None, self._at_work[1])
        self._do(StopTimer("task"))
        self._side_lost()
        if self._ahead is not None and not self._heard:
            self._caught_up(("", self._ahead[1]))  # its words went down with the connection
        self._no_longer_ahead()
        self._parted()
        return self._take()

    def on_timer(self, name: str, now: float) -> list[Command]:
        """A timer has run out."""
        if name == PARTING:
            self._parted()
        return super().on_timer(name, now)

    def on_done(self, deed: Deed, now: float) -> list[Command]:
        """Our agent, or the rules, have answered; what they did is stored."""
        if self._finished or self._at_work is None:
            return self._take()
        delegation_id, self._at_work = self._at_work[0], None
        self._hushed = False
        self._keypad.patient = deed.patient or self._keypad.patient
        self._stage(deed.stage_s)
        if isinstance(deed, RulesDone | AgentDone) and deed.persona is not None:
            self._reword(deed.persona.wording)
            self._tell_language()
        if isinstance(deed, RulesDone):
            self._reply(tuple(self.plan.text(each, self._gender) for each in deed.lines), deed.closing, delegation_id)
        elif isinstance(deed, AgentDone):
            self._reply(deed.sentences, deed.closing, delegation_id)
        self._next_rules()
        if self._waiting is not None:
            self._delegate(self._waiting, now)
        return self._take()

    def on_prepared(self, ready: bool) -> list[Command]:
        """Never: the voice knows nothing of agents, so each hand-off stays in its session."""
        return self._take()

    # -- the model

    def _started(self, _event: Event, _now: float) -> None:
        self._ready = True
        self._listens()
        self._seconds.begin()  # what was kept for it is none of its time
        self._tell_language()
        self._do(StopTimer("answer"))
        if not self._wait_for_callee and not self._greeting_asked:
            self._greet_callee()
        else:
            self._tell_again()
        if self._task_due and self._at_work is None:
            self._do(StartTimer("task", self.plan.waits.task_s))

    def _tell_language(self) -> None:
        """The session began in another language; one that has not started takes no command yet."""
        if self._ready and self._told_language != self.plan.language:
            self._told_language = self.plan.language
            self._send(live_events.speak(self.plan.language))

    def _error(self, event: Event, _now: float) -> None:
        self._do(Note("realtime.error", {"code": str(part(event, "error").get("code"))[:60]}))
        if not self._ready:
            self._finish("fallback", "session refused")

    # -- answers, and the end

    def _reply(self, sentences: tuple[str, ...], closing: Closing | None, delegation_id: str | None) -> None:
        text = " ".join(sentences)
        if closing is not None and not text:
            lines = self._lines
            text = lines.goodbye if isinstance(closing, HangUp) else lines.transferring
        self._close(closing)
        if text:
            self._tell(text, delegation_id)
        else:
            self._listen()

    def _listen(self) -> None:
        """Nothing is left to be said: the caller has the word, or the call ends when all has been heard."""
        if self._closing is None:
            if self._task_due:
                self._do(StartTimer("task", self.plan.waits.task_s))
            self._do(StartTimer("silence", self.plan.waits.silence_s))
        elif self._closing_spoken and self._at_work is None and not self._end_mark:
            self._end_when_heard()

    def _may_ask_again(self) -> bool:
        return self._closing is None and self._at_work is None

    @property
    def _nobody_speaks(self) -> bool:
        speaks = self._heard or self._said or self._unsaid or self._task_due or self._ahead is not None
        return self._ready and self._greeted and self._may_ask_again() and not speaks

    def _timed_out(self, name: str) -> None:
        match name:
            case "opening" | "greet" if not self._greeting_asked:
                self._greet_in_time()
            case "utterance":
                self._flush_heard()
            case "words" if self._ahead is not None:
                self._caught_up(self._ahead)
            case "task":
                self._take_task()
            case "quiet":
                self._quiet()
            case _:
                pass

    def _greet_in_time(self) -> None:
        """The callee has said hello, or nothing, or the line is never quiet."""
        if not self._ready:
            self._wait_for_callee = False
            return
        self._flush_heard()
        if self._at_work is None:
            self._greet_callee()

    def _quiet(self) -> None:
        """The model has said it. A longer speech of its own, which nobody told it, was its answer."""
        own = not self._telling and len(self._said.split()) > FILLER_WORDS
        self._telling = False
        self._task_due = self._task_due and not own
        self._flush_said()
        if self._greeted and self._closing is None:
            self._answer_early_keys()
        self._listen()

    def _end(self, by: FinishedBy, reason: str, closing: Closing | None) -> None:
        """A session that lives is asked for its last word first, which tells what it has cost."""
        if not self._ready:
            super()._end(by, reason, closing)
            return
        self._parting = (by, reason, closing)
        self._hears = False
        self._send(live_events.close())
        self._do(StartTimer(PARTING, PARTING_S))

    def _last_fragment(self, event: Event, _now: float) -> None:
        """Words that were still on their way."""
        self._heard += str(event.get("delta") or "")

    def _session_closed(self, event: Event, _now: float) -> None:
        self._seconds.settled(event)
        self._parted()

    def _parted(self) -> None:
        """The session has said its last word, or will not; the call ends, if that was to come."""
        parting, self._parting = self._parting, None
        if parting is not None:
            super()._end(*parting)

    def _last_words(self) -> None:
        self._flush_heard()
        self._do(*self._due_effects())
        self._flush_said()
        self._bill_the_rest()


_L = LiveSession
_HANDLERS: Mapping[str, Callable[[LiveSession, Event, float], None]] = {
    "session.started": _L._started,
    "session.input_transcript.delta": _L._fragment,
    "session.output_transcript.delta": _L._words,
    "session.output_audio.delta": _L._audio,
    "session.delegation.created": _L._delegated,
    "session.usage.updated": _L._usage,
    "session.closed": _L._session_closed,
    "error": _L._error,
}
_LAST: Mapping[str, Callable[[LiveSession, Event, float], None]] = {
    "session.input_transcript.delta": _L._last_fragment,
    "session.usage.updated": _L._usage,
    "session.closed": _L._session_closed,
}
"""Of a call that has ended but for its session's last word."""
