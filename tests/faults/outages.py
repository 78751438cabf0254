"""Ways in which a database is away from a running server, and back again."""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Literal
from urllib.parse import urlsplit

import psycopg

from tests.bench.starting import postgres, sqlite
from tests.databases import become_read_only, take_writes_again
from tests.faults.proxy import State, proxy_to
from tests.faults.rigs import Rig, served
from tests.faults.vendors import Vendors

Way = Literal["refused", "frozen", "read-only", "locked", "full"]
WAYS: tuple[Way, ...] = ("refused", "frozen", "read-only", "locked", "full")
"""PostgreSQL refuses connections, does not answer, or takes no writes, as after a failover; SQLite is locked by another
process, or its disk is full."""


@dataclass(frozen=True)
class Outage:
    """`begin` takes the database away, `end` gives it back."""

    begin: Callable[[], None]
    end: Callable[[], None]


@contextmanager
def with_outage(way: Way, vendors: Vendors, **settings: str) -> Iterator[tuple[Rig, Outage]]:
    """A server whose database can be taken away in that way."""
    if way in {"refused", "frozen"}:
        with _postgres(way, vendors, settings) as made:
            yield made
        return
    if way == "read-only":
        with (
            postgres() as url,
            psycopg.connect(url, autocommit=True) as server,
            served(vendors, url, **settings) as rig,
        ):
            yield rig, Outage(partial(become_read_only, server), partial(take_writes_again, server))
        return
    with sqlite() as url, served(vendors, url, **settings) as rig:
        if way == "full":
            yield rig, _full(rig)
            return
        other = sqlite3.connect(
            url.removeprefix("sqlite:///"), isolation_level=None, timeout=30, check_same_thread=False
        )
        with closing(other):
            yield rig, _locked(other)


@contextmanager
def _postgres(way: Way, vendors: Vendors, settings: dict[str, str]) -> Iterator[tuple[Rig, Outage]]:
    state: State = "refused" if way == "refused" else "frozen"
    with postgres() as url:
        parts = urlsplit(url)
        with proxy_to(parts.hostname or "127.0.0.1", parts.port or 5432) as proxy:
            user = parts.netloc.rpartition("@")[0]
            through = f"{parts.scheme}://{user}{'@' if user else ''}127.0.0.1:{proxy.port}{parts.path}"
            with served(vendors, through, direct_url=url, **settings) as rig:
                yield rig, Outage(lambda: proxy.become(state), lambda: proxy.become("open"))


def _locked(other: sqlite3.Connection) -> Outage:
    """Another process (this one) writes for a long time."""

    def begin() -> None:
        other.execute("BEGIN IMMEDIATE")

    def end() -> None:
        other.execute("ROLLBACK")

    return Outage(begin, end)


def _full(rig: Rig) -> Outage:
    """No file of the workers can grow: what a full disk does, without filling one."""
    assert rig.server is not None
    workers = rig.server.workers()

    def limit(size: int) -> None:
        for pid in workers:
            hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))

    return Outage(lambda: limit(1), lambda: limit(resource.RLIM_INFINITY))
