"""What a realtime session remembers, and how it asks for speech, cuts it, and ends. Pure."""

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

import orjson

from voicebot.agents.claims import false_claim
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolCall
from voicebot.agents.types import HangUp
from voicebot.realtime import codec, openai_events
from voicebot.realtime.bounds import Bounds
from voicebot.realtime.call_session import CallSession
from voicebot.realtime.commands import (
    Billed,
    Exchange,
    Greeted,
    Note,
    Spoke,
    StartTimer,
    StopTimer,
    Timed,
    ToPhone,
)
from voicebot.realtime.corrections import Corrections
from voicebot.realtime.disclosure import Disclosure, differs
from voicebot.realtime.overlap import Overlap
from voicebot.realtime.plan import CallPlan
from voicebot.realtime.responses import Responses, Wish
from voicebot.realtime.usage import Unbilled

if TYPE_CHECKING:
    from voicebot.realtime.handoff import Handoff

MAX_FAILURES = 2
"""Responses that may fail in a row before the turn-based way takes over."""


class SessionCore(CallSession):
    """The state of one call and its elementary moves; commands are gathered in order."""

    def __init__(self, plan: CallPlan) -> None:
        super().__init__(plan)
        self.persona = plan.persona
        self._responses = Responses()
        self._bounds = Bounds(plan.limits)
        self._unbilled = Unbilled(plan.options.model)
        self._updating = False
        self._greeting_checked = plan.greeted
        self._greeting_begun = plan.greeted
        self._greets_over_noise = False
        self._disclosure = Disclosure(plan.language)
        self._alive = False
        self._caller_speaks = self._in_utterance = self._overlaps = self._before_greeting = False
        self._deeds: deque[ToolCall] = deque()
        self._running: str | None = None
        self._handoff: Handoff | None = None
        self._foreign: set[str] = set()
        self._running_is_orphan = self._rules_run = self._leaving = self._ending = False
        self._goodbye_said = False
        self._utterances: dict[str, tuple[int, Overlap | None]] = {}
        self._overlap: Overlap | None = None
        self._passed: tuple[int, Overlap] | None = None
        self._failures = 0
        self._done = plan.done
        self._claimed: list[str] = []
        self._corrections = Corrections()
        self._stopped_at: float | None = None

    @property
    def _at_work(self) -> bool:
        """Whether a tool, the rules or a hand-off are about to change what is said next, and by whom."""
        return self._running is not None or self._rules_run or self._handoff is not None

    @property
    def _talking(self) -> bool:
        """Whether an answer may be asked for: greeted, no goodbye, and no rules at it."""
        return self._greeting_asked and self._closing is None and not self._rules_run

    # -- asking for speech

    def _answer(self) -> None:
        self._responses.wish(Wish(exchange=self._exchange))
        self._create()

    def _say(self, line: str) -> None:
        self._responses.wish(Wish(line, self._exchange))
        self._create()

    def _greet(self) -> None:
        self._do(StopTimer("opening"))
        self._wait_for_callee = False
        self._greeting_asked = True
        self._say(self._lines.greeting)

    def _create(self) -> None:
        """Ask for the next response, unless the caller has the word or a tool is at work."""
        if not self._ready or self._finished or self._at_work or self._leaving:
            return
        if self._caller_speaks and self._closing is None and not self._greets_over_noise:
            return
        if event := self._responses.next(self._bounds.allow_tools):
            self._tell_time()
            self._send(event)
            self._asked_at = self._now
            self._await_model()

    def _tell_time(self) -> None:
        """A model that is to answer is told what is left of the stage, as every model is."""
        if self._stage_until is not None and not self._responses.running_line:
            left = {"stage_seconds_left": max(0, int(self._stage_until - self._now))}
            self._send(openai_events.message("system", orjson.dumps(left).decode()))

    def _await_model(self) -> None:
        """From here on the model has to give signs of life, until its response is done."""
        self._alive = False
        self._do(StartTimer("answer", self.plan.waits.answer_s))

    def _stalled(self) -> None:
        """Looked at once a period, not at every piece of audio."""
        if self._alive:
            self._await_model()
        else:
            super()._stalled()

    def _timed(self, step: str, seconds: float) -> None:
        self._do(Timed(self._responses.exchange, step, round(seconds * 1000)))

    def _next_exchange(self) -> None:
        self._exchange += 1
        self._bounds.exchange_begins()
        self._do(Exchange(self._exchange))

    def _correct(self) -> None:
        """What was said to be done and was not is put right at once; each such thing until it has been heard.

        A model often announces what it asks a tool for in the same breath: then the tool's answer settles it.
        """
        texts, self._claimed = self._claimed, []
        if self._at_work or self._deeds or self._closing is not None:
            return
        for text in texts:
            line = self._instead_of(text)
            if line and self._corrections.begin(line, text):
                self._do(Note("realtime.corrected", {}))
                self._say(line)

    def _correct_again(self) -> None:
        """What puts a claim right was cut off: it is said after the interruption, if it is still so."""
        if self._closing is None:
            for line, claim in self._corrections.again():
                if self._instead_of(claim) and not self._responses.promises(line):
                    self._say(line)

    def _instead_of(self, claim: str) -> str:
        """What is to be said instead of this, "" where it is so."""
        instead = false_claim(claim, self.persona.claims, CallState(scenario="", agent="", step="", done=self._done))
        return self.plan.text(instead, self._gender) if instead else ""

    # -- cutting it

    def _interrupt(self) -> None:
        """Cut the agent off at what was really heard."""
        cuts = self._playback.cut()
        if cuts:
            self._do(ToPhone(codec.clear(self.plan.stream_sid)))
        if cancel := self._responses.cancel():
            self._send(cancel)
        self._responses.forget_wishes()
        self._passed = None
        for cut in cuts:
            self._responses.drop(cut.item_id)
            if cut.item_id not in self._foreign:  # another session's, which is gone
                self._send(openai_events.truncate(cut.item_id, cut.heard_ms))
            self._spoken(self._transcript.cut(cut), cut=True)
        if self._greeting_asked and not self._greeting_checked and (cuts or not self._greeting_begun):
            self._check_greeting("", cut=True)  # not a word of it was heard
        self._disclose()
        self._correct_again()
        self._overlaps = False
        self._do(StopTimer("overlap"))
        if self._responses.busy:
            self._await_model()  # what was cut has to end, too
        else:
            self._do(StopTimer("answer"))
        if cuts:
            self._note_greeted()
            self._do(Note("realtime.interrupted", {"heard_ms": cuts[0].heard_ms, "sent_ms": cuts[0].sent_ms}))

    def _note_greeted(self) -> None:
        if self._greeting_begun and not self._greeted:
            self._greeted = True
            self._do(Greeted())

    def _spoken(self, spokes: list[Spoke], cut: bool = False) -> None:
        """What was heard goes into the record; the greeting is held against what it should have been."""
        for each in spokes:
            as_meant = True
            if each.fixed and self._greeting_begun and not self._greeting_checked:
                as_meant = self._check_greeting(each.text, cut)
            elif self._disclosure.owed:
                self._disclosure.heard(each.text, self._lines.greeting)
            self._do(each if as_meant else replace(each, fixed=False))
            if each.fixed and not cut:
                self._corrections.heard(each.text)
                self._disclose()

    def _check_greeting(self, said: str, cut: bool) -> bool:
        """Whether it was said as it stands."""
        self._greeting_checked = True
        greeting = self._lines.greeting
        self._disclosure.heard(said, greeting)
        if differs(said, greeting, cut):
            self._do(Note("realtime.greeting_differs", {}))
            return False
        return True

    def _disclose(self) -> None:
        """What is still missing of the disclosure is said before anything else."""
        owed = self._disclosure.owed
        if not owed or self._closing is not None or self._responses.promises(owed):
            return
        if line := self._disclosure.again():
            self._do(Note("realtime.disclosed_again", {}))
            self._say(line)
        else:
            self._do(Note("realtime.not_disclosed", {}))

    # -- waiting for the caller

    def _silence_begins(self) -> None:
        """The agent has been heard to the end: now it is the caller's turn."""
        if self._playback.audible or self._responses.busy or self._at_work:
            return
        self._note_greeted()
        if not self._greeted or self._closing is not None or self._caller_speaks:
            return
        if self._early_keys and not self._in_utterance:
            self._answer_early_keys()
            self._silence_begins()
            return
        if self._bounds.spent and not self._in_utterance and not self._responses.wanted:
            self._finish("fallback", "tokens")
        elif self._answers_passed:
            self._passed = None
            self._answer()
        else:
            self._do(StartTimer("silence", self.plan.waits.silence_s))

    @property
    def _answers_passed(self) -> bool:
        """Whether the caller's last words, a short yes into our speech, were an answer to it."""
        if self._passed is None or self._in_utterance or not self._talking:
            return False
        exchange, overlap = self._passed
        return exchange == self._exchange and overlap.is_answer(self._playback.sent_ms)

    def _may_ask_again(self) -> bool:
        return self._closing is None and not self._caller_speaks and not self._at_work

    @property
    def _nobody_speaks(self) -> bool:
        we = self._playback.audible or self._responses.busy or self._responses.wanted
        return self._greeted and self._may_ask_again() and not (we or self._in_utterance or self._utterances)

    # -- the end

    def _say_goodbye(self, line: str, reason: str) -> None:
        self._interrupt()
        self._goodbye_said = True
        self._close(HangUp(reason))
        self._say(line)

    def _close_when_said(self) -> None:
        """The call ends when what has been said has been heard; without a goodbye, one is said first."""
        if self._responses.busy or self._responses.wanted or self._at_work or self._end_mark:
            return
        if not self._goodbye_said and not self._responses.spoke:
            self._goodbye_said = True
            lines = self._lines
            self._say(lines.goodbye if isinstance(self._closing, HangUp) else lines.transferring)
            return
        self._end_when_heard()

    @property
    def _said_goodbye(self) -> bool:
        return self._closing is not None and self._goodbye_said

    def _failed(self, wish: Wish | None) -> None:
        """Once more, and then no more of this model."""
        self._failures += 1
        if self._failures >= MAX_FAILURES:
            self._finish("fallback", "responses fail")
        elif wish is not None:
            self._responses.wish(wish)

    def _bill_the_rest(self) -> None:
        """Of this session no bill comes any more."""
        if used := self._unbilled.left(self._playback.sent_ms):
            self._do(Billed(used))

    def _last_words(self) -> None:
        self._bill_the_rest()
        for cut in self._playback.cut():
            self._do(*self._transcript.cut(cut))
        self._do(*self._transcript.rest())
