"""Where one call's blocking work is done: in the call's own trace, on its own bill, with its own fields in the log."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import structlog

from stores import Stores
from stores.errors import StoreError
from voicebot.observability.prices import Used
from voicebot.observability.spans import span
from voicebot.observability.spending import Bill, billing
from voicebot.realtime.usage import Usage

log = structlog.get_logger()

T = TypeVar("T")


class CountsUse(Protocol):
    """Counts and prices what vendors bill for, and adds it to the open bill: observability's Meter."""

    def count(self, product: str, used: Used) -> None: ...


def no_trace(name: str, **attributes: Any) -> AbstractContextManager[None]:
    """A trace where no collector is configured."""
    return nullcontext()


@dataclass(frozen=True)
class Observed:
    """How calls are observed: their use metered, their traces begun."""

    meter: CountsUse
    trace: Callable[..., AbstractContextManager[None]] = no_trace


@dataclass
class CallWork:
    """One call's. `run` may be called on several threads at once."""

    stores: Stores
    observed: Observed
    call_id: str
    model: str
    used: dict[str, Counter[str]] = field(default_factory=dict)
    _seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _context: Context = field(default_factory=Context)
    _trace: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        """The trace of a call begins with its stream, and every piece of its work is a span in it."""
        self._context.run(self._begin)

    def _begin(self) -> None:
        structlog.contextvars.bind_contextvars(call_id=self.call_id)
        self._trace.enter_context(self.observed.trace("stream", call_id=self.call_id, model=self.model))

    def run(self, step: str, work: Callable[[], T]) -> T:
        """The work, as a span; what it cost is charged to the call, also when it failed."""
        return self._context.copy().run(self._billed, step, work)

    def _billed(self, step: str, work: Callable[[], T]) -> T:
        with billing() as bill:
            try:
                with span(step):
                    return work()
            finally:
                self._charge(bill)

    def bill(self, used: Sequence[Usage]) -> None:
        """What the voice itself cost. Inside `run`."""
        for each in used:
            self.observed.meter.count(each.product, Used(each.input_tokens, each.output_tokens, each.seconds))
            counted = self.used.setdefault(each.product, Counter())
            counted["input_tokens"] += each.input_tokens
            counted["output_tokens"] += each.output_tokens
            self._seconds[each.product] += each.seconds
            counted["seconds"] = round(self._seconds[each.product])
            if each.estimated and each.seconds:
                counted["estimated_seconds"] += round(each.seconds)
            elif each.estimated:
                counted["estimated_tokens"] += each.input_tokens + each.output_tokens

    def _charge(self, bill: Bill) -> None:
        if not bill.spent.usd:
            return
        try:
            self.stores.guards.spend(self.call_id, bill.spent.micro_usd)
        except StoreError as error:
            # The work is done and counts; the cap of the day misses a fraction of a cent.
            log.warning("realtime.not_charged", reason=type(error).__name__)

    def close(self) -> None:
        """The stream is over."""
        self._context.run(self._trace.close)
