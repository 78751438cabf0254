"""Hebrew parts of the day."""

from typing import Final

from language.hebrew import word_set
from language.times.clues import About, Clue, Doubt, Found, Midnight, Offset, Part, PartName, Words, word_at

_NAMES: Final[dict[str, PartName]] = {
    "בוקר": "morning",
    "בקר": "morning",
    "צהרים": "noon",
    "צהרי": "noon",
    "ערב": "evening",
    "לילה": "night",
    "אחהצ": "afternoon",
}
_NOON: Final = word_set("צהרים הצהרים")
_MORNING: Final = word_set("בוקר בקר הבוקר הבקר בבוקר בבקר")
_AFTER: Final = word_set("אחר אחרי לאחר")
# "ערב שבת" is Friday, and so may "ערב יום ראשון" be the evening before.
_DAYS: Final = word_set("יום ראשון שני שלישי רביעי חמישי שישי")
_EARLY: Final = word_set("המוקדמות המוקדמת המוקדם מוקדם")


def part(words: Words, at: int) -> Found | None:
    """ "בבוקר", "אחרי הצהריים", "מוקדם בבוקר", "הערב" (which is today's), "בשעות הערב", "בחצות"."""
    hours = word_at(words, at) == "בשעות"
    found = _phrase(words, at + hours) or _single(words, at + hours, hours)
    if not found or not hours:
        return found
    return Found(found.size + 1, (*(clue for clue in found.clues if not isinstance(clue, Offset)), About()))


def _phrase(words: Words, at: int) -> Found | None:
    word, after, third = (word_at(words, at + i) for i in range(3))
    if word in _AFTER and after in _NOON:
        return Found(2, (Part("afternoon"),))
    if word == "לפני" and after in _NOON:
        return Found(2, (Part("forenoon"),))
    eve = after in ("שבת", "השבת") or after.startswith("חג") or (word == "ערב" and after in _DAYS)
    if eve and word in ("ערב", "בערב"):
        return Found(2, (Doubt(),))
    if word == "לפנות" and after in ("ערב", "בוקר", "בקר"):
        return Found(2, (Part("dusk" if after == "ערב" else "dawn"),))
    if word == "על" and after == "הצהרים":
        return Found(2, (Part("noon"),))
    if (word == "על" and after in ("הבוקר", "הבקר")) or (word == "מוקדם" and after in _MORNING):
        size = 3 if word == "על" and third == "מוקדם" else 2
        return Found(size, (Part("early"),))
    if word in _MORNING and after in _EARLY:
        today: tuple[Clue, ...] = (Offset(0),) if word in ("הבוקר", "הבקר") and after == "מוקדם" else ()
        return Found(2, (Part("early"), *today))
    if word in ("חצות", "בחצות") and after == "היום":
        return Found(2, (Doubt(),))
    if word in ("חצות", "בחצות"):
        return Found(2 if after in ("הלילה", "לילה") else 1, (Midnight(),))
    return None


def _single(words: Words, at: int, hours: bool) -> Found | None:
    word = word_at(words, at)
    if word in _NAMES:
        return Found(1, (Part(_NAMES[word], sure=hours or word == "אחהצ"),))
    name = _NAMES.get(word[1:])
    if not name or word[0] not in "בהל":
        return None
    if word[0] == "ה" and name in ("morning", "evening", "night"):
        return Found(1, (Part(name), Offset(0)))
    return Found(1, (Part(name),))
