"""Three bridges to measure: the least there can be, ours under gunicorn, one in the manner of the vendors' samples."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import requests
from twilio.request_validator import RequestValidator

from tests.bench.server import PAGE, ROOT, TICKS
from voicebot.development import development_token

SERVER_CORE, LOAD_CORE = 0, 1

Begin = Callable[[int], tuple[str, dict[str, str], dict[str, str], str]]
"""From a call's number to its stream's address, headers, parameters and CallSid."""


@dataclass(frozen=True)
class Bridge:
    """A running bridge."""

    pid: int
    begin: Begin

    def processes(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]

    def cpu_s(self) -> float:
        return sum(sum(map(int, _stat(pid)[11:13])) for pid in self.processes()) / TICKS

    def descriptors(self) -> int:
        return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in self.processes())

    def threads(self) -> int:
        return sum(len(os.listdir(f"/proc/{pid}/task")) for pid in self.processes())

    def memory(self) -> int:
        """Bytes, of the process that holds the calls."""
        return max(int(_stat(pid)[21]) for pid in self.processes()) * PAGE


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(port: int, module: str, *arguments: str, **env: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A server on its core, until the block ends."""
    command = ["taskset", "-c", str(SERVER_CORE), sys.executable, "-m", module, *arguments]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env}, stderr=subprocess.DEVNULL)
    try:
        while server.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield server
    finally:
        server.terminate()
        server.wait(40)


@contextmanager
def plain(module: str, openai: int) -> Iterator[Bridge]:
    """A bridge that asks nothing of a call."""
    port = free_port()
    with process(port, module, str(port), f"ws://127.0.0.1:{openai}/v1/realtime?model=bench") as server:
        url = f"ws://127.0.0.1:{port}/realtime/stream"
        yield Bridge(server.pid, lambda _number: (url, {}, {}, "CA" + uuid4().hex))


@contextmanager
def ours(openai: int) -> Iterator[Bridge]:
    """The product under gunicorn, one worker; its jobs run elsewhere, as on a platform."""
    port, token = free_port(), development_token()
    base_url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        env = {
            "PORT": str(port), "WEB_CONCURRENCY": "1", "DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "BASE_URL": base_url, "OPENAI_API_KEY": "bench", "OPENAI_BASE_URL": f"http://127.0.0.1:{openai}/v1",
            "MODEL_CHAIN": "rules", "TRANSLATOR_CHAIN": "phrasebook", "TRANSCRIBER_CHAIN": "gather",
            "LOG_LEVEL": "ERROR", "REALTIME_MAX_CALLS": "1000", "JOBS_IN_WEB": "false", "MAX_LIVE_CALLS": "0",
        }  # fmt: skip
        validator = RequestValidator(token)

        def begin(number: int) -> tuple[str, dict[str, str], dict[str, str], str]:
            sid = "CA" + uuid4().hex
            form = {"CallSid": sid, "From": f"+97254{number:07}", "To": "+97233760000", "Direction": "inbound"}
            url = f"{base_url}/realtime/voice"
            signed = {"X-Twilio-Signature": validator.compute_signature(url, form)}
            answer = requests.post(url, data=form, headers=signed, timeout=30)
            document = ET.fromstring(answer.text)  # noqa: S314 - it is our own
            stream = document.find("Connect/Stream")
            assert stream is not None, answer.text
            address = stream.get("url", "")
            given = {each.get("name", ""): each.get("value", "") for each in stream}
            return address, {"X-Twilio-Signature": validator.compute_signature(address, {})}, given, sid

        with process(port, "gunicorn", "wsgi:app", **env) as server:
            requests.get(f"{base_url}/health/ready", timeout=30)
            yield Bridge(server.pid, begin)
