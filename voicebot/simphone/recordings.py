"""A stand-in for Twilio's recordings API on loopback: the app fetches from it what the caller "said"."""

import base64
import hmac
import json
import math
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import AddressValueError, IPv4Address
from pathlib import Path
from urllib.parse import urlsplit

from voicebot.simphone.events import RecordingMade, new_sid
from voicebot.simphone.wav import NotWav, make_wav, parse_wav, resampled, speech

DEFAULT_URL = "http://127.0.0.1:9100"
PATH = re.compile(r"/2010-04-01/Accounts/(?P<account>AC\w{32})/Recordings/(?P<sid>RE\w{32})(?P<kind>\.wav|\.json)?")
ESPEAK_TIMEOUT_S = 10


class CannotServe(Exception):
    """The recordings cannot be served at the address wanted; the text is one sentence."""


def loopback_address(url: str) -> tuple[str, int]:
    """Host and port of a loopback http address. Raises CannotServe for any other."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if parts.scheme == "http" and port and (host == "localhost" or _is_loopback(host)):
        return host, port
    raise CannotServe(
        "AUDIO=1 serves the recordings itself, so TWILIO_BASE_URL must be a loopback http address "
        f"with a port, like {DEFAULT_URL}, not {url}."
    )


def _is_loopback(host: str) -> bool:
    try:
        return IPv4Address(host).is_loopback
    except AddressValueError:
        return False


@dataclass
class _Stored:
    content: bytes
    made: RecordingMade
    asked: bool = False


class RecordingServer:
    """Serves recordings at `base_url` until closed; use it as a context manager.

    The first GET of each recording's audio answers 404, as Twilio's may while it is being written. Each
    thread of the server shares the recordings under one lock. Raises CannotServe when it cannot be bound.
    """

    def __init__(self, base_url: str, account_sid: str, token: str, *, mu_law: bool = False) -> None:
        host, port = loopback_address(base_url)
        self.base_url = base_url.rstrip("/")
        self.account_sid = account_sid
        self._login = "Basic " + base64.b64encode(f"{account_sid}:{token}".encode()).decode()
        self._mu_law = mu_law
        self._stored: dict[str, _Stored] = {}
        self._lock = threading.Lock()
        try:
            self._server = ThreadingHTTPServer((host, port), _handler(self))
        except OSError as error:
            raise CannotServe(
                f"AUDIO=1 cannot serve recordings at {base_url} ({error.strerror}): free the port, "
                "or set TWILIO_BASE_URL for the app and for this phone."
            ) from error
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> "RecordingServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def record(self, text: str, max_length_s: int) -> RecordingMade:
        """Makes and keeps a recording of these words; "" gives a second of silence.

        Its length is told as it was recorded: to `action` Twilio tells it before any trimming of silence
        (https://www.twilio.com/docs/voice/twiml/record).
        """
        samples = (text and spoken(text)) or speech(text)
        samples = samples[: max_length_s * 8000]
        content = make_wav(samples, text, mu_law=self._mu_law)
        sid = new_sid("RE")
        url = f"{self.base_url}/2010-04-01/Accounts/{self.account_sid}/Recordings/{sid}"
        made = RecordingMade(sid, url, max(1, math.ceil(parse_wav(content).seconds)))
        with self._lock:
            self._stored[sid] = _Stored(content, made)
        return made

    def answer(self, method: str, path: str, login: str) -> tuple[HTTPStatus, str, bytes]:
        """Status, content type and body for one request."""
        if not hmac.compare_digest(login.encode(), self._login.encode()):
            return _error(HTTPStatus.UNAUTHORIZED, 20003, "Authenticate")
        found = PATH.fullmatch(urlsplit(path).path)
        with self._lock:
            stored = self._stored.get(found["sid"]) if found else None
            if found is None or stored is None or found["account"] != self.account_sid:
                return _error(HTTPStatus.NOT_FOUND, 20404, "The requested resource was not found")
            if method == "DELETE":
                del self._stored[stored.made.sid]
                return HTTPStatus.NO_CONTENT, "", b""
            if found["kind"] == ".json":
                return HTTPStatus.OK, "application/json", self._metadata(stored)
            if not stored.asked:
                stored.asked = True
                return _error(HTTPStatus.NOT_FOUND, 20404, "The recording is not ready yet")
            return HTTPStatus.OK, "audio/x-wav", stored.content

    def _metadata(self, stored: _Stored) -> bytes:
        return json.dumps(
            {
                "sid": stored.made.sid,
                "account_sid": self.account_sid,
                "status": "completed",
                "duration": str(stored.made.duration_s),
                "channels": 1,
                "source": "RecordVerb",
                "api_version": "2010-04-01",
            }
        ).encode()


def _error(status: HTTPStatus, code: int, message: str) -> tuple[HTTPStatus, str, bytes]:
    body = {"code": code, "message": message, "status": int(status)}
    return status, "application/json", json.dumps(body).encode()


def _handler(server: RecordingServer) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("GET")

        def do_DELETE(self) -> None:
            self._answer("DELETE")

        def _answer(self, method: str) -> None:
            status, kind, body = server.answer(method, self.path, self.headers.get("Authorization", ""))
            self.send_response(status)
            if kind:
                self.send_header("Content-Type", kind)
            if status is HTTPStatus.UNAUTHORIZED:
                self.send_header("WWW-Authenticate", 'Basic realm="Twilio API"')
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: the terminal belongs to the conversation."""

    return Handler


def spoken(text: str) -> list[int] | None:
    """The words as espeak-ng says them in Hebrew, at 8 kHz; None where it is not installed or fails."""
    program = shutil.which("espeak-ng")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        try:
            subprocess.run(
                [program, "-v", "he", "-w", str(path), "--stdin"],
                input=text.encode(),
                check=True,
                capture_output=True,
                timeout=ESPEAK_TIMEOUT_S,
            )
            wav = parse_wav(path.read_bytes())
        except (OSError, subprocess.SubprocessError, NotWav):
            return None
    return resampled(wav.samples(), wav.rate)
