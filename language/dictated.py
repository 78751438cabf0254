"""Codes and numbers as callers dictate them, in Hebrew, English or Spanish: "שתים עשרה, שלוש, ארבע", "A B C one two".

A code is the one run of digits, number words and single capital letters in an utterance; words around it do not
matter. Two runs are none, so that the caller is asked, unless a correction says which counts ("לא 45 אלא 54").
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from language.hebrew import normalise, word_values
from language.letters import spelled
from language.phrases import Phrase

DIGITS: Final = word_values(
    "אפס=0 אחת=1 אחד=1 שתיים=2 שתים=2 שניים=2 שנים=2 שתי=2 שני=2 שלוש=3 שלושה=3 ארבע=4 ארבעה=4 חמש=5 חמישה=5 שש=6 "
    "שישה=6 שבע=7 שבעה=7 שמונה=8 תשע=9 תשעה=9 "
    "zero=0 oh=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 "
    "cero=0 uno=1 una=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9"
)
_TEENS: Final = word_values(
    "עשר=10 עשרה=10 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 "
    "nineteen=19 diez=10 once=11 doce=12 trece=13 catorce=14 quince=15 dieciséis=16 dieciseis=16 diecisiete=17 "
    "dieciocho=18 diecinueve=19 veintiuno=21 veintidós=22 veintidos=22 veintitrés=23 veintitres=23 veinticuatro=24 "
    "veinticinco=25 veintiséis=26 veintiseis=26 veintisiete=27 veintiocho=28 veintinueve=29"
)
_TENS: Final = word_values(
    "עשרים=20 שלושים=30 ארבעים=40 חמישים=50 שישים=60 שבעים=70 שמונים=80 תשעים=90 "
    "twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 "
    "veinte=20 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90"
)
_TEEN_ENDS: Final = frozenset({"עשרה", "עשר"})
_JOINS: Final = frozenset(
    {"and", "y", "dash", "hyphen", "space", "guion", "guión", "espacio", "מקף", "רווח", "ו", "אז", "ואז"}
)
_INSTEAD: Final = frozenset({"אלא", "but", "sino"})
_WORD: Final = re.compile(r"[^\W_]+")
_PLAIN: Final = re.compile(r"[A-Za-z]{0,4}[0-9]+[A-Za-z0-9]*|[A-Z]{2,3}")
_HE_DIGITS: Final = ("אפס", "אחת", "שתיים", "שלוש", "ארבע", "חמש", "שש", "שבע", "שמונה", "תשע")
_GROUP: Final = 3


def read_code(text: str) -> str | None:
    """The one code that the words dictate, in capital letters and digits, else None."""
    runs = [run for run in _runs(_WORD.findall(normalise(text))) if any(map(str.isdigit, run))]
    if len(runs) > 1 and not _INSTEAD.isdisjoint(text.lower().split()):
        return runs[-1]
    return runs[0] if len(set(runs)) == 1 else None


def read_digit(text: str, least: int, most: int) -> int | None:
    """The one number from `least` to `most` (below 10) that is said, else None: "ארבע", "four", "(pressed 5)"."""
    words = _WORD.findall(normalise(text).lower())
    said = {int(word) for word in words if word.isascii() and word.isdigit()}
    said |= {DIGITS[word] for word in map(_bare, words) if word in DIGITS}
    fits = {each for each in said if least <= each <= most}
    if len(fits) == 2 and most in fits and len(said) == 2:  # "ארבע מתוך חמש"
        return min(fits) if re.search(r"\b(?:מתוך|out of|of|de|sobre)\b", text.lower()) else None
    return fits.pop() if len(fits) == 1 == len(said) else None


def spoken_code(code: str) -> Phrase:
    """The code as it is read back, character by character in groups of three."""
    groups = [code[at : at + _GROUP] for at in range(0, len(code), _GROUP)]
    he = ", ".join(
        " ".join(_HE_DIGITS[int(each)] if each.isdigit() else spelled(each) for each in part) for part in groups
    )
    plain = ", ".join(" ".join(part) for part in groups)
    return Phrase(he, plain, es=plain)


def _runs(words: Sequence[str]) -> Iterator[str]:
    """The codes in the words; whatever is no part of one ends it."""
    run, at = "", 0
    while at < len(words):
        piece, size = _piece(words, at)
        if piece:
            run, at = run + piece, at + size
        elif run and words[at].lower() in _JOINS:
            at += 1
        else:
            if run:
                yield run
            run, at = "", at + 1
    if run:
        yield run


def _piece(words: Sequence[str], at: int) -> tuple[str, int]:
    """What the word here adds to a code, and how many words it is made of."""
    word = words[at]
    if _PLAIN.fullmatch(word) or (len(word) == 1 and word.isascii() and word.isupper()):
        return word.upper(), 1
    low, after = _bare(word.lower()), _bare(words[at + 1].lower()) if at + 1 < len(words) else ""
    if low in DIGITS and after in _TEEN_ENDS:
        return str(10 + DIGITS[low]), 2
    if low in _TENS:
        joined = words[at + 1].lower() in ("y", "and") if at + 1 < len(words) else False
        unit = _bare(words[at + 2].lower()) if joined and at + 2 < len(words) else after
        if DIGITS.get(unit, 0) > 0:
            return str(_TENS[low] + DIGITS[unit]), 3 if joined else 2
        return str(_TENS[low]), 1
    value = DIGITS.get(low, _TEENS.get(low))
    return ("", 0) if value is None else (str(value), 1)


def _bare(word: str) -> str:
    """The word without a joined "and": "ואחת" is "אחת"."""
    return word[1:] if word.startswith("ו") and word[1:] in (DIGITS | _TENS | _TEENS) else word
