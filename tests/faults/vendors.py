"""All vendors at the wire, each on a port of its own, with a plan of what goes wrong at which request."""

import json
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any

from tests.builders import TOKEN
from tests.caller import ACCOUNT_SID
from tests.faults.audio import recording
from tests.faults.marks import marked, unmarked
from tests.faults.plans import Injected, Kind, Plan, Vendor
from tests.standins.brain import Reply
from tests.standins.google_v2 import GoogleV2StandIn
from tests.standins.openai import OpenAIStandIn
from tests.standins.twilio import TwilioStandIn
from tests.standins.wire import Answer, Asked, Cut, DripHeaders, Misbehaviour, Reset, StandIn, _Server
from voicebot.simphone.events import new_sid

REFUSING_S = 0.3
DRIP_S = 0.1
GARBAGE: tuple[Answer, ...] = (
    Answer(200, b"<html>Bad gateway</html>", "text/html"),
    Answer(200, b"{nope"),
    Answer(200, b'{"a": "\xff\xfe\xfa"}'),
    Answer(200, b"[1]"),
)
STREAMED_GARBAGE: tuple[Answer, ...] = (
    Answer(200, [b"data: {nope\n\n", b"data: [DONE]\n\n"], "text/event-stream"),
    Answer(200, [b'data: {"choices": 7}\n\n', b"data: [DONE]\n\n"], "text/event-stream"),
    Answer(200, [b"\xff\xfe\n\n"], "text/event-stream"),
)


class Vendors:
    """OpenAI, Google and Twilio. `begin` sets a plan; `count` tells how often each was asked since.

    A stall is `stall_s` without an answer, then the connection's end.
    """

    def __init__(self, stall_s: float) -> None:
        self.stall_s = stall_s
        self.injected: list[Injected] = []
        self.count: Counter[Vendor] = Counter()
        self.gates: dict[Vendor, threading.Event] = {}
        self.reached: dict[Vendor, threading.Event] = {}
        self._plan: Plan = {}
        self._lock = threading.Lock()
        self.openai, self.google = _OpenAI(self), _Google(self)
        self.twilio = _Twilio(self)

    def begin(self, plan: Plan) -> None:
        """Count anew, and let these requests go wrong."""
        with self._lock:
            self._plan = plan
            self.count.clear()

    def hold(self, vendor: Vendor) -> threading.Event:
        """Let this vendor's requests wait until the event that is returned is set."""
        self.reached[vendor] = threading.Event()
        self.gates[vendor] = threading.Event()
        return self.gates[vendor]

    def record(self, words: str) -> str:
        """The SID of a new recording of these words."""
        return self.keep(recording(words))

    def keep(self, content: bytes) -> str:
        """The SID of a new recording."""
        sid = new_sid("RE")
        self.twilio.recordings[sid] = content
        return sid

    def settings(self) -> dict[str, str]:
        """The environment that leads an app here."""
        return {
            "OPENAI_BASE_URL": self.openai.base_url,
            "OPENAI_API_KEY": "sk-standin",
            "GOOGLE_TRANSLATE_BASE_URL": self.google.url,
            "GOOGLE_TRANSLATE_API_KEY": "standin",
            "TWILIO_BASE_URL": self.twilio.url,
        }

    def take(self, vendor: Vendor) -> Kind | None:
        """Count a request, and tell what is planned for it."""
        with self._lock:
            self.count[vendor] += 1
            number = self.count[vendor]
            kind = self._plan.get((vendor, number))
            if kind is not None:
                self.injected.append(Injected(vendor, number, kind))
        if vendor in self.gates:
            self.reached[vendor].set()
            self.gates[vendor].wait(60)
        return kind


@contextmanager
def vendors(stall_s: float) -> Iterator[Vendors]:
    """Running vendors."""
    made = Vendors(stall_s)
    with made.openai, made.google, made.twilio:
        yield made


class _Faulty(StandIn):
    """A stand-in that asks the plan before it answers. `vendor_of` and `answer` are its heirs'."""

    vendors: Vendors
    _refusing = False

    def vendor_of(self, asked: Asked) -> Vendor:
        raise NotImplementedError

    def _take(self, asked: Asked) -> Misbehaviour | None:
        misbehaves = super()._take(asked)
        vendor = self.vendor_of(asked)
        kind = self.vendors.take(vendor)
        if self._refusing:
            return Reset()
        return misbehaves if kind is None else self._misbehave(kind, asked)

    def _misbehave(self, kind: Kind, asked: Asked) -> Misbehaviour:
        number = len(self.asked)
        match kind:
            case "refused":
                threading.Thread(target=self._refuse, daemon=True).start()
                return Reset()
            case "reset":
                return Reset()
            case "429" | "500":
                return Answer(int(kind), b'{"error": {"message": "so says the plan", "code": "planned"}}')
            case "half":
                return Cut(1 + number % 4)
            case "garbage":
                if asked.path.endswith(".wav"):
                    return Answer(200, b"RIFF of nothing", "audio/x-wav")
                many = STREAMED_GARBAGE if _streamed(asked) else GARBAGE
                return many[number % len(many)]
            case "stall":
                self.stopped.wait(self.vendors.stall_s)
                return Reset()
            case "drip":
                return DripHeaders(DRIP_S, self.vendors.stall_s)

    def _refuse(self) -> None:
        """Nobody listens for a while; the port stays ours."""
        old = self._server
        if self._refusing or old is None:
            return
        self._refusing = True
        held = socket.socket()
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        old.shutdown()
        old.server_close()
        held.bind(old.server_address[:2])
        if self.stopped.wait(REFUSING_S):
            held.close()
            return
        self._serve_on(held)
        self._refusing = False

    def _serve_on(self, held: socket.socket) -> None:
        assert self._server is not None
        new = _Server(self._server.server_address, self._server.RequestHandlerClass, bind_and_activate=False)
        new.socket.close()
        new.socket = held
        new.standin = self
        new.server_activate()
        self._server = new
        threading.Thread(target=new.serve_forever, args=(0.01,), daemon=True).start()


class _OpenAI(_Faulty, OpenAIStandIn):
    def __init__(self, vendors: Vendors) -> None:
        super().__init__()
        self.vendors = vendors
        self._numbers = count(1)

    def vendor_of(self, asked: Asked) -> Vendor:
        if asked.path.endswith("/transcriptions"):
            return "transcription"
        if "response_format" in asked.json:
            return "translation out" if "to Hebrew" in asked.json["messages"][0]["content"] else "translation in"
        return "model"

    def _reply(self, body: Mapping[str, Any]) -> Reply:
        if "response_format" in body:
            return super()._reply({**body, "messages": _unmarked(body["messages"])})
        scripted = bool(self.replies)
        reply = super()._reply(body)
        return reply if scripted else replace(reply, text=marked(reply.text, next(self._numbers)))


def _unmarked(messages: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Texts to be translated, as the table of phrases knows them."""
    texts = [unmarked(each) for each in json.loads(messages[-1]["content"])]
    return [*messages[:-1], {**messages[-1], "content": json.dumps(texts, ensure_ascii=False)}]


class _Google(_Faulty, GoogleV2StandIn):
    def __init__(self, vendors: Vendors) -> None:
        super().__init__()
        self.vendors = vendors

    def vendor_of(self, asked: Asked) -> Vendor:
        body: Mapping[str, Any] = asked.json
        return "translation in" if body["target"] == "en" else "translation out"

    def answer(self, asked: Asked) -> Answer:
        body = asked.json
        plain = {**body, "q": [unmarked(each) for each in body["q"]]}
        return super().answer(replace(asked, body=json.dumps(plain).encode()))


class _Twilio(_Faulty, TwilioStandIn):
    def __init__(self, vendors: Vendors) -> None:
        super().__init__(ACCOUNT_SID, TOKEN)
        self.vendors = vendors

    def vendor_of(self, asked: Asked) -> Vendor:
        return "recordings" if asked.method == "GET" and asked.path.endswith(".wav") else "telephone"


def _streamed(asked: Asked) -> bool:
    try:
        return bool(json.loads(asked.body).get("stream"))
    except ValueError:
        return False
