"""A caller for tests, who speaks the user's language: `caller.calls()`, `caller.says("כן")`, `caller.heard`.

The simulated phone plays the TwiML; the webhooks go to a Flask test client, or over real HTTP.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from werkzeug.test import Client, TestResponse

from voicebot.simphone.call import Call, voice_fetch
from voicebot.simphone.events import (
    Answer,
    CallerInput,
    DialEnd,
    Dialing,
    DialStatus,
    Ended,
    Event,
    Exchanged,
    HangUp,
    Keys,
    Listening,
    Noted,
    Recorder,
    RecordingMade,
    Silence,
    Speech,
    Transport,
    new_sid,
)
from voicebot.simphone.runner import play_script
from voicebot.simphone.script import Script
from voicebot.simphone.webhook import Direction, HttpTransport, Identity, Webhooks

LEAD_NUMBER = "+972547654321"
OUR_NUMBER = "+97233760000"
ACCOUNT_SID = "AC" + "0" * 32
FORM = "application/x-www-form-urlencoded"
RECORDING_S = 2


class ClientTransport:
    """Webhooks into a Flask (werkzeug) test client, byte for byte as over HTTP."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        body = urlencode(form).encode()
        got = self._client.open(url, method="POST", data=body, content_type=FORM, headers=dict(headers))
        return _answer(got)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        return _answer(self._client.open(url, method="GET", headers=dict(headers)))


def _answer(got: TestResponse) -> Answer:
    return Answer(
        got.status_code,
        got.get_data(),
        got.headers.get("Content-Type", ""),
        location=got.headers.get("Location", ""),
    )


class _CallbackRecorder:
    """Recordings that the test makes: `record(text)` stores it where the app fetches and gives the sid."""

    def __init__(self, record: Callable[[str], str], recordings_url: str) -> None:
        self._record = record
        self._url = recordings_url

    def record(self, text: str, max_length_s: int) -> RecordingMade:
        sid = self._record(text)
        url = f"{self._url}/2010-04-01/Accounts/{ACCOUNT_SID}/Recordings/{sid}"
        return RecordingMade(sid, url, min(RECORDING_S, max_length_s))


class Caller:
    """One person with a telephone; each `calls` is a new call.

    `client` is a Flask test client or a Transport; `token` signs the webhooks, for URLs under `base_url`.
    `record` gives the RecordingSid for words said into a <Record>; without it these raise NoRecorder.
    """

    def __init__(
        self,
        client: Client | Transport,
        base_url: str,
        token: str,
        *,
        record: Callable[[str], str] | None = None,
        recordings_url: str = "https://api.twilio.com",
    ) -> None:
        self._transport: Transport = ClientTransport(client) if isinstance(client, Client) else client
        self._base_url = base_url
        self._token = token
        self._recorder: Recorder | None = _CallbackRecorder(record, recordings_url) if record else None
        self._call: Call | None = None
        self.events: list[Event] = []

    @classmethod
    def over_http(cls, base_url: str, token: str) -> "Caller":
        return cls(HttpTransport(), base_url, token)

    def calls(
        self,
        to: str = OUR_NUMBER,
        from_: str = LEAD_NUMBER,
        *,
        direction: Direction = "inbound",
        call_sid: str = "",
        **query: str,
    ) -> "Caller":
        """Places a call; `query` may hold scenario, call_id, voice_url. From "withheld" hides the number."""
        identity = Identity(from_, to, ACCOUNT_SID, call_sid or new_sid("CA"), direction)
        webhooks = Webhooks(self._transport, self._token, identity, self._base_url)
        self.events = []
        self._call = Call(webhooks, self.events.append, self._recorder)
        self._call.start(voice_fetch(webhooks, **query))
        return self

    def is_called(self, to: str = LEAD_NUMBER, from_: str = OUR_NUMBER, **query: str) -> "Caller":
        """Answers an outbound call of the app's."""
        return self.calls(to, from_, direction="outbound-api", **query)

    def says(self, text: str, key: str = "") -> "Caller":
        return self._act(Speech(text, key=key))

    def silent(self) -> "Caller":
        return self._act(Silence())

    def presses(self, digits: str) -> "Caller":
        return self._act(Keys(digits))

    def hangs_up(self, saying: str = "") -> "Caller":
        return self._act(HangUp(saying))

    def dial_ends(self, status: DialStatus) -> "Caller":
        """How the leg that the app dials ended."""
        return self._act(DialEnd(status))

    def plays(self, script: Script) -> "Caller":
        """Plays a script's steps on a new call. Raises ExpectationFailed."""
        said = dict(script.call)
        direction: Direction = "outbound-api" if said.pop("direction", "") == "outbound-api" else "inbound"
        inbound = direction == "inbound"
        from_ = said.pop("from", LEAD_NUMBER if inbound else OUR_NUMBER)
        to = said.pop("to", OUR_NUMBER if inbound else LEAD_NUMBER)
        self.calls(to, from_, direction=direction, **said)
        play_script(script, self.call, lambda act: None)
        return self

    def cuts_in(self, after: str, *, saying: str = "", pressing: str = "") -> "Caller":
        """Will speak or press keys in the middle of the next answer, when `after` has been heard."""
        self.call.cut_in(Keys(pressing) if pressing else Speech(saying), after)
        return self

    def _act(self, act: CallerInput | DialEnd) -> "Caller":
        self.call.act(act)
        return self

    @property
    def call(self) -> Call:
        assert self._call is not None, "nobody has called yet"
        return self._call

    @property
    def call_sid(self) -> str:
        return self.call.webhooks.identity.call_sid

    @property
    def heard(self) -> list[str]:
        """The texts heard since the caller last did something."""
        return self.call.heard

    @property
    def all_heard(self) -> list[str]:
        return self.call.all_heard

    @property
    def ended(self) -> Ended | None:
        return self.call.ended

    @property
    def listening(self) -> Listening | None:
        """What the app waits for, None when it does not."""
        return self.call.waiting if isinstance(self.call.waiting, Listening) else None

    @property
    def dialing(self) -> tuple[str, ...]:
        """The numbers that ring."""
        waiting = self.call.waiting
        return waiting.numbers if isinstance(waiting, Dialing) else ()

    @property
    def problems(self) -> list[str]:
        return self.call.problems

    @property
    def exchanges(self) -> list[Exchanged]:
        """Every webhook of the call with its form and answer."""
        return [event for event in self.events if isinstance(event, Exchanged)]

    @property
    def notes(self) -> list[Noted]:
        return [event for event in self.events if isinstance(event, Noted)]
