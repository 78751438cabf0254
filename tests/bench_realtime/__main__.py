"""Runs the same load through each bridge and prints what it costs: `python -m tests.bench_realtime [--soak]`.

The server has one core and the load another; with a single core in the machine the figures mean little.
"""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import orjson
import requests
import uvloop
from twilio.request_validator import RequestValidator

from tests.bench.server import PAGE, ROOT, TICKS
from tests.bench_realtime.load import LATE_S, TIMED_EVERY, Measured, Phone, dial, echo_server, speak
from voicebot.development import development_token

CALLS = tuple(int(each) for each in sys.argv[1:] if each.isdigit()) or (100, 400)
SETTLE_S, MEASURE_S = 3.0, 10.0
SPOKEN_S = 60.0
"""Until every call has been spoken to: what a call's beginning costs is not what it costs."""
SERVER_CORE, LOAD_CORE = 0, 1
FORMAT = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}

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
    """The product under gunicorn, one worker."""
    port, token = free_port(), development_token()
    base_url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        env = {
            "PORT": str(port), "WEB_CONCURRENCY": "1", "DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "BASE_URL": base_url, "OPENAI_API_KEY": "bench", "OPENAI_BASE_URL": f"http://127.0.0.1:{openai}/v1",
            "MODEL_CHAIN": "rules", "TRANSLATOR_CHAIN": "phrasebook", "TRANSCRIBER_CHAIN": "gather",
            "LOG_LEVEL": "ERROR", "REALTIME_MAX_CALLS": "1000", "JOBS_IN_WEB": "false",
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
            assert stream is not None
            address = stream.get("url", "")
            given = {each.get("name", ""): each.get("value", "") for each in stream}
            return address, {"X-Twilio-Signature": validator.compute_signature(address, {})}, given, sid

        with process(port, "gunicorn", "wsgi:app", **env) as server:
            requests.get(f"{base_url}/health/ready", timeout=30)
            yield Bridge(server.pid, begin)


async def connected(bridge: Bridge, calls: int, measured: Measured) -> list[Phone]:
    """So many telephones, each greeted."""

    async def one(number: int) -> Phone:
        url, headers, given, sid = await asyncio.to_thread(bridge.begin, number)
        stream_sid = "MZ" + uuid4().hex
        start = {"streamSid": stream_sid, "callSid": sid, "mediaFormat": FORMAT, "customParameters": given}
        first = [orjson.dumps({"event": "connected"}), orjson.dumps({"event": "start", "start": start})]
        return await dial(url, headers, Phone(first, stream_sid, measured, number % TIMED_EVERY == 0))

    phones: list[Phone] = []
    for at in range(0, calls, 20):
        phones += await asyncio.gather(*(one(number) for number in range(at, min(at + 20, calls))))
    return phones


async def measure(bridge: Bridge, calls: int) -> str:
    """One line of the table."""
    measured, stop = Measured(), asyncio.Event()
    warm = await connected(bridge, 1, Measured())  # what is loaded with the first call is not the calls' memory
    await asyncio.sleep(1.0)
    memory = bridge.memory()
    phones = await connected(bridge, calls - 1, measured) + warm
    speaking = asyncio.create_task(speak(phones, stop))
    async with asyncio.timeout(SPOKEN_S):
        while not all(phone.echoes or phone.gone for phone in phones):
            await asyncio.sleep(0.1)
    await asyncio.sleep(SETTLE_S)
    cpu, began = bridge.cpu_s(), time.perf_counter()
    measured.open = True
    await asyncio.sleep(MEASURE_S)
    measured.open = False
    lasted = time.perf_counter() - began
    spent = (bridge.cpu_s() - cpu) / calls / lasted * 60
    each_mb = (bridge.memory() - memory) / calls / 2**20
    stop.set()
    await speaking
    silent = sum(phone.gone or not phone.echoes for phone in phones)
    for phone in phones:
        if phone.transport is not None:
            phone.transport.disconnect()
    trips = sorted(measured.trips)
    p50, p99 = statistics.median(trips) * 1000, trips[int(len(trips) * 0.99)] * 1000
    late = sum(each > LATE_S for each in trips)
    heard = measured.frames / (calls * lasted / 0.02)
    return (
        f"{calls:>5} {spent:>12.4f} {p50:>9.2f} {p99:>8.2f} {trips[-1] * 1000:>8.2f} {late:>6} {heard:>7.1%}"
        f" {each_mb:>9.3f} {silent:>7}"
    )


async def soak(bridge: Bridge, rounds: int = 20, at_once: int = 50) -> None:
    """Many short calls, one batch after the other; the memory after each quarter."""
    for number in range(1, rounds + 1):
        stop = asyncio.Event()
        phones = await connected(bridge, at_once, Measured())
        speaking = asyncio.create_task(speak(phones, stop))
        await asyncio.sleep(2.0)
        stop.set()
        await speaking
        for phone in phones:
            if phone.transport is not None:
                phone.transport.disconnect()
        await asyncio.sleep(0.5)
        if number % (rounds // 4) == 0:
            sockets = sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in bridge.processes())
            print(f"{number * at_once:>6} calls: {bridge.memory() / 2**20:>7.1f} MB, {sockets} descriptors", flush=True)


async def main() -> None:
    os.sched_setaffinity(0, {LOAD_CORE % (os.cpu_count() or 1)})
    echo, openai = await echo_server()
    print("bridge      calls  CPU s/call-min  trip ms: p50    p99      max   late  echoed   MB/call  silent")
    bridges: dict[str, Callable[[], AbstractContextManager[Bridge]]] = {
        "bare": lambda: plain("tests.bench_realtime.bare", openai),
        "ours": lambda: ours(openai),
    }
    if find_spec("fastapi") and find_spec("uvicorn"):
        bridges["fastapi"] = lambda: plain("tests.bench_realtime.fastapi_bridge", openai)
    else:
        print("fastapi     (not installed)")
    for name, make in bridges.items():
        for calls in CALLS:
            with make() as bridge:
                print(f"{name:<8} {await measure(bridge, calls)}", flush=True)
    if "--soak" in sys.argv:
        with ours(openai) as bridge:
            await soak(bridge)
    echo.close()


if __name__ == "__main__":
    uvloop.run(main())
