"""What the translation stand-ins know: utterances of callers in English, the brain's sentences in Hebrew."""

import html
import re
import unicodedata

from tests.standins import brain

_ENGLISH = {
    "Yes.": "כן|כן בבקשה|כן ברור|כן אפשר|בטח|ברור|בהחלט|אוקיי|טוב|בסדר|סבבה|יאללה|אחלה|מעולה|מתאים לי|כן דבר|כן דברי",
    "Yes, that sounds interesting.": "נשמע מעניין|כן נשמע מעניין|מעניין|מעניין אותי|מעוניין|מעוניינת"
    "|אני מעוניין|אני מעוניינת|כן אני מעוניין|כן אני מעוניינת|כן אשמח|אשמח|אשמח לשמוע|בוא נקבע"
    "|בואי נקבע|אפשר לקבוע",
    "No.": "לא|לא לא|לא תודה",
    "I am not interested.": "לא מעוניין|לא מעוניינת|אני לא מעוניין|אני לא מעוניינת|לא מעניין"
    "|זה לא מעניין אותי|לא רלוונטי",
    "The first one.": "הראשון|הראשונה|את הראשון|הראשון בבקשה|הראשון מתאים|הראשון מתאים לי|האפשרות הראשונה",
    "The second one.": "השני|השנייה|את השני|השני בבקשה|השני מתאים|השני מתאים לי|האפשרות השנייה",
    "Who are you?": "מי זה|מי מדבר|מי אתה|מי את|מי אתם",
    "Hello.": "שלום|הלו|היי",
    "Yes, we have a team.": "כן יש לנו צוות|יש לנו צוות|יש צוות",
    "We call them the next day.": "אנחנו מתקשרים אליהם למחרת|מתקשרים אליהם למחרת",
    "Thank you, goodbye.": "תודה|תודה רבה|תודה ביי|ביי|להתראות|תודה ולהתראות|לא זהו תודה|זהו תודה",
    "I want to talk to a person.": "נציג|נציג בבקשה|אני רוצה לדבר עם בן אדם|תעביר אותי לנציג|תעבירי אותי לנציג",
    "Please remove me from the list.": "תוריד אותי מהרשימה|תורידי אותי מהרשימה|תסירו אותי|אל תתקשרו אליי יותר",
}

_HEBREW = {
    brain.OFFER_TWO: "יש לי {first}, או {second}.",
    brain.OFFER_ONE: "יש לי {first}.",
    brain.WHICH: "מה מתאים יותר?",
    brain.SUITS: "זה מתאים?",
    brain.BOOKED: "הפגישה נקבעה ל{slot}.",
    brain.GOODBYE: "תודה רבה, ויום טוב.",
    brain.UNDERSTOOD: "הבנתי, תודה על הזמן.",
    brain.NONE_FREE: "אין מועד פנוי בשבועיים הקרובים.",
    brain.CALL_BACK: "מישהו מהצוות יחזור אליכם.",
    brain.CONNECTING: "רגע אחד, מעבירה אתכם לצוות.",
    brain.REMOVED: "המספר הוסר מהרשימה.",
    brain.QUESTIONS[0]: "יש אצלכם צוות שפונה ללידים חדשים?",
    brain.QUESTIONS[1]: "מה קורה היום כשנכנס ליד חדש?",
    brain.QUESTIONS[2]: "לקבוע פגישה קצרה עם הצוות שלנו?",
}

UNKNOWN = "זה משפט שהתרגום לא מכיר."
"""Said for English that is in no table: Hebrew, so that a voice can speak it, and easy to find."""

_DAYS = {
    "Sunday": "יום ראשון",
    "Monday": "יום שני",
    "Tuesday": "יום שלישי",
    "Wednesday": "יום רביעי",
    "Thursday": "יום חמישי",
    "Friday": "יום שישי",
    "Saturday": "שבת",
}
_MONTHS = {
    "January": "ינואר",
    "February": "פברואר",
    "March": "מרץ",
    "April": "אפריל",
    "May": "מאי",
    "June": "יוני",
    "July": "יולי",
    "August": "אוגוסט",
    "September": "ספטמבר",
    "October": "אוקטובר",
    "November": "נובמבר",
    "December": "דצמבר",
}
_MOMENT = re.compile(rf"({'|'.join(_DAYS)}), ({'|'.join(_MONTHS)}) (\d{{1,2}}), at (\d{{1,2}}):(\d\d) (AM|PM)")
_KEPT = re.compile(r"[\[{(<⟦][^\]})>⟧]*[\]})>⟧]|\b\w*\d\w*\b")
_LATIN = re.compile(r"[A-Za-z]")


def translate(text: str, target: str) -> str:
    """`text` in `target` ("he" or "en"). Unknown Hebrew stays as it is; unknown English becomes UNKNOWN."""
    if target == "en":
        return _TO_ENGLISH.get(_bare(text), text)
    return " ".join(_sentence(each) for each in re.split(r"(?<=[.?!])\s+", text.strip()))


_SPAN = re.compile(r'<span translate="no">.*?</span>', re.DOTALL)


def translate_html(text: str, target: str) -> str:
    """The same of HTML: what is in a span stays as it is, the rest is unescaped, translated, and escaped as Google
    does it, apostrophes too. Unknown English keeps its spans."""
    spans = _SPAN.findall(text)
    numbers = iter(range(len(spans)))
    plain = html.unescape(_SPAN.sub(lambda _: f"⟦{next(numbers)}⟧", text))
    done = translate(plain, target)
    if UNKNOWN in done:
        done = f"{UNKNOWN} {' '.join(f'⟦{number}⟧' for number in range(len(spans)))}".strip()
    escaped = html.escape(done, quote=False).replace("'", "&#39;").replace('"', "&quot;")
    return re.sub(r"⟦(\d+)⟧", lambda found: spans[int(found[1])], escaped)


def _sentence(text: str) -> str:
    for pattern, hebrew in _TO_HEBREW:
        if found := pattern.fullmatch(text):
            done = hebrew.format(**{name: _time(value) for name, value in found.groupdict().items()})
            return done if not _LATIN.search(_KEPT.sub("", done)) else UNKNOWN
    return UNKNOWN if _LATIN.search(_KEPT.sub("", text)) else text


def _time(text: str) -> str:
    """A moment, as "Sunday, November 22, at 4:00 PM", the way a translation service has it; the rest stays."""
    return _MOMENT.sub(_moment, text)


def _moment(found: re.Match[str]) -> str:
    day, month, number, hour, minute, half = found.groups()
    hours = int(hour) % 12 + (12 if half == "PM" else 0)
    return f"{_DAYS[day]}, {number} ב{_MONTHS[month]}, בשעה {hours}:{minute}"


def _bare(text: str) -> str:
    """Without points, vowels and marks, one space between words."""
    letters = unicodedata.normalize("NFD", text)
    kept = "".join(each if each.isalnum() or each.isspace() else " " for each in letters if not _is_mark(each))
    return " ".join(kept.split())


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Cf"} or character in "׳״'\""


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(english)))


_TO_ENGLISH = {_bare(he): en for en, many in _ENGLISH.items() for he in many.split("|")}
_TO_HEBREW = [(_pattern(english), hebrew) for english, hebrew in _HEBREW.items()]
