"""Whom may we call, and when: the operator's rules, asked by the dialer, by calls that are on, and by the API."""

from dataclasses import dataclass, field
from datetime import datetime

from language.calling_calendar import Allowed, CallingRules, QuietHours, Refused, ends_before, may_call
from language.phones import parse_phone


@dataclass(frozen=True)
class Calling:
    """`countries` are the ISO codes that are dialled; numbers without one are written as in the first."""

    rules: CallingRules = field(default_factory=CallingRules)
    countries: tuple[str, ...] = ("IL",)

    def may_call(self, at: datetime, quiet: QuietHours | None = None) -> Allowed | Refused:
        """Whether a lead with these quiet hours may be called at `at`. Raises ValueError for a naive moment."""
        return may_call(at, self.rules, quiet)

    def ends_before(self, at: datetime) -> datetime | None:
        """When a call that is on must be over, some minutes before candle-lighting; None: not today."""
        return ends_before(at, self.rules)

    def left_s(self, at: datetime) -> int | None:
        """Whole seconds until the candles are lit, not below 0; None: not today."""
        over = self.ends_before(at)
        return max(0, int((over + self.rules.goodbye - at).total_seconds())) if over else None

    def parse(self, number: str) -> str:
        """The E.164 form of a number that may be dialled. Raises BadPhone."""
        return parse_phone(number, self.countries[0], self.countries)
