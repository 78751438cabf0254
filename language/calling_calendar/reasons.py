"""Why a number is not called now: a name for programs, and a line that can be spoken."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from language.phrases import Phrase


class Reason(StrEnum):
    """In order of weight: when several hold, the first is given."""

    SHABBAT = "shabbat"
    YOM_TOV = "yom_tov"
    MEMORIAL_DAY = "memorial_day"
    FAST_DAY = "fast_day"
    INDEPENDENCE_DAY = "independence_day"
    EVE = "eve"
    CHOL_HAMOED = "chol_hamoed"
    CLOSED_DAY = "closed_day"
    OFFICE_HOURS = "office_hours"
    QUIET_HOURS = "quiet_hours"


REASON_LINES: Final[Mapping[Reason, Phrase]] = MappingProxyType(
    {
        Reason.SHABBAT: Phrase("בשבת אנחנו לא מתקשרים.", "We don't call on Shabbat."),
        Reason.YOM_TOV: Phrase("בחג אנחנו לא מתקשרים.", "We don't call on holidays."),
        Reason.MEMORIAL_DAY: Phrase("ביום הזיכרון אנחנו לא מתקשרים.", "We don't call on a day of remembrance."),
        Reason.FAST_DAY: Phrase("בתשעה באב אנחנו לא מתקשרים.", "We don't call on the fast of Tisha B'Av."),
        Reason.INDEPENDENCE_DAY: Phrase("ביום העצמאות אנחנו לא מתקשרים.", "We don't call on Independence Day."),
        Reason.EVE: Phrase(
            "בערבי שבת וחג אנחנו מתקשרים רק עד הצהריים.", "On the eves of Shabbat and holidays we call only until noon."
        ),
        Reason.CHOL_HAMOED: Phrase("בחול המועד אנחנו לא מתקשרים.", "We don't call on the middle days of a holiday."),
        Reason.CLOSED_DAY: Phrase("ביום הזה אנחנו לא עובדים.", "We don't work on that day."),
        Reason.OFFICE_HOURS: Phrase("בשעה הזאת אנחנו לא מתקשרים.", "We don't call at that hour."),
        Reason.QUIET_HOURS: Phrase(
            "רשום אצלנו שבשעה הזאת לא נוח לקבל שיחות.", "We have a note that calls are not convenient at that hour."
        ),
    }
)
