"""The two questions: may this be called now, and when must a call that is on be over."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from language.calling_calendar.day import ISRAEL, day_of
from language.calling_calendar.observances import is_holy
from language.calling_calendar.reasons import REASON_LINES, Reason
from language.calling_calendar.rules import CallingRules, QuietHours
from language.calling_calendar.sun import candle_lighting, nightfall
from language.phrases import Phrase

_HORIZON_DAYS: Final = 400
_ONE: Final = timedelta(days=1)


@dataclass(frozen=True)
class Allowed:
    """The number may be called now."""


@dataclass(frozen=True)
class Refused:
    """Not now: why, and the first whole minute that is allowed, in Israel's time; None: not within a year."""

    reason: Reason
    next_allowed: datetime | None

    @property
    def line(self) -> Phrase:
        """The reason, to be spoken."""
        return REASON_LINES[self.reason]


_ALLOWED: Final = Allowed()


def may_call(at: datetime, rules: CallingRules, lead: QuietHours | None = None) -> Allowed | Refused:
    """Whether a lead with these quiet hours may be called at `at` (aware, any zone). Raises ValueError when naive.

    Decisions change on whole minutes only. Days are remembered: most decisions are a search in one day.
    """
    today, moment = _israel(at)
    reason = day_of(today, rules, lead).at(moment)
    if reason is None:
        return _ALLOWED
    return Refused(reason, _next_allowed(today, moment, rules, lead))


def ends_before(at: datetime, rules: CallingRules) -> datetime | None:
    """When a call that is on at `at` must be over: `rules.goodbye` before the candle-lighting of today.

    On Shabbat and Yom Tov the moment is past. None when neither begins today. Raises ValueError when naive.
    """
    today, moment = _israel(at)
    for day in (today, today + _ONE):
        if is_holy(day) and moment < nightfall(day, rules.place):
            first = day
            while is_holy(first - _ONE):
                first -= _ONE
            return (candle_lighting(first - _ONE, rules.place) - rules.goodbye).astimezone(ISRAEL)
    return None


def _next_allowed(today: date, moment: datetime, rules: CallingRules, lead: QuietHours | None) -> datetime | None:
    for ahead in range(_HORIZON_DAYS):
        found = day_of(today + ahead * _ONE, rules, lead).first_allowed(moment)
        if found is not None:
            return found.astimezone(ISRAEL)
    return None


def _israel(at: datetime) -> tuple[date, datetime]:
    """The date in Israel, and the moment in UTC, in which moments compare rightly also when clocks change."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError("a moment without a time zone")
    moment = at.astimezone(UTC)
    return moment.astimezone(ISRAEL).date(), moment
