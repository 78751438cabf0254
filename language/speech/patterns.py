"""The pieces that the patterns of this folder are made of."""

import re
from typing import Final

NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
PREFIX: Final = (
    r"(?=[ושכהבלמ\d₪$€£+*(\-–־NIU])"
    r"(?:(?<![\w\"'׳״])(?P<pre>(?=[א-ת])ו?(?:כש|ש)?[בלמכ]?ה?)[-־–]?[ ]?(?<![א-ת] ))?"
)
"""Letters that join the word after them, with or without a hyphen: ב-3, ל15, ושב-10.

The first line only says quickly where none of our patterns can begin.
"""
START: Final = r"(?<![\d.,:/A-Za-z])"
"""A number does not begin here in the middle of another."""
WORD: Final = r"[א-ת][א-ת\u05b0-\u05c7]*(?:[\"'׳״][א-ת]+)*"
_NEAR: Final = 40
PART: Final = r"(?:בבוקר|הבוקר|בצהריים|בצהרים|(?:אחרי?|לפני) הצהריים|אחה\"צ|בערב|הערב|בלילה|הלילה|לפנות (?:בוקר|ערב))"


def prefixed(pre: str | None, words: str) -> str:
    """Hebrew prefix letters joined to the words."""
    return f"{pre or ''}{words}"


def spaced(found: re.Match[str], words: str) -> str:
    """The words with a space where the text had a letter right before or after."""
    left, right = found.string[found.start() - 1 : found.start()], found.string[found.end() : found.end() + 1]
    return (" " if left.isalnum() else "") + words + (" " if right.isalnum() else "")


def before(found: re.Match[str]) -> str:
    """The few words before what was found."""
    return found.string[max(0, found.start() - _NEAR) : found.start()]


def after(found: re.Match[str]) -> str:
    """The few words after what was found."""
    return found.string[found.end() : found.end() + _NEAR]
