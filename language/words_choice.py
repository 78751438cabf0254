"""What words mean when a slot is chosen, as data for `choices`. Hebrew and English in one table each.

Keys are folded as `hebrew.fold` does (שתים, צהרים, שניה), and looked up also behind ו ה ש ב ל כ מ.
"""

from typing import Final

from language.hebrew import word_set, word_values
from language.times.clues import PartName

# Numbers after "option": of either gender.
COUNTS: Final = word_values(
    "אחת=1 אחד=1 שתים=2 שנים=2 שתי=2 שני=2 שלוש=3 שלושה=3 ארבע=4 ארבעה=4 ראשונה=1 שניה=2 שלישית=3 רביעית=4 "
    "one=1 two=2 three=3 four=4 1=1 2=2 3=3 4=4"
)
ORDINALS: Final = word_values(
    "ראשון=1 ראשונה=1 שני=2 שניה=2 שלישי=3 שלישית=3 רביעי=4 רביעית=4 first=1 second=2 third=3 fourth=4"
)
# datetime.weekday() of the days whose names are ordinals.
ORDINAL_DAYS: Final = word_values("ראשון=6 שני=0 שלישי=1 רביעי=2")
# Behind one of those, they say that it is a day.
DAY_ENDS: Final = word_set("הקרוב הקרובה הבא הבאה הזה")
# Before "one", they say that it stands for a slot.
POINTERS: Final = word_set(
    "the this that other first second third fourth morning afternoon evening noon monday tuesday wednesday thursday "
    "friday saturday sunday"
)
# Hours of the day that a part may mean: from, and before.
PARTS: Final[dict[PartName, tuple[int, int]]] = {
    "early": (5, 10),
    "morning": (5, 12),
    "forenoon": (5, 12),
    "noon": (11, 15),
    "afternoon": (13, 19),
    "dusk": (16, 19),
    "evening": (17, 23),
    "night": (20, 24),
    "dawn": (2, 7),
    "after_shabbat": (17, 24),
    "am": (0, 12),
    "pm": (12, 24),
}
EARLIEST: Final = word_set("מוקדם מוקדמת קודם earlier earliest sooner soonest")
LATEST: Final = word_set("מאוחר מאוחרת אחרון אחרונה later latest last")
INDEX_NOUNS: Final = word_set("אפשרות מספר אופציה הצעה option number")
HOUR_ENDS: Final = word_set("am pm a p oclock")
# Words that turn or weaken what stands beside them: then nothing is chosen.
DOUBT: Final = word_set(
    "לא אל אין בלי חוץ במקום אם אולי תלוי או למעט אבל רק אחרי לפני עד בין לפחות האם מתי כמה איזה not no "
    "dont cant doesnt wont isnt except instead if maybe perhaps unless depends or but after before until "
    "between without neither nor than rather which when never only"
)
# Words that carry nothing about which slot: all others are unknown, and an unknown word chooses nothing.
EMPTY: Final = word_set(
    "דוקא כן טוב בסדר אוקי סבבה מצוין מעולה אחלה נהדר בטח ברור אז בוא בואי בואו נלך נקבע נעשה תקבע תקבעי לקבוע "
    "קבע קבעי תרשום תרשמי אני אנחנו רוצה רוצים מעדיף מעדיפה מעדיפים אעדיף מתאים מתאימה יתאים נוח נוחה "
    "עדיף עדיפה יותר לי לנו בבקשה תודה רבה זה זאת זו הזה הזאת הזמן הפגישה פגישה שעה שעות יום ימים את על "
    "עם של שלי שלנו אשמח אפשר אפשרות אפשרי מספר אופציה הצעה יהיה תהיה שיהיה הכי לגמרי נשמע הוא היא פה ב ל "
    "ה ו ש כ גם אותו אותה אקח ניקח קח קחי יאללה בשבילי הולך תאריך מתוך מביניהם מהם האלה שאמרת אמרת שהצעת "
    "הצעת נראה מושלם כבר סגור בחודש חודש לחודש הקרוב הקרובה כאילו yes yeah sure ok okay fine great good "
    "perfect alright well the a an at on in of for to me us my our i id ill im we would like want prefer "
    "take choose go lets let book it is that this one slot option number please thanks thank you works "
    "work sounds with do can could make be will time meeting oclock better best think suits suit just "
    "then and so day schedule pick th st nd rd"
)
