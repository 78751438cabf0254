"""What one bridge costs under one load."""

import asyncio
import statistics
import time
from dataclasses import dataclass
from uuid import uuid4

import orjson

from tests.bench_realtime.bridges import Bridge
from tests.bench_realtime.load import FRAME_S, LATE_S, TIMED_EVERY, Measured, Phone, dial, speak

SETTLE_S, MEASURE_S = 3.0, 10.0
SPOKEN_S = 60.0
"""Until every call has been spoken to: what a call's beginning costs is not what it costs."""
FORMAT = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
HEAD = (
    "| Bridge | Calls | CPU-s per call-minute | Frame's trip p50, ms | p99, ms | longest, ms | late frames | carried"
    " | MB per call |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


@dataclass(frozen=True)
class Row:
    """One bridge with so many calls. `cpu_s` is per minute of a call that was carried: a bridge that cannot keep up
    carries less. Trips are there and back, in ms; `late` counts the timed frames that came back after the next was due.
    """

    bridge: str
    calls: int
    cpu_s: float
    p50: float
    p99: float
    longest: float
    late: int
    carried: float
    memory: int

    @property
    def each_mb(self) -> float:
        return self.memory / self.calls / 2**20

    def line(self) -> str:
        return (
            f"| {self.bridge} | {self.calls} | {self.cpu_s:.3f} | {self.p50:.2f} | {self.p99:.2f} | {self.longest:.1f}"
            f" | {self.late} | {self.carried:.1%} | {self.each_mb:.3f} |"
        )


async def connected(bridge: Bridge, calls: int, measured: Measured) -> list[Phone]:
    """So many telephones, each on its stream."""

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


async def all_spoken_to(phones: list[Phone]) -> None:
    """Until each has heard something, or is gone."""
    async with asyncio.timeout(SPOKEN_S):
        while not all(phone.echoes or phone.gone for phone in phones):
            await asyncio.sleep(0.1)


def hang_up(phones: list[Phone]) -> None:
    for phone in phones:
        if phone.transport is not None:
            phone.transport.disconnect()


async def measure(bridge: Bridge, name: str, calls: int) -> Row:
    """Let so many calls talk, and measure ten seconds of it."""
    await warmed(bridge)
    before = bridge.memory()
    measured, stop = Measured(), asyncio.Event()
    phones = await connected(bridge, calls, measured)
    speaking = asyncio.create_task(speak(phones, stop))
    await all_spoken_to(phones)
    await asyncio.sleep(SETTLE_S)
    cpu, began = bridge.cpu_s(), time.perf_counter()
    measured.open = True
    await asyncio.sleep(MEASURE_S)
    measured.open = False
    lasted, spent = time.perf_counter() - began, bridge.cpu_s() - cpu
    memory = bridge.memory() - before
    stop.set()
    await speaking
    gone = sum(phone.gone for phone in phones)
    assert not gone, f"{name} lost {gone} calls"
    hang_up(phones)
    carried = measured.frames / (calls * lasted / FRAME_S)
    trips = sorted(each * 1000 for each in measured.trips)
    return Row(
        bridge=name,
        calls=calls,
        cpu_s=spent / calls / lasted * 60 / min(1.0, carried),
        p50=statistics.median(trips),
        p99=trips[int(len(trips) * 0.99)],
        longest=trips[-1],
        late=sum(each > LATE_S * 1000 for each in trips),
        carried=carried,
        memory=memory,
    )


async def warmed(bridge: Bridge, calls: int = 20) -> None:
    """Some calls that begin at once and end: what is made for the first of them is not what each one costs."""
    stop = asyncio.Event()
    phones = await connected(bridge, calls, Measured())
    speaking = asyncio.create_task(speak(phones, stop))
    await all_spoken_to(phones)
    stop.set()
    await speaking
    hang_up(phones)
    await asyncio.sleep(1.0)
