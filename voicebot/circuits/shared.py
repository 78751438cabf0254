"""Circuits of all vendors: counted in each process, opened and closed for all workers through the database."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

from voicebot.circuits.breaker import POLICY, Circuit, Policy, Seen, State
from voicebot.circuits.known import CircuitKeeper, Knowledge, Known
from voicebot.circuits.verdicts import CircuitOpen, of_answer, of_error
from voicebot.errors import VendorError

REFRESH_S = 1.0
"""How old what a worker knows of the others may be: a change is known everywhere after so long."""


@dataclass
class Attempt:
    """One call of a vendor while it runs. `generation` tells whether the circuit changed meanwhile."""

    name: str
    generation: int
    clock: Callable[[], float]
    started: float
    took_s: float | None = None

    def answered(self) -> None:
        """The answer begins: the time until now is what counts as the vendor's, the first time this is said."""
        if self.took_s is None:
            self.took_s = self.clock() - self.started


@dataclass(frozen=True)
class Standing:
    """How a circuit stands, for people. `wait_s`: seconds until an open circuit is tried again."""

    name: str
    state: State
    reason: str
    failures: int
    wait_s: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Circuits:
    """The circuits as one process sees them; safe for threads. `clock` measures seconds, from any beginning."""

    def __init__(
        self,
        store: CircuitKeeper,
        clock: Callable[[], float] = time.monotonic,
        refresh_s: float = REFRESH_S,
        policy: Policy = POLICY,
    ) -> None:
        self._clock = clock
        self._policy = policy
        self._knowledge = Knowledge(store, clock, refresh_s)

    @contextmanager
    def guard(
        self, name: str, slow_after_s: float, given_s: float | None = None, expected: frozenset[int] = frozenset()
    ) -> Iterator[Attempt]:
        """Ask a vendor inside; how it goes is counted. Raises CircuitOpen at once while the circuit is open.

        An answer later than `slow_after_s` counts as slow: the block's end, or what the attempt was told as
        `answered`. `given_s` and `expected` as in `verdicts.of_error`. What the block raises passes through.
        """
        attempt = self._admit(name)
        try:
            yield attempt
        except GeneratorExit:
            # Nobody listens to the rest of a stream; if it had begun, the vendor did its part.
            verdict = "unknown" if attempt.took_s is None else of_answer(attempt.took_s, slow_after_s)
            self._settle(attempt, Seen(self._clock(), verdict, "slow"))
            raise
        except BaseException as error:
            verdict = of_error(error, slow_after_s, given_s, expected)
            self._settle(attempt, Seen(self._clock(), verdict, _what(error)))
            raise
        attempt.answered()
        self._settle(attempt, Seen(self._clock(), of_answer(attempt.took_s or 0.0, slow_after_s), "slow"))

    def is_open(self, name: str) -> bool:
        """Whether a call of this vendor would be refused now."""
        self._knowledge.refresh()
        known = next((each for each in self._knowledge.all() if each.circuit.name == name), None)
        return known is not None and known.circuit.admission(self._clock()) == "refuse"

    def states(self) -> tuple[Standing, ...]:
        """Every circuit that is stored or was used in this process, by name."""
        self._knowledge.refresh()
        now = self._clock()
        return tuple(_standing(known.circuit, now) for known in self._knowledge.all())

    def _admit(self, name: str) -> Attempt:
        """The attempt that may go on now. Raises CircuitOpen."""
        self._knowledge.refresh()
        before, known = self._knowledge.update(name, self._claimed)
        admitted = known is not before or known.circuit.state == "closed"
        if known is not before and not self._knowledge.share(known):  # another worker was first, or is even done
            _, known = self._knowledge.update(name, lambda now: now)
            admitted = known.circuit.state == "closed"
        if not admitted:
            raise CircuitOpen(name, known.circuit.reason)
        return Attempt(name, known.generation, self._clock, self._clock())

    def _claimed(self, known: Known) -> Known:
        """The circuit with its probe claimed, where one is due; other threads are refused from here on."""
        now = self._clock()
        due = known.circuit.admission(now) == "probe"
        return known.changed(known.circuit.probing(now, self._policy)) if due else known

    def _settle(self, attempt: Attempt, seen: Seen) -> None:
        """Count how a call ended; one that began before the circuit changed tells nothing about it now."""
        before, after = self._knowledge.update(
            attempt.name, lambda now: self._after(now, seen) if now.generation == attempt.generation else now
        )
        if after.generation != before.generation:
            self._knowledge.share(after)

    def _after(self, known: Known, seen: Seen) -> Known:
        if known.circuit.state == "half_open":
            return known.changed(known.circuit.probed(seen, self._policy))
        window = known.window.with_call(seen, self._policy)
        reason = window.why_open(seen.at, self._policy)
        if not reason:
            return replace(known, window=window)
        return known.changed(known.circuit.opened(reason, seen.at, self._policy))


def _what(error: BaseException) -> str:
    """The error in some words, for the reason; a VendorError's detail never holds what was said."""
    detail = error.detail if isinstance(error, VendorError) else ""
    return f"{type(error).__name__} ({detail})" if detail else type(error).__name__


def _standing(circuit: Circuit, now: float) -> Standing:
    wait_s = max(0.0, round(circuit.until - now, 1)) if circuit.state == "open" else 0.0
    return Standing(circuit.name, circuit.state, circuit.reason, circuit.failures, wait_s)
