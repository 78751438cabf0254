"""What one process knows of all circuits, kept in step with the database that all workers share.

The shared state is read in the calling thread, at most once a second, by one thread while others go on; only
changes are written. Without the database the process goes on with what it knows and sees itself.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

import structlog

from stores.circuits import StoredCircuit
from stores.errors import StoreError
from voicebot.circuits.breaker import Circuit, Window

log = structlog.get_logger()

AWAY_S = 5.0
"""After the database could not be read it is left alone so long: asking it may cost a caller seconds."""


class CircuitKeeper(Protocol):
    """Where circuits are kept for all workers: stores.circuits.CircuitStore. Both raise StoreError."""

    def all(self) -> tuple[StoredCircuit, ...]: ...

    def save(self, wanted: StoredCircuit) -> tuple[StoredCircuit, bool]: ...


@dataclass(frozen=True)
class Known:
    """One circuit and its last calls in this process; the generation is new with each change of the circuit."""

    circuit: Circuit
    window: Window = field(default_factory=Window)
    generation: int = 0

    def changed(self, circuit: Circuit) -> "Known":
        """The circuit changed: what was counted before says nothing about it now."""
        return Known(circuit, Window(), self.generation + 1)


class Knowledge:
    """The circuits by name; safe for threads. `clock` measures seconds, from any beginning."""

    def __init__(self, keeper: CircuitKeeper, clock: Callable[[], float], refresh_s: float) -> None:
        self._keeper = keeper
        self._clock = clock
        self._refresh_s = refresh_s
        self._known: dict[str, Known] = {}
        self._lock = threading.Lock()
        self._reading = threading.Lock()
        self._read_next: float | None = None

    def all(self) -> list[Known]:
        """Every circuit that is stored or was used in this process, by name."""
        with self._lock:
            return [known for _, known in sorted(self._known.items())]

    def update(self, name: str, step: Callable[[Known], Known]) -> tuple[Known, Known]:
        """Take one step, alone of all threads; (before, after). A change is seen here at once, and not yet shared."""
        with self._lock:
            before = self._known.get(name) or Known(Circuit(name))
            after = self._known[name] = step(before)
            return before, after

    def share(self, changed: Known) -> bool:
        """Store a change. False when another worker changed the circuit first: then its word counts.

        Without the database the change holds in this process alone, and True.
        """
        circuit = changed.circuit
        try:
            stored, won = self._keeper.save(_stored(circuit, self._clock()))
        except StoreError as error:
            log.warning("circuit.not_shared", circuit=circuit.name, state=circuit.state, error=type(error).__name__)
            return True

        def settle(now: Known) -> Known:
            if now.generation != changed.generation:
                return now
            if won:
                return replace(now, circuit=replace(circuit, version=stored.version))
            return now.changed(_circuit(stored, self._clock()))

        self.update(circuit.name, settle)
        if won:
            level = log.warning if circuit.state == "open" else log.info
            level("circuit.changed", circuit=circuit.name, state=circuit.state, reason=circuit.reason)
        return won

    def refresh(self) -> None:
        """Read what all workers know, when that is due and no other thread is just reading it."""
        if not self._is_due() or not self._reading.acquire(blocking=False):
            return
        try:
            if self._is_due():
                self._read_next = self._clock() + (self._refresh_s if self._read() else AWAY_S)
        finally:
            self._reading.release()

    def _is_due(self) -> bool:
        return self._read_next is None or self._clock() >= self._read_next

    def _read(self) -> bool:
        """Take over what others changed; what changed here during the reading is newer. False without a database."""
        with self._lock:
            before = dict(self._known)
        try:
            rows = {row.name: row for row in self._keeper.all()}
        except StoreError as error:
            log.warning("circuits.alone", error=type(error).__name__)
            return False
        now = self._clock()
        with self._lock:
            for name in {*rows, *before}:
                known = self._known.get(name) or Known(Circuit(name))
                row = rows.get(name) or StoredCircuit(name, 0, "closed")
                untouched = known.generation == before.get(name, known).generation
                if untouched and row.version != known.circuit.version:
                    self._known[name] = known.changed(_circuit(row, now))
        return True


def _stored(circuit: Circuit, now: float) -> StoredCircuit:
    wait_s = circuit.until - now
    return StoredCircuit(circuit.name, circuit.version, circuit.state, circuit.failures, circuit.reason, wait_s)


def _circuit(row: StoredCircuit, now: float) -> Circuit:
    return Circuit(row.name, row.state, row.failures, now + row.wait_s, now - row.age_s, row.reason, row.version)
