"""The calling calendar: may a number in Israel be called at this moment, and if not, why and when again."""

from language.calling_calendar.cities import CITIES, City, find_city
from language.calling_calendar.decide import Allowed, Refused, ends_before, may_call
from language.calling_calendar.reasons import REASON_LINES, Reason
from language.calling_calendar.rules import BadRules, CallingRules, QuietHours, Week

__all__ = [
    "CITIES",
    "REASON_LINES",
    "Allowed",
    "BadRules",
    "CallingRules",
    "City",
    "QuietHours",
    "Reason",
    "Refused",
    "Week",
    "ends_before",
    "find_city",
    "may_call",
]
