"""The messages of Media Streams: what is read, what is refused, what is written."""

import base64
import json

import orjson

from tests.contract.specs import vectors
from tests.rows import each_row
from voicebot.realtime import codec
from voicebot.realtime.codec import Connected, Key, Malformed, Marked, Media, Order, Started, Stopped, Unknown, parse

FORMAT = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
START = {"streamSid": "MZ1", "callSid": "CA1", "mediaFormat": FORMAT, "customParameters": {"token": "t"}}


def said(**message: object) -> codec.Incoming:
    return parse(orjson.dumps(message))


@each_row(
    ("message", "event"),
    [
        ({"event": "connected", "protocol": "Call", "version": "1.0.0"}, Connected()),
        ({"event": "start", "start": START}, Started("MZ1", "CA1", {"token": "t"})),
        ({"event": "media", "media": {"track": "inbound", "payload": "/38="}}, Media("/38=")),
        ({"event": "media", "media": {"payload": "/38="}}, Media("/38=")),
        ({"event": "media", "media": {"track": "outbound", "payload": "/38="}}, Unknown("media")),
        ({"event": "dtmf", "dtmf": {"digit": "*"}}, Key("*")),
        ({"event": "mark", "mark": {"name": "7"}}, Marked("7")),
        ({"event": "stop", "stop": {}}, Stopped()),
        ({"event": "weather"}, Unknown("weather")),
    ],
)
def test_what_twilio_says_becomes_an_event(message: dict[str, object], event: codec.Incoming) -> None:
    assert said(**message) == event


@each_row(
    "frame",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"null",
        b"\xff\xfe",
        b'{"event":7}',
        b"{}",
        b'{"event":"media"}',
        b'{"event":"media","media":[]}',
        b'{"event":"media","media":{"payload":7}}',
        b'{"event":"dtmf","dtmf":{"digit":"12"}}',
        b'{"event":"dtmf","dtmf":"5"}',
        b'{"event":"mark"}',
        b'{"event":"start"}',
        b'{"event":"start","start":{"streamSid":"MZ1","callSid":7}}',
        b'{"event":"start","start":{"streamSid":"MZ1","callSid":"CA1"}}',
        b"[" * 60_000,
        b'{"event":"media","media":{"payload":"' + b"A" * codec.MAX_FRAME + b'"}}',
    ],
)
def test_what_twilio_would_not_say_is_malformed_and_never_raises(frame: bytes) -> None:
    assert isinstance(parse(frame), Malformed)


def test_a_reason_does_not_repeat_what_was_sent() -> None:
    assert "secret" not in repr(parse(b'{"event":"mark","mark":{"name":["secret"]}}'))


def test_other_audio_is_refused() -> None:
    other = {**START, "mediaFormat": {**FORMAT, "sampleRate": 16000}}
    assert said(event="start", start=other) == Malformed("not mu-law at 8000 Hz")


def test_twilios_own_messages_are_all_read() -> None:
    read = [parse(json.dumps(each["message"])) for each in vectors("media_stream_messages.json")]
    assert [type(each) for each in read] == [Connected, Started, Media, Key, Marked, Stopped]


def test_connected_says_nothing_and_may_be_missing_or_late() -> None:
    order = Order()
    start = Started("MZ1", "CA1")
    assert [order.check(each) for each in (start, Connected())] == [start, Connected()]


def test_the_order_is_kept() -> None:
    order = Order()
    start = Started("MZ1", "CA1")
    for early in (Media("AAAA"), Key("1"), Marked("1")):
        assert order.check(early) == Malformed("before start")
    assert order.check(Connected()) == Connected()
    assert order.check(start) == start
    assert order.check(start) == Malformed("a second start")
    assert order.check(Media("AAAA")) == Media("AAAA")
    assert order.check(Stopped()) == Stopped()
    assert order.check(Media("AAAA")) == Unknown("after stop")


@each_row("size", range(12))
def test_the_length_of_audio_is_known_without_decoding(size: int) -> None:
    assert codec.bytes_of(base64.b64encode(b"\xff" * size).decode()) == size


def test_what_is_written_is_what_twilio_reads() -> None:
    assert json.loads(codec.media("MZ1", '/38="')) == {
        "event": "media",
        "streamSid": "MZ1",
        "media": {"payload": '/38="'},
    }
    assert json.loads(codec.mark("MZ1", "3")) == {"event": "mark", "streamSid": "MZ1", "mark": {"name": "3"}}
    assert json.loads(codec.clear("MZ1")) == {"event": "clear", "streamSid": "MZ1"}
