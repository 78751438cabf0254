"""Runs the same load through each bridge and prints what it costs, as Markdown.

The server has one core and the load another; with a single core in the machine, or others on it, the figures of time
mean little.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import uvloop

from tests.bench_realtime.bridges import LOAD_CORE, Bridge, ours, plain
from tests.bench_realtime.load import Measured, echo_server, speak
from tests.bench_realtime.measuring import HEAD, Row, all_spoken_to, connected, hang_up, measure, warmed
from tests.soak.__main__ import main as soak_tests

CALLS = (100, 400)
FASTAPI_AT_MOST = 100
"""Calls of the FastAPI bridge: with more it does not keep up with one core, and measures nothing but that."""
ROUNDS, AT_ONCE = 20, 50
QUIET = 0.5
"""The machine's load before we begin."""


async def rows(openai: int, at_once: Sequence[int]) -> list[Row]:
    """Each bridge with each number of calls, printed as they come."""
    bridges: dict[str, Callable[[], AbstractContextManager[Bridge]]] = {
        "bare picows": lambda: plain("tests.bench_realtime.bare", openai),
        "ours": lambda: ours(openai),
        "FastAPI": lambda: plain("tests.bench_realtime.fastapi_bridge", openai),
    }
    found: list[Row] = []
    print(HEAD)
    for name, make in bridges.items():
        for calls in at_once:
            if name != "FastAPI" or calls <= FASTAPI_AT_MOST:
                with make() as bridge:
                    found.append(await measure(bridge, name, calls))
                print(found[-1].line(), flush=True)
    return found


def aims(found: list[Row]) -> list[str]:
    """What was aimed at, and what came of it, as a table's lines."""
    by = {(row.bridge, row.calls): row for row in found}
    few, many = min(row.calls for row in found), max(row.calls for row in found)
    bare, mine, fastapi = by["bare picows", few], by["ours", few], by.get(("FastAPI", few))
    crowd = by["ours", many]
    table = [
        (f"CPU at {few} calls, times the bare bridge's", mine.cpu_s / bare.cpu_s, 1.6),
        (f"p99 of a frame's trip at {few} calls, ms over the bare bridge's", mine.p99 - bare.p99, 3.0),
        (f"late frames at {many} calls", float(crowd.late), 0.0),
        (f"MB per call at {many} calls", crowd.each_mb, 0.15),
    ]
    if fastapi is not None:
        table.insert(1, (f"CPU at {few} calls, of the FastAPI bridge's", mine.cpu_s / fastapi.cpu_s, 0.5))
    lines = [f"| {what} | {came:.3f} | {most:g} | {'yes' if came <= most else 'NO'} |" for what, came, most in table]
    return ["| Aim | came out | at most | reached |", "| --- | --- | --- | --- |", *lines]


async def thousand(bridge: Bridge) -> None:
    """Many short calls, one batch after the other; what the process holds after each quarter."""
    await warmed(bridge, AT_ONCE)
    print("| Calls so far | MB | descriptors | threads |\n| --- | --- | --- | --- |")
    for number in range(ROUNDS + 1):
        if number % (ROUNDS // 4) == 0:
            await asyncio.sleep(2.0)
            print(
                f"| {number * AT_ONCE} | {bridge.memory() / 2**20:.1f} | {bridge.descriptors()} | {bridge.threads()} |"
            )
        if number == ROUNDS:
            return
        stop = asyncio.Event()
        phones = await connected(bridge, AT_ONCE, Measured())
        speaking = asyncio.create_task(speak(phones, stop))
        await all_spoken_to(phones)
        await asyncio.sleep(1.0)
        stop.set()
        await speaking
        hang_up(phones)
        await asyncio.sleep(0.5)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """What the command line chose."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench_realtime", description=__doc__)
    parser.add_argument("calls", type=int, nargs="*", default=CALLS, help="calls at once (default: 100 400)")
    soak = parser.add_mutually_exclusive_group()
    soak.add_argument(
        "--soak", action="store_true", help="then a thousand calls through ours, and restarts and kills under calls"
    )
    soak.add_argument("--only-soak", action="store_true", help="nothing but that")
    return parser.parse_args(arguments)


async def main(chosen: argparse.Namespace) -> None:
    """Measure what was asked for."""
    os.sched_setaffinity(0, {LOAD_CORE % (os.cpu_count() or 1)})
    echo, openai = await echo_server()
    if os.getloadavg()[0] > QUIET:
        print("Others are using this machine: the times below say little, the CPU of each bridge a little more.")
    if not chosen.only_soak:
        print("", *aims(await rows(openai, chosen.calls)), "", sep="\n", flush=True)
    if chosen.soak or chosen.only_soak:
        with ours(openai) as bridge:
            await thousand(bridge)
    echo.close()


if __name__ == "__main__":
    asked = options(sys.argv[1:])
    uvloop.run(main(asked))
    if asked.soak or asked.only_soak:
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
        sys.exit(soak_tests(["tests/realtime/served"]))
