"""Numbers in their place: with a noun, as an ordinal, in a range, as a fraction; in the end every one that is left."""

import re
from typing import Final

from language.speech.nouns import Counted, count, counted, measures, noun_gender
from language.speech.patterns import NUMBER, PREFIX, START, WORD, after, before, prefixed, spaced
from language.speech.words import cardinal, decimals, digits, fraction, number, ordinal, whole
from language.types import Gender

_FRACTION: Final = re.compile(PREFIX + START + r"(?:(?P<w>\d{1,3})\s+)?(?P<a>\d{1,4})/(?P<b>\d{1,4})(?![\d/]|[.,]\d)")
_SHARED: Final = re.compile(
    PREFIX + rf"{START}(?P<a>{NUMBER})(?P<mid>\s+(?:ל-?|מתוך\s+|מכל\s+)){START}(?P<b>{NUMBER})\s+(?P<word>{WORD})"
)
_ANY_SHARED: Final = re.compile(r"\d\s+(?:ל-?|מתוך\s+|מכל\s+)\d")
_NAMED_PARTS: Final = {(3, 4): "שלושת רבעי", (2, 3): "שני שלישי"}
_RATIO: Final = re.compile(PREFIX + START + r"(?P<a>\d{1,3}):(?P<b>\d{1,3})(?![\d:]|[.,]\d)")
_RANGE: Final = re.compile(
    PREFIX
    + rf"(?P<minus>(?<![\w)\u05be])-)?{START}(?P<a>{NUMBER})(?:\s?[-–—־]\s?|\s+(?=(?:עד|או)\s+\d))(?P<to>(?:עד|או)\s+)?"
    rf"(?P<b>{NUMBER})(?!\d|[.,:/]\d|-\d|[A-Za-z])(?:\s+(?P<word>{WORD}))?"
)
_ANY_RANGE: Final = re.compile(r"\d\s?[-–—־]\s?\d|\d\s+(?:עד|או)\s+\d")
_ORDINAL: Final = re.compile(
    r"(?:(?P<noun>"
    + WORD
    + r")\s+)?(?<![\w\"'׳״])(?P<pre>[ושבלמ]{0,2}ה)[-־–](?P<n>\d{1,3})(?![\d%]|[.,:/]\d|[-–]\d)(?=(?P<rest>.{0,24}))"
)
_COUNT: Final = re.compile(
    PREFIX
    + rf"(?P<minus>(?<![\w)\u05be])[-–](?=\d))?{START}(?P<n>{NUMBER})(?!\d|[.,]\d|[A-Za-z])(?P<gap>\s+)(?P<word>{WORD})"
)
_MIXED: Final = re.compile(
    r"(?<![A-Za-z\d.,:/])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])(?!\d+(?:[KMBkmb]|[AaPp][Mm])(?![A-Za-z\d]))[A-Za-z\d]+(?![A-Za-z\d])"
)
_LATIN_HYPHEN: Final = re.compile(r"(?<=[A-Za-z])[-–](?=\d)")
_DOTTED: Final = re.compile(PREFIX + r"(?<![\d.])(?P<n>\d+(?:\.\d+){2,})(?![\d]|\.\d)")
_LEFT: Final = re.compile(PREFIX + rf"(?P<minus>(?<![\w)\u05be])[-–](?=\d))?(?P<n>{NUMBER})")
_TIMES_OVER: Final = re.compile(r"(?:^|[^א-ת])פי\s+$")
_SQUARE: Final = re.compile(r"(?<=מטרים )(רבוע|מעוקב)(?![א-ת])")
_NEXT: Final = re.compile(rf"\s+({WORD})")
_SHORT: Final = 3
_LAST_ORDINAL: Final = 10
_LAST_HOUR: Final = 24


def counts(text: str) -> str:
    """The text without any number left."""
    if "/" in text:
        text = _FRACTION.sub(_fraction, text)
    if ":" in text:
        text = _RATIO.sub(_ratio, text)
    if "." in text:
        text = _DOTTED.sub(_dotted, text)
    text = mixed(text)
    if "ה-" in text or "ה־" in text or "ה–" in text:
        text = _ORDINAL.sub(_ordinal, text)
    if _ANY_RANGE.search(text):
        text = _RANGE.sub(_range, text)
    if _ANY_SHARED.search(text):
        text = _SHARED.sub(_shared, text)
    return _SQUARE.sub(r"\1ים", _LEFT.sub(_left, _COUNT.sub(_count, text)))


def _fraction(found: re.Match[str]) -> str:
    over, under = int(found["a"]), int(found["b"])
    what = counted(word[1]) if (word := _NEXT.match(after(found))) else None
    if what is not None and what.form == "singular" and (over, under) in _NAMED_PARTS and not found["w"]:
        return spaced(found, prefixed(found["pre"], _NAMED_PARTS[over, under]))
    words = fraction(over, under) if 0 < over < under else f"{cardinal(over)}{_over(over, under)}{cardinal(under)}"
    head = (
        f"{number(found['w'])} ו" if found["w"] and 0 < over < under else f"{number(found['w'])} " if found["w"] else ""
    )
    return spaced(found, prefixed(found["pre"], head + words))


def _over(over: int, under: int) -> str:
    """50/50 is "חמישים חמישים"."""
    return " " if over == under else " חלקי "


def _ratio(found: re.Match[str]) -> str:
    over, under = cardinal(int(found["a"])), cardinal(int(found["b"]))
    joint = " ל" if re.search(r"יחס(?: של)?\s*$", before(found)) else " "
    return spaced(found, prefixed(found["pre"], f"{over}{joint}{under}"))


def mixed(text: str) -> str:
    """The text with codes of Latin letters and digits taken apart, but for 10K and 5M, which are amounts."""
    return _MIXED.sub(_mixed, _LATIN_HYPHEN.sub(" ", text))


def _mixed(found: re.Match[str]) -> str:
    """Latin letters with digits between them, as B2B and A4: letters stay, short numbers are numbers."""
    pieces = re.findall(r"[A-Za-z]+|\d+", found[0])
    words = " ".join(piece if piece.isalpha() else _label(piece) for piece in pieces)
    return spaced(found, words)


def _label(text: str) -> str:
    return digits(text) if len(text) > _SHORT or (len(text) > 1 and text.startswith("0")) else cardinal(int(text))


def _dotted(found: re.Match[str]) -> str:
    words = " נקודה ".join(_label(part) for part in found["n"].split("."))
    return spaced(found, prefixed(found["pre"], words))


def _ordinal(found: re.Match[str]) -> str:
    """ה-3 after a noun or alone; before a noun that is counted, it is a number ("ה-3 ימים")."""
    amount, noun = int(found["n"]), found["noun"]
    head = f"{noun} " if noun else ""
    word = re.match(rf"\s+({WORD})", found["rest"])
    what = counted(word[1]) if word else None
    if what is not None and not what.definite and what.form != "singular" and amount > 1:
        return f"{head}{found['pre']}{cardinal(amount, what.noun.gender)}"
    if amount <= _LAST_ORDINAL:
        gender = noun_gender(noun) if noun and _may_have_ordinal(noun) else _following_gender(what)
        return f"{head}{found['pre']}{ordinal(amount, gender) if amount else cardinal(0)}"
    return f"{head}{found['pre']}{cardinal(amount, noun_gender(noun) if noun and noun.startswith('ה') else 'f')}"


def _may_have_ordinal(noun: str) -> bool:
    """A definite noun (הפגישה ה-2), or one with a suffix or none that we know."""
    known = counted(noun) or counted(noun[1:])
    return noun.startswith("ה") or (known is not None and bool(known.noun.singular))


def _following_gender(what: Counted | None) -> Gender:
    return what.noun.gender if what is not None and what.definite else "m"


def _range(found: re.Match[str]) -> str:
    if found["pre"] is None and before(found)[-1:].isalpha():
        return found[0]
    first, last, word = found["a"], found["b"], found["word"]
    what = counted(word, after_in=bool(found["pre"])) if word else None
    joint = f" {found['to'].strip()} " if found["to"] else _joint(found)
    gender: Gender = what.noun.gender if what else "f"
    tail = count(last, what) if what is not None else " ".join(filter(None, (number(last), word)))
    minus = "מינוס " if found["minus"] and not found["pre"] else ""
    return spaced(found, prefixed(found["pre"], f"{minus}{number(first, gender)}{joint}{tail}"))


def _joint(found: re.Match[str]) -> str:
    return " ל" if re.search(r"(?:^|[^א-ת])ו?בין\s+(?:ה?שעות\s+)?$", before(found)) else " עד "


def _shared(found: re.Match[str]) -> str:
    """Both numbers agree with the noun that only the second has: בין 3 ל-5 ימים."""
    what = counted(found["word"])
    if what is None or what.form == "singular":
        return found[0]
    words = f"{number(found['a'], what.noun.gender)}{found['mid'].replace('-', '')}{count(found['b'], what)}"
    return spaced(found, prefixed(found["pre"], words))


def _count(found: re.Match[str]) -> str:
    after_in = bool(found["pre"]) and whole(found["n"]) <= _LAST_HOUR
    what = counted(found["word"], after_in)
    if what is None or (what.form == "singular" and not _counts_singular(found["n"], what)):
        words = f"{number(found['n'])}{found['gap']}{found['word']}"
    else:
        words = count(found["n"], what)
    return spaced(found, prefixed(found["pre"], _minus(found) + words))


def _counts_singular(text: str, what: Counted) -> bool:
    """Whether a noun in the singular belongs to the number: one of them, a measure, or more than ten."""
    return not what.definite and (
        whole(text) == 1 or bool(decimals(text)) or what.noun.singular in measures() or whole(text) > _LAST_ORDINAL
    )


def _minus(found: re.Match[str]) -> str:
    return "מינוס " if found["minus"] and not found["pre"] else ""


def _left(found: re.Match[str]) -> str:
    """A number on its own: in the feminine, as a label after its noun is (חדר שתים עשרה); פי takes the masculine."""
    gender: Gender = "m" if _TIMES_OVER.search(before(found)) else "f"
    return spaced(found, prefixed(found["pre"], _minus(found) + number(found["n"], gender)))
