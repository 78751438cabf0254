"""The caller's side of a GPT-Live call: what was said, which keys were pressed, and who answers it. Pure.

Transcripts come in fragments without an end, so an utterance has ended when nothing has come for a moment. What the
model neither answers nor hands on, our agent takes unasked.
"""

from language.ears import is_hallucination
from language.gender import lead_gender_of
from voicebot.realtime import live_events
from voicebot.realtime.call_session import AGAIN
from voicebot.realtime.commands import AskAgent, Event, Exchange, Heard, Note, RunRules, StartTimer, StopTimer
from voicebot.realtime.live_side import LiveSide
from voicebot.realtime.plan import CallPlan, effects_for_rules, for_rules, is_backchannel
from voicebot.realtime.reading import number, part

UTTERANCE_S = 1.0
"""After the last fragment of the caller's words; a delegation, which comes when the model has understood, is faster."""
AHEAD_S, CAUGHT_UP_S = 2.0, 0.4
"""A delegation that is ahead of its words waits for the first of them, and then after each for the next."""
ENDS_MS = 300
"""Who begins to speak in the last of the model's words, by so much at most, has waited for their end."""


class LiveCaller(LiveSide):
    """Decides what of it is a task for our agent, and what is for the rules."""

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
        elif self._answer and self._greeted and self._closing is None:
            # Asked twice for the same words: nothing is done twice.
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
        if self._closing is not None:
            self._take_effect(text, "")
        elif for_rules(text, "", self.plan, self._exchange):
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
        if digit == AGAIN:
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

    def _take_effect(self, text: str, digits: str) -> None:
        """After what is being answered. Nobody waits for it: what the rules would say to it is passed over."""
        asked = RunRules(text, digits, self._exchange)
        if self._at_work is not None:
            self._due.append(asked)
        elif effects := self._effects_of(asked) - self._handled:
            self._handled |= effects
            self._do(asked)

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

    def _greet_callee(self) -> None:
        """The greeting is the answer to a hello."""
        self._unanswered.clear()
        self._sign, self._task_due = "", False
        self._greet()
