"""Where in a text people say their name: after "my name is", "קוראים לי", before "speaking". Pure.

After words that only a name follows, whatever comes is taken for one, the surname and its particles included: rather a
word too many is masked than one too few. After words that much else follows ("אני …", "this is …") it must look like
one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from language.hebrew import word_set
from language.terms.names import is_just_a_word, names_in_hebrew
from voicebot.scenarios.job_offer_introducing import ADJECTIVES, HEADS, TAILS

MOST = 4
"""Words of a name, its particles included."""

_WORD_HE = r"[א-ת][א-ת'׳\"״־-]*"
_WORD_EN = r"[A-Za-z][\w'’-]*"
_SURE_HE = re.compile(
    r"(?<![א-ת])(?:ו?קוראים (?:לי|לו|לה)|ו?שמי(?: הוא| זה)?|(?:השם(?: המלא)?|שם מלא)(?: שלי| שלו| שלה)?(?: הוא| זה)?|"
    r"על (?:ה)?שם)[\s,:-]+"
)
_MAYBE_HE = re.compile(r"(?<![א-ת])(?:מדברת?|מתקשרת?|אני|זה|זאת|זו|פה|כאן)[\s,:-]+")
_BEFORE_HE = re.compile(rf"(?:^|[.,!?]\s*)((?:{_WORD_HE}\s+){{1,4}})(?=(?:מדברת?|מתקשרת?)(?![א-ת]))")
_SURE_EN = re.compile(
    r"(?i)\b(?:(?:my|his|her|the|full)\s+name(?:\s+is|['’]s)|(?:they\s+|you\s+can\s+)?call me|name:)\s+"
)
_MAYBE_EN = re.compile(r"(?i)\b(?:this is|it['’]s|i['’]m|i am|here is)\s+")
_BEFORE_EN = re.compile(rf"(?:^|[.,!?]\s*)((?:{_WORD_EN}\s+){{1,4}})(?=(?:speaking|here|calling)\b)")

_FROM_HE = re.compile(r"[\s,]+מ[-־]?(?!ה)([א-ת][א-ת'\"]{2,})(?![א-ת])")

_PARTICLES = frozenset({
    "בן", "בר", "בת", "אבו", "אבן", "אל", "דה", "ון", "בין", "די", "לה",
    "ben", "bar", "bat", "abu", "ibn", "al", "el", "de", "da", "di", "van", "von", "der", "den", "la", "le", "bin",
})  # fmt: skip
_COMMON_HE = word_set(
    "עברית אנגלית רוסית ערבית ספרדית צרפתית אתכם אתכן אותם עליכם אליכם איתכם לכם ממך ממכם אליך עליך קודם עולה "
    "דחוף דחופה חייב חייבת עובר עוברת תובע תובעת צוות אדם עצמי ברגע כאילו עדיין מיד אחזיר אגיד אתן אקח אלך אבוא "
    "אשלח אתלונן אמתין אחכה אחשוב אני אתה את הוא היא אנחנו אתם הם מי מה איך איפה מתי למה לא כן אין יש גם רק כבר "
    "עוד עכשיו היום מחר אתמול פה כאן שם של על עם בלי אל אם כי אבל או אז כמו בין לפני אחרי תמיד אולי בערך בדיוק "
    "ממש מאוד קצת הרבה יותר פחות הכי כל הכול הכל משהו מישהו כלום בסדר טוב טובה נהדר מצוין סבבה בטח ברור נכון תודה "
    "בבקשה סליחה רגע שנייה דקה שעה יום רוצה רוצים צריך צריכה חושב חושבת יודע יודעת יכול יכולה מדבר מדברת מתקשר "
    "מתקשרת שומע שומעת מבין מבינה מחפש מחפשת מעוניין מעוניינת מסכים מסכימה עובד עובדת גר גרה בא באה הולך הולכת "
    "נוסע נוסעת נוהג נוהגת עסוק עסוקה פנוי פנויה עייף עייפה באמצע בדרך בפגישה בישיבה ברכב באוטו בבית בעבודה אחזור "
    "אשמח אבדוק אתקשר אפשר אמור אמורה בעל בעלת מנהל מנהלת מנכל מנכלית נציג נציגה לקוח לקוחה שכיר שכירה עצמאי "
    "עצמאית נשוי נשואה רווק רווקה בן בת הייתי היה הייתה יהיה אהיה רציתי חשבתי שמעתי קיבלתי פשוט בעצם לגמרי לבד "
    "ביחד שוב אחר אחרת אחד אחת שניים שתיים שלוש ארבע חמש מספר הבעיה הסיפור העניין הזה הזאת הזמן זמן מחברת בחברת "
    "חברת מהחברה מטעם בשם לגבי בקשר בעניין בנושא מהבית מהעבודה מהאוטו מהטלפון מהרכב מבקש מבקשת מקווה מוכן מוכנה "
    "מעדיף מעדיפה מקבל מקבלת מרגיש מרגישה ואני והוא והיא ומה ולא וגם ורציתי ועכשיו שאני הבן הבת האח האחות האמא "
    "האבא אמא אבא אשתו בעלה שלי שלך שלו שלה שלנו שלכם לי לך לו לה לנו אותי אותך אותו אותה מצטער מצטערת שמח שמחה "
    "חדש חדשה"
)
_COMMON_EN = word_set(
    "monday tuesday wednesday thursday friday saturday sunday morning evening hello hi bye thanks thank please a "
    "an the not no yes so very just here there now sorry fine good great ok okay sure calling speaking looking "
    "interested busy driving in on at from with for and or but to of my your his her our their about going afraid "
    "happy glad trying ready free done back away home late only also still really quite too it that this what who "
    "i is was right wrong"
)


_RATHER_WORDS = frozenset({"שני", "בן", "בת", "בר", "שלום", "שלמה"})


@dataclass(frozen=True)
class Span:
    """A name in a text, from `start` up to `end`."""

    start: int
    end: int


def names_told(text: str) -> list[Span]:
    """Where in the text somebody is named by way of introduction, from left to right, none within another."""
    found = sorted({(each.start, each.end) for each in _all(text)}, key=lambda span: (span[0], -span[1]))
    kept: list[Span] = []
    for start, end in found:
        if not kept or start >= kept[-1].end:
            kept.append(Span(start, end))
    return kept


def is_rather_a_word(name: str) -> bool:
    """Whether the usual name is a word that is said far more often: "שני" is a day, "בן אדם" a person."""
    return name in _RATHER_WORDS


def is_common(word: str) -> bool:
    """Whether the word is one of those that say something else than a name."""
    return word.lower() in _COMMON_HE or word.lower() in _COMMON_EN


def is_of_title(word: str) -> bool:
    """Whether the word is one of a job's title: "מגייסת", "recruiter"."""
    plain = word.lower()
    return not {plain, plain.removeprefix("ה")}.isdisjoint(HEADS | TAILS | ADJECTIVES)


def company_after(text: str, name: Span) -> Span | None:
    """Where the company or the place stands that the name is told with: "… מ-אלטק"."""
    found = _FROM_HE.match(text, name.end)
    return Span(found.start(1), found.end(1)) if found and not is_common(found[0].split()[-1]) else None


def _all(text: str) -> Iterator[Span]:
    yield from _bare(text)
    for lead in _SURE_HE.finditer(text):
        yield from _span(_words(text, lead.end(), _WORD_HE), sure=True)
    for lead in _MAYBE_HE.finditer(text):
        speaks, words = "מדבר" in lead[0] or "מתקשר" in lead[0], _words(text, lead.end(), _WORD_HE)
        yield from _span(words, sure=False, alone=speaks, strict=not speaks and "אני" not in lead[0])
    for lead in _SURE_EN.finditer(text):
        yield from _span(_words(text, lead.end(), _WORD_EN), sure=True)
    for lead in _MAYBE_EN.finditer(text):
        words = _words(text, lead.end(), _WORD_EN)
        yield from _span(words, sure=False, alone=bool(words) and words[0][0][0].isupper())
    for before in (*_BEFORE_HE.finditer(text), *_BEFORE_EN.finditer(text)):
        words = _words(text, before.start(1), _WORD_HE if re.match("[א-ת]", before[1]) else _WORD_EN)
        count = len(before[1].split())
        yield from _span(words[:count], sure=False, alone=before[1][0].isupper(), whole=True)


def _bare(text: str) -> Iterator[Span]:
    """Clauses that are nothing but a name: the answer to "what is your name?"."""
    for clause in re.finditer(r"[^.,!?]+", text):
        plain = clause[0].strip()
        hebrew = re.match("[א-ת]", plain) is not None
        words = _words(text, text.find(plain, clause.start()), _WORD_HE if hebrew else _WORD_EN) if plain else []
        if 2 <= len(words) <= MOST and " ".join(each[0] for each in words) == " ".join(plain.split()):
            yield from _whole_name(_without_origin(words), hebrew)


def _without_origin(words: "Words") -> "Words":
    """The words without where somebody comes from behind a whole name: "דנה לוי מאלטק"."""
    last = words[-1][0]
    behind = len(words) > 2 and words[-2][0].lower() not in _PARTICLES
    return words[:-1] if behind and last.startswith("מ") and not _usual(last) else words


def _whole_name(words: "Words", hebrew: bool) -> Iterator[Span]:
    told = [each[0] for each in words]
    inner = any(each.lower() in _PARTICLES for each in told[1:-1])
    first = told[0] in names_in_hebrew() and not is_just_a_word(told[0], told[0], 0, len(told[0]))
    capital = not hebrew and all(each[0].isupper() or each in _PARTICLES for each in told)
    ordinary = told[0] in _RATHER_WORDS or any(is_common(each) and each.lower() not in _PARTICLES for each in told)
    if (inner or first or capital) and not ordinary:
        yield Span(words[0][1], words[-1][2])


Words = Sequence[tuple[str, int, int]]


def _words(text: str, at: int, word: str) -> list[tuple[str, int, int]]:
    """(word, start, end) of the words from there on, up to the end of the clause, a few at most."""
    found: list[tuple[str, int, int]] = []
    one = re.compile(word)
    while len(found) < MOST and (match := one.match(text, at)):
        found.append((match[0], match.start(), match.end()))
        space = re.compile(r"[ \t]+").match(text, match.end())
        if space is None:
            break
        at = space.end()
    return found


def _span(words: Words, sure: bool, alone: bool = False, whole: bool = False, strict: bool = False) -> Iterator[Span]:
    """The name that these words begin with, if they do. `alone`: one word that is no other is enough.

    `whole`: all of them are the name, or none. `strict`: two unknown words are none.
    """
    count = _length(words)
    if not count or (whole and count < len(words)):
        return
    first = words[0][0]
    alone = alone and (first in names_in_hebrew() or not first.startswith("מ"))  # "מדברת מאלטק" names no person
    if sure or alone or _looks_like_one([each[0] for each in words[:count]], strict):
        yield Span(words[0][1], words[count - 1][2])


def _length(words: Words) -> int:
    """Of how many words the name consists."""
    count = 0
    for at, (word, _, _) in enumerate(words):
        low = word.lower()
        if low in _PARTICLES and at > 0 and at + 1 < len(words):
            continue
        before = words[at - 1][0].lower() if at else ""
        joined = before in _PARTICLES and at > 1
        if (is_common(word) and not joined) or (at >= 2 and not joined and not _usual(word)):
            break
        count = at + 1
    return count


def _looks_like_one(words: Sequence[str], strict: bool) -> bool:
    """A usual first name, a particle in the midst, or two words that are no others, verbs and infinitives aside."""
    first = words[0]
    if first in _RATHER_WORDS:
        return False
    if first in names_in_hebrew() or any(each.lower() in _PARTICLES for each in words[1:-1]):
        return True
    verbs = first.endswith("תי") or first[0] in "הושכלבמ" or words[-1][0] in "להב"
    return not strict and len(words) > 1 and re.match("[א-ת]", first) is not None and not verbs


def _usual(word: str) -> bool:
    return word in names_in_hebrew() or word[:1].isupper()
