"""Runs the slow tests one after the other: a line of progress for each, and a table at the end.

`python -m tests.soak [-k WORDS] [PATH…]` runs some of them; arguments go to pytest.
"""

import sys
import time
from dataclasses import dataclass, field

import pytest

QUIET = ("-p", "no:terminal", "-p", "no:xdist")
BOUND_S = 2 * 3600
"""No run takes longer: what has not begun by then is skipped, and the run counts as failed."""


@dataclass(eq=False)  # pytest keeps its plugins in sets
class Progress:
    """A pytest plugin that tells what runs, and how it went."""

    started: float = field(default_factory=time.monotonic)
    rows: list[tuple[str, str, float]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    total: int = 0
    cut: bool = False

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.total = len(session.items)
        print(f"{self.total} slow tests; at most {BOUND_S // 3600} hours, and each has a limit of its own", flush=True)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        print(f"[{len(self.rows) + 1}/{self.total}] {self._clock()} {nodeid}", flush=True)

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if time.monotonic() - self.started > BOUND_S:
            self.cut = True
            pytest.skip("the time is up")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.passed:
            return
        outcome = report.outcome if report.when == "call" or report.skipped else f"{report.when} {report.outcome}"
        self.rows.append((report.nodeid, outcome, report.duration))
        print(f"    {outcome} in {report.duration:.1f} s", flush=True)
        if report.failed:
            self.failures.append(f"{report.nodeid}\n{report.longreprtext}")

    def summary(self) -> None:
        """What failed and why, then the table."""
        for each in self.failures:
            print(f"\n---- {each}")
        print("\n| Test | Outcome | Seconds |\n| --- | --- | --- |")
        for name, outcome, seconds in self.rows:
            print(f"| {name} | {outcome} | {seconds:.1f} |")
        passed = sum(outcome == "passed" for _, outcome, _ in self.rows)
        print(f"\n{passed} of {self.total} passed in {self._clock()}.", flush=True)

    def _clock(self) -> str:
        minutes, seconds = divmod(int(time.monotonic() - self.started), 60)
        return f"{minutes}:{seconds:02}"


def main(arguments: list[str]) -> int:
    """Run them; 0 when all passed."""
    progress = Progress()
    code = pytest.main(["-m", "slow", "-o", "addopts=--strict-markers", *QUIET, *arguments], plugins=[progress])
    progress.summary()
    return int(code) or int(progress.cut)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
