"""What words mean when a slot is chosen, as data for `choices`. Hebrew and English in one table each.

Keys are folded as `hebrew.fold` does (שתים, צהרים, שניה), and looked up also behind ו ה ש ב ל כ מ.
"""

from typing import Final

from language.hebrew import word_set, word_values

# Number words that name an hour: feminine, as hours are.
HOURS: Final = word_values(
    "אחת=1 שתים=2 שלוש=3 ארבע=4 חמש=5 שש=6 שבע=7 שמונה=8 תשע=9 עשר=10 one=1 two=2 three=3 four=4 "
    "five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12"
)
# Said after an hour, in Hebrew with ו.
MINUTES: Final = word_values(
    "חצי=30 רבע=15 חמישה=5 עשרה=10 עשרים=20 שלושים=30 ארבעים=40 חמישים=50 fifteen=15 twenty=20 "
    "thirty=30 forty=40 fortyfive=45 fifty=50"
)
# Days of the month: masculine.
DAYS: Final = word_values("אחד=1 שנים=2 שני=2 שלושה=3 ארבעה=4 חמישה=5 שישה=6 ששה=6 שבעה=7 שמונה=8 תשעה=9 עשרה=10")
TENS: Final = word_values("עשרים=20 שלושים=30")
ORDINALS: Final = word_values(
    "ראשון=1 ראשונה=1 שני=2 שניה=2 שלישי=3 שלישית=3 רביעי=4 רביעית=4 first=1 second=2 third=3 "
    "fourth=4 1st=1 2nd=2 3rd=3 4th=4"
)
# datetime.weekday() of each day; a letter only after יום.
WEEKDAYS: Final = word_values(
    "ראשון=6 שני=0 שלישי=1 רביעי=2 חמישי=3 שישי=4 שבת=5 א=6 ב=0 ג=1 ד=2 ה=3 ו=4 monday=0 tuesday=1 "
    "wednesday=2 thursday=3 friday=4 saturday=5 sunday=6"
)
RELATIVE_DAYS: Final = word_values("היום=0 מחר=1 מחרתים=2 today=0 tomorrow=1")
MONTHS: Final = word_values(
    "ינואר=1 january=1 פברואר=2 february=2 מרץ=3 march=3 אפריל=4 april=4 מאי=5 may=5 יוני=6 june=6 "
    "יולי=7 july=7 אוגוסט=8 august=8 ספטמבר=9 september=9 אוקטובר=10 october=10 נובמבר=11 "
    "november=11 דצמבר=12 december=12"
)
# Hours of the day that a part may mean: from, and before.
PARTS: Final = {
    "בוקר": (5, 12),
    "צהרים": (11, 15),
    "ערב": (17, 23),
    "לילה": (20, 24),
    "morning": (5, 12),
    "noon": (12, 13),
    "afternoon": (12, 18),
    "evening": (17, 23),
    "night": (19, 24),
    "am": (0, 12),
    "pm": (12, 24),
    "midday": (11, 14),
}
AFTERNOON: Final = (12, 19)
EARLIEST: Final = word_set("מוקדם מוקדמת קודם earlier earliest sooner soonest")
LATEST: Final = word_set("מאוחר מאוחרת אחרון אחרונה later latest last")
INDEX_NOUNS: Final = word_set("אפשרות מספר אופציה הצעה option number")
HOUR_NOUNS: Final = word_set("ב ל שעה at")
HOUR_ENDS: Final = word_set("am pm oclock")
# Words that turn or weaken what stands beside them: then nothing is chosen.
DOUBT: Final = word_set(
    "לא אל אין בלי חוץ במקום אם אולי תלוי או למעט אבל רק אחרי לפני עד בין לפחות האם מתי כמה איזה not no "
    "dont cant doesnt wont isnt except instead if maybe perhaps unless depends or but after before until "
    "between without neither nor than rather which when never only"
)
# Words that carry nothing about which slot: all others are unknown, and an unknown word chooses nothing.
EMPTY: Final = word_set(
    "כן טוב בסדר אוקי סבבה מצוין מעולה אחלה נהדר בטח ברור אז בוא בואי בואו נלך נקבע נעשה תקבע תקבעי לקבוע "
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
