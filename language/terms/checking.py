"""A translator's answer held to the terms of its sentence: each there exactly once, or what is wrong."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from language.spoken import spoken_number
from language.terms.marking import TOKEN, number_of, token
from language.terms.termset import PREFIX
from language.terms.types import Marked, Term
from language.types import Language

_SMALL: Final = 100
_STRAY: Final = re.compile(r"[⟦⟧〚〛]")
_SPACES: Final = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f]+")
_LETTERS: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Checked:
    """An answer with a canonical token in each term's place, and what is wrong with it, "" apart."""

    template: str
    defects: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.defects


def check(answer: str, marked: Marked, target: Language) -> Checked:
    """Hold `answer` (text with tokens, or with the terms in either form) to the sentence's terms.

    A term without its token is looked for by its forms outside of the tokens; found once, it gets its token back.
    A term that is not there, or more than once in whatever form, is a defect, and so is a token of no term.
    """
    text = _SPACES.sub(" ", TOKEN.sub(lambda found: token(number_of(found)), answer))
    counts = Counter(number_of(found) for found in TOKEN.finditer(text))
    defects = [f"unknown mark {number}" for number in counts if not 0 < number <= len(marked.terms)]
    lost = Counter(said for number, said in enumerate(marked.said, 1) if not counts[number])
    for number, term in enumerate(marked.terms, 1):
        if not counts[number]:
            said = marked.said[number - 1]
            text, found = _restored(text, number, term, (said, lost[said]), target)
            counts[number] += found
            lost[said] -= 1
    for number, term in enumerate(marked.terms, 1):
        if not counts[number]:
            defects.append(f"missing: {marked.said[number - 1]}")
        elif counts[number] > 1 or _beside(text, term, marked.said[number - 1], target):
            defects.append(f"doubled: {marked.said[number - 1]}")
    if _STRAY.search(TOKEN.sub("", text)):
        defects.append("a broken mark")
    return Checked(text, tuple(defects))


def outside(template: str) -> str:
    """The answer's own words, without the terms."""
    return TOKEN.sub(" ", template)


def has_words(template: str) -> bool:
    """Whether there is anything to translate beside the terms."""
    return bool(_LETTERS.search(outside(template)))


def _restored(text: str, number: int, term: Term, said: tuple[str, int], target: Language) -> tuple[str, int]:
    """The text with the token where the term stands by its form, and how often it stood there.

    `said` are the term's words, and how many terms of these words have no token: so often they may stand there.
    """
    words, times = said
    for form in _forms(term, words, target):
        found = _found(form, text)
        if found and len(found) == times:
            start, end = found[0].span("term")
            return f"{text[:start]}{token(number)}{text[end:]}", 1
        if found:
            return text, len(found)
    return text, 0


def _beside(text: str, term: Term, said: str, target: Language) -> bool:
    """Whether a term stands in the open as well. Not asked of numbers: a translator may write seven as 7."""
    if term.kind in ("number", "word"):
        return False
    return any(_found(form, text) for form in _forms(term, said, target))


def _found(form: str, text: str) -> list[re.Match[str]]:
    """Where a form stands as a word of its own. The pattern is only made where the letters are there at all."""
    if form.casefold() not in text.casefold():
        return []
    return list(_pattern(form).finditer(text))


@lru_cache(maxsize=4096)
def _forms(term: Term, said: str, target: Language) -> tuple[str, ...]:
    """The term's forms, the target's own first, with single spaces."""
    forms = dict.fromkeys((term.text(target), said, term.en, term.he))
    if term.kind == "number":
        forms |= dict.fromkeys(_number_words(said))
    return tuple(" ".join(each.split()) for each in forms if each.strip())


@lru_cache(maxsize=4096)
def _pattern(form: str) -> re.Pattern[str]:
    """A form as a word of its own, in Hebrew with a prefix."""
    joins = form[:1] >= "א" or form[:1].isdigit()
    before = rf"(?<![\w.,:⟦])(?:{PREFIX}[-־]?)??" if joins else r"(?<!\w)(?:[א-ת]{1,3}-)?"
    after = r"(?![\w]|[.,:/]\d)"
    return re.compile(f"{before}(?P<term>{re.escape(form)}){after}", re.IGNORECASE)


def _number_words(text: str) -> tuple[str, ...]:
    """A small whole number in Hebrew words of both genders, for translators that write numbers out."""
    if not text.isdigit() or int(text) > _SMALL:
        return ()
    return (spoken_number(int(text), "f").he, spoken_number(int(text), "m").he)
