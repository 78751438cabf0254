"""What one turn costs: whoever asks a vendor adds to the bill that is open around it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from threading import Lock

from voicebot.observability.prices import Used


@dataclass(frozen=True)
class Spent:
    """A bill's sum. `usd` is a lower bound when `unpriced` requests had no known price."""

    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    characters: int = 0
    usd: Decimal = Decimal(0)
    unpriced: int = 0

    @property
    def micro_usd(self) -> int:
        """Millionths of a dollar, rounded up: many small sums must not come to nothing."""
        return int((self.usd * 1_000_000).to_integral_value(ROUND_CEILING))

    def fields(self) -> dict[str, int | str]:
        """For a log line; money as text, so that it is no time and no digit is lost."""
        return {
            "tokens_in": self.input_tokens,
            "tokens_out": self.output_tokens,
            "usd": format(Decimal(self.micro_usd) / 1_000_000, "f"),
            "unpriced": self.unpriced,
        }


class Bill:
    """Adds up; safe for threads."""

    def __init__(self) -> None:
        self._spent = Spent()
        self._stored = 0
        self._lock = Lock()

    @property
    def spent(self) -> Spent:
        """The sum so far."""
        return self._spent

    @property
    def due_micro_usd(self) -> int:
        """What is not stored yet, in millionths of a dollar."""
        return self._spent.micro_usd - self._stored

    def stored(self, micro_usd: int) -> None:
        """So much more of it is stored now."""
        with self._lock:
            self._stored += micro_usd

    def add(self, used: Used, usd: Decimal | None) -> None:
        """Add one request; None for `usd` when its price is not known."""
        with self._lock:
            before = self._spent
            self._spent = Spent(
                before.input_tokens + used.input_tokens,
                before.output_tokens + used.output_tokens,
                before.seconds + used.seconds,
                before.characters + used.characters,
                before.usd + (usd or 0),
                before.unpriced + (usd is None),
            )


_bill: ContextVar[Bill | None] = ContextVar("bill", default=None)


@contextmanager
def billing() -> Iterator[Bill]:
    """Open a bill for what is done inside, in threads too that were given a copy of this context."""
    bill = Bill()
    before = _bill.set(bill)
    try:
        yield bill
    finally:
        _bill.reset(before)


def charge(used: Used, usd: Decimal | None) -> None:
    """Add to the open bill, if there is one."""
    bill = _bill.get()
    if bill is not None:
        bill.add(used, usd)
