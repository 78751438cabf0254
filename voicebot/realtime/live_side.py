"""The voice of a GPT-Live call: what it is told, what it says, and whether it says anything at all. Pure.

The protocol knows no turns and acknowledges no speech, so a silent model is known by time alone: what was told has to
be heard, in sound and in words, before the answer timer runs out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from voicebot.agents.types import HangUp
from voicebot.realtime import codec, live_events
from voicebot.realtime.call_session import CallSession
from voicebot.realtime.commands import (
    Billed,
    Event,
    Greeted,
    Note,
    Spoke,
    StartTimer,
    StopTimer,
    Timed,
    ToPhone,
)
from voicebot.realtime.disclosure import Disclosure, differs
from voicebot.realtime.plan import CallPlan
from voicebot.realtime.reading import number
from voicebot.realtime.usage import Seconds

QUIET_S = 1.5
"""After the last fragment of the model's words it has said what it had to say."""
ITEM = "live"
BILLED_S = 15.0
"""Seconds of a session that are charged at once: so much may be missed when a process is killed."""


@dataclass(frozen=True)
class Piece:
    """Some of the model's words, and when in the session they are heard."""

    words: str
    start_ms: float
    end_ms: float

    def until(self, ms: float) -> str:
        """As many of the words as were heard by then."""
        if ms >= self.end_ms:
            return self.words
        words = self.words.split()
        part = max(0.0, ms - self.start_ms) / max(1.0, self.end_ms - self.start_ms)
        return f" {' '.join(words[: round(len(words) * part)])}"


class LiveSide(CallSession):
    """What comes from the model and is not about the caller, and what goes to it."""

    def __init__(self, plan: CallPlan) -> None:
        super().__init__(plan)
        self._said = ""
        self._pieces: list[Piece] = []
        self._said_until_ms = 0.0
        self._answer = ""
        self._unsaid: list[str] = []
        self._telling = self._awaits_audio = self._hushed = False
        self._at_work: tuple[str | None, int] | None = None
        self._closing_spoken = False
        self._disclosure = Disclosure(plan.language)
        self._seconds = Seconds(plan.options.model)

    def _appended(self, payload: str) -> Event:
        self._seconds.frame()
        return live_events.append(payload)

    def on_delta(self, event: Mapping[str, Any]) -> list[bytes] | None:
        """Audio that nobody waits for."""
        if event.get("type") != "session.output_audio.delta" or self._finished:
            return None
        if self._asked_at is not None or self._awaits_audio or self._hushed:
            return None
        delta = event.get("delta")
        return self._playback.play(ITEM, delta) if type(delta) is str else None

    # -- what it is told

    def _tell(self, text: str, delegation_id: str | None) -> None:
        """Say this; while there is no session, as soon as there is one."""
        self._answer = text
        self._unsaid.append(text)
        self._hushed = self._closing_spoken = False
        if not self._ready:
            return
        self._telling = True
        for each in live_events.say(text, delegation_id or None):
            self._send(each)
        self._expect_speech()

    def _expect_speech(self) -> None:
        self._awaits_audio = True
        self._do(StopTimer("silence"))
        self._await_model()

    def _await_model(self) -> None:
        self._do(StartTimer("answer", self.plan.waits.answer_s))

    def _tell_again(self) -> None:
        """What a connection that was lost has not said; a goodbye from its beginning."""
        text = " ".join(self._unsaid) or (self._answer if self._closing is not None else "")
        self._unsaid.clear()
        if text:
            self._tell(text, None)

    def _greet(self) -> None:
        self._wait_for_callee, self._greeting_asked = False, True
        self._do(StopTimer("opening"), StopTimer("greet"))
        self._tell(self._lines.greeting, None)

    def _say(self, line: str) -> None:
        self._tell(line, None)

    def _say_goodbye(self, line: str, reason: str) -> None:
        self._close(HangUp(reason))
        self._tell(line, None)

    @property
    def _said_goodbye(self) -> bool:
        return self._closing is not None and self._closing_spoken

    def _hush(self) -> None:
        """Nothing of what is being said is heard any more; the vendor has no command for it."""
        if self._playback.unheard:
            (cut,) = self._playback.cut()
            self._do(ToPhone(codec.clear(self.plan.stream_sid)))
            self._do(Note("realtime.interrupted", {"heard_ms": cut.heard_ms, "sent_ms": cut.sent_ms}))
            self._send(live_events.hush())
            self._said = self._heard_of_it(cut.sent_ms - cut.heard_ms)
        self._flush_said()

    def _heard_of_it(self, unheard_ms: float) -> str:
        """What was heard of the words so far, by the vendor's own times; all of them where it tells none. Of a greeting
        it is known at least that it was cut."""
        if all(each.end_ms <= each.start_ms for each in self._pieces):
            return self._said
        heard = " ".join("".join(each.until(self._said_until_ms - unheard_ms) for each in self._pieces).split())
        return f"{heard}…" if heard or not self._greeted else ""

    # -- what it says

    def _audio(self, event: Event, now: float) -> None:
        delta = event.get("delta")
        if not isinstance(delta, str) or self._hushed:
            return
        if self._awaits_audio:  # sound alone may be silence: the words have to come, too
            self._awaits_audio = False
            self._await_model()
        if self._asked_at is not None and self._at_work is None:
            self._do(Timed(self._exchange, "first_audio", round((now - self._asked_at) * 1000)))
            self._asked_at = None
        self._do(*map(ToPhone, self._playback.play(ITEM, delta)))

    def _words(self, event: Event, _now: float) -> None:
        """Some of the model's own words."""
        words = str(event.get("delta") or "")
        if not words or self._hushed:
            return
        self._said += words
        self._pieces.append(Piece(words, number(event.get("start_ms")), number(event.get("end_ms"))))
        self._said_until_ms = max(self._said_until_ms, number(event.get("end_ms")))
        self._closing_spoken = self._closing is not None
        self._awaits_audio = False
        self._unsaid.clear()
        self._do(StopTimer("answer"), StopTimer("silence"), StartTimer("quiet", QUIET_S))

    def _flush_said(self) -> None:
        said, self._said = self._said.strip(), ""
        self._pieces.clear()
        if not said:
            return
        self._transcript.remember("assistant", said)
        if self._greeting_asked and not self._greeted:
            self._greeted = True
            self._disclosure.heard(said, self._lines.greeting)
            self._do(Spoke(self._exchange, said, fixed=self._said_as_meant(said)), Greeted())
        else:
            if self._disclosure.owed:
                self._disclosure.heard(said, self._lines.greeting)
            self._do(Spoke(self._exchange, said))
        self._disclose()

    def _said_as_meant(self, said: str) -> bool:
        """Whether the greeting was said as it stands, as far as it came."""
        if differs(said, self._lines.greeting, cut=True):
            self._do(Note("realtime.greeting_differs", {}))
            return False
        return True

    def _disclose(self) -> None:
        """What is still missing of the disclosure is said, unless that has been asked for already."""
        owed = self._disclosure.owed
        if not owed or owed in self._unsaid or self._closing is not None or self._finished:
            return
        if line := self._disclosure.again():
            self._do(Note("realtime.disclosed_again", {}))
            self._tell(line, None)
        else:
            self._do(Note("realtime.not_disclosed", {}))

    # -- what it costs

    def _usage(self, event: Event, _now: float) -> None:
        """Told on in whole pieces, which are rare enough to be stored one by one."""
        if self._seconds.told(event) >= BILLED_S:
            self._do(Billed(self._seconds.due()))

    def _bill_the_rest(self) -> None:
        """Of this session nothing is told any more."""
        if used := self._seconds.left():
            self._do(Billed(used))

    def _side_lost(self) -> None:
        """The connection is gone, and with it what was being said."""
        self._ready = self._hears = self._hushed = self._telling = self._awaits_audio = False
        self._said_until_ms = 0.0
        self._do(StopTimer("answer"), StopTimer("quiet"))
        self._flush_said()
        self._bill_the_rest()
