"""Plays calls with vendors as slow as real ones, and with none at all, and prints what callers and the server spend.

Each section is a Markdown table. Exits with 1 when something was lost, or a promise on which a call depends was broken.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from tests.bench import sections
from tests.bench.sections import Options
from tests.bench.silences import silences
from tests.bench.starting import postgres, sqlite, starts
from tests.bench.tables import machine
from tests.bench.webhooks import webhooks

DATABASES = {"sqlite": ("SQLite", sqlite), "postgres": ("PostgreSQL", postgres)}


def _start(options: Options) -> list[str]:
    starts(options.databases)
    return []


def _webhooks(options: Options) -> list[str]:
    webhooks(options.databases)
    return []


def _silences(_options: Options) -> list[str]:
    silences()
    return []


SECTIONS: dict[str, Callable[[Options], list[str]]] = {
    "first_word": sections.first_word,
    "sustained": sections.sustained_load,
    "crowd": sections.crowd,
    "slow_vendors": sections.slow_vendors,
    "cost": sections.cost,
    "start": _start,
    "webhooks": _webhooks,
    "silences": _silences,
}


def main(arguments: Sequence[str]) -> int:
    """Measure what was asked for; the number of broken promises decides the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, separated by commas (default: all)")
    parser.add_argument("--database", default=",".join(DATABASES), help="sqlite, postgres (default: both)")
    parser.add_argument("--minutes", type=float, default=1.0, help="of sustained calls (default: 1)")
    parser.add_argument("--turns", type=int, default=2_000, help="over which cost is measured (default: 2,000)")
    parser.add_argument("--think", type=float, default=2.0, help="seconds a caller speaks (default: 2)")
    chosen = parser.parse_args(arguments)
    names, databases = chosen.only.split(","), chosen.database.split(",")
    if unknown := [*(set(names) - set(SECTIONS)), *(set(databases) - set(DATABASES))]:
        parser.error(f"unknown: {', '.join(unknown)}; sections are {', '.join(SECTIONS)}")
    options = Options(dict(DATABASES[each] for each in databases), chosen.minutes, chosen.turns, chosen.think)
    print(machine(arguments))
    print("gunicorn with 2 workers; load, vendors' stand-ins, database and server share the machine.")
    broken = [f"{name}: {problem}" for name in names for problem in SECTIONS[name](options)]
    print("\n" + ("Nothing was lost." if not broken else "Broken promises:\n- " + "\n- ".join(broken)))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
