"""Which noun a number counts, and the two of them said together: שלושה ימים, שתי פגישות, יומיים, דקה אחת."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from language import words_nouns as tables
from language.hebrew import normalise, word_set
from language.speech.words import cardinal, construct, is_half, number, whole
from language.types import Gender

_FINALS: Final = str.maketrans("ךםןףץ", "כמנפצ")
_PREFIXES: Final = "בלמכשו"
_FEW: Final = range(2, 11)
_CONSTRUCT: Final = range(3, 11)
_PARTICIPLE: Final = re.compile("[מנ].{2,}ים|.ו.{2}ים")
_MIN_PLURAL: Final = 4


@dataclass(frozen=True)
class Noun:
    """A noun that can be counted; `plural` stands after two and more, `dual` for two of them."""

    singular: str
    plural: str
    gender: Gender
    dual: str = ""


@dataclass(frozen=True)
class Counted:
    """A word as it stood after a number: its noun, and in which form it stood there."""

    noun: Noun
    word: str
    form: str
    definite: bool = False


def counted(word: str, after_in: bool = False) -> Counted | None:
    """What `word` says about the number before it; None when it is not what is counted.

    Known nouns first, then plural endings. `after_in`: the number has a prefix, so a word that looks like
    a participle is not taken for a noun ("ב-3 נפגשים" is an hour).
    """
    bare = normalise(word).replace("'", "׳")
    if bare in _skipped():
        return None
    if (known := _known().get(bare)) is not None:
        return Counted(known[0], word, known[1])
    if bare.startswith("ה") and (known := _known().get(bare[1:])) is not None:
        return Counted(known[0], word, known[1], definite=True)
    if bare[:1] in _PREFIXES and bare[1:] in _known():
        return None
    if after_in and _PARTICIPLE.fullmatch(bare):
        return None
    return _by_ending(bare, word)


def noun_gender(word: str) -> Gender:
    """The gender of a noun in the singular, as far as it can be told: the table, else the ending."""
    bare = normalise(word)
    for form in (bare, bare.removeprefix("ה"), bare[1:] if bare[:1] in _PREFIXES else bare):
        if form in _known():
            return _known()[form][0].gender
    return "f" if bare.endswith(("ה", "ת")) else "m"


def count(text: str, what: Counted) -> str:
    """A written number and the noun after it. `text` may have a point; 0 and more."""
    if "." in text:
        return _with_decimals(text, what)
    amount, noun = whole(text), what.noun
    if amount == 1 and what.form != "construct" and not what.definite and noun.singular:
        return f"{noun.singular} {cardinal(1, noun.gender)}"
    if amount == len("ab") and noun.dual and what.form != "construct" and not what.definite:
        return noun.dual
    word = _form(amount, what)
    if amount == len("ab") or (what.definite and amount in _CONSTRUCT):
        return f"{construct(amount, noun.gender)} {word}"
    return f"{cardinal(amount, noun.gender)} {word}"


def count_noun(amount: int, singular: str) -> str:
    """A number and a noun given in the singular: (3, "פגישה") is "שלוש פגישות"."""
    known = _known().get(normalise(singular))
    noun = known[0] if known else _regular(singular, noun_gender(singular))
    negative = "מינוס " if amount < 0 else ""
    return negative + count(str(abs(amount)), Counted(noun, noun.plural, "plural"))


def _form(amount: int, what: Counted) -> str:
    few = amount in _FEW and what.form == "singular" and not what.definite
    return what.noun.plural if few and what.noun.singular not in _invariant() else what.word


def _with_decimals(text: str, what: Counted) -> str:
    noun, before = what.noun, whole(text)
    if is_half(text) and before == 0:
        return f"חצי {noun.singular or what.word}"
    if is_half(text) and before == 1 and noun.singular:
        return f"{noun.singular} וחצי"
    if is_half(text) and before == len("ab") and noun.dual:
        return f"{noun.dual} וחצי"
    return f"{number(text, noun.gender)} {what.word}"


def _by_ending(bare: str, word: str) -> Counted | None:
    if len(bare) < _MIN_PLURAL or not bare.isalpha():
        return None
    if bare.endswith("ות"):
        return Counted(Noun("", bare, "f"), word, "plural")
    return Counted(Noun("", bare, "m"), word, "plural") if bare.endswith("ים") else None


@cache
def measures() -> frozenset[str]:
    """Nouns that stand in the singular after a number, as in "חמישים שקל"."""
    return word_set(tables.MEASURES)


@cache
def _skipped() -> frozenset[str]:
    return word_set(tables.NOT_COUNTED)


@cache
def _invariant() -> frozenset[str]:
    return word_set(tables.INVARIANT)


@cache
def _known() -> dict[str, tuple[Noun, str]]:
    """Every form of every noun of the tables → (noun, singular | plural | construct)."""
    nouns = [*_regulars(tables.REGULAR_M, "m"), *_regulars(tables.REGULAR_F, "f")]
    nouns += [*_irregulars(tables.IRREGULAR_M, "m"), *_irregulars(tables.IRREGULAR_F, "f")]
    forms: dict[str, tuple[Noun, str]] = {}
    for noun in nouns:
        if noun.gender == "m" and noun.plural.endswith("ים"):
            forms.setdefault(noun.plural.removesuffix("ם"), (noun, "construct"))
    for noun in nouns:
        forms[noun.plural] = (noun, "plural")
        if noun.gender == "f" and noun.singular.endswith("ה"):
            forms.setdefault(noun.singular.removesuffix("ה") + "ת", (noun, "construct"))
    for noun in nouns:
        if noun.singular != noun.plural:
            forms[noun.singular] = (noun, "singular")
    return forms


def _regulars(words: str, gender: Gender) -> list[Noun]:
    return [_regular(word, gender) for word in words.split() if not word.endswith("_")]


def _regular(word: str, gender: Gender) -> Noun:
    if gender == "m":
        return Noun(word, word.removesuffix("ה").translate(_FINALS) + ("ם" if word.endswith("יי") else "ים"), "m")
    if word.endswith("ייה"):
        return Noun(word, word.removesuffix("ייה") + "יות", "f")
    if word.endswith("ות"):
        return Noun(word, word.removesuffix("ת") + "יות", "f")
    return Noun(word, word.removesuffix("ה").removesuffix("ת").translate(_FINALS) + "ות", "f")


def _irregulars(entries: str, gender: Gender) -> list[Noun]:
    parts = [entry.split("=") for entry in entries.split()]
    return [Noun(one, many, gender, *dual) for one, many, *dual in parts]
