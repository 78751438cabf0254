"""Which of the slots that were offered does the caller mean? Sure, or not at all.

Every word must be known; each clue (ordinal, day, hour, part of the day, date) is a test that a slot passes
or not; the answer is the one slot that passes all. What is negated, conditional, ambiguous or unknown
chooses none; a refusal in front ("לא, הראשון") negates nothing, see `refusals`. Of a choice that is corrected in
the same breath ("הראשון, סליחה, השני") the correction counts, see `corrections`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from language.choice_clues import Clues, Index, read_clues
from language.corrections import corrected
from language.hebrew import script
from language.patterns import PatternSet, Token
from language.refusals import beyond_refusal
from language.times.lexer import words_of
from language.types import Language

_A_FEW: Final = 4
_ANSWERS: Final = {
    "any": """
        לא משנה|אכפת|חשוב
        מה שנוח|שמתאים|שטוב|שתרצו|שתרצי|שתרצה|שאתם|שאת|שיש|שבא|שפנוי
        איזה|איזו|מתי שבא|שנוח|שרוצים|שתרצו|שאתם|שמתאים
        שניהם|שתיהן .. טובים|טובות|מתאימים|מתאימות|בסדר|נוחים|נוחות|אפשריים|סבבה|מצוין
        כל אחד|אחת מהם|מהן|מהשניים
        כל זמן|שעה|אחד|אחת .. טוב|טובה|מתאים|מתאימה|בסדר
        תבחר|תבחרי|תבחרו|תחליט|תחליטי|תחליטו
        either
        whichever|whatever|any|anytime
        doesnt matter
        dont mind|care
        both .. work|works|are|fine|good|ok
        you choose|pick|decide
        """,
    "none": """
        אף אחד|אחת|זמן|מועד|שעה
        שום דבר|אחד|זמן|שעה|מועד
        לא זה ולא|לא זה
        שניהם|שתיהן .. לא
        לא .. שניהם|שתיהן
        ~זמנים|שעות|מועדים|תאריכים .. לא
        אין .. ~מתאים|טוב|נוח
        משהו|זמן|שעה|מועד|יום|תאריך|זמנים|שעות|ימים .. אחר|אחרת|אחרים|אחרות|נוסף|נוספים
        עוד ~זמנים|שעות|מועדים|תאריכים|אפשרויות|ימים
        מה עוד יש|אפשר|פנוי
        none
        neither
        nothing works|suits|fits
        something else
        another|other|different time|times|day|days|slot|slots|option|options
        not|cant|dont|doesnt .. either|any|both
        """,
    "limit": "אבל|רק|חוץ|העיקר|בתנאי|but|only|except|long|unless",
}


@dataclass(frozen=True)
class Choice:
    """One slot offered: its number as spoken, from 1, and its aware start, in Israel's time."""

    index: int
    start: datetime


def choose_slot(text: str, language: Language, slots: Sequence[Choice], now: datetime | None = None) -> int | None:
    """The index of the one slot that the words choose, else None.

    The words of both languages are known, whatever the call's. `now` (aware) is what "tomorrow" counts from.
    """
    text = beyond_refusal(text)
    found = _chosen(text, language, slots, now) or _preferred(text, language, slots, now)
    found = found or _other(text, language, slots, now)
    correction = corrected(text) if found is None else None
    return choose_slot(correction.instead, language, slots, now) if correction else found


_THIS_NOT_THAT: Final = re.compile(
    r"(.{1,60}?)\s(?:(?:זה\s)?(?:לא|פחות)(?:\s(?:טוב|מתאים|נוח|מסתדר|אפשרי))?(?:\s(?:לי|לנו))?"
    r"|(?:doesn['’]t|does not) (?:work|suit)|is no good)\s*[,.;]\s*(?:אבל\s|but\s)?(.{1,60})",
    re.IGNORECASE,
)


def _preferred(text: str, language: Language, slots: Sequence[Choice], now: datetime | None) -> int | None:
    """The slot that is taken where another one is refused: "הראשון לא, השני כן"."""
    found = _THIS_NOT_THAT.fullmatch(text.strip())
    if found is None:
        return None
    refused, taken = (_chosen(each, language, slots, now) for each in found.groups())
    return taken if refused and refused != taken else None


_NOT_THIS_ONE: Final = re.compile(
    r"\W*(?:רק )?(?:לא|not|just not)\s(?:את\s|ב)?"
    r"(ה(?:ראשון|ראשונה|שני|שנייה|שניה|אחרון|אחרונה|מוקדם|מאוחר)|the (?:first|second|last|earlier|later)(?: one)?)\W*",
    re.IGNORECASE,
)


def _other(text: str, language: Language, slots: Sequence[Choice], now: datetime | None) -> int | None:
    """Of two slots the one that is left when the other is refused: "לא הראשון"."""
    found = _NOT_THIS_ONE.fullmatch(text) if len(slots) == 2 else None
    refused = _chosen(found[1], language, slots, now) if found else None
    return next(each.index for each in slots if each.index != refused) if refused else None


def _chosen(text: str, language: Language, slots: Sequence[Choice], now: datetime | None) -> int | None:
    said = _said(text)
    if not slots or not said:
        return None
    letters = "".join(token.text for token in said if token.text.isalpha())
    hebrew = script(letters) == "hebrew" or (not letters and language == "he")
    if _answers().search(said) == {"any"} and not _has_clue(said, now, hebrew=hebrew):
        return slots[0].index
    clues = read_clues(said, now, hebrew=hebrew)
    return _only(clues, slots) if clues else None


def rejects_all(text: str, language: Language) -> bool:
    """Whether the words refuse every slot: "אף אחד מהם", "none of them"; both languages are read."""
    return "none" in _answers().search(_said(text))


def mentions_time(text: str, language: Language, now: datetime) -> bool:
    """Whether some of the words, up to four in a row, say something of a time or of a slot, whatever the others say."""
    said = _said(text)
    letters = "".join(token.text for token in said if token.text.isalpha())
    hebrew = script(letters) == "hebrew" or (not letters and language == "he")
    pieces = (said[at : at + size] for size in range(1, _A_FEW + 1) for at in range(len(said)))
    return any(clues and not clues.empty for clues in (read_clues(piece, now, hebrew=hebrew) for piece in pieces))


def _said(text: str) -> tuple[Token, ...]:
    return tuple(map(Token.of, words_of(text) or ()))


def _has_clue(said: Sequence[Token], now: datetime | None, *, hebrew: bool) -> bool:
    """Whether a word of them, by itself, says something of a time."""
    each = (read_clues((token,), now, hebrew=hebrew) for token in said)
    return any(clues and clues.tests for clues in each)


def _only(clues: Clues, slots: Sequence[Choice]) -> int | None:
    fitting = [slot for slot in slots if clues.fits(slot.start)]
    if clues.empty or any(_ambiguous(each, fitting, len(slots)) for each in clues.indexes):
        return None
    left = [slot for slot in fitting if _has_index(slot, clues, len(slots))]
    if clues.wish and left:
        left = _wished(clues.wish, left, slots)
    return left[0].index if len(left) == 1 else None


def _wished(wish: str, left: Sequence[Choice], slots: Sequence[Choice]) -> list[Choice]:
    """The earliest or latest of those left; none when the one left is not that among all: a contradiction."""
    pick = min if wish == "earliest" else max
    best = pick(left, key=_start)
    return [] if len(left) == 1 and best != pick(slots, key=_start) else [best]


def _start(slot: Choice) -> datetime:
    return slot.start


def _has_index(slot: Choice, clues: Clues, count: int) -> bool:
    """Each bare number is the slot's own, or beyond the list an hour."""
    return all(
        slot.index == each.number if each.number <= count else each.also is not None and each.also(slot.start)
        for each in clues.indexes
    )


def _ambiguous(each: Index, fitting: Sequence[Choice], count: int) -> bool:
    """Whether a number means another slot as well, among those that fit what else was said.

    "השני" is the second slot, unless just one is on a Monday and it is another; "שתיים" likewise at two.
    """
    if each.also is None or each.number > count:
        return False
    others = [slot.index for slot in fitting if each.also(slot.start)]
    return len(others) == 1 and others != [each.number]


@cache
def _answers() -> PatternSet:
    lines = ((label, line.strip()) for label, block in _ANSWERS.items() for line in block.splitlines() if line.strip())
    return PatternSet.compile(lines, {})
