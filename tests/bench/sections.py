"""What is measured with vendors: each section starts its own server, prints one table and tells what failed."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from tests.bench.playing import Round, at_once, many_turns, sustained
from tests.bench.server import Server, serving
from tests.bench.starting import vendors
from tests.bench.tables import header, heading, median, percentile, row
from tests.bench.vendors import CRITICAL_S
from voicebot.development import development_token

Databases = Mapping[str, Callable[[], AbstractContextManager[str]]]

WAITING = ((1, 3), (20, 3), (60, 3))
"""(calls at once, turns of each). After three the stand-in's talk asks nothing but open questions."""
TURNS = 5
"""Of a call that goes on while others come and go."""
SLOWEST_S, FILLER_S = 5.0, 3.0
"""No webhook may take longer; a filler comes within so many seconds of the webhook."""
MB = 2**20
CPU = ("CPU a turn, ms", "of it speech detection, ms", "our own, ms")


@dataclass(frozen=True)
class Options:
    """What the command line chose. `think_s` is how long callers speak, `turns` how many for memory."""

    databases: Databases
    minutes: float
    turns: int
    think_s: float


@contextmanager
def with_vendors(database: Callable[[], AbstractContextManager[str]], factor: float) -> Iterator[Server]:
    """A server whose vendors take `factor` times their usual time; both workers have answered before."""
    with database() as url, vendors(factor) as env, serving(url, env) as server:
        asyncio.run(at_once(server.url, development_token(), 8, 1))
        yield server


def first_word(options: Options) -> list[str]:
    """How long callers wait for the first word."""
    heading(
        "How long callers wait for the first word",
        f"Over its critical path of {CRITICAL_S:.3f} s: recording, transcription, translation, the model's first",
        "sentence and its translation, one after the other. Calls arrive over two seconds. From the caller's last",
        "speech: with the silence that ended the recording, 1 s after the two of three questions that want a yes or a",
        "no, 2 s after the open one.",
    )
    header(
        "Database", "Calls at once", "Turns", "Median, s", "p95, s", "Median over least", "p95 over least",
        "From last speech, median s", "Slowest webhook, s", "Fillers", "Lost", "Simpler answers", *CPU,
    )  # fmt: skip
    failed = []
    for name, database in options.databases.items():
        for calls, turns in WAITING:
            with with_vendors(database, 1.0) as server:
                cpu = server.cpu_s()
                played = asyncio.run(at_once(server.url, development_token(), calls, turns))
                spent = server.cpu_s() - cpu
            first = played.first_words
            middle, late = median(first), percentile(first, 95)
            row(
                name, calls, len(first), middle, late, middle / CRITICAL_S, late / CRITICAL_S,
                median(played.since_speech), played.slowest, played.fillers, played.lost, played.simpler,
                *cpu_a_turn(spent, played, len(first)),
            )  # fmt: skip
            failed += problems(f"{name}, {calls} calls", played)
    return failed


def sustained_load(options: Options) -> list[str]:
    """Sixty calls at once, again and again."""
    heading(
        f"Sixty calls at once for {options.minutes:g} minutes",
        f"Calls of {TURNS} turns; whenever one ends the next begins. Callers speak for {options.think_s:g} s each.",
        "Lost: calls with a refused webhook, a turn without an answer, or a record that is not what was heard. Simpler",
        "answers: turns that a later link of a chain answered.",
    )
    return _loaded(
        options,
        lambda server: asyncio.run(
            sustained(server.url, development_token(), 60, TURNS, 60 * options.minutes, options.think_s)
        ),
    )


def crowd(options: Options) -> list[str]:
    """Two hundred calls at once."""
    heading("Two hundred calls at once", "Three turns each, arriving over two seconds: slower, but none lost.")
    return _loaded(options, lambda server: asyncio.run(at_once(server.url, development_token(), 200, 3)), None)


def _loaded(options: Options, play: Callable[[Server], Round], slowest_s: float | None = SLOWEST_S) -> list[str]:
    header(
        "Database", "Calls", "Turns", "5xx", "Lost", "Simpler answers", "Slowest webhook, s",
        "First word, median s", "p95, s", "Fillers", *CPU, "Largest worker, MB",
    )  # fmt: skip
    failed = []
    for name, database in options.databases.items():
        with with_vendors(database, 1.0) as server:
            cpu = server.cpu_s()
            played = play(server)
            spent, memory = server.cpu_s() - cpu, server.memory()[0]
        first = played.first_words
        row(
            name, len(played.calls), len(first), played.server_errors, played.lost, played.simpler, played.slowest,
            median(first), percentile(first, 95), played.fillers, *cpu_a_turn(spent, played, len(first)), memory // MB,
        )  # fmt: skip
        failed += problems(name, played, slowest_s)
    return failed


def slow_vendors(options: Options) -> list[str]:
    """All vendors at five times their delays."""
    least = 5 * CRITICAL_S
    heading(
        "Vendors five times slower",
        f"Twenty calls at once, two turns each. Nobody can answer before {least:.2f} s: a filler within",
        f"{FILLER_S:.0f} s of the webhook, then the answer as soon as it exists.",
    )
    header(
        "Database", "Turns", "First sound, median s", "Latest, s", "Answer after least, median s", "Latest, s",
        "Fillers a turn", "Slowest webhook, s", "Lost",
    )  # fmt: skip
    failed = []
    for name, database in options.databases.items():
        with with_vendors(database, 5.0) as server:
            played = asyncio.run(at_once(server.url, development_token(), 20, 2))
        sounds = [each.first_sound for each in played.turns]
        after = [each - least for each in played.first_words]
        row(
            name, len(sounds), median(sounds), max(sounds), median(after), max(after),
            round(played.fillers / len(sounds), 1), played.slowest, played.lost,
        )  # fmt: skip
        failed += problems(name, played)
        failed += [f"{name}: a caller heard nothing for {max(sounds):.1f} s"] * (max(sounds) > FILLER_S)
    return failed


def cost(options: Options) -> list[str]:
    """CPU and memory over many turns."""
    heading(
        f"What a turn costs, over {options.turns} turns",
        "Vendors at a twentieth of their delays, ten calls at once, ten turns each. Looking for speech is measured by",
        "the server itself, in the CPU time of the threads that do it, and taken off. Memory is resident, of the",
        "largest worker.",
    )
    header(
        "Database", "Turns", *CPU, "MB at the start", "after a quarter", "after half", "at the end", "Lost",
    )  # fmt: skip
    failed = []
    for name, database in options.databases.items():
        with with_vendors(database, 0.05) as server:
            memory, cpu = {0: server.memory()[0]}, {0: server.cpu_s()}

            def note(
                done: int, server: Server = server, memory: dict[int, int] = memory, cpu: dict[int, float] = cpu
            ) -> None:
                memory[done], cpu[done] = server.memory()[0], server.cpu_s()

            played = asyncio.run(many_turns(server.url, development_token(), options.turns, 10, 10, note))
        turns = len(played.turns)
        marks = [memory[min(memory, key=lambda done: abs(done - turns * part))] // MB for part in (0, 0.25, 0.5, 1)]
        row(name, turns, *cpu_a_turn(cpu[turns] - cpu[0], played, turns), *marks, played.lost)
        failed += problems(name, played)
    return failed


def cpu_a_turn(spent_s: float, played: Round, turns: int) -> list[float]:
    """In ms: all of it, that of looking for speech, which the server measures itself, and the rest."""
    each, detection = spent_s / turns, played.detection_cpu_s / turns
    return [round(1000 * part, 1) for part in (each, detection, each - detection)]


def problems(where: str, played: Round, slowest_s: float | None = SLOWEST_S) -> list[str]:
    """What must not happen, and did."""
    found = []
    if played.server_errors:
        found.append(f"{where}: {played.server_errors} webhooks got a 5xx or no answer")
    if played.lost:
        found.append(f"{where}: {played.lost} of {len(played.calls)} calls lost something")
    if slowest_s is not None and played.slowest > slowest_s:
        found.append(f"{where}: a webhook took {played.slowest:.1f} s")
    return found
