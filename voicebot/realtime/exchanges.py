"""The exchanges of a realtime call as stored turns: claimed in order, closed once, with what was noted of them.

Turns are claimed before a tool's transaction begins and closed between tools, but for the end of a stream, which waits
for nobody: then the database decides whether a tool's effect and its note came before the end, or are taken back.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
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
        self._endings: dict[int, Mapping[str, Any]] = {}
        self._timings: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._over = False
        self.newest = 0

    @property
    def over(self) -> bool:
        """Whether the stream has been finished: nothing is claimed, and no tool takes effect, after that."""
        return self._over

    def check(self) -> None:
        """Raises LostClaim when it is over."""
        if self._over:
            raise LostClaim(f"the stream of call {self._call_id} is over")

    def turn(self, exchange: int) -> Turn:
        """The turn of words that belong to this exchange; see `open`. Raises LostClaim, also when it is over and no
        other has begun: what comes after the end of a turn is left out."""
        return self._turns[self.open(exchange, early=False)]

    def open(self, exchange: int, early: bool = True) -> int:
        """The exchange whose turn takes this one's, claimed at first use. Raises LostClaim.

        All before it are claimed first, so that numbers keep the order. What comes for an exchange that is over
        belongs to the newest one, and before the first one to that. `early`: where the newest is over too, the next
        one's is claimed before it begins.
        """
        with self._lock:
            exchange = max(1, exchange)
            if exchange in self._turns:
                return exchange
            self.check()
            if exchange <= self.newest and self.newest in self._turns:
                return self.newest
            if exchange <= self.newest:
                if not early:
                    raise LostClaim(f"exchange {exchange} of call {self._call_id} is over")
                exchange = self.newest + 1
            agent = self._agent()
            for number in self._turns:
                self._agents.setdefault(number, agent)  # who had it when the next one began
            for number in range(self.newest + 1, exchange + 1):
                claim = self._stores.turns.claim(self._call_id, None, SOURCE, self._owner)
                self._turns[number] = claim.turn
                self.newest = number
            return exchange

    def leave(self, place: int, exchange: int) -> None:
        """The engine has answered `exchange` and finished the turn of `place`: what still comes goes to the next.

        A turn that was claimed before the exchange of its number began is not that one's any more.
        """
        with self._lock:
            self._turns.pop(place, None)
            self._agents.pop(place, None)
            if exchange < place == self.newest:
                self.newest -= 1

    def tool_calls(self, exchange: int) -> list[dict[str, Any]]:
        """The tools that took effect in it so far."""
        return self._tool_calls.get(exchange, [])

    def called(self) -> list[tuple[int, list[dict[str, Any]]]]:
        """The open exchanges in which tools were called."""
        return list(self._tool_calls.items())

    def save_calls(self, exchange: int, calls: list[dict[str, Any]]) -> None:
        """Note them with the turn of an open exchange, inside the transaction in which the last of them takes effect.

        Raises LostClaim when the turn was closed meanwhile: what took effect has to be taken back with it.
        """
        turn = self._turns.get(exchange)
        if turn is None:
            raise LostClaim(f"the turn of exchange {exchange} of call {self._call_id} is closed")
        self._stores.turns.save_tool_calls(self._call_id, turn.number, turn.epoch, calls)
        self._tool_calls[exchange] = calls

    def save_ending(self, exchange: int, ending: Mapping[str, Any]) -> None:
        """Note with the turn of an open exchange how the call is to end, in the transaction that decides it."""
        turn = self._turns[exchange]
        self._stores.turns.save_ending(self._call_id, turn.number, turn.epoch, ending)

    def ends(self, exchange: int, ending: Mapping[str, Any]) -> None:
        """It is decided: the exchange's turn is closed like this, unless the end of the stream says more."""
        self._endings[exchange] = ending

    def timed(self, exchange: int, step: str, ms: int) -> None:
        """How long a step of it took; of one that comes again, all together."""
        self._timings[max(1, exchange)][step] += ms

    def close_before(self, exchange: int) -> None:
        """Close the turns of all exchanges before this one."""
        for number in sorted(each for each in self._turns if each < exchange):
            self._end(number, self._turns[number], self.tool_calls(number), self._endings.get(number, LISTEN))

    def finish(self, ending: Mapping[str, Any] | None, exchange: int | None) -> None:
        """Close every turn, and claim none any more; `ending` stands in the one of `exchange`, or in a new one.

        The turns are taken anew first, which locks out whoever is still at work on one, with all that it does.
        """
        with self._lock:
            last = None if ending is None else self.open(exchange or self.newest + 1)
            self._over = True
        for number, turn in sorted(self._turns.items()):
            taken = self._stores.turns.retake(self._call_id, turn.number, self._owner, turn.epoch)
            if taken.won:
                how = ending if ending is not None and number == last else self._endings.get(number, LISTEN)
                self._end(number, taken.turn, taken.turn.tool_calls, how)
        self._turns.clear()

    def _end(
        self, exchange: int, turn: Turn, tool_calls: Sequence[Mapping[str, Any]], ending: Mapping[str, Any]
    ) -> None:
        """Close the exchange's turn, also at the next try; one that has another owner by now stays as it is."""
        try:
            self._stores.turns.finish(
                self._call_id,
                turn.number,
                turn.epoch,
                agent=self._agents.get(exchange) or self._agent(),
                tool_calls=tool_calls,
                timings={step: float(ms) for step, ms in self._timings.get(exchange, Counter()).items()},
                model=self._model,
                ending=dict(ending),
            )
        except LostClaim:
            log.debug("realtime.turn_closed", turn=turn.number)
        for each in (self._turns, self._agents, self._timings, self._tool_calls, self._endings):
            each.pop(exchange, None)
