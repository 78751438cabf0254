"""What every voice's session shares: the phone's side, the call's beginning, its timers and its end. Pure.

A voice adds how it greets, how it takes keys and its own timers, and when a call that is to end has been heard out.
"""

from collections import deque
from dataclasses import replace

import orjson

from voicebot.agents.stages import TIME_UP
from voicebot.agents.types import HangUp
from voicebot.realtime import codec
from voicebot.realtime.commands import (
    Closing,
    Command,
    Exchange,
    Finish,
    FinishedBy,
    Heard,
    Note,
    StartTimer,
    StopTimer,
    ToPhone,
)
from voicebot.realtime.each_voice import EachVoice
from voicebot.realtime.keypad import KEYS_S, KeyBounds, Keypad
from voicebot.realtime.plan import CallPlan, FixedLines, Wording, effects_for_rules, for_rules
from voicebot.realtime.playback import Playback
from voicebot.realtime.transcript import Transcript

AGAIN = "*"
"""The key that asks to hear it again."""
EARLY = 100
"""Frames of the caller's that are kept for a model that does not listen yet: 2 s, as reaching it may take."""


class CallSession(EachVoice):
    """Every public method returns what is to be done, in order; after the end, nothing."""

    def __init__(self, plan: CallPlan) -> None:
        super().__init__()
        self.plan = plan
        self._gender = plan.gender
        self._playback = Playback(plan.stream_sid)
        self._transcript = Transcript()
        self._keypad = Keypad(plan.patient)
        self._key_bounds = KeyBounds()
        self._keys_dropped = False
        self._early_keys: list[str] = []
        self._ready = self._finished = False
        self._greeting_asked = self._greeted = plan.greeted
        self._wait_for_callee = plan.outbound and not plan.greeted
        self._hears = False
        self._early: deque[str] = deque(maxlen=EARLY)
        self._closing: Closing | None = None
        self._end_mark = ""
        self._exchange = self._silences = 0
        self._now = 0.0
        self._asked_at: float | None = None
        self._stage_until: float | None = None

    @property
    def _lines(self) -> FixedLines:
        """The fixed lines, as they are said to this caller."""
        return self.plan.lines_to(self._gender)

    def _reword(self, wording: Wording | None) -> bool:
        """From here on in this language; whether it is another one."""
        if wording is None or wording.language == self.plan.language:
            return False
        self.plan = self.plan.reworded(wording)
        return True

    # -- what happens

    def begin(self) -> list[Command]:
        """The stream has started; the model is being reached."""
        if self._wait_for_callee:
            self._do(StartTimer("opening", self.plan.waits.opening_s))
        if not self._greeted:
            self._do(StartTimer("greet", self.plan.waits.greet_s))
        self._do(StartTimer("call", self.plan.waits.call_s))
        self._stage(self.plan.stage_s)
        return self._take()

    def on_phone(self, event: codec.Incoming, now: float) -> list[Command]:
        """A message of Twilio's other than audio."""
        self._now = now
        match event:
            case _ if self._finished:
                pass
            case codec.Marked(name) if self._end_mark and name == self._end_mark:
                self._heard_out()
            case codec.Marked(name):
                self._played(self._playback.heard(name))
            case codec.Key(digit):
                self._pressed(digit)
            case codec.Stopped():
                self._left()
            case codec.Malformed(reason):
                self._do(Note("realtime.malformed", {"reason": reason}))
                self._finish("fallback", "malformed")
            case _:
                pass
        return self._take()

    def on_timer(self, name: str, now: float) -> list[Command]:
        """A timer has run out."""
        self._now = now
        if not self._finished:
            match name:
                case "silence":
                    self._silent()
                case "answer":
                    self._stalled()
                case "keys":
                    self._all_keyed()
                case "closing":
                    self._all_said()
                case "stage":
                    self._stage(0.0)
                    if self.plan.time_up and self._nobody_speaks:
                        self._stage_ends()
                case "call" if self._closing is None:
                    self._say_goodbye(self._lines.goodbye, "limit")
                case _:
                    self._timed_out(name)
        return self._take()

    def give_up(self, reason: str) -> list[Command]:
        """Hand the call to the turn-based way: no model, no database, or a drain that has lasted long enough."""
        if self._said_goodbye:
            self._all_said()
        self._finish("fallback", reason)
        return self._take()

    # -- stages

    def _stage(self, left_s: float | None) -> None:
        """So much is left of the stage that runs. When its time is up, what is heard next is for the rules."""
        over = left_s is not None and left_s <= 0
        self.plan = replace(self.plan, time_up=over and TIME_UP in self.plan.safety)
        if left_s is not None and not over:
            self._stage_until = self._now + left_s
            self._do(StartTimer("stage", left_s))
        elif self._stage_until is not None:
            self._stage_until = None
            self._do(StopTimer("stage"))

    def _stage_ends(self) -> None:
        """Nobody speaks, so that nothing brings the rules what follows."""
        self._code("")

    # -- keys

    def _pressed(self, key: str) -> None:
        """A key that may belong to a code waits for the others, and cuts in like any other, but not into a goodbye."""
        if not self._key_bounds.may_press(self._now):
            self._drop_keys()
            return
        first = not self._keypad.keys
        match self._keypad.press(key):
            case "alone":
                self._keyed(key)
            case "more":
                if first and self._closing is None:
                    self._cut_in()
                self._do(StopTimer("silence"), StartTimer("keys", KEYS_S))
            case "complete":
                self._all_keyed()
            case _:
                pass

    def _all_keyed(self) -> None:
        """One key has its own meaning, several are a code."""
        keys = self._keypad.take()
        self._do(StopTimer("keys"))
        if keys:
            self._keyed(keys)

    def _keyed(self, keys: str) -> None:
        """A key alone, or a code. Before the greeting only what rules answer is answered; the rest waits for its end,
        and tells that somebody is there. In a call that ends, and in one with too many, only an effect counts."""
        many = not self._key_bounds.may_ask()
        if many and not effects_for_rules("", keys, self.plan, self._exchange):
            self._drop_keys()
        elif self._closing is not None:
            self._unanswered_keys(keys)
        elif self._greeting_asked or for_rules("", keys, self.plan, self._exchange):
            if len(keys) == 1:
                self._cut_in()
            self._answer_keys(keys)
        else:
            self._early_keys.append(keys)
            if self._wait_for_callee:
                self._timed_out("opening")

    def _answer_keys(self, keys: str) -> None:
        if len(keys) > 1:
            self._code(keys)
        else:
            self._key(keys)

    def _answer_early_keys(self) -> None:
        """The greeting has been heard. It was the answer to who wanted to hear something again before it."""
        early, self._early_keys = self._early_keys, []
        for keys in early:
            if keys == AGAIN:
                self._unanswered_keys(keys)
            else:
                self._answer_keys(keys)

    def _unanswered_keys(self, keys: str) -> None:
        """They belong to the record, and those with an effect have it."""
        self._exchange += 1
        self._do(Exchange(self._exchange), Heard(self._exchange, "", keys))
        self._take_effect("", keys)

    def _last_keys(self) -> None:
        """No other key comes."""
        for keys in (*self._early_keys, self._keypad.take()):
            if keys:
                self._unanswered_keys(keys)

    def _drop_keys(self) -> None:
        """More than anybody presses; once in the call's figures."""
        if not self._keys_dropped:
            self._keys_dropped = True
            self._do(Note("realtime.keys_dropped", {}))

    # -- the caller's audio

    def on_audio(self, payload: str) -> bytes:
        """The caller's audio, as the model wants it; b"" when it is kept until the model listens."""
        if self._hears:
            return orjson.dumps(self._appended(payload))
        self._early.append(payload)
        return b""

    def _listens(self) -> None:
        """From here on the model takes audio; what came before goes first."""
        self._hears = True
        for payload in self._early:
            self._send(self._appended(payload))
        self._early.clear()

    # -- waiting, and the end

    def _left(self) -> None:
        """The caller has hung up."""
        self._finish("caller_left", "stop")

    def _stalled(self) -> None:
        """Nothing comes from the model any more: the turn-based way goes on, unless the call only had to end."""
        if self._closing is not None:
            self._all_said()
        else:
            self._finish("fallback", "stalled")

    def _silent(self) -> None:
        """Ask as often as there are lines for it, then say goodbye."""
        if self._keypad.keys or not self._may_ask_again():
            return
        self._silences += 1
        lines = self._lines
        if self.plan.time_up and self._silences <= len(lines.silent):
            self._stage_ends()
        elif self._silences <= len(lines.silent):
            self._say(lines.silent[self._silences - 1])
        else:
            self._say_goodbye(lines.silent_goodbye, "silence")

    def _close(self, closing: Closing | None) -> None:
        """From here on the call only ends; the first word on how stays."""
        if closing is not None and self._closing is None:
            self._closing = closing
            self._do(*map(StopTimer, ("silence", "opening", "greet")))
            self._do(StartTimer("closing", self.plan.waits.closing_s))

    def _end_when_heard(self) -> None:
        """The call ends when what has been said so far has been heard."""
        self._end_mark, frame = self._playback.end()
        self._do(ToPhone(frame))

    def _heard_out(self) -> None:
        """The last words of a call that ends have been heard."""
        self._all_said()

    def _all_said(self) -> None:
        by: FinishedBy = "hung_up" if isinstance(self._closing, HangUp) else "transferred"
        self._finish(by, "said", self._closing)

    def _finish(self, by: FinishedBy, reason: str, closing: Closing | None = None) -> None:
        if self._finished:
            return
        self._finished = True
        self._end(by, reason, closing)

    def _end(self, by: FinishedBy, reason: str, closing: Closing | None) -> None:
        """Nothing is taken any more; what is left to be written comes before the end."""
        self._last_keys()
        self._last_words()
        self._do(Finish(by, reason, closing))
