"""What passes between the parts of the simulated phone: frozen data, no I/O.

The player yields events. `Fetch` is answered with a `Fetched`, `Listening` with what the caller does
(`Speech`, `Keys`, `Silence`, `HangUp`), `Dialing` with a `DialEnd` or `HangUp`; all others with None.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

Method = Literal["GET", "POST"]
DialStatus = Literal["completed", "busy", "no-answer", "failed", "canceled"]
EndedBy = Literal["app", "caller", "failed"]

PASSING_S = 1
"""Nobody begins to speak in so short a pause, unless to cut in: ours, not Twilio's."""

DIAL_STATUSES: tuple[DialStatus, ...] = ("completed", "busy", "no-answer", "failed", "canceled")


def new_sid(prefix: str) -> str:
    """A random Twilio identifier: two letters and 32 hex digits."""
    return prefix + secrets.token_hex(16)


@dataclass(frozen=True)
class Answer:
    """An HTTP answer to a webhook; `problem` says in words why there is none, and `status` is then 0."""

    status: int
    body: bytes = b""
    content_type: str = ""
    took_ms: float = 0.0
    location: str = ""
    problem: str = ""


class NotReachable(Exception):
    """Nobody listens at the app's address."""


class Transport(Protocol):
    """Carries one request to the app, following no redirects. Raises NotReachable."""

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer: ...

    def get(self, url: str, headers: Mapping[str, str]) -> Answer: ...


@dataclass(frozen=True)
class Fetch:
    """A document the player needs: `fields` are those of the verb, `status` is the CallStatus to post."""

    url: str
    method: Method = "POST"
    fields: Mapping[str, str] = field(default_factory=dict)
    status: str = "in-progress"


@dataclass(frozen=True)
class Fetched:
    """What came back, and the public URL it came from (after HTTP redirects)."""

    answer: Answer
    url: str


@dataclass(frozen=True)
class Exchanged:
    """One webhook and its answer, told after the fact."""

    fetch: Fetch
    form: Mapping[str, str]
    answer: Answer


@dataclass(frozen=True)
class Said:
    text: str
    language: str
    voice: str


@dataclass(frozen=True)
class Played:
    """A sound file, by its URL, or keys played as tones."""

    url: str


@dataclass(frozen=True)
class Paused:
    seconds: float


@dataclass(frozen=True)
class Noted:
    """A line of Twilio's debugger: the error code and plain words. The call goes on."""

    code: int
    text: str


@dataclass(frozen=True)
class Listening:
    """The app waits for the caller. `num_digits` 0 is unlimited; times are seconds."""

    verb: Literal["Record", "Gather"]
    speech: bool
    keys: bool
    timeout_s: float
    finish_on_key: str
    max_length_s: int = 0
    num_digits: int = 0
    language: str = ""

    @property
    def passing(self) -> bool:
        """Whether nobody is asked anything: the app goes on by itself, unless the caller cuts in meanwhile."""
        return self.verb == "Gather" and self.timeout_s <= PASSING_S


@dataclass(frozen=True)
class Dialing:
    """The app connects the caller to somebody: numbers as written in the TwiML."""

    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Ended:
    """The end: `how` is Hangup, "end of document", Reject, Dial, "hung up" or the failure in plain words.

    `status` is the CallStatus Twilio would report.
    """

    by: EndedBy
    how: str
    status: str = "completed"
    code: int = 0


Event = Fetch | Exchanged | Said | Played | Paused | Noted | Listening | Dialing | Ended
Hearer = Callable[[Event], None]


@dataclass(frozen=True)
class RecordingMade:
    """A recording as Twilio announces it: `url` has no suffix, `duration_s` is whole seconds."""

    sid: str
    url: str
    duration_s: int


@dataclass(frozen=True)
class Speech:
    """The caller speaks; `key` is the key pressed afterwards, if any."""

    text: str
    key: str = ""
    confidence: float = 0.9
    recording: RecordingMade | None = None


@dataclass(frozen=True)
class Keys:
    digits: str
    recording: RecordingMade | None = None


@dataclass(frozen=True)
class Silence:
    """The caller says and presses nothing until the time is up."""


@dataclass(frozen=True)
class HangUp:
    """The caller hangs up, perhaps after having said `text`."""

    text: str = ""
    recording: RecordingMade | None = None


@dataclass(frozen=True)
class DialEnd:
    """How the dialled leg ended; `duration_s` counts only when somebody answered."""

    status: DialStatus
    duration_s: int = 30
    sid: str = field(default_factory=lambda: new_sid("CA"))


CallerInput = Speech | Keys | Silence | HangUp
Reply = Fetched | CallerInput | DialEnd | None


class Recorder(Protocol):
    """Turns words into a recording that the app can fetch; empty words are a second of silence."""

    def record(self, text: str, max_length_s: int) -> RecordingMade: ...
