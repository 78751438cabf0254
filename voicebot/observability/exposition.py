"""Metrics as text: of this process, or of all workers with the dead ones' counts kept. And what is asked at scrape."""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import structlog
from prometheus_client import CollectorRegistry, values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector

from stores.errors import StoreError
from voicebot.errors import SettingsError
from voicebot.observability.sharing import VARIABLE

log = structlog.get_logger()

ROOM = {"counter": 1 << 17, "histogram": 1 << 19}
"""Bytes set aside in each file: several times what a system with three vendors for each ability fills."""

# The library leaves these without types.
_values_in: Any = MmapedDict
_files_in: Any = MultiProcessCollector
_value_class: Any = values.get_value_class

TRIES = 3
LiveCalls = Callable[[], int]
"""How many calls are live, by the database. Raises StoreError."""


class Source(Protocol):
    """Where metrics come from: a registry, or all workers' files."""

    def collect(self) -> Iterable[Metric]: ...


class Workers:
    """All workers' metrics, from their files in `directory`; one scrape at a time."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._files = _files_in(None, path=str(directory))

    def collect(self) -> list[Metric]:
        """Every metric, added up. A worker may die, and its files be renamed, while they are read."""
        with _alone(self._directory / "scrape.lock"):
            for _ in range(TRIES - 1):
                try:
                    return self._collect()
                except FileNotFoundError:
                    continue
            return self._collect()

    def _collect(self) -> list[Metric]:
        for file in sorted(self._directory.glob("*_dead-*.db")):
            kind = file.name.split("_", 1)[0]
            dead = self._directory / f"{kind}_dead.db"
            if _set_aside(dead, ROOM[kind]):
                self._fold(file, dead)
        return list(self._files.collect())

    def _fold(self, file: Path, to: Path) -> None:
        """Add a dead worker's values to those of all the dead.

        Its file goes first: if this process dies in between, the counts fall, which Prometheus takes for a
        restart; counted twice they would never come right again.
        """
        found = list(_values_in.read_all_values_from_file(str(file)))
        file.unlink()
        dead = _values_in(str(to))
        try:
            for key, value, _, _ in found:
                dead.write_value(key, dead.read_value(key)[0] + value, 0.0)
        finally:
            dead.close()


def share(directory: str) -> Source | None:
    """Make this process's metrics part of all workers'; called before any is made. None for metrics of its own.

    `directory` is what gunicorn.conf.py has put into the environment, "" elsewhere. Raises SettingsError when
    the environment of the process does not say the same.
    """
    own = (_set_aside(Path(directory) / f"{kind}_{os.getpid()}.db", size) for kind, size in ROOM.items())
    if not directory or not all(own):
        values.ValueClass = values.MutexValue
        return None
    if values.ValueClass is values.MutexValue:  # the library was imported before it could know
        values.ValueClass = _value_class()
    if values.ValueClass is values.MutexValue:
        raise SettingsError(f"voicebot cannot start: {VARIABLE} is set by gunicorn.conf.py alone, not in a file.")
    return Workers(Path(directory))


def _set_aside(path: Path, size: int) -> bool:
    """Take the room for a file of values: a later write beyond what the disk has would kill the process."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.posix_fallocate(file, 0, size)
        finally:
            os.close(file)
    except OSError as error:
        log.warning("metrics.not_shared", error=type(error).__name__)
        return False
    return True


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class _Scrape:
    """One scrape: the source's metrics without the moments of their creation, and the gauges asked for now."""

    def __init__(self, source: Source, live_calls: LiveCalls) -> None:
        self._source = source
        self._live_calls = live_calls

    def collect(self) -> Iterator[Metric]:
        for metric in self._source.collect():
            metric.samples = [sample for sample in metric.samples if not sample.name.endswith("_created")]
            yield metric
        yield from self._asked()

    def _asked(self) -> Iterator[Metric]:
        try:
            live: int | None = self._live_calls()
        except StoreError:
            live = None
        if live is not None:
            yield GaugeMetricFamily("voicebot_live_calls", "Calls on the line now, by the database", live)
        yield GaugeMetricFamily("voicebot_database_up", "Whether the database answered this scrape", live is not None)


def exposition(source: Source, live_calls: LiveCalls, accept: str = "") -> tuple[bytes, str]:
    """(body, content type) for a scraper that accepts `accept`."""
    encode, content_type = choose_encoder(accept)
    registry = CollectorRegistry(auto_describe=False)
    scrape: Any = _Scrape(source, live_calls)
    registry.register(scrape)
    return encode(registry), content_type
