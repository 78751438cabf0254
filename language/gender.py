"""Who is a man and who a woman: the caller by the caller's own forms, the agent by the voice."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from language import words_gender as words
from language.hebrew import normalise, word_set
from language.types import Gender

VOICE_GENDER: Final[Mapping[str, Gender]] = MappingProxyType(
    {
        "Google.he-IL-Standard-A": "f",
        "Google.he-IL-Standard-B": "m",
        "Google.he-IL-Standard-C": "f",
        "Google.he-IL-Standard-D": "m",
        "Google.he-IL-Wavenet-A": "f",
        "Google.he-IL-Wavenet-B": "m",
        "Google.he-IL-Wavenet-C": "f",
        "Google.he-IL-Wavenet-D": "m",
    }
)
"""Twilio's Hebrew voices, by Google's list of voices (cloud.google.com/text-to-speech/docs/voices)."""

_QUOTED: Final = re.compile(r"[\"״“„][^\"״“”]*[\"״”]")
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]?")
_CLAUSE: Final = re.compile(r"[,;:…–—]| - ")
_I: Final = re.compile("(?:ו|ש|כש|וש|וכש|אש)?(?:אני|אנוכי)")
_MANNER: Final = re.compile(r"(?P<no>לא )?ב?לשון (?P<which>נקבה|זכר)")
_WITH: Final = re.compile(r"\b(?:את|אתה) (?:מדברת|מדבר) עם (?P<who>גבר|אישה|אשה|בחור|בחורה)\b")
_DENIED: Final = word_set("גבר אישה אשה בחור בחורה זכר נקבה גברת אדון")
_OPPOSITE: Final[Mapping[Gender, Gender]] = MappingProxyType({"f": "m", "m": "f"})


def voice_gender(voice: str) -> Gender:
    """The gender of a voice; one that is not in the table is taken for a woman's, as the lines are written."""
    return VOICE_GENDER.get(voice, "f")


def lead_gender_of(text: str) -> Gender | None:
    """The gender a caller's Hebrew tells of the caller, None when it tells none or both.

    Only what callers say of themselves, in forms of one gender by their spelling: "אני מעוניינת", "לא, עסוקה
    עכשיו"; never of others ("אשתי עסוקה"). What corrects us ("אני אישה", "אני לא גבר") comes before all forms.
    """
    plain = _QUOTED.sub(" ", text)
    corrections: list[Gender] = []
    forms: set[Gender] = set()
    before: list[str] = []
    for sentence in _SENTENCE.findall(plain):
        alone = True
        for clause in _CLAUSE.split(sentence):
            tokens = normalise(clause).split()
            corrections += _corrections(tokens)
            forms |= set(_of_myself(tokens))
            if alone and not sentence.endswith("?") and not _others(before) and (own := _at_start(tokens)):
                forms.add(own)
            alone = alone and (_only_opening(tokens) or any(map(_I.fullmatch, tokens)))
            before += tokens
    if corrections:
        return corrections[-1]
    return next(iter(forms)) if len(forms) == 1 else None


def as_agent(text: str, gender: Gender) -> str:
    """The text with what the agent says of itself in this gender: "אני בודק" for a woman's voice is "אני בודקת"."""
    if "אני" not in text and not _openings(gender)[0].search(text):
        return text
    pattern, forms = _own_forms(gender)
    text = pattern.sub(lambda found: found["before"] + forms[found["form"]], text)
    pattern, forms = _openings(gender)
    text = pattern.sub(lambda found: found["before"] + forms[found["form"]], text)
    pattern, forms = _adjectives(gender)
    return pattern.sub(lambda found: found["before"] + forms[found["form"]], text)


def _pairs(table: str) -> list[tuple[str, str]]:
    """(masculine, feminine) of a table."""
    return [(one, other) for one, _, other in (pair.partition("/") for pair in table.split())]


@cache
def _forms() -> dict[str, Gender]:
    forms: dict[str, Gender] = {}
    for man, woman in _pairs(words.SELF_FORMS):
        forms[man], forms[woman] = "m", "f"
    return forms


@cache
def _nouns() -> dict[str, Gender]:
    nouns: dict[str, Gender] = dict.fromkeys(words.MAN.split(), "m")
    return nouns | dict.fromkeys(words.WOMAN.split(), "f")


@cache
def _set(table: str) -> frozenset[str]:
    return word_set(table)


def _skip(tokens: list[str], start: int, allowed: frozenset[str]) -> int:
    while start < len(tokens) and tokens[start] in allowed:
        start += 1
    return start


def _of_myself(tokens: list[str]) -> Iterable[Gender]:
    """Forms after אני."""
    for place, token in enumerate(tokens):
        if _I.fullmatch(token):
            found = _skip(tokens, place + 1, _set(words.BETWEEN))
            if found < len(tokens) and tokens[found] in _forms():
                yield _forms()[tokens[found]]


def _at_start(tokens: list[str]) -> Gender | None:
    """A form that begins the clause, without a subject, but for words that open a sentence."""
    place = _skip(tokens, 0, _set(words.OPENING))
    if place == len(tokens) or tokens[place] in _set(words.ONLY_AFTER_I) or _others(tokens[place + 1 : place + 2]):
        return None
    return _forms().get(tokens[place])


def _others(tokens: list[str]) -> bool:
    others = _set(words.OTHERS)
    return any(token in others or (token[:1] in "הושל" and token[1:] in others) for token in tokens)


def _only_opening(tokens: list[str]) -> bool:
    return _set(words.OPENING).issuperset(tokens)


def _corrections(tokens: list[str]) -> Iterable[Gender]:
    clause = " ".join(tokens)
    for found in _MANNER.finditer(clause):
        said: Gender = "f" if found["which"] == "נקבה" else "m"
        yield _OPPOSITE[said] if found["no"] else said
    for found in _WITH.finditer(clause):
        yield _nouns()[found["who"]]
    for place, token in enumerate(tokens):
        if _I.fullmatch(token) and (said_so := _correction(tokens[place + 1 :])):
            yield said_so


def _correction(after: list[str]) -> Gender | None:
    """What follows אני: a woman, not a man, thirty years old (בן, בת)."""
    if after[:1] == ["לא"] and len(after) > 1 and after[1] in _DENIED and (len(after) == 2 or _I.fullmatch(after[2])):
        return _OPPOSITE[_nouns()[after[1]]]
    place = _skip(after, 0, _set(words.BETWEEN) - {"לא"})
    rest = after[place:]
    if not rest:
        return None
    if rest[0] in ("בן", "בת") and len(rest) > 1 and (rest[1].isdigit() or rest[1] in _set(words.AGE)):
        return "m" if rest[0] == "בן" else "f"
    return _nouns().get(rest[0])


@cache
def _own_forms(gender: Gender) -> tuple[re.Pattern[str], dict[str, str]]:
    """Forms of the other gender after אני, and what they become."""
    forms = _other_forms(words.SELF_FORMS, gender)
    between = "|".join(map(re.escape, words.BETWEEN.split()))
    nouns = _other_forms(words.AGENT_NOUNS, gender)
    everything = forms | nouns | {f"ה{one}": f"ה{other}" for one, other in nouns.items()}
    before = rf"(?P<before>(?<![א-ת])(?:ו|ש|כש)?אני\s+(?:(?:{between})\s+){{0,3}})"
    return _pattern(before, everything), everything


@cache
def _openings(gender: Gender) -> tuple[re.Pattern[str], dict[str, str]]:
    forms = _other_forms(words.AGENT_OPENING, gender)
    return _pattern(r"(?P<before>(?:^|[.!?\n])\s*(?:(?:כן|לא|אוקיי|בסדר|סליחה|עדיין לא|תודה)[, ]+)?)", forms), forms


@cache
def _adjectives(gender: Gender) -> tuple[re.Pattern[str], dict[str, str]]:
    """Adjectives of the other gender after the agent's own noun, when אני is in the sentence."""
    nouns = "|".join(man if gender == "m" else woman for man, woman in _pairs(words.AGENT_NOUNS))
    forms = _other_forms(words.AGENT_ADJECTIVES, gender)
    forms |= {f"ה{one}": f"ה{other}" for one, other in forms.items()}
    return _pattern(rf"(?P<before>(?<![א-ת])אני ה?(?:{nouns}) )", forms), forms


def _other_forms(table: str, gender: Gender) -> dict[str, str]:
    return {(woman if gender == "m" else man): (man if gender == "m" else woman) for man, woman in _pairs(table)}


def _pattern(before: str, forms: dict[str, str]) -> re.Pattern[str]:
    longest = sorted(forms, key=len, reverse=True)
    return re.compile(rf"{before}(?P<form>{'|'.join(longest)})(?![א-ת'\"׳״])")
