"""Names in both scripts: the record's own spelling, a table of usual names, else letter by letter."""

import csv
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from language.hebrew import normalise, script, word_set
from language.terms.types import Term


def _values(pairs: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in pairs.split())


_TABLE: Final = Path(__file__).parent.parent / "data" / "names.csv"
_LETTERS: Final = _values(
    "א=a ב=b ג=g ד=d ה=h ז=z ח=ch ט=t כ=k ך=ch ל=l מ=m ם=m נ=n ן=n ס=s ע=a פ=p ף=f צ=tz ץ=tz ק=k ר=r ש=sh ת=t"
)
_FOREIGN: Final = (("ג'", "j"), ("ז'", "zh"), ("צ'", "ch"), ("ץ'", "ch"))
# What family names from Yiddish and Russian end in; the letters alone would be unpronounceable.
_ENDINGS: Final = _values(
    "ברג=berg שטיין=stein שטין=stein פלדמן=feldman מן=man ביץ'=vich ביץ=vitz בסקי=vsky סקי=sky פלד=feld בוים=baum "
    "הולץ=holtz שוילי=shvili"
)
_VOWELS: Final = frozenset("aeiouy")
_PLAIN: Final = re.compile(r"[^א-ת' -]")
_SPLIT: Final = re.compile(r"([ -]+)")

# Names that are words of the language as well: they are names only where something says so.
_WORDS_EN: Final = word_set(
    "will may mark hope bill rose joy art dean frank grant pat rich sue grace faith chance drew"
)
_WORDS_HE: Final = word_set(
    "טל גל אור חן שי שיר מור לי בר דור הדר שחר אביב שקד אלון ורד שלום חיים מזל שמחה אושר תקווה נועם יפה עדי רז "
    "דן גיל רון ים קרן לב נדב אילן ארז זהר מעין ליאור סתיו פז שמש חן אורה רינה דגן הדס נוי מאור אלי כהן לוי"
)  # fmt: skip
_NAMED_HE: Final = re.compile(
    r"(?:אני|שמי|השם(?: שלי)?|קוראים לי|מדברת?|כאן|פה|שלום|היי|הי|תודה|מר|גברת|גב'|אדון|עם|של|את|זאת?|זה)[, ]+[-־]?$"
)


def transliterate(hebrew: str) -> str:
    """A Hebrew name in Latin letters: first names as they are usually spelt, else letter by letter, always the same.

    "דנה לוי" → "Dana Levi". Vowels that Hebrew does not write are guessed; the record's own spelling goes before.
    """
    plain = _PLAIN.sub("", normalise(hebrew))
    return "".join(part if _SPLIT.fullmatch(part) else _word(part) for part in _SPLIT.split(plain)).strip()


def person(en: str, he: str = "") -> tuple[Term, ...]:
    """The terms of a name as the record has it: whole, and its first and last word alone.

    A name recorded in Hebrew alone is transliterated; one recorded in Latin alone takes Hebrew from the table of
    first names, or stays Latin.
    """
    en, he = en.strip(), he.strip()
    if script(en) == "hebrew":
        en, he = "", he or en
    if not en and not he:
        return ()
    en = en or transliterate(he) or he
    he = he or hebrew_name(en)
    return tuple(_parts(en, he))


def _parts(en: str, he: str) -> Iterator[Term]:
    yield Term("name", en, he)
    english, hebrew = en.split(), he.split()
    if len(english) < 2 or len(hebrew) < 2:
        if len(english) > 1 and he != en:
            yield Term("name", english[0], hebrew[0])
        return
    yield Term("name", english[0], hebrew[0])
    if len(english) == len(hebrew):
        yield Term("name", english[-1], hebrew[-1])


def hebrew_name(latin: str) -> str:
    """A name's Hebrew, when every word of it is in the table; else the Latin itself."""
    known = _table()[1]
    words = [known.get(word.casefold(), "") for word in latin.split()]
    return " ".join(words) if words and all(words) else latin


def names_in_hebrew() -> Collection[str]:
    """The usual names in Hebrew letters; some of them are words as well (`is_just_a_word`)."""
    return _table()[0].keys()


def is_just_a_word(name: str, text: str, start: int, end: int) -> bool:
    """Whether a match of `name` is to be taken for the ordinary word that it also is.

    "Will you come" is no name but "Will, can you come" is; טל is dew unless "אני טל" or "טל, …" says otherwise.
    """
    if name.casefold() in _WORDS_EN:
        capital = text[start].isupper() and start > 0 and not re.search(r"[.!?]\s+$", text[:start])
        return not (capital or text[end : end + 1] in {",", "!"})
    if name in _WORDS_HE:
        vocative = text[end : end + 1] == "," or (text[:start].rstrip().endswith(",") and not text[end:].strip(" .!?"))
        joined = start > 0 and text[start - 1] not in " \t"
        return joined or not (vocative or _NAMED_HE.search(normalise(text[:start]) + " "))
    return False


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """Hebrew → Latin, and Latin (folded) → Hebrew; in each the first row of a spelling holds."""
    to_latin: dict[str, str] = {}
    to_hebrew: dict[str, str] = {}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for latin in row["en"].split("|"):
                to_latin.setdefault(row["he"], latin)
                to_hebrew.setdefault(latin.casefold(), row["he"])
    return to_latin, to_hebrew


def _word(hebrew: str) -> str:
    if known := _table()[0].get(hebrew):
        return known
    ending = next((each for each in _ENDINGS if hebrew.endswith(each) and len(hebrew) > len(each) + 1), "")
    return _word(hebrew.removesuffix(ending)) + _ENDINGS[ending] if ending else _letters(hebrew)


def _letters(word: str) -> str:
    """Letter by letter, with a vowel wherever three or more consonants, or two at an edge, would meet."""
    sounds = [sound for sound in _sounds(word) if sound]
    latin, run = "", 0
    for index, sound in enumerate(sounds):
        if sound[0] in _VOWELS:
            run = 0
        else:
            run += 1
            following = sounds[index + 1] if index + 1 < len(sounds) else ""
            closed = not following or following[0] not in _VOWELS
            if run == 2 and (index == 1 or not following):  # two at an edge
                latin += "a" if index == 1 or "a" in latin else "e"
                run = 1
            elif run == 3 or (run == 2 and closed and index + 2 == len(sounds) - 1 and index > 1):
                latin += "a"
                run = 1
        latin += sound
    return latin[:1].upper() + latin[1:]


def _sounds(word: str) -> Iterator[str]:
    index = 0
    while index < len(word):
        foreign = next((latin for letters, latin in _FOREIGN if word.startswith(letters, index)), "")
        yield foreign or _sound(word, index)
        index += 2 if foreign else 1


def _sound(word: str, index: int) -> str:
    letter, last = word[index], index == len(word) - 1
    before = word[index - 1] if index else ""
    if letter == "ו":
        return "v" if not index or before == "ו" else "" if word[index + 1 : index + 2] == "ו" else "o"
    if letter == "י":
        return "y" if not index else "" if before == "י" else "i"
    if letter == "ה" and last:
        return "" if before == "א" else "a" if before else "h"
    if letter == "ב" and before:
        return "v" if last or before in "אהוי" else "b"
    if letter == "פ" and before in set("וי"):
        return "f"
    if letter in "אע" and len(word) > 1 and (before in set("אעהוי") or word[index + 1 : index + 2] in set("וי")):
        return ""
    return _LETTERS.get(letter, "")
