"""Who runs a turn: the process that claims it, or whoever takes it over when that has died."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import structlog

from stores import Stores
from stores.values import Call, Turn
from voicebot.conversation.hearing import RECORDING_SID
from voicebot.conversation.pool import Pool
from voicebot.conversation.types import KEYS, Input, keys_of

log = structlog.get_logger()

LOST_S = 1.0
"""No claim of this process is so old without running here."""


class Leases(Protocol):
    """Which processes live, and when their turns may be taken over: guards.leases."""

    @property
    def owner(self) -> str: ...

    def touch(self) -> None:
        """This process lives, and is about to claim a turn. Raises StoreError."""
        ...

    def may_take(self, turn: Turn, now: datetime) -> bool:
        """Whether this turn's owner is gone. Raises StoreError."""
        ...


class Run(Protocol):
    """Runs a claimed turn: `TurnRunner.run`."""

    def __call__(self, call: Call, turn: Turn, given: Input, tell: Callable[[], None]) -> object: ...


class Claims:
    """Makes turns this process's own. All state is in the store."""

    def __init__(self, stores: Stores, pool: Pool, leases: Leases, now: Callable[[], datetime]) -> None:
        self._stores = stores
        self._pool = pool
        self._leases = leases
        self._now = now

    def claim(self, call: Call, number: int | None, given: Input, run: Run) -> Turn:
        """The turn of this input: claimed and started on the pool by whoever is first, found by the others."""
        self._leases.touch()
        claim = self._stores.turns.claim(call.id, number, given.source, self._leases.owner, given.stored())
        if claim.won:
            self._start(call, claim.turn, given, run)
        return claim.turn

    def take_over(self, call: Call, turn: Turn, run: Run) -> None:
        """Run a turn on whose owner has died, on the pool; what is stored already is not asked for again."""
        if (mine := self._taken(turn)) is not None:
            self._start(self._stores.calls.get(call.id), mine, input_of(mine), run)

    def finish(self, call: Call, turn: Turn, run: Run) -> None:
        """The same here and now, on the caller's own thread."""
        if (mine := self._taken(turn)) is not None:
            call, given = self._stores.calls.get(call.id), input_of(mine)
            self._pool.run_here((call.id, turn.number), lambda tell: run(call, mine, given, tell))

    def supersede(self, turn: Turn, agent: str) -> None:
        """End a turn to which nobody listens any more, unless it has just ended: whoever runs it can write nothing
        from now on, and what its tools did stays. `agent` has the caller.
        """
        turns = self._stores.turns
        with self._stores.database.begin():
            claim = turns.retake(turn.call_id, turn.number, self._leases.owner, turn.epoch)
            if not claim.won:
                return
            turns.finish(
                turn.call_id,
                turn.number,
                claim.turn.epoch,
                agent=agent,
                tool_calls=claim.turn.tool_calls,
                model="cut",
                ending={"kind": "listen"},
            )
        log.info("turn.cut", call_id=turn.call_id, turn=turn.number)

    def _start(self, call: Call, turn: Turn, given: Input, run: Run) -> None:
        self._pool.submit((call.id, turn.number), lambda tell: run(call, turn, given, tell))

    def _taken(self, turn: Turn) -> Turn | None:
        """The turn as this process's own, if its owner has died and nobody else was faster."""
        if turn.state != "claimed" or self._pool.runs((turn.call_id, turn.number)):
            return None
        if not self._lost(turn) and not self._leases.may_take(turn, self._now()):
            return None
        self._leases.touch()
        claim = self._stores.turns.retake(turn.call_id, turn.number, self._leases.owner, turn.epoch)
        if not claim.won:
            return None
        log.warning("turn.taken_over", call_id=turn.call_id, turn=turn.number)
        return claim.turn

    def _lost(self, turn: Turn) -> bool:
        """Whether a turn of this process ended without an end, as when the database went away meanwhile."""
        return turn.owner == self._leases.owner and (self._now() - turn.claimed_at).total_seconds() > LOST_S


def input_of(turn: Turn) -> Input:
    """The input of a stored turn, for whoever takes it over."""
    if turn.given is not None:
        return Input.of(turn.source, turn.given)
    # Claimed by a release that did not store it: what can be told by the source and by what was heard.
    if keys := turn.source.removeprefix(KEYS) if turn.source.startswith(KEYS) else keys_of(turn.heard_en or ""):
        return Input(turn.source, digits=keys)
    text = turn.heard_he or turn.heard_en
    if text:
        return Input(turn.source, text=text)
    return Input(turn.source, recording_sid=turn.source if RECORDING_SID.fullmatch(turn.source) else None)
