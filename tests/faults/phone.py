"""The caller's and Twilio's side of a call that goes through bad times.

Twilio repeats a webhook when it could not connect (once), and when its URL asks for more by `#rc=2&rp=all`
(https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides). Only the simulated phone's clock runs.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import parse_qs, urldefrag

from tests.caller import ACCOUNT_SID, LEAD_NUMBER, OUR_NUMBER, RECORDING_S
from tests.faults.marks import hebrew_mark
from voicebot.simphone.call import Call, voice_fetch
from voicebot.simphone.events import (
    Answer,
    DialEnd,
    Dialing,
    Event,
    Exchanged,
    Fetch,
    Fetched,
    HangUp,
    Hearer,
    Listening,
    NotReachable,
    Paused,
    RecordingMade,
    Said,
    Silence,
    Speech,
    Transport,
    new_sid,
)
from voicebot.simphone.webhook import Identity, Webhooks

MOST_ACTS = 16
OPENING = ("שלום", "מתקשרים אליהם למחרת")
GLAD, FIRST, NO_MORE = "כן, נשמע מעניין", "הראשון", "לא, תודה"
AGAIN = ("לא שמעתי", "לחזור על", "שומעים אותי", "לא קלטתי", "עוד פעם")
OFFERED, ENDING = ("מה מתאים", "זה מתאים"), ("קבענו", "נקבעה", "יש עוד משהו")
STATUS = "rc=5&rp=all"
"""What the address for status callbacks carries wherever it is given to Twilio."""
SERVER_ERRORS = range(500, 600)
Hook = Callable[[str], None]
"""Told a URL's path and query before it is asked for."""


class Timed:
    """A transport that notes how long every request took, and tells a hook before it is sent."""

    def __init__(self, inner: Transport, before: Hook = lambda _: None) -> None:
        self._inner = inner
        self.before = before

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        self.before(url.partition("/twilio")[2])
        return _timed(lambda: self._inner.post(url, form, headers))

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        return _timed(lambda: self._inner.get(url, headers))


def _timed(ask: Callable[[], Answer]) -> Answer:
    started = time.monotonic()
    got = ask()
    took = (time.monotonic() - started) * 1000
    return Answer(got.status, got.body, got.content_type, took, got.location, got.problem)


@dataclass(frozen=True)
class Persistent(Webhooks):
    """Webhooks that are sent again as Twilio would."""

    def fetch(self, fetch: Fetch, hear: Hearer) -> Fetched:
        wanted = urldefrag(fetch.url).fragment or (STATUS if "/call-status" in fetch.url else "")
        options = {name: values[-1] for name, values in parse_qs(wanted).items()}
        policy = options.get("rp", "ct").split(",")
        for _ in range(int(options.get("rc", "1"))):
            try:
                fetched = super().fetch(fetch, hear)
            except NotReachable:
                continue
            if not _worth_repeating(fetched.answer, policy):
                return fetched
        return super().fetch(fetch, hear)


def _worth_repeating(answer: Answer, policy: list[str]) -> bool:
    broken = answer.status == 0 and ({"rt", "all"} & set(policy))
    return bool(broken or (answer.status in SERVER_ERRORS and {"5xx", "all"} & set(policy)))


@dataclass
class Story:
    """One call as it went: `said` is what the caller did, in order, "" for silence."""

    call_sid: str
    events: list[Event] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    call: Call | None = None

    @property
    def live(self) -> Call:
        assert self.call is not None
        return self.call

    @property
    def heard(self) -> list[str]:
        return self.live.all_heard

    @property
    def exchanges(self) -> list[Exchanged]:
        return [each for each in self.events if isinstance(each, Exchanged)]

    def silences(self) -> Iterator[float]:
        """Seconds between two things that are heard: waiting for webhooks, and pauses."""
        silent = 0.0
        for event in self.events:
            match event:
                case Exchanged(answer=answer):
                    silent += answer.took_ms / 1000
                case Paused(seconds=seconds):
                    silent += seconds
                case Said() | Listening() | Dialing():
                    yield silent
                    silent = 0.0


class Person:
    """Calls, and answers what is heard until the call is over or it goes on for too long."""

    def __init__(self, transport: Transport, base_url: str, token: str, record: Callable[[str], str]) -> None:
        self.transport = Timed(transport)
        self.token = token
        self._numbers = count(1)
        self._base_url = base_url
        self.record = record
        self.speaks_s = RECORDING_S

    def calls(self, from_: str = LEAD_NUMBER, call_sid: str = "", **query: str) -> Story:
        """A new call, greeted; with `call_id`, the app's call to this person."""
        outbound = "call_id" in query
        sides = (OUR_NUMBER, from_) if outbound else (from_, OUR_NUMBER)
        identity = Identity(*sides, ACCOUNT_SID, call_sid or new_sid("CA"), "outbound-api" if outbound else "inbound")
        webhooks = Persistent(self.transport, self.token, identity, self._base_url)
        story = Story(identity.call_sid)
        story.call = Call(webhooks, story.events.append, _Recorder(self))
        story.call.start(voice_fetch(webhooks, **query))
        return story

    def says(self, story: Story, words: str) -> list[str]:
        """What is heard after these words ("" for silence)."""
        story.said.append(words)
        story.live.act(Speech(words) if words else Silence())
        return story.live.heard

    def talks(self, story: Story) -> Story:
        """Goes on until the end; whoever is not heard says it again, and hangs up after a while."""
        call = story.live
        while call.ended is None:
            if isinstance(call.waiting, Dialing):
                call.act(DialEnd("completed"))
            elif len(story.said) >= MOST_ACTS:
                call.act(HangUp())
            else:
                self.says(story, self._answer(story))
        return story

    def _answer(self, story: Story) -> str:
        """The next words: new ones each time at the beginning, so that no translation of them is remembered."""
        words = _answer(story)
        again = story.said and words == story.said[-1]
        return f"{words}, {hebrew_mark(next(self._numbers))}" if words in OPENING and not again else words


def _answer(story: Story) -> str:
    last = " ".join(story.live.heard)
    if any(each in last for each in ENDING):
        return NO_MORE
    if any(each in last for each in OFFERED):
        return FIRST
    if story.said and any(each in last for each in AGAIN):
        return story.said[-1]
    return OPENING[len(story.said)] if len(story.said) < len(OPENING) else GLAD


@dataclass(frozen=True)
class _Recorder:
    person: Person

    def record(self, text: str, max_length_s: int) -> RecordingMade:
        sid = self.person.record(text)
        url = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT_SID}/Recordings/{sid}"
        return RecordingMade(sid, url, min(self.person.speaks_s, max_length_s))
