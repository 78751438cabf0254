"""One call on GPT-Live: the model listens and speaks at once, and our own agent answers each task it hands on. Pure.

The model handles interruptions itself, so nothing is cut here but by a key. Its transcripts come in fragments without
an end: an utterance has ended when nothing has come for a moment. What the model neither answers nor hands on, our
agent takes unasked.
"""

from collections.abc import Callable, Mapping

from language.ears import is_hallucination
from language.gender import lead_gender_of
from voicebot.agents.types import HangUp
from voicebot.realtime import live_events
from voicebot.realtime.commands import (
    AgentDone,
    AskAgent,
    Closing,
    Command,
    Deed,
    Event,
    Exchange,
    Heard,
    Note,
    RulesDone,
    RunRules,
    StartTimer,
    StopTimer,
)
from voicebot.realtime.live_side import LiveSide
from voicebot.realtime.plan import CallPlan, effects_for_rules, for_rules, is_backchannel
from voicebot.realtime.reading import number, part

UTTERANCE_S = 1.0
"""After the last fragment of the caller's words; a delegation, which comes when the model has understood, is faster."""
AHEAD_S, CAUGHT_UP_S = 2.0, 0.4
"""A delegation that is ahead of its words waits for the first of them, and then after each for the next."""
FILLER_WORDS = 3
"""Of the model's own: so few are said while thinking, and are no answer."""
ENDS_MS = 300
"""Who begins to speak in the last of the model's words, by so much at most, has waited for their end."""


class LiveSession(LiveSide):
    """See the module. Every public method returns what is to be done, in order; after the end, nothing."""

    def __init__(self, plan: CallPlan) -> None:
        super().__init__(plan)
        self._heard = self._sign = ""
        self._talked_into = False
        self._waiting: str | None = None
        self._ahead: tuple[str, int] | None = None
        self._due: list[RunRules] = []
        self._handled = frozenset[str]()
        self._unanswered: list[str] = []
        self._task_due = False
        self._told_language = plan.language

    # -- what happens

    def on_connected(self) -> list[Command]:
        """The model's side is there, for the first time or again."""
        self._send(live_events.start(self.plan.options, self.plan.language, self._transcript.said))
        self._told_language = self.plan.language
        self._await_model()
        return self._take()

    def on_model(self, event: Event, now: float) -> list[Command]:
        """An event of the model's; unknown ones are passed over."""
        handler = _HANDLERS.get(str(event.get("type")))
        if handler and not self._finished:
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
        return self._take()

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

    # -- the caller

    def _fragment(self, event: Event, _now: float) -> None:
        """Some of the caller's words."""
        self._flush_said()
        if not self._heard:
            begins = event.get("start_ms")
            self._talked_into = begins is not None and number(begins) + ENDS_MS < self._said_until_ms
        self._heard += str(event.get("delta") or "")
        self._silences = 0
        self._do(StopTimer("silence"), StopTimer("task"), StartTimer("utterance", UTTERANCE_S))
        if self._ahead is not None:
            self._do(StartTimer("words", CAUGHT_UP_S))
        if self._wait_for_callee:
            self._do(StartTimer("opening", UTTERANCE_S))
        elif self._unsaid and self._greeted:
            self._await_model()  # it may wait until the caller has spoken

    def _delegated(self, event: Event, now: float) -> None:
        """A task for our agent; the words are those the caller has said since the last one."""
        delegation = part(event, "delegation")
        if delegation.get("target", "client") == "client":
            self._delegate(str(delegation.get("id") or ""), now, new=True)

    def _delegate(self, delegation_id: str, now: float, new: bool = False) -> None:
        """`new`: it has come this moment, maybe before its words."""
        self._waiting = None
        if self._at_work is not None and (self._at_work[0] is not None or self._heard.strip()):
            self._waiting = delegation_id
            return
        self._flush_heard()
        text = " ".join(self._unanswered) or self._sign
        if not self._greeting_asked and self._at_work is None:
            self._greet_callee()
        elif self._at_work is not None:  # the rules, or an answer to a connection that was lost
            self._at_work = (delegation_id, self._at_work[1])
        elif text and self._closing is None:
            self._ask_agent(delegation_id, text, now)
        elif new and self._closing is None and self._greeted:
            self._ahead = (delegation_id, self._exchange)
            self._do(StopTimer("silence"), StartTimer("words", AHEAD_S))
        elif self._answer and self._greeted:  # asked twice for the same words: nothing is done twice
            self._tell(self._answer, delegation_id)

    def _caught_up(self, ahead: tuple[str, int]) -> None:
        """The words of a delegation that was ahead of them are there, or do not come: then they are asked for."""
        delegation_id, exchange = ahead
        self._no_longer_ahead()
        self._flush_heard()
        if self._at_work is not None or self._unanswered or self._sign:
            self._delegate(delegation_id, self._now)
        elif self._closing is None and exchange == self._exchange:
            self._tell(self._lines.say_again, delegation_id)

    def _no_longer_ahead(self) -> None:
        self._ahead = None
        self._do(StopTimer("words"))

    def _ask_agent(self, delegation_id: str, text: str, now: float) -> None:
        self._no_longer_ahead()
        self._unanswered.clear()
        self._sign, self._task_due = "", False
        self._at_work = (delegation_id or None, self._exchange)
        self._asked_at = now
        self._do(StopTimer("silence"), StopTimer("task"), AskAgent(delegation_id, text, self._exchange))

    def _flush_heard(self) -> None:
        """The utterance that has ended; the rules get what is theirs."""
        text, self._heard = self._heard.strip(), ""
        self._do(StopTimer("utterance"))
        if not text:
            return
        self._exchange += 1
        self._gender = lead_gender_of(text) or self._gender
        self._transcript.remember("user", text)
        self._do(Exchange(self._exchange), Heard(self._exchange, text))
        listens = (self._talked_into and is_backchannel(text, self.plan.language)) or is_hallucination(text)
        if self._talked_into and not listens:
            self._do(Note("realtime.interrupted", {}))
        if for_rules(text, "", self.plan, self._exchange):
            self._ask_rules(text, "")
        elif listens:
            self._sign = text
        else:
            self._expect_task(text)

    def _expect_task(self, text: str) -> None:
        """The model answers these words or hands them on. Those it has answered itself are no part of a later task."""
        if not self._task_due:
            self._unanswered.clear()
        self._unanswered.append(text)
        self._task_due = True
        if self._at_work is None and self._greeting_asked:
            self._do(StartTimer("task", self.plan.waits.task_s))

    def _take_task(self) -> None:
        """It has done neither in time: our agent answers all the same."""
        if self._ready and self._at_work is None and self._closing is None and self._unanswered:
            self._do(Note("realtime.task_taken", {}))
            self._ask_agent("", " ".join(self._unanswered), self._now)

    def _key(self, digit: str) -> None:
        if self._closing is not None:
            return
        self._cut_in()
        if digit == "*":
            self._heard_keys(digit)
            self._hushed = False
            self._send(live_events.repeat())
            self._expect_speech()
        else:
            self._code(digit)

    def _code(self, keys: str) -> None:
        self._heard_keys(keys)
        self._ask_rules("", keys)

    def _heard_keys(self, keys: str) -> None:
        self._flush_heard()
        self._exchange += 1
        self._do(Exchange(self._exchange), Heard(self._exchange, "", keys), StopTimer("silence"))

    def _cut_in(self) -> None:
        """Until the answer to the keys, all the model can say is what it was saying."""
        self._hush()
        self._hushed = not self._unsaid

    def _ask_rules(self, text: str, digits: str) -> None:
        """At once, or after what is being answered."""
        self._due.append(RunRules(text, digits, self._exchange))
        self._next_rules()

    def _next_rules(self) -> None:
        """Said or pressed meanwhile, and before any other task; at the call's end only what has another effect."""
        if self._closing is not None:
            self._due = self._due_effects()
        if self._due and self._at_work is None and not self._finished:
            asked = self._due.pop(0)
            self._at_work = (None, asked.exchange)
            self._handled |= self._effects_of(asked)
            self._do(StopTimer("silence"), StopTimer("task"), asked)

    def _due_effects(self) -> list[RunRules]:
        """What was asked of the rules and takes effect even if nobody hears an answer."""
        return [each for each in self._due if self._effects_of(each) - self._handled]

    def _effects_of(self, asked: RunRules) -> frozenset[str]:
        return effects_for_rules(asked.text, asked.digits, self.plan, asked.exchange)

    # -- the model

    def _started(self, _event: Event, _now: float) -> None:
        self._ready = True
        self._listens()
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

    def _greet_callee(self) -> None:
        """The greeting is the answer to a hello."""
        self._unanswered.clear()
        self._sign, self._task_due = "", False
        self._greet()

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
        self._listen()

    def _last_words(self) -> None:
        self._flush_heard()
        self._do(*self._due_effects())
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
