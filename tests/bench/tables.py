"""Figures as Markdown, ready for docs/benchmarks.md."""

import platform
import statistics
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that `percent` of them do not exceed; of a single value, itself."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def heading(title: str, *about: str) -> None:
    """A section with what is measured in it."""
    print(f"\n## {title}\n")
    for line in about:
        print(line)
    print(flush=True)


def header(*names: str) -> None:
    """The head of a table."""
    print("| " + " | ".join(names) + " |")
    print("| " + " | ".join("---" for _ in names) + " |", flush=True)


def row(*cells: object) -> None:
    """A line of a table; a float is given with three decimals, None as a dash."""
    print("| " + " | ".join(map(_cell, cells)) + " |", flush=True)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def machine(arguments: Iterable[str]) -> str:
    """One sentence: when, on what, by which command."""
    command = " ".join(("python -m tests.bench", *arguments))
    return (
        f"Measured on {datetime.now(UTC):%d %B %Y}: {cpu_count()} cores of {_processor()}, "
        f"Python {platform.python_version()}, by `{command}`."
    )


def _processor() -> str:
    """The processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or sys.platform
