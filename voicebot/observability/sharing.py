"""Metrics of several worker processes: prometheus_client's multiprocess mode, with what it leaves to its user.

Each worker writes its values into files of its own in one directory, and whoever is scraped adds them up. A worker
that is killed loses nothing, and no worker waits for another. gunicorn.conf.py holds the master's part (`Shared`),
which needs nothing but the standard library, so that the library is first imported in a worker, where the
environment already names the directory (raw_env): it looks once. Source: https://prometheus.github.io/client_python/multiprocess/
"""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client looks for the directory."""

PREFIX = "voicebot-metrics-"
LOCK = "alive.lock"
MEMORY = Path("/dev/shm")  # noqa: S108 — a directory of our own in it, closed to others


class Shared:
    """The directory of one gunicorn master and its workers: `path` names it, `create` makes it.

    In memory where there is a file system for it: these files are written on every turn, and a write to a mapped
    file on a full disk kills the process. Named after the master, so that a reload (SIGHUP) keeps counting.
    """

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = parent or _parent()
        self.path = self._parent / f"{PREFIX}{os.uname().nodename}-{os.getpid()}"
        self._lock: int | None = None

    def create(self) -> bool:
        """Make the directory, empty unless it is in use, and remove those of masters that died.

        False when there is nowhere to make it: then each worker counts for itself.
        """
        try:
            self._sweep()
            self.path.mkdir(mode=0o700, exist_ok=True)
            # Workers inherit the lock, and it ends with the last of them, however they end.
            self._lock = _lock(self.path)
        except OSError:
            return False
        return True

    def bury(self, pid: int) -> None:
        """Mark a dead worker's files: the next scrape adds them to one file of all the dead.

        Without that, each restart would leave files that every scrape must read. Their counts must stay.
        """
        for file in self.path.glob(f"*_{pid}.db"):
            try:
                file.rename(file.with_name(f"{file.name.split('_', 1)[0]}_dead-{pid}-{os.urandom(4).hex()}.db"))
            except OSError:
                continue  # it goes on counting where it is

    def remove(self) -> None:
        """Remove the directory; the master's last act."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove directories that no process holds, one of ours from an earlier life with the same number too."""
        for path in self._parent.glob(f"{PREFIX}*"):
            lock = _lock(path)
            if lock is not None:
                shutil.rmtree(path, ignore_errors=True)
                os.close(lock)


def _parent() -> Path:
    usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK | os.X_OK)
    return MEMORY if usable else Path(tempfile.gettempdir())


def _lock(directory: Path) -> int | None:
    """A descriptor that holds the directory's lock; None when another holds it, or it is not ours to open."""
    try:
        lock = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock
