"""The caller's side of a realtime call: who speaks, what was said, which keys were pressed. Pure."""

from language.ears import is_hallucination
from language.gender import lead_gender_of
from voicebot.realtime import openai_events
from voicebot.realtime.call_session import AGAIN
from voicebot.realtime.commands import Billed, Event, Heard, StartTimer, StopTimer
from voicebot.realtime.deeds import DeedSide
from voicebot.realtime.overlap import Overlap
from voicebot.realtime.plan import for_rules, is_backchannel
from voicebot.realtime.usage import of_transcription

REPEAT = "(pressed *: please say the last thing again)"


class CallerSide(DeedSide):
    """Decides whether what is heard cuts the agent off, and when it is answered."""

    def _key(self, digit: str) -> None:
        self._next_exchange()
        self._do(Heard(self._exchange, "", digit), StopTimer("silence"))
        if for_rules("", digit, self.plan, self._exchange):
            self._ask_rules("", digit)
            return
        words = REPEAT if digit == AGAIN else f"(pressed {digit})"
        self._transcript.remember("user", words)
        self._send(openai_events.message("user", words))
        self._answer()

    def _code(self, keys: str) -> None:
        self._next_exchange()
        self._do(Heard(self._exchange, "", keys), StopTimer("silence"))
        self._ask_rules("", keys)

    def _cut_in(self) -> None:
        self._interrupt()

    def _speech_started(self, _event: Event, _now: float) -> None:
        self._caller_speaks = self._in_utterance = True
        self._before_greeting = not self._greeting_begun
        self._do(StopTimer("silence"), StartTimer("speech", self.plan.waits.speech_s))
        if self._closing is not None or self._before_greeting:
            return
        if self._playback.audible or self._responses.busy:
            self._overlaps, self._overlap = True, self._overlap_now()
            if self.plan.options.backchannels_pass:
                self._do(StartTimer("overlap", self.plan.waits.overlap_s))
            else:
                self._interrupt()

    def _overlap_now(self) -> Overlap:
        playing = self._playback.playing()
        heard = list(map(self._transcript.heard, playing))
        return Overlap.now(self._playback.sent_ms, playing, heard, not self._responses.busy)

    def _speech_stopped(self, _event: Event, now: float) -> None:
        self._caller_speaks = False
        self._stopped_at = now
        self._do(StopTimer("overlap"), StopTimer("speech"))
        if self._ready and not self._greeting_asked:
            self._greet()
        self._create_greeting_only()
        self._silence_begins()

    def _create_greeting_only(self) -> None:
        """The greeting goes on at once; an answer waits for the utterance to be complete."""
        if self._responses.running_line or not self._greeting_begun:
            self._create()

    def _committed(self, event: Event, _now: float) -> None:
        """An utterance is complete. What overlapped our speech waits for its words, all else is answered at once.

        What was said before the greeting is no question to us: the greeting is the answer.
        """
        self._in_utterance = False
        early, self._before_greeting = self._before_greeting, False
        overlapped, self._overlaps = self._overlap if self._overlaps else None, False
        self._next_exchange()
        self._utterances[str(event.get("item_id"))] = (self._exchange, overlapped)
        if early or overlapped or not self._talking:
            self._create()
        elif not self.plan.time_up:
            self._answer()
        elif self.plan.options.transcription_model:
            self._create()  # its words are for the rules
        else:
            self._ask_rules("", "")

    def _transcribed(self, event: Event, _now: float) -> None:
        """The words of an utterance have come; a hand-off may have waited for them."""
        self._take_words(event)
        self._swap_at_a_pause()

    def _take_words(self, event: Event) -> None:
        exchange, overlap = self._utterances.pop(str(event.get("item_id")), (self._exchange, None))
        text = str(event.get("transcript") or "").strip()
        text = "" if is_hallucination(text) else text
        if used := of_transcription(self.plan.options.transcription_model, event):
            self._do(Billed(used))
        listens = overlap is not None and is_backchannel(text, self.plan.language)
        self._do(Heard(exchange, text, early=listens and not (overlap and overlap.asked)))
        if not text:
            return
        self._transcript.remember("user", text)
        self._gender = lead_gender_of(text) or self._gender
        self._silences = 0
        if self._closing is not None:
            self._take_effect(text, "")
        elif for_rules(text, "", self.plan, exchange):
            self._interrupt()
            self._ask_rules(text, "")
        elif overlap is not None:
            self._overlapped(exchange, overlap, listens)

    def _overlapped(self, exchange: int, overlap: Overlap, listens: bool) -> None:
        """More than a sign of listening wants the word. A yes near the end of our speech is an answer, after that."""
        if listens and (self._playback.audible or self._responses.busy):
            self._passed = exchange, overlap
        else:
            self._answer_instead()

    def _not_transcribed(self, event: Event, _now: float) -> None:
        exchange, overlap = self._utterances.pop(str(event.get("item_id")), (self._exchange, None))
        self._do(Heard(exchange, ""))
        if self.plan.time_up and self._talking:
            self._ask_rules("", "")
        elif overlap is not None:
            self._answer_instead()
        self._swap_at_a_pause()

    def _answer_instead(self) -> None:
        """What overlapped our speech wants the word after all."""
        if self._talking:
            self._interrupt()
            self._answer()
