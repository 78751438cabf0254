"""Who mourns in words that tell of a death: the speaker, for somebody of their own, or somebody who tells of the one we
call.

"אני יושב שבעה על אמא שלי" and "my father has died" say nothing of whoever is called; "הוא נפטר" and "אנחנו יושבים עליו
שבעה" do. In doubt it is no mourner: whoever is called has died.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from language.patterns import PatternSet, Token
from language.rules_en import WORDS as ENGLISH
from language.times.lexer import words_of
from language.words_he import WORDS as HEBREW

# `own` has died, of the speaker's; `grief` is a state of mourning; `other` is somebody else who is spoken of, `phone`
# that the telephone is that one's.
_HEBREW: Final = """
    own על|את|~של ~@family|@mate שלי|שלנו
    own ~@family|@mate שלי|שלנו @subject? כבר? @died|איננו|איננה|~ז"ל
    own ~@family|@mate שלי|שלנו הלך|הלכה|שבק|החזיר|החזירה|נפל|נפלה|חלל|זיכרונו|זיכרונה|זכרונו|זכרונה|עליו|עליה
    own ~@own_family .. @died|איננו|איננה|ז"ל|המנוח|המנוחה|עליו|עליה|זיכרונו|זיכרונה|זכרונו|זכרונה
    own @died .. ~@family|@mate שלי|שלנו
    own @died|על|את .. ~@own_family
    own הלך|הלכה ~עולמו|עולמה ~@family שלי|שלנו
    own איבדתי|איבדנו|קברתי|קברנו|קוברים|קובר|קוברת את? ~@family|@mate
    phone ~טלפון|מספר|נייד|קו .. של|שלו|שלה
    grief ~שבעה|שלושים|באבל|אבל|אבלים|לוויה|הלוויה|לויה|אזכרה|קברות|עלמין
    other @subject|עליו|עליה|עליהם|אותו|אותה|אותם|שלו|שלה|שלהם|לו|לה|המנוח|המנוחה
    other על|את|של @name
    other @died|איננו|איננה|ז"ל
    other ~לקוח|לקוחה|בעלים|מנהל|מנהלת
"""
_ENGLISH: Final = """
    own my|our @relative
    own lost my|our
    phone phone|number
    grief shiva|funeral|mourning|mourner|cemetery|burial
    other he|she|him|her|his|hers|they|them|deceased|died|dead
"""
_OWN: Final = "אבי אמי אימי אחי אחותי אשתי אישתי בעלי בני בתי סבי סבתי דודתי חמי חמותי גיסי גיסתי זוגתי"
"""Kinship with its owner in the word itself."""


def mourns(text: str) -> bool:
    """Whether the speaker mourns somebody of their own; asked only of words that tell of a death."""
    found = _patterns().search(tuple(map(Token.of, words_of(text) or ())))
    mourner = "own" in found or ("grief" in found and "other" not in found)
    return mourner and "phone" not in found


@cache
def _patterns() -> PatternSet:
    hebrew: Mapping[str, str] = {**HEBREW, "own_family": _OWN}
    return PatternSet.merge(
        (PatternSet.compile(_lines(_HEBREW), hebrew), PatternSet.compile(_lines(_ENGLISH), ENGLISH))
    )


def _lines(block: str) -> Iterator[tuple[str, str]]:
    for line in filter(None, map(str.strip, block.splitlines())):
        label, _, pattern = line.partition(" ")
        yield label, pattern
