"""Masks people in what was said: names, companies, numbers and addresses become others of the same shape. Pure.

What a test needs stays: days, hours, small numbers. A masked text reads like a text, so that rules and models treat it
as they treated the original. A name that nobody wrote down, that nobody introduced and that is not usual may stay: look
at the file before you share it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from language.terms.names import hebrew_name, is_just_a_word, names_in_hebrew
from stores.values import Call, Lead
from voicebot.evaluation.introductions import (
    Span,
    company_after,
    is_common,
    is_of_title,
    is_rather_a_word,
    names_told,
)

NAME, NAME_HE, COMPANY, COMPANY_HE, MAIL = "Noa Gold", "נועה גולד", "Northwind", "חברת צפון", "somebody@example.com"
OTHER, OTHER_HE, OTHER_COMPANY, OTHER_COMPANY_HE = "Tal Shaked", "טל שקד", "Southwind", "דרום"
CANDIDATE, CANDIDATE_HE = "Gal Oren", "גל אורן"
_STAND_INS = frozenset(" ".join((NAME, NAME_HE, OTHER, OTHER_HE, CANDIDATE, CANDIDATE_HE)).split())
PERSONAL = frozenset({"name", "driver_name", "full_name", "candidate", "recruiter", "caller_name"})
"""Fields of a call that hold somebody's name; those whose own name ends in company hold a company's."""

_MAIL = re.compile(r"[\w.+-]+\s*@\s*[\w-]+(?:\s*\.\s*[\w-]+)+")
_SPOKEN_MAIL = re.compile(r"\S+\s+(?:שטרודל|כרוכית|at)\s+\S+(?:\s+(?:נקודה|dot)\s+\S+)+", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d{2}|\d{4}-\d{2}-\d{2}")
_PLATE = re.compile(r"\b(?=[A-Za-z-]*\d)(?=[\d-]*[A-Za-z])(?=(?:-?[A-Za-z0-9]){5})[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\b")
_DIGITS = re.compile(r"\+?\d(?:[\s()./-]{0,2}\d){3,}")
_DIGIT_HE = r"(?:[וב]?(?:אפס|אחת|אחד|שתיים|שתים|שניים|שלוש|ארבע|חמש|שש|שבע|שמונה|תשע))"
_DIGIT_EN = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_SPOKEN = re.compile(
    rf"\b(?:{_DIGIT_HE}(?:[\s,.-]+{_DIGIT_HE}){{4,}}|{_DIGIT_EN}(?:[\s,.-]+{_DIGIT_EN}){{4,}})\b", re.I
)
_SPOKEN_HE = "אפס חמש ארבע חמש חמש חמש אחת אחת אחת אחת"
_SPOKEN_EN = "zero five four five five five one one one one"
_COMPANY_HE = re.compile(r"((?:מחברת|בחברת|חברת|לחברת|מהחברה)\s+)([א-ת'׳\"]{2,})")
_DAY = r"(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day\b"
_COMPANY_EN = re.compile(rf"((?i:from|at|company|called)\s+)(?!{_DAY})([A-Z][\w&-]+(?:\s+(?:Ltd|Inc|GmbH)\.?)?)")


@dataclass(frozen=True)
class Known:
    """A text that names somebody, and what stands for it."""

    text: str
    instead: str


def known_of(call: Call, lead: Lead | None) -> tuple[Known, ...]:
    """What the record knows of the people in a call, the longest first."""
    return longest_first((*_of_lead(lead), *_of_fields(call)))


def longest_first(known: Iterable[Known]) -> tuple[Known, ...]:
    """In the order in which they are to be replaced; of the same text the first one holds."""
    first = {each.text.casefold(): each for each in reversed(list(known)) if len(each.text) > 1}
    return tuple(sorted(first.values(), key=lambda each: -len(each.text)))


def _of_lead(lead: Lead | None) -> Iterator[Known]:
    if lead is None:
        return
    for name in filter(None, (lead.name, lead.name_he, hebrew_name(lead.name))):
        yield from _name(name)
    if lead.company:
        yield Known(lead.company, of_script(lead.company, COMPANY, COMPANY_HE))
    if lead.email:
        yield Known(lead.email, MAIL)


def _of_fields(call: Call) -> Iterator[Known]:
    fields = (call.state or {}).get("fields", {})
    for name, value in fields.items():
        if is_nobody(str(value)):
            continue
        if name in PERSONAL:
            yield from (each for each in _name(str(value)) if not is_nobody(each.text))
        elif name.endswith("company"):
            yield Known(str(value), of_script(str(value), COMPANY, COMPANY_HE))


def is_nobody(said: str) -> bool:
    """Whether an answer to "who is this?" names nobody: a job's title, or common words alone."""
    words = re.findall(r"[^\W\d_][\w'\"״׳]*", said)
    return all(is_common(each) or is_of_title(each) for each in words)


def _name(name: str) -> Iterator[Known]:
    return name_known(name, of_script(name, NAME, NAME_HE))


def name_known(name: str, stand_in: str) -> Iterator[Known]:
    """The name, and each of its words alone."""
    yield Known(name, stand_in)
    words = name.split()
    if len(words) > 1:
        yield from (Known(word, stand_in.split()[min(at, 1)]) for at, word in enumerate(words))


def of_script(text: str, latin: str, hebrew: str) -> str:
    """The one of these that is in the text's own letters."""
    return hebrew if re.search("[א-ת]", text) else latin


def introduced(texts: Iterable[str]) -> tuple[Known, ...]:
    """Names that people introduced themselves by, wherever else in the call they stand."""
    found: list[Known] = []
    for text in texts:
        for span in names_told(text):
            found += (each for each in _name(text[span.start : span.end]) if not is_common(each.text))
            if company := company_after(text, span):
                found.append(Known(text[company.start : company.end], "צפון"))
        found += (Known(each[2], "צפון") for each in _COMPANY_HE.finditer(text))
        found += (Known(each[2], COMPANY) for each in _COMPANY_EN.finditer(text))
    return tuple(sorted(found, key=lambda each: -len(each.text)))


def masked(text: str, known: Iterable[Known] = (), amounts: frozenset[int] = frozenset()) -> str:
    """`text` with nobody in it. Figures that are one of the `amounts` stay."""
    text = _SPOKEN_MAIL.sub(MAIL, _MAIL.sub(MAIL, text))
    text = _others(text, known)
    text = _without_names(text)
    text = _COMPANY_EN.sub(rf"\1{COMPANY}", _COMPANY_HE.sub(r"\1צפון", text))
    text = _usual_names(text)
    text = _SPOKEN.sub(lambda found: _SPOKEN_HE if re.search("[א-ת]", found[0]) else _SPOKEN_EN, text)
    return _DIGITS.sub(partial(_digits, amounts), _PLATE.sub(_plate, text))


def masked_title(text: str, known: Iterable[Known] = ()) -> str:
    """A job's title: words in it are nobody's name, but companies, numbers and addresses are not kept."""
    companies = [each for each in known if not _STAND_INS.issuperset(each.instead.split())]
    return _DIGITS.sub(partial(_digits, frozenset()), _others(_MAIL.sub(MAIL, text), companies))


def _others(text: str, known: Iterable[Known]) -> str:
    """Whoever is known becomes somebody else, all at once: a stand-in is never taken for a name itself.

    A name is a word of its own, with a Hebrew prefix or two before it.
    """
    instead = {each.text.casefold(): each.instead for each in reversed(list(known))}
    if not instead:
        return text
    names = "|".join(re.escape(each) for each in sorted(instead, key=len, reverse=True))
    whole = re.compile(rf"(?<!\w)([ושהכלבמ]{{0,2}}-?)({names})(?!\w)", re.IGNORECASE)
    return whole.sub(lambda found: f"{found[1]}{instead[found[2].casefold()]}", text)


def _without_names(text: str) -> str:
    """The names that are told in it become others, and what they are told with: "… מ-אלטק"."""
    for span in reversed(names_told(text)):
        if company := company_after(text, span):
            text = _instead(text, company, "צפון")
        name = text[span.start : span.end]
        if not _STAND_INS.issuperset(name.split()):
            text = _instead(text, span, of_script(name, NAME, NAME_HE))
    return text


def _instead(text: str, span: Span, words: str) -> str:
    return text[: span.start] + words + text[span.end :]


def _usual_names(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        word = found[0]
        a_name = (
            word in names_in_hebrew()
            and not is_rather_a_word(word)
            and not is_just_a_word(word, text, found.start(), found.end())
        )
        return NAME_HE.split(maxsplit=1)[0] if a_name and word not in _STAND_INS else word

    return re.sub(r"[א-ת']{2,}", one, text)


def _plate(found: re.Match[str]) -> str:
    """Letters and figures of a plate or an id, of the same shape."""
    places = iter("11112222" * 8)
    return "".join(next(places) if each.isdigit() else "A" if each.isalpha() else each for each in found[0])


def _digits(amounts: frozenset[int], found: re.Match[str]) -> str:
    """The same shape with other digits; hours, dates and these amounts stay."""
    if _CLOCK.fullmatch(found[0].strip()) or int(re.sub(r"\D", "", found[0])) in amounts:
        return found[0]
    places = iter("0545551111" * 3)
    return "".join(next(places) if each.isdigit() else each for each in found[0])
