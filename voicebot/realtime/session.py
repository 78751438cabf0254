"""One call on OpenAI Realtime: a state machine. Events of both sides in, commands out; no I/O, no clock.

The server's voice detection only tells us when somebody speaks: whether that cuts the agent off, and when it
answers, is decided here. So no answer can come that nobody asked for.
"""

from collections.abc import Callable, Mapping
from typing import Any

from voicebot.realtime import openai_events
from voicebot.realtime.caller import CallerSide
from voicebot.realtime.commands import (
    AgentKept,
    Billed,
    Closing,
    Command,
    Deed,
    Event,
    FinishedBy,
    Heard,
    Note,
    RulesDone,
    StartTimer,
    StopTimer,
    ToolDone,
    ToPhone,
)
from voicebot.realtime.reading import part
from voicebot.realtime.usage import of_response

LAST_WORDS_S = 0.8
"""So long the words of a caller who has left, or has heard the goodbye, are waited for: both sides are closed within a
second."""


class RealtimeSession(CallerSide):
    """See the module. Every public method returns what is to be done, in order; after the end, nothing."""

    def on_connected(self) -> list[Command]:
        """The model's side is there, for the first time or again."""
        self._send(openai_events.session_update(self.persona, self.plan.options))
        self._listens()
        self._updating = True
        self._await_model()
        return self._take()

    def _appended(self, payload: str) -> Event:
        return openai_events.append(payload)

    def on_delta(self, event: Mapping[str, Any]) -> list[bytes] | None:
        """Audio of a response that speaks already; the first of each, and what is late, are more than audio."""
        if event.get("type") != "response.output_audio.delta" or not self._responses.spoke or self._finished:
            return None
        item_id, delta = event.get("item_id"), event.get("delta")
        if type(delta) is not str or type(item_id) is not str:
            return None
        if self._responses.is_late(event.get("response_id"), item_id):
            return None
        self._alive = True
        return self._playback.play(item_id, delta)

    def on_model(self, event: Mapping[str, Any], now: float) -> list[Command]:
        """An event of the model's. Unknown ones, and fields that are not what they should be, are passed over."""
        self._now = now
        kind = str(event.get("type"))
        handler = _HANDLERS.get(kind)
        if kind.startswith("response.") and kind != "response.created":
            self._alive = True
        if handler and not self._finished:
            handler(self, event, now)
        if not self._words_come:
            self._no_more_words()
        return self._take()

    def on_lost(self) -> list[Command]:
        """The model's connection is gone. What was being answered is asked for again when it is back."""
        unspoken = self._responses.lost()
        self._bill_the_rest()
        self._ready = self._updating = self._hears = False
        self._caller_speaks = self._in_utterance = self._overlaps = False
        self._deeds.clear()  # nobody waits for their outputs any more
        self._running_is_orphan = self._running is not None
        for item_id in self._playback.items:  # no more of it comes: it ends where it ends
            self._foreign.add(item_id)
            self._do(*map(ToPhone, self._playback.complete(item_id)))
            self._spoken(self._transcript.complete(item_id, ""))
        self._do(StopTimer("answer"), StopTimer("overlap"), StopTimer("speech"))
        if unspoken is not None:
            self._responses.wish(unspoken)
        self._ask_anew()
        self._no_more_words()
        self._lost_while_handing_over()
        return self._take()

    def _ask_anew(self) -> None:
        """Words that were not written down yet went down with the session: the next one cannot answer them."""
        lost = dict(self._utterances.values())
        self._utterances.clear()
        self._do(*(Heard(exchange, "") for exchange in lost))
        if not self._talking or self._at_work:
            return
        if self._responses.forget_answers(lost) or lost.get(self._exchange):
            self._say(self._lines.say_again)

    def on_done(self, deed: Deed, now: float) -> list[Command]:
        """A tool or the rules have answered; their effects are stored."""
        self._now = now
        self._keypad.patient = deed.patient or self._keypad.patient
        if not self._finished:
            self._stage(deed.stage_s)
        match deed:
            case _ if self._finished:
                pass
            case ToolDone():
                self._tool_done(deed)
            case RulesDone():
                self._rules_done(deed)
            case AgentKept():
                self._agent_kept(deed)
            case _:
                pass
        return self._take()

    def on_prepared(self, ready: bool) -> list[Command]:
        """The next agent's session is there, or cannot be had."""
        if not self._finished:
            self._prepared(ready)
        return self._take()

    # -- the phone, and time

    @property
    def _words_come(self) -> bool:
        """Whether words of the caller's are still being written down."""
        return self._ready and bool(self._in_utterance or self._utterances)

    def _left(self) -> None:
        """The last words may ask not to be called any more: they are written down, but nothing is answered."""
        if self._leaving:
            return  # Twilio says so, and then closes
        if self._awaits_words():
            self._leaving = True
        else:
            super()._left()

    def _heard_out(self) -> None:
        """So may words into the goodbye, or during the announcement of a person."""
        if self._awaits_words():
            self._ending = True
        else:
            super()._heard_out()

    def _awaits_words(self) -> bool:
        """Whether the call's end has to wait for words; then a timer runs."""
        if not self.plan.options.transcription_model or not self._words_come:
            return False
        self._do(StartTimer("last words", LAST_WORDS_S))
        if self._in_utterance and not self._ending:
            self._send(openai_events.commit())  # no silence comes any more that would end it
        return True

    def _no_more_words(self) -> None:
        """What waited for them ends: they are there, or do not come."""
        if self._leaving:
            self._finish("caller_left", "stop")
        elif self._ending:
            self._all_said()

    def _finish(self, by: FinishedBy, reason: str, closing: Closing | None = None) -> None:
        if self._leaving:
            by, reason, closing = "caller_left", "stop", None
        super()._finish(by, reason, closing)

    def _played(self, items: list[str]) -> None:
        for item_id in items:
            self._spoken(self._transcript.played(item_id))
            self._silence_begins()

    def _timed_out(self, name: str) -> None:
        match name:
            case "opening" if self._wait_for_callee and not self._caller_speaks:
                self._wait_for_callee = False
                if self._ready:
                    self._greet()
            case "greet" if not self._greeting_begun:
                self._greets_over_noise, self._wait_for_callee = True, False
                if self._ready and not self._rules_run:
                    self._greet_at_last()
            case "speech" if self._caller_speaks:
                self._caller_speaks = False
                self._create()
                self._silence_begins()
            case "overlap" if self._overlaps and self._caller_speaks:
                self._interrupt()
            case "handoff":
                self._handoff_late()
            case "last words":
                self._no_more_words()
            case _:
                pass

    def _greet_at_last(self) -> None:
        """What has lasted as long as this is the noise of a line, or a machine, and no hello."""
        if self._greeting_asked:
            self._create()
        else:
            self._greet()

    # -- the model speaks

    def _updated(self, _event: Event, _now: float) -> None:
        if not self._updating:
            return
        self._updating, self._ready = False, True
        self._do(StopTimer("answer"))
        for role, text in self._transcript.said:
            self._send(openai_events.message(role, text))
        if not self._wait_for_callee and not self._greeting_asked:
            self._greet()
        elif self._closing is not None:
            self._close_when_said()
        self._create()

    def _response_created(self, event: Event, _now: float) -> None:
        self._unbilled.begin(self._playback.sent_ms)
        self._bounds.response_begins()
        if cancel := self._responses.created(str(part(event, "response").get("id") or "")):
            self._send(cancel)

    def _item_added(self, event: Event, _now: float) -> None:
        item = part(event, "item")
        if item.get("type") == "message" and item.get("role") == "assistant":
            self._begin_item(str(item.get("id")))

    def _begin_item(self, item_id: str) -> None:
        self._transcript.begin(item_id, self._responses.exchange, bool(self._responses.running_line))

    def _audio(self, event: Event, now: float) -> None:
        item_id, delta = str(event.get("item_id")), event.get("delta")
        if not isinstance(delta, str) or self._responses.is_late(str(event.get("response_id")), item_id):
            return
        if not self._responses.spoke:
            self._first_audio(item_id, now)
        self._do(*map(ToPhone, self._playback.play(item_id, delta)))

    def _first_audio(self, item_id: str, now: float) -> None:
        self._responses.spoke = True
        self._greeting_begun = self._greeting_asked
        self._greets_over_noise = False
        self._failures = 0
        self._begin_item(item_id)
        self._do(StopTimer("greet"), StopTimer("silence"))
        if self._asked_at is not None:
            self._timed("answer", now - self._asked_at)
            self._asked_at = None
        if self._stopped_at is not None:
            self._timed("first_audio", now - self._stopped_at)
            self._stopped_at = None

    def _audio_done(self, event: Event, _now: float) -> None:
        self._do(*map(ToPhone, self._playback.complete(str(event.get("item_id")))))

    def _text(self, event: Event, _now: float) -> None:
        self._transcript.add(str(event.get("item_id")), str(event.get("delta") or ""))

    def _text_done(self, event: Event, _now: float) -> None:
        item_id, text = str(event.get("item_id")), str(event.get("transcript") or "")
        self._spoken(self._transcript.complete(item_id, text))
        if not self._responses.running_line and not self._responses.is_late("", item_id):
            self._claimed.append(text)

    def _response_done(self, event: Event, _now: float) -> None:
        response = part(event, "response")
        if not self._responses.done(str(response.get("id") or "")):
            self._create()  # what was refused because of it may come now
            return
        used = of_response(self.plan.options.model, response)
        self._unbilled.billed(used)
        self._bounds.billed(used)
        self._do(StopTimer("answer"), Billed(used))
        self._complete_items()
        if response.get("status") == "failed":
            self._failed(self._responses.current)
        elif self._says_nothing(response):
            self._finish("fallback", "says nothing")
            return
        elif self._closing is not None:
            self._close_when_said()
        self._correct()
        self._create()
        self._silence_begins()
        self._swap_at_a_pause()

    def _complete_items(self) -> None:
        """No more audio of this response comes, also where its own end was not told."""
        for item_id in self._playback.items:
            self._do(*map(ToPhone, self._playback.complete(item_id)))
            self._spoken(self._transcript.complete(item_id, ""))

    def _says_nothing(self, response: Event) -> bool:
        """Whether it could only speak, was let, and did not: asked again, it would go on like that."""
        cut = response.get("status") == "cancelled" or self._responses.is_late(response.get("id"), "")
        answer = self._responses.current is not None and not self._responses.current.line
        return answer and not self._responses.tools and not self._responses.spoke and not cut and self._talking

    def _error(self, event: Event, _now: float) -> None:
        error = part(event, "error")
        code = str(error.get("code") or error.get("type") or "")[:60]
        self._do(Note("realtime.error", {"code": code}))
        refused = error.get("event_id") == openai_events.UPDATE
        if self._updating or (refused and self._closing is None):
            self._finish("fallback", "update refused" if refused else "session refused")
            return
        wish = self._responses.refused(str(error.get("event_id") or ""))
        if wish is None:
            return
        if code == "conversation_already_has_active_response":
            self._responses.wish(wish)  # asked for again when that one is done
            self._await_model()
        else:
            self._do(StopTimer("answer"))
            self._failed(wish)
            self._create()


_S = RealtimeSession
_HANDLERS: Mapping[str, Callable[[RealtimeSession, Event, float], None]] = {
    "session.updated": _S._updated,
    "input_audio_buffer.speech_started": _S._speech_started,
    "input_audio_buffer.speech_stopped": _S._speech_stopped,
    "input_audio_buffer.committed": _S._committed,
    "conversation.item.input_audio_transcription.completed": _S._transcribed,
    "conversation.item.input_audio_transcription.failed": _S._not_transcribed,
    "response.created": _S._response_created,
    "response.output_item.added": _S._item_added,
    "response.output_item.done": _S._item_done,
    "response.output_audio.delta": _S._audio,
    "response.output_audio.done": _S._audio_done,
    "response.output_audio_transcript.delta": _S._text,
    "response.output_audio_transcript.done": _S._text_done,
    "response.done": _S._response_done,
    "error": _S._error,
}
