"""One call on GPT-Live: the model listens and speaks at once, and our own agent answers each task it hands on. Pure.

The model handles interruptions itself, so nothing is cut here. Its transcripts come in fragments without an end:
an utterance has ended when nothing has come for a moment.
"""

from collections.abc import Callable, Mapping
from typing import Any

from language.gender import lead_gender_of
from voicebot.agents.types import HangUp
from voicebot.realtime import live_events
from voicebot.realtime.call_session import CallSession
from voicebot.realtime.commands import (
    AgentDone,
    AskAgent,
    Billed,
    Closing,
    Command,
    Deed,
    Event,
    Exchange,
    Greeted,
    Heard,
    Note,
    RulesDone,
    RunRules,
    Spoke,
    StartTimer,
    StopTimer,
    Timed,
    ToPhone,
)
from voicebot.realtime.disclosure import differs, missing
from voicebot.realtime.plan import CallPlan, for_rules
from voicebot.realtime.reading import number, part
from voicebot.realtime.usage import Usage

UTTERANCE_S = 1.0
"""After the last fragment of the caller's words; a delegation, which comes when the model has understood, is faster."""
QUIET_S = 1.5
"""After the last fragment of the model's words it has said what it had to say."""
ITEM = "live"
BILLED_S = 15.0
"""Seconds of a session that are charged at once: so much may be missed when a process is killed."""


class LiveSession(CallSession):
    """See the module. Every public method returns what is to be done, in order; after the end, nothing."""

    def __init__(self, plan: CallPlan) -> None:
        super().__init__(plan)
        self._heard = self._said = ""
        self._at_work: tuple[str | None, int] | None = None
        self._waiting: str | None = None
        self._due: list[tuple[str, str, int]] = []
        self._unanswered: list[str] = []
        self._answer = ""
        self._closing_spoken = False
        self._seconds = self._billed_s = 0.0

    # -- what happens

    def on_connected(self) -> list[Command]:
        """The model's side is there, for the first time or again."""
        self._send(live_events.start(self.plan.options, self.plan.language, self._transcript.said))
        self._do(StartTimer("answer", self.plan.waits.answer_s))
        return self._take()

    def on_audio(self, payload: str) -> bytes:
        """The caller's audio, as the model wants it."""
        return live_events.append(payload)

    def on_delta(self, event: Mapping[str, Any]) -> list[bytes] | None:
        """Audio that no answer is timed by."""
        if event.get("type") != "session.output_audio.delta" or self._finished or self._asked_at is not None:
            return None
        delta = event.get("delta")
        return self._playback.play(ITEM, delta) if type(delta) is str else None

    def on_model(self, event: Mapping[str, Any], now: float) -> list[Command]:
        """An event of the model's; unknown ones are passed over."""
        handler = _HANDLERS.get(str(event.get("type")))
        if handler and not self._finished:
            handler(self, event, now)
        return self._take()

    def on_lost(self) -> list[Command]:
        """The model's connection is gone; delegations of it are answered in the next one without their ids."""
        self._ready, self._waiting = False, None
        self._bill()
        self._seconds = self._billed_s = 0.0  # the next session counts anew
        if self._at_work is not None:
            self._at_work = (None, self._at_work[1])
        self._do(StopTimer("answer"), StopTimer("quiet"))
        return self._take()

    def on_done(self, deed: Deed, now: float) -> list[Command]:
        """Our agent, or the rules, have answered; what they did is stored."""
        if self._finished or self._at_work is None:
            return self._take()
        delegation_id, self._at_work = self._at_work[0], None
        if isinstance(deed, RulesDone):
            self._reply(tuple(self.plan.text(each, self._gender) for each in deed.lines), deed.closing, delegation_id)
        elif isinstance(deed, AgentDone):
            self._reply(deed.sentences, deed.closing, delegation_id)
        if self._due and self._closing is None:  # said or pressed meanwhile, and before any other task
            text, digits, exchange = self._due.pop(0)
            self._at_work = (None, exchange)
            self._do(StopTimer("silence"), RunRules(text, digits, exchange))
        if self._waiting is not None:
            self._delegate(self._waiting, now)
        return self._take()

    def on_prepared(self, ready: bool) -> list[Command]:
        """Never: the voice knows nothing of agents, so each hand-off stays in its session."""
        return self._take()

    # -- the caller

    def _fragment(self, event: Event, _now: float) -> None:
        """Some of the caller's words."""
        self._flush_said()
        self._heard += str(event.get("delta") or "")
        self._silences = 0
        self._do(StopTimer("silence"), StartTimer("utterance", UTTERANCE_S))
        if self._wait_for_callee:
            self._do(StartTimer("opening", UTTERANCE_S))

    def _delegated(self, event: Event, now: float) -> None:
        """A task for our agent; the words are those the caller has said since the last one."""
        delegation = part(event, "delegation")
        if delegation.get("target", "client") == "client":
            self._delegate(str(delegation.get("id") or ""), now)

    def _delegate(self, delegation_id: str, now: float) -> None:
        self._waiting = None
        if self._at_work is not None and (self._at_work[0] is not None or self._heard.strip()):
            self._waiting = delegation_id
            return
        text = " ".join((*self._unanswered, self._flush_heard())).strip()
        if not self._greeting_asked and self._at_work is None:
            self._greet()  # the greeting is the answer to a hello
            return
        if self._at_work is not None:  # the rules, or an answer to a connection that was lost
            self._at_work = (delegation_id, self._at_work[1])
        elif text and self._closing is None:
            self._unanswered.clear()
            self._at_work = (delegation_id, self._exchange)
            self._asked_at = now
            self._do(StopTimer("silence"), AskAgent(delegation_id, text, self._exchange))
        elif self._answer:  # asked twice for the same words: nothing is done twice
            self._tell(self._answer, delegation_id)

    def _flush_heard(self) -> str:
        """The utterance that has ended; the rules get what is theirs."""
        text, self._heard = self._heard.strip(), ""
        self._do(StopTimer("utterance"))
        if not text:
            return ""
        self._exchange += 1
        self._gender = lead_gender_of(text) or self._gender
        self._transcript.remember("user", text)
        self._do(Exchange(self._exchange), Heard(self._exchange, text))
        free = self._closing is None and self._at_work is None and not self._finished
        if for_rules(text, "", self.plan, self._exchange):
            if free:
                self._ask_rules(text, "")
            else:
                self._due.append((text, "", self._exchange))
        elif self._at_work is not None:
            self._unanswered.append(text)  # the next task is about them too
        return text

    def _key(self, digit: str) -> None:
        if self._closing is not None:
            return
        self._flush_heard()
        self._exchange += 1
        self._do(Exchange(self._exchange), Heard(self._exchange, "", digit), StopTimer("silence"))
        if digit == "*":
            self._send(live_events.repeat())
        elif self._at_work is not None:
            self._due.append(("", digit, self._exchange))
        else:
            self._ask_rules("", digit)

    def _ask_rules(self, text: str, digits: str) -> None:
        self._at_work = (None, self._exchange)
        self._do(StopTimer("silence"), RunRules(text, digits, self._exchange))

    # -- the model

    def _started(self, _event: Event, _now: float) -> None:
        self._ready = True
        self._do(StopTimer("answer"))
        if not self._wait_for_callee and not self._greeting_asked:
            self._greet()
        elif self._answer and self._closing is not None:
            self._tell(self._answer, None)  # its goodbye was lost with the connection

    def _greet(self) -> None:
        self._wait_for_callee, self._greeting_asked = False, True
        self._do(StopTimer("opening"))
        self._tell(self._lines.greeting, None)

    def _audio(self, event: Event, now: float) -> None:
        delta = event.get("delta")
        if not isinstance(delta, str):
            return
        if self._asked_at is not None and self._at_work is None:
            self._do(Timed(self._exchange, "first_audio", round((now - self._asked_at) * 1000)))
            self._asked_at = None
        self._do(*map(ToPhone, self._playback.play(ITEM, delta)))

    def _words(self, event: Event, _now: float) -> None:
        """Some of the model's own words."""
        self._said += str(event.get("delta") or "")
        self._closing_spoken = self._closing is not None
        self._do(StopTimer("silence"), StartTimer("quiet", QUIET_S))

    def _flush_said(self) -> None:
        said, self._said = self._said.strip(), ""
        if said:
            self._transcript.remember("assistant", said)
            if self._greeting_asked and not self._greeted:
                self._greeted = True
                self._do(Spoke(self._exchange, said, fixed=self._said_as_meant(said)), Greeted())
            else:
                self._do(Spoke(self._exchange, said))

    def _said_as_meant(self, said: str) -> bool:
        """Whether the greeting was said as it stands, as far as it came; what is missing of the disclosure is said."""
        greeting = self._lines.greeting
        if (rest := missing(said, greeting, self.plan.language)) and self._closing is None and not self._finished:
            self._do(Note("realtime.disclosed_again", {}))
            self._tell(rest, None)
        if differs(said, greeting, cut=True):
            self._do(Note("realtime.greeting_differs", {}))
            return False
        return True

    def _usage(self, event: Event, _now: float) -> None:
        """Billed by the second; the vendor counts from the session's beginning. Told on in whole pieces, which are
        rare enough to be stored one by one."""
        self._seconds = max(self._seconds, number(part(event, "usage").get("seconds")))
        if self._seconds - self._billed_s >= BILLED_S:
            self._bill()

    def _bill(self) -> None:
        seconds, self._billed_s = self._seconds - self._billed_s, self._seconds
        if seconds > 0:
            self._do(Billed((Usage(self.plan.options.model, seconds=seconds),)))

    def _error(self, event: Event, _now: float) -> None:
        self._do(Note("realtime.error", {"code": str(part(event, "error").get("code"))[:60]}))
        if not self._ready:
            self._finish("fallback", "session refused")

    # -- saying, and the end

    def _reply(self, sentences: tuple[str, ...], closing: Closing | None, delegation_id: str | None) -> None:
        text = " ".join(sentences)
        if closing is not None and not text:
            lines = self._lines
            text = lines.goodbye if isinstance(closing, HangUp) else lines.transferring
        self._close(closing)
        if text:
            self._tell(text, delegation_id)

    def _tell(self, text: str, delegation_id: str | None) -> None:
        self._answer = text
        for each in live_events.say(text, delegation_id or None):
            self._send(each)

    def _say(self, line: str) -> None:
        self._tell(line, None)

    def _say_goodbye(self, line: str, reason: str) -> None:
        self._close(HangUp(reason))
        self._tell(line, None)

    @property
    def _said_goodbye(self) -> bool:
        return self._closing is not None and self._closing_spoken

    def _close(self, closing: Closing | None) -> None:
        if closing is not None and self._closing is None:
            self._closing_spoken = False
        super()._close(closing)

    def _may_ask_again(self) -> bool:
        return self._closing is None and self._at_work is None

    def _timed_out(self, name: str) -> None:
        match name:
            case "opening" if self._wait_for_callee and self._ready:
                self._flush_heard()
                if self._at_work is None:
                    self._greet()
            case "opening":
                self._wait_for_callee = False
            case "utterance":
                self._flush_heard()
            case "quiet":
                self._quiet()
            case _:
                pass

    def _quiet(self) -> None:
        """The model has said it: the call ends when it has been heard, or the caller has the word."""
        self._flush_said()
        if self._closing is None:
            self._do(StartTimer("silence", self.plan.waits.silence_s))
        elif self._closing_spoken and not self._end_mark:
            self._end_when_heard()

    def _last_words(self) -> None:
        self._flush_heard()
        self._flush_said()
        self._bill()


_L = LiveSession
_HANDLERS: Mapping[str, Callable[[LiveSession, Event, float], None]] = {
    "session.started": _L._started,
    "session.input_transcript.delta": _L._fragment,
    "session.output_transcript.delta": _L._words,
    "session.output_audio.delta": _L._audio,
    "session.delegation.created": _L._delegated,
    "session.usage.updated": _L._usage,
    "error": _L._error,
}
