"""Hebrew times from now: "עוד שעתיים", "בעוד שעה וחצי", "תוך רבע שעה", "שבוע מהיום"."""

from typing import Final

from language.hebrew import word_set
from language.times.clues import About, Found, Span, Words, word_at
from language.times.numbers_he import count

_IN: Final = word_set("עוד בעוד תוך בתוך כעבור")
_FROM_NOW: Final = word_set("מעכשיו מהיום מעכשו")
_ABOUT: Final = word_set("בערך איזה איזו לערך")
# Folded, חודשיים is חודשים: by itself it is two months, behind a number it is months.
_ONE: Final = {
    "דקה": Span(minutes=1),
    "דקותים": Span(minutes=2),
    "שעה": Span(minutes=60),
    "שעתים": Span(minutes=120),
    "יום": Span(days=1),
    "יומים": Span(days=2),
    "שבוע": Span(days=7),
    "שבועים": Span(days=14),
    "חודש": Span(months=1),
    "חדש": Span(months=1),
    "חודשים": Span(months=2),
    "חדשים": Span(months=2),
    "שנה": Span(months=12),
    "שנתים": Span(months=24),
}
_SINGLE: Final = word_set("דקה שעה יום שבוע חודש שנה")
_MANY: Final = {
    "דקות": Span(minutes=1),
    "דקה": Span(minutes=1),
    "שעות": Span(minutes=60),
    "שעה": Span(minutes=60),
    "ימים": Span(days=1),
    "יום": Span(days=1),
    "שבועות": Span(days=7),
    "חודשים": Span(months=1),
    "חדשים": Span(months=1),
    "חודש": Span(months=1),
}
_AND_MORE: Final = {"וחצי": 30, "ורבע": 15}
_AS: Final = "כ"
_HOUR: Final = 60
_MOST: Final = 100
_EXACT: Final = frozenset(word for units in (_ONE, _MANY) for word, unit in units.items() if unit.minutes)


def may_be_exact(words: Words) -> bool:
    """Whether a length in minutes or hours may be among the words: one of these, also behind כ, is in each of them."""
    return any(word in _EXACT or word.removeprefix(_AS) in _EXACT for word in words)


def span(words: Words, at: int) -> Found | None:
    """A span with a word that makes it a time from now, before it or behind it."""
    before = word_at(words, at) in _IN
    start = at + before
    vague = before and word_at(words, start) in _ABOUT
    found = length(words, start + vague) or (_roughly(words, start) if before else None)
    roughly = vague or (before and word_at(words, start).startswith(_AS))
    if not found:
        return None
    said, size = found
    end = start + vague + size
    after = word_at(words, end) in _FROM_NOW
    if not before and not after:
        return None
    return Found(end + after - at, (said, About()) if roughly else (said,))


def _roughly(words: Words, at: int) -> tuple[Span, int] | None:
    """ "בעוד כשעה", "עוד כ-20 דקות"."""
    word = word_at(words, at)
    return length([*words[:at], word[1:], *words[at + 1 :]], at) if word.startswith(_AS) else None


def length(words: Words, at: int) -> tuple[Span, int] | None:
    """How long the words there say it is, and how many they are."""
    word, after = word_at(words, at), word_at(words, at + 1)
    if after == "שעה" and word in ("רבע", "חצי"):
        return Span(minutes=15 if word == "רבע" else 30), 2
    if word in ("שלושת", "שלשת") and after == "רבעי" and word_at(words, at + 2) == "שעה":
        return Span(minutes=45), 3
    if word == "שבוע" and after == "ימים":
        return Span(days=7), 2
    if word in _ONE:
        one = after in ("אחד", "אחת") and word in _SINGLE
        return _with_minutes(words, at + 1 + one, _ONE[word], 1 + one)
    return _counted(words, at)


def _counted(words: Words, at: int) -> tuple[Span, int] | None:
    found = count(words, at)
    if not found or not 0 < found[0] < _MOST:
        return None
    value, size = found
    unit = _MANY.get(word_at(words, at + size))
    if not unit:
        return None
    total = Span(unit.minutes * value, unit.days * value, unit.months * value)
    return _with_minutes(words, at + size + 1, total, size + 1)


def _with_minutes(words: Words, at: int, so_far: Span, size: int) -> tuple[Span, int] | None:
    """Hours with "וחצי", "ורבע", "ועשר דקות", "ועשרים"; half a day or half a month is no exact time."""
    word = word_at(words, at)
    whole_hours = bool(so_far.minutes) and so_far.minutes % _HOUR == 0
    if word in _AND_MORE:
        return (Span(minutes=so_far.minutes + _AND_MORE[word]), size + 1) if whole_hours else None
    if not whole_hours or not word.startswith("ו"):
        return so_far, size
    more = count([word[1:], *words[at + 1 :]], 0)
    if not more or not 0 < more[0] < _HOUR:
        return so_far, size
    named = word_at(words, at + more[1]) in ("דקות", "דקה")
    return Span(minutes=so_far.minutes + more[0]), size + more[1] + named
