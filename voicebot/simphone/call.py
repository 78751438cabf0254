"""One call: joins the player, the webhooks and the recordings, and stops wherever the caller must act."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from voicebot.simphone.document import OK
from voicebot.simphone.events import (
    Answer,
    CallerInput,
    DialEnd,
    Dialing,
    Ended,
    Event,
    Fetch,
    Fetched,
    HangUp,
    Hearer,
    Keys,
    Listening,
    Noted,
    NotReachable,
    Paused,
    Recorder,
    RecordingMade,
    Reply,
    Said,
    Silence,
    Speech,
    new_sid,
)
from voicebot.simphone.player import Player
from voicebot.simphone.webhook import Webhooks, completed_fields, with_query

NO_RECORDER = (
    "the app asked for a recording, which typed words cannot be: start again with AUDIO=1, "
    "or run the app without a transcriber"
)


class NoRecorder(Exception):
    """Words were typed for a <Record>, and no recording can be made."""


class NotWaiting(Exception):
    """The caller acted while the app was not asking for that."""


def voice_fetch(webhooks: Webhooks, scenario: str = "", call_id: str = "", voice_url: str = "") -> Fetch:
    """The first webhook of a call.

    `call_id` is the query the app put into an outbound call's URL: "key=value", or a bare id for `call=`.
    """
    query = {"scenario": scenario} if scenario else {}
    if call_id:
        query |= dict(parse_qsl(call_id)) if "=" in call_id else {"call": call_id}
    url = voice_url or with_query(f"{webhooks.base_url.rstrip('/')}/twilio/voice", query)
    return Fetch(url, status="ringing" if webhooks.identity.direction == "inbound" else "in-progress")


@dataclass(frozen=True)
class NoAudio:
    """Names recordings that nobody can fetch: for keys pressed in a <Record> when there is no audio."""

    account_sid: str

    def record(self, text: str, max_length_s: int) -> RecordingMade:
        """Raises NoRecorder for words."""
        if text:
            raise NoRecorder(NO_RECORDER)
        sid = new_sid("RE")
        place = f"https://api.twilio.com/2010-04-01/Accounts/{self.account_sid}/Recordings"
        return RecordingMade(sid, f"{place}/{sid}", 1)


class Call:
    """A call that runs until the caller must act: `waiting` says for what, `ended` how it ended.

    `heard` are the texts since the caller's last act, `all_heard` those of the whole call.
    """

    def __init__(self, webhooks: Webhooks, hear: Hearer, recorder: Recorder | None = None) -> None:
        self.webhooks = webhooks
        self.waiting: Listening | Dialing | None = None
        self.ended: Ended | None = None
        self.heard: list[str] = []
        self.all_heard: list[str] = []
        self.problems: list[str] = []
        self._hear = hear
        self._recorder = recorder or NoAudio(webhooks.identity.account_sid)
        self._player = Player()
        self._playing: Generator[Event, Reply, None] | None = None
        self._cut: tuple[CallerInput, str] | None = None

    def start(self, first: Fetch) -> None:
        """Dials. Raises NotReachable when the app is not there."""
        self._playing = self._player.play(first)
        self._run(None)

    def act(self, act: CallerInput | DialEnd, *, keep_heard: bool = False) -> None:
        """What the caller (or the dialled leg) does now. Raises NotWaiting, NoRecorder."""
        if self.waiting is None or self.ended is not None:
            raise NotWaiting("the call is not on")
        if isinstance(self.waiting, Dialing) != isinstance(act, DialEnd) and not isinstance(act, HangUp):
            raise NotWaiting(f"the call cannot take {act!r} while it has {self.waiting!r}")
        reply = self._with_recording(act)
        self.heard = self.heard if keep_heard else []
        self.waiting = None
        self._run(reply)

    def cut_in(self, act: CallerInput, after: str) -> None:
        """What the caller will do in the middle of an answer, as soon as `after` has been heard and the app listens."""
        self._cut = (act, after)

    def hang_up(self) -> None:
        """The caller hangs up, if there still is a call."""
        if self.waiting is not None and self.ended is None:
            self.act(HangUp())

    def _with_recording(self, act: CallerInput | DialEnd) -> CallerInput | DialEnd:
        if not isinstance(self.waiting, Listening) or self.waiting.verb != "Record":
            return act
        length = self.waiting.max_length_s
        match act:
            case Speech(text=text) | HangUp(text=text) if text:
                return replace(act, recording=self._recorder.record(text, length))
            case Keys():
                return replace(act, recording=self._recorder.record("", length))
        return act

    def _run(self, reply: Reply) -> None:
        if self._playing is None:
            raise NotWaiting("the call has not begun")
        event = next(self._playing) if reply is None else self._playing.send(reply)
        while self._take(event):
            reply = self._fetch(event) if isinstance(event, Fetch) else None
            event = self._playing.send(self._passed() if isinstance(event, Listening) else reply)

    def _take(self, event: Event) -> bool:
        """Notes the event and tells whether the player may go on at once."""
        if isinstance(event, Said):
            self.heard.append(event.text)
            self.all_heard.append(event.text)
        if isinstance(event, Listening) and event.passing:
            self._hear(Paused(event.timeout_s))
            return True
        if not isinstance(event, Fetch):
            self._hear(event)
        if isinstance(event, Listening | Dialing):
            self.waiting = event
        if isinstance(event, Ended):
            self.ended = event
            self._report_end(event)
        return not isinstance(event, Listening | Dialing | Ended)

    def _passed(self) -> CallerInput:
        """What the caller does while the app only looks up between two sentences: cuts in, if that was the plan."""
        if self._cut is None or not any(self._cut[1] in each for each in self.heard):
            return Silence()
        (act, _), self._cut, self.heard = self._cut, None, []
        return act

    def _fetch(self, fetch: Fetch) -> Fetched:
        try:
            return self.webhooks.fetch(fetch, self._hear)
        except NotReachable as error:
            if not self._player.url:
                raise
            return Fetched(Answer(0, problem=str(error)), fetch.url)

    def _report_end(self, ended: Ended) -> None:
        """Posts the status callback, as Twilio does after every call; a refusal is a problem of the app's."""
        fields = completed_fields(self.webhooks.identity.direction, self._player.clock_s)
        url = f"{self.webhooks.base_url.rstrip('/')}/twilio/call-status"
        fetched = self._fetch(Fetch(url, "POST", fields, ended.status))
        if fetched.answer.status not in OK:
            problem = fetched.answer.problem or f"HTTP status {fetched.answer.status}"
            self.problems.append(f"the app did not take the status callback: {problem}")
            self._hear(Noted(11200, self.problems[-1]))
