"""Twilio's Media Streams messages, as frozen events in and bytes out. Pure; audio stays base64 all the way.

Source: https://www.twilio.com/docs/voice/media-streams/websocket-messages
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

MAX_FRAME = 64 * 1024
"""Bytes of one message; Twilio's own, 20 ms of audio each, are smaller than 500."""
BYTES_PER_MS = 8
"""G.711 mu-law at 8000 Hz."""
ENCODING = "audio/x-mulaw"
RATE = 8000


@dataclass(frozen=True, slots=True)
class Connected:
    """The first message; it says nothing of the call."""


@dataclass(frozen=True, slots=True)
class Started:
    """The stream begins. `parameters` are the values of `<Parameter>`."""

    stream_sid: str
    call_sid: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Media:
    """Audio of the caller, base64 as it came."""

    payload: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the telephone."""

    digit: str


@dataclass(frozen=True, slots=True)
class Marked:
    """Everything sent before this mark has been played, or was cleared."""

    name: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The stream is over: the caller hung up, or the call goes on elsewhere."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A message that this version does not know; it is ignored, since Twilio adds new ones."""

    event: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """Nothing Twilio would send; the stream is closed. `reason` never repeats what was sent."""

    reason: str


Incoming = Connected | Started | Media | Key | Marked | Stopped | Unknown | Malformed

_KEYS = frozenset("0123456789*#ABCD")
_NO_JSON = Malformed("not a JSON object")


def parse(frame: bytes | bytearray | memoryview | str) -> Incoming:
    """The event of one text frame. Never raises: what cannot be read is Malformed."""
    if len(frame) > MAX_FRAME:
        return Malformed("larger than 64 kB")
    try:
        message = orjson.loads(frame)
    except orjson.JSONDecodeError:
        return _NO_JSON
    if type(message) is not dict:
        return _NO_JSON
    event = message.get("event")
    if event == "media":  # nearly all of them
        return _media(message)
    if not isinstance(event, str):
        return Malformed("no event")
    read = _READERS.get(event)
    return read(message) if read else Unknown(event[:40])


def _media(message: dict[str, Any]) -> Incoming:
    media = message.get("media")
    if type(media) is dict and type(payload := media.get("payload")) is str:
        # The other direction's audio is only sent where both tracks are asked for, which we never do.
        return Media(payload) if media.get("track", "inbound") == "inbound" else Unknown("media")
    return Malformed("media without a payload")


def _connected(_message: dict[str, Any]) -> Incoming:
    return Connected()


def _started(message: dict[str, Any]) -> Incoming:
    start = _part(message, "start")
    stream_sid, call_sid = start.get("streamSid") or message.get("streamSid"), start.get("callSid")
    if not _is_name(stream_sid) or not _is_name(call_sid):
        return Malformed("start without its sids")
    audio = _part(start, "mediaFormat")
    if (audio.get("encoding"), str(audio.get("sampleRate"))) != (ENCODING, str(RATE)):
        return Malformed("not mu-law at 8000 Hz")
    given = _part(start, "customParameters")
    parameters = {name: value for name, value in given.items() if isinstance(value, str)}
    return Started(str(stream_sid), str(call_sid), parameters)


def _key(message: dict[str, Any]) -> Incoming:
    digit = _part(message, "dtmf").get("digit")
    return Key(digit) if isinstance(digit, str) and digit in _KEYS else Malformed("dtmf without a digit")


def _marked(message: dict[str, Any]) -> Incoming:
    name = _part(message, "mark").get("name")
    return Marked(name) if isinstance(name, str) else Malformed("mark without a name")


def _stopped(_message: dict[str, Any]) -> Incoming:
    return Stopped()


_READERS = {"connected": _connected, "start": _started, "dtmf": _key, "mark": _marked, "stop": _stopped}


def _part(message: dict[str, Any], name: str) -> dict[str, Any]:
    part = message.get(name)
    return part if isinstance(part, dict) else {}


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64


class Order:
    """Holds a stream to its order: one start before anything of the call, nothing after a stop.

    `connected` says nothing of the call: nothing depends on whether, and when, it comes.
    """

    def __init__(self) -> None:
        self._started = self._stopped = False

    def check(self, event: Incoming) -> Incoming:
        """The event itself, Unknown for what may be passed over, Malformed for what may not come here."""
        if type(event) is Media and self._started and not self._stopped:
            return event
        if self._stopped:
            return Unknown("after stop")
        if isinstance(event, Started):
            if self._started:
                return Malformed("a second start")
            self._started = True
        elif not self._started and isinstance(event, Media | Key | Marked):
            return Malformed("before start")
        elif isinstance(event, Stopped):
            self._stopped = True
        return event


def media_head(stream_sid: str) -> bytes:
    """What all audio of a stream begins with."""
    return b'{"event":"media","streamSid":' + orjson.dumps(stream_sid) + b',"media":{"payload":'


def media_of(head: bytes, payload: str) -> bytes:
    """Audio for the caller; `payload` is base64 of mu-law."""
    return head + orjson.dumps(payload) + b"}}"


def media(stream_sid: str, payload: str) -> bytes:
    """One frame of audio by itself."""
    return media_of(media_head(stream_sid), payload)


def mark(stream_sid: str, name: str) -> bytes:
    """Asks to be told when everything sent so far has been played."""
    return orjson.dumps({"event": "mark", "streamSid": stream_sid, "mark": {"name": name}})


def clear(stream_sid: str) -> bytes:
    """Throws away what has not been played; its marks come back at once."""
    return orjson.dumps({"event": "clear", "streamSid": stream_sid})


def bytes_of(payload: str) -> int:
    """How many bytes of audio a base64 text holds, without decoding it."""
    return len(payload) * 3 // 4 - payload.endswith("=") - payload.endswith("==")
