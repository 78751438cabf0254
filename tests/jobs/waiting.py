"""Waiting for another process, bounded."""

import threading
import time
from collections.abc import Callable

PATIENCE_S = 60.0


def until(ready: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    """Look again and again until `ready()`; fails, naming `what`, when that takes too long."""
    deadline = time.monotonic() + patience_s
    while not ready():
        assert time.monotonic() < deadline, f"waited {patience_s:.0f} s in vain for {what}"
        threading.Event().wait(0.05)
