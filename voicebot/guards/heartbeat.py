"""The heartbeat of a process that works on turns: others take its turns over when it stops."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from typing import Protocol

import structlog

from stores.errors import StoreError

log = structlog.get_logger()

EVERY_S = 1.0
IDLE_AFTER_S = 10.0
"""Between two turns of a call the caller speaks; the thread is not worth stopping for that."""


class Beats(Protocol):
    """Where processes show that they live. Each raises StoreError."""

    def beat(self, owner: str) -> None: ...
    def leave(self, owner: str) -> None: ...
    def clean(self) -> int: ...


@dataclass
class _Process:
    """What one process knows; a forked child begins with a new one, its parent's thread is not in it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    thread: threading.Thread | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    working: int = 0
    touched_at: float = 0.0
    failed_at: float = -inf
    failing: bool = False


class Heartbeat:
    """Beats every second while turns run here, and a little longer; safe for threads, and after a fork.

    One thread, which is no daemon: it ends by itself when the process has been idle, at `stop`, and when the main
    thread is gone and no turn is left. `clock` measures seconds.
    """

    def __init__(
        self,
        store: Beats,
        owner: str,
        every_s: float = EVERY_S,
        idle_after_s: float = IDLE_AFTER_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.owner = owner
        self._store = store
        self._every_s = every_s
        self._idle_after_s = idle_after_s
        self._clock = clock
        self._processes: dict[int, _Process] = {}

    def touch(self) -> None:
        """Be alive from now on; called before a turn is claimed, so that no claim is older than the first beat.

        The first beat is made by the caller's thread. Raises StoreError when that fails: no turn can be claimed
        then either.
        """
        here = self._here()
        with here.lock:
            here.touched_at = self._clock()
            beating = here.thread is not None
        if not beating:
            self._store.beat(self.owner)  # not behind the lock: others must not queue up for a slow database
            self._start(here)

    @contextmanager
    def working(self) -> Iterator[None]:
        """A turn runs inside: the process beats for as long as it takes. Never raises by itself."""
        here = self._here()
        with here.lock:
            here.working += 1
        try:
            self._start(here)
            yield
        finally:
            with here.lock:
                here.working -= 1
                here.touched_at = self._clock()

    @property
    def beating(self) -> bool:
        """Whether the thread runs in this process."""
        return self._here().thread is not None

    def reachable_for_s(self) -> float:
        """Seconds since a beat of this process failed, infinite when none ever did: see TakeOver."""
        return self._clock() - self._here().failed_at

    def stop(self) -> None:
        """End the thread and leave; the last thing a process does, when its turns are done. Never raises."""
        here = self._here()
        with here.lock:
            thread, here.thread = here.thread, None
            here.stopping.set()
        if thread is None:
            return
        thread.join()
        try:
            self._store.leave(self.owner)
        except StoreError as error:
            log.info("heartbeat.not_left", error=type(error).__name__)

    def _start(self, here: _Process) -> None:
        with here.lock:
            if here.thread is None:
                here.stopping = threading.Event()
                here.thread = threading.Thread(target=self._run, args=(here, here.stopping), name="heartbeat")
                here.thread.start()

    def _run(self, here: _Process, stopping: threading.Event) -> None:
        self._beat(here)
        self._clean()
        while not stopping.wait(self._every_s):
            with here.lock:
                if self._is_idle(here):
                    if here.stopping is stopping:
                        here.thread = None
                    return
            self._beat(here)

    def _is_idle(self, here: _Process) -> bool:
        if here.working:
            return False
        return self._clock() - here.touched_at >= self._idle_after_s or not threading.main_thread().is_alive()

    def _beat(self, here: _Process) -> None:
        try:
            self._store.beat(self.owner)
        except StoreError as error:
            here.failed_at = self._clock()
            if not here.failing:
                log.warning("heartbeat.failed", error=type(error).__name__)
            here.failing = True
            return
        if here.failing:
            log.info("heartbeat.back")
        here.failing = False

    def _clean(self) -> None:
        """Whoever begins to work tidies up after those long dead."""
        try:
            self._store.clean()
        except StoreError as error:
            log.debug("heartbeat.not_cleaned", error=type(error).__name__)

    def _here(self) -> _Process:
        """This process's state. No lock: a fork could have copied it locked."""
        pid = os.getpid()
        return self._processes.get(pid) or self._processes.setdefault(pid, _Process())
