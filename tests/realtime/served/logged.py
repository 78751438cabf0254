"""What a served app logs: read as it comes, so that it never waits for a full pipe, and shown where a test fails."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Log:
    """Of one app, and of whoever follows it."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def follow(self, process: "subprocess.Popen[str]") -> None:
        """Read what it writes from here on, until all that write are gone."""
        assert process.stderr
        ours = os.fdopen(os.dup(process.stderr.fileno()), encoding="utf-8", errors="replace")
        threading.Thread(target=self._read, args=(ours,), name="log", daemon=True).start()

    def _read(self, stream: TextIO) -> None:
        with stream as lines:
            for line in lines:
                self.lines.append(line)


@contextmanager
def logged() -> Iterator[Log]:
    """A log that is written out at the end: what a test writes is only seen when it fails."""
    log = Log()
    try:
        yield log
    finally:
        sys.stderr.write("".join(log.lines))
