"""The Hebrew grammar of times: its rules in order, and the words around a time that say nothing about it."""

from functools import cache
from typing import Final

from language.hebrew import fold, word_set
from language.times.clock_he import about, clock, hours_between
from language.times.clues import Clue, Doubt, Found, Rule, SameDay, SameHour, Words, phrase_size, scan, word_at
from language.times.days_he import date, days_between, relative_day, week, weekday
from language.times.holidays_he import holidays
from language.times.parts_he import part
from language.times.spans_he import span

# Said around a time: who calls whom, politeness, agreement. Only words that can turn no meaning; all others
# are unknown, and one unknown word makes the whole unclear.
_HARMLESS: Final = """
    תתקשר תתקשרי תתקשרו שתתקשר שתתקשרי שתתקשרו להתקשר התקשר התקשרי תצלצל תצלצלי תצלצלו לצלצל תטלפן תטלפני
    תחזור תחזרי תחזרו תחזירו שתחזור שתחזרי שתחזרו לחזור תדבר תדברי תדברו שתדבר שתדברי שתדברו לדבר נדבר שנדבר דברי
    יתקשר יתקשרו שיתקשר שיתקשרו יחזור יחזרו שיחזור שיחזרו מישהו שמישהו משהו
    לתאם נתאם תתאם תתאמי נקבע שנקבע תקבע תקבעי תקבעו לקבוע קבע קבעי קבעו תרשום תרשמי תרשמו ניפגש נפגש להיפגש להפגש נתראה
    אלי אלינו לי לנו אתי איתי איתנו אתנו בשבילי מבחינתי אני אנחנו אותי בטלפון טלפונית שיחה
    רוצה רוצים מעדיף מעדיפה מעדיפים אעדיף מבקש מבקשת אשמח נשמח יכול יכולה יכולים נוכל תוכל תוכלי תוכלו
    אפשר אפשרי עדיף נוח נוחה מתאים מתאימה יתאים תתאים מסתדר יסתדר מסתדרת טוב טובה סבבה מצוין מעולה אחלה נהדר
    פנוי פנויה פנויים זמין זמינה זמינים אהיה נהיה יהיה תהיה שיהיה
    בבקשה תודה רבה כן בסדר גמור אוקי אוקיה אז בוא בואי בואו יאללה ברור בטח רגע שלום הי היי סליחה
    זה זאת בדיוק רק אבל שוב לפגישה ראיון לראיון איתה איתו
    אגיע נגיע מגיע מגיעה מגיעים להגיע ההגעה הגעה משוערת אמור אמורה אמורים צפוי צפויה תתקן תתקני לתקן התכוונתי
"""
_HARMLESS_PHRASES: Final = """
    אם אפשר|אם נוח לך|אם נוח לכם|אם זה בסדר|אם תוכל|אם תוכלי|אם תוכלו|אם אפשרי|אם מתאים לך|אם מתאים לכם
    נראה לי|בוא נגיד|בואי נגיד|בואו נגיד|בוא נאמר|נגיד|נאמר|מה עם|ומה עם|מה לגבי|ומה לגבי|מה דעתך על|מה דעתך
    בוקר טוב|ערב טוב|צהריים טובים|לילה טוב|יום טוב|שבוע טוב|שבת שלום|חג שמח|שנה טובה|אחר צהריים טובים
    נקבע פגישה|לקבוע פגישה|תקבע פגישה|תקבעי פגישה|תקבעו פגישה|לתאם פגישה|נתאם פגישה|אוכל לדבר
    יש לכם|יש לך|יש משהו|יש מקום|יש אפשרות|יש מועד|יש זמן|פנוי לכם|פנוי לך|פנוי אצלכם|משהו פנוי|נעשה|נעשה את זה|האמת
    מה יש|מה יש לכם|מה יש לך|מה פנוי|מה פנוי לכם|יש לכם משהו|יש לך משהו
    שים לי|שימי לי|שימו לי|תשים לי|תשימי לי|תשימו לי|נשים את זה|נשים
    דבר איתי|דברו איתי|דבר אתי|דברו אתי|דבר איתנו|דברו איתנו|תן צלצול|תני צלצול|תנו צלצול
    תן לי צלצול|תני לי צלצול|תנו לי צלצול|תחזיר לי טלפון|תחזירי לי טלפון|תחזירו לי טלפון
    תרים לי טלפון|תרימי לי טלפון|תרימו לי טלפון|תרים טלפון|תרימי טלפון|תרימו טלפון|תנסו אותי|תנסה אותי|תנסי אותי
    תתפסו אותי|תתפוס אותי|תתפסי אותי|מישהו מהצוות
    לי יותר|לנו יותר|יותר טוב|יותר נוח|טוב יותר|נוח יותר|עדיף יותר|מתאים יותר
    הכי טוב|הכי נוח|הכי מתאים|איפה שהוא|איפשהו|פלוס מינוס|חזרה
    אין בעיה|בלי בעיה|עם המועמדת|עם המועמד|אני שם|אהיה שם|נהיה שם|אני אצלכם|אהיה אצלכם|נהיה אצלכם
    ההגעה היא|ההגעה תהיה|זמן ההגעה|זמן ההגעה הוא|שעת ההגעה|שעת ההגעה היא|צריך להגיע|צריכה להגיע|צריכים להגיע
"""
_MOVE: Final = word_set("""
    להעביר להזיז לדחות להקדים תעביר תעבירי תעבירו תזיז תזיזי תזיזו תדחה תדחי תדחו תקדים תקדימי תקדימו
    נעביר נזיז נדחה נקדים לשנות תשנה תשני תשנו נשנה
""")
_NEED: Final = word_set("צריך צריכה צריכים חייב חייבת")
_MOVED: Final = (("את", "הפגישה"), ("את", "זה"), ("אותה",), ("לי", "את", "הפגישה"), ("לי", "את", "זה"))
_DAY_PARTS: Final = word_set("בוקר ערב צהרים לילה יום שבוע")
_WISHES: Final = word_set("טוב טובים")
_GREET_AFTER: Final = word_set("שלום הי היי תודה רבה אז כן טוב אוקי סליחה") | {""}
_FREE: Final = word_set("פנוי פנויה פנוים פנויים זמין זמינה זמינים")


def read_hebrew(words: Words) -> tuple[Clue, ...] | None:
    """The clues of a Hebrew sentence; None when a word is not understood."""
    return scan(words, _RULES)


def _polite(words: Words, at: int) -> Found | None:
    """Courtesies; "בוקר טוב" is one in front or behind thanks, while "מחר בוקר טוב לי" names the morning."""
    size = phrase_size(words, at, _phrases())
    greets = size and words[at + size - 1] in _WISHES and words[at] in _DAY_PARTS
    return Found(size) if size and (not greets or word_at(words, at - 1) in _GREET_AFTER) else None


def _free_for(words: Words, at: int) -> Found | None:
    """ "אני פנוי עוד שעה" is in an hour, or for an hour more."""
    free = words[at] in _FREE and word_at(words, at + 1 + (word_at(words, at + 1) == "רק")) == "עוד"
    return Found(2, (Doubt(),)) if free else None


def _still(words: Words, at: int) -> Found | None:
    """ "עוד היום בשלוש" is today."""
    return Found(1) if words[at] == "עוד" and word_at(words, at + 1) in ("היום", "הערב", "הבוקר") else None


def _harmless(words: Words, at: int) -> Found | None:
    return Found(1) if words[at] in _singles() else None


def _move(words: Words, at: int) -> Found | None:
    """ "אני צריך להזיז את הפגישה": what follows is where to. With "של מחר" it is where from, and unclear."""
    needed = words[at] in _NEED
    if word_at(words, at + needed) not in _moving():
        return None
    here = at + needed + 1
    size = next((len(each) for each in _MOVED if tuple(words[here : here + len(each)]) == each), None)
    if size is None and word_at(words, here).startswith("ל"):
        size = 0  # "תזיזי ליום רביעי": nothing but where to
    return None if size is None else Found(needed + 1 + size)


def _same_hour(words: Words, at: int) -> Found | None:
    """ "מחר באותה שעה"."""
    word, after = word_at(words, at), word_at(words, at + 1)
    fits = (word in ("באותה", "אותה") and after in ("שעה", "השעה")) or (word in ("באותו", "אותו") and after == "זמן")
    return Found(2, (SameHour(),)) if fits else None


def _same_day(words: Words, at: int) -> Found | None:
    """ "באותו יום בארבע", "לאותו היום"."""
    fits = word_at(words, at) in ("באותו", "אותו", "לאותו") and word_at(words, at + 1) in ("יום", "היום")
    return Found(2, (SameDay(),)) if fits else None


_RULES: Final[tuple[Rule, ...]] = (
    *(
        _polite,
        _free_for,
        _still,
        _harmless,
        _move,
        span,
        hours_between,
        days_between,
        holidays,
        date,
        week,
        weekday,
        relative_day,
    ),
    *(_same_hour, _same_day, part, clock, about),
)


@cache
def _moving() -> frozenset[str]:
    return frozenset(map(fold, _MOVE))


@cache
def _singles() -> frozenset[str]:
    return frozenset(map(fold, _HARMLESS.split()))


@cache
def _phrases() -> dict[str, list[tuple[str, ...]]]:
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for line in _HARMLESS_PHRASES.split("\n"):
        for phrase in filter(None, map(str.strip, line.split("|"))):
            words = tuple(map(fold, phrase.split()))
            phrases.setdefault(words[0], []).append(words)
    return phrases
