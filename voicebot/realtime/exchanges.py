"""The exchanges of a realtime call as stored turns: claimed in order, closed once, with what was noted of them."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from stores import Stores
from stores.errors import LostClaim
from stores.values import Turn

log = structlog.get_logger()

SOURCE = "realtime"
LISTEN: Mapping[str, Any] = {"kind": "listen"}


class Exchanges:
    """One call's. Safe for the two threads that a call has; `agent` is the one that is active now."""

    def __init__(self, stores: Stores, call_id: str, owner: str, model: str, agent: Callable[[], str]) -> None:
        self._stores = stores
        self._call_id = call_id
        self._owner = owner
        self._model = model
        self._agent = agent
        self._lock = threading.RLock()
        self._turns: dict[int, Turn] = {}
        self._agents: dict[int, str] = {}
        self._tool_calls: dict[int, list[dict[str, Any]]] = {}
        self._timings: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self.newest = 0

    def turn(self, exchange: int) -> Turn:
        """The exchange's turn, claimed at first use; all before it are claimed first, so that numbers keep the order.

        What comes for an exchange that is over belongs to the newest one, and before the first one to that.
        """
        with self._lock:
            exchange = max(1, exchange)
            if exchange in self._turns:
                return self._turns[exchange]
            if exchange <= self.newest:
                exchange = self.newest + (self.newest not in self._turns)
            agent = self._agent()
            for number in self._turns:
                self._agents.setdefault(number, agent)  # who had it when the next one began
            for number in range(self.newest + 1, exchange + 1):
                claim = self._stores.turns.claim(self._call_id, None, SOURCE, self._owner)
                self._turns[number] = claim.turn
                self.newest = number
            return self._turns[exchange]

    def tool_calls(self, exchange: int) -> list[dict[str, Any]]:
        """The tools that took effect in it so far."""
        return self._tool_calls.get(exchange, [])

    def called(self) -> list[tuple[int, list[dict[str, Any]]]]:
        """The open exchanges in which tools were called."""
        return list(self._tool_calls.items())

    def save_calls(self, exchange: int, calls: list[dict[str, Any]]) -> None:
        """Note them with the turn; inside the transaction in which the last of them takes effect."""
        turn = self.turn(exchange)
        try:
            self._stores.turns.save_tool_calls(self._call_id, turn.number, turn.epoch, calls)
        except LostClaim:
            log.debug("realtime.turn_closed", turn=turn.number)
        self._tool_calls[exchange] = calls

    def timed(self, exchange: int, step: str, ms: int) -> None:
        """How long a step of it took; of one that comes again, all together."""
        self._timings[max(1, exchange)][step] += ms

    def close_before(self, exchange: int) -> None:
        """Close the turns of all exchanges before this one."""
        for number in sorted(each for each in self._turns if each < exchange):
            self.end(number, LISTEN)

    def end(self, exchange: int, ending: Mapping[str, Any]) -> None:
        """Close the exchange's turn; one that the engine has finished itself stays as it is."""
        turn = self._turns.pop(exchange)
        try:
            self._stores.turns.finish(
                self._call_id,
                turn.number,
                turn.epoch,
                agent=self._agents.pop(exchange, None) or self._agent(),
                tool_calls=self._tool_calls.pop(exchange, ()),
                timings={step: float(ms) for step, ms in self._timings.pop(exchange, Counter()).items()},
                model=self._model,
                ending=dict(ending),
            )
        except LostClaim:
            log.debug("realtime.turn_closed", turn=turn.number)
