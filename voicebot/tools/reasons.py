"""Why a moment that the caller named is not possible, as lines to speak."""

from collections.abc import Mapping
from typing import Final

from language.calling_calendar import Reason
from language.phrases import Phrase

TOO_SOON: Final = "too_soon"
TOO_FAR: Final = "too_far"
TEAM_HOURS: Final = "team_hours"
TAKEN: Final = "taken"
HALF_HOURS: Final = "half_hours"
FULL_DAY: Final = "full_day"
CLOSED_DAY: Final = Reason.CLOSED_DAY.value

LINES: Final[Mapping[str, Phrase]] = {
    TOO_SOON: Phrase("את המועד הזה כבר לא נספיק.", "That is too soon for us."),
    TOO_FAR: Phrase("אפשר לקבוע רק לחודשיים הקרובים.", "We can only arrange something for the next two months."),
    TEAM_HOURS: Phrase("בשעה הזאת הצוות לא עובד.", "The team does not work at that hour."),
    TAKEN: Phrase("המועד הזה כבר תפוס.", "That time is taken already."),
    FULL_DAY: Phrase("ביום הזה כבר הכול תפוס.", "Everything is taken on that day."),
    HALF_HOURS: Phrase("אפשר לקבוע רק לשעה עגולה או לחצי שעה.", "Times are on the hour or on the half hour."),
    Reason.SHABBAT: Phrase("בשבת אנחנו לא עובדים.", "We don't work on Shabbat."),
    Reason.YOM_TOV: Phrase("בחג אנחנו לא עובדים.", "We don't work on holidays."),
    Reason.MEMORIAL_DAY: Phrase("ביום הזיכרון אנחנו לא עובדים.", "We don't work on a day of remembrance."),
    Reason.FAST_DAY: Phrase("בתשעה באב אנחנו לא עובדים.", "We don't work on the fast of Tisha B'Av."),
    Reason.INDEPENDENCE_DAY: Phrase("ביום העצמאות אנחנו לא עובדים.", "We don't work on Independence Day."),
    Reason.EVE: Phrase(
        "בערבי שבת וחג אנחנו עובדים רק עד הצהריים.", "On the eves of Shabbat and holidays we work only until noon."
    ),
    Reason.CHOL_HAMOED: Phrase("בחול המועד אנחנו לא עובדים.", "We don't work on the middle days of a holiday."),
    Reason.CLOSED_DAY: Phrase("ביום הזה אנחנו לא עובדים.", "We don't work on that day."),
    Reason.OFFICE_HOURS: Phrase("בשעה הזאת אנחנו לא עובדים.", "We don't work at that hour."),
    Reason.QUIET_HOURS: Phrase(
        "רשום אצלנו שבשעה הזאת לא נוח לקבל שיחות.", "We have a note that calls are not convenient at that hour."
    ),
}
"""By the reason's name; the lines of the calling calendar speak of calls, these of any time that was asked for."""
