"""Marks for terms: tokens for language models, spans for HTML, and the way back from both."""

import html
import re
from collections.abc import Sequence
from typing import Final

from language.terms.types import Marked
from language.types import Language

TOKEN: Final = re.compile(
    r"[⟦⟧〚〛]{1,2}\s*(\d{1,2})\s*[⟦⟧〚〛]{1,2}|\[\[\s*(\d{1,2})\s*\]\]|[【】]\s*(\d{1,2})\s*[【】]"
)
"""A token as it comes back: also mirrored, as Hebrew does, with brackets doubled, spaced, or of another kind."""

_SENT: Final = re.compile(r"⟦(\d{1,2})⟧")
_SPAN: Final = re.compile(r"<\s*span\b[^>]{0,200}>(.*?)<\s*/\s*span\s*>", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"<\s*/?\s*(?:span|br|p|div|b|i|font)\b[^<>]{0,200}>", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s+")
_UNNATURAL: Final = str.maketrans("⟦⟧〚〛", "()()")


def token(number: int) -> str:
    """What stands for the term of that number: brackets that no one says and models copy, one token each."""
    return f"⟦{number}⟧"


def numbers_in(text: str) -> list[int]:
    """The numbers of the tokens in a rendering, in order."""
    return [number_of(match) for match in TOKEN.finditer(text)]


def number_of(match: re.Match[str]) -> int:
    """The number in a match of TOKEN."""
    return int(match[1] or match[2] or match[3])


def to_html(marked: Marked) -> str:
    """The sentence as HTML: text escaped, each term in a span that is not to be translated.

    The span holds the term as it was said, so that the sentence reads as one; or its token, when `opaque`.
    """

    def span(found: re.Match[str]) -> str:
        number = int(found[1])
        inner = found[0] if marked.opaque else html.escape(marked.said[number - 1])
        return f'<span translate="no">{inner}</span>'

    return _SENT.sub(span, html.escape(marked.template, quote=False))


def from_html(answer: str, marked: Marked, target: Language) -> str:
    """A rendering in HTML as text with tokens.

    A span is known by its words, of the source or of the target; words that came back changed can only belong to
    the one term that is missing. What is in any other span stays as text. All entities are unescaped once.
    """
    pieces = _SPAN.split(answer)  # text, words of a span, text, …
    inner = [_words(each) for each in pieces[1::2]]
    numbers = _owners(inner, marked, target)
    for index, (words, number) in enumerate(zip(inner, numbers, strict=True)):
        pieces[2 * index + 1] = token(number) if number else words.translate(_UNNATURAL)
    for index in range(0, len(pieces), 2):
        text = html.unescape(_TAG.sub("", pieces[index]))
        pieces[index] = text if marked.opaque else text.translate(_UNNATURAL)
    return "".join(pieces)


def _words(inner: str) -> str:
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", inner))).strip()


def _owners(inner: Sequence[str], marked: Marked, target: Language) -> list[int]:
    """Which term each span belongs to, 0 for none."""
    free = list(range(1, len(marked.terms) + 1))
    owners = [0] * len(inner)
    known: dict[str, list[int]] = {}
    for number, (term, said) in enumerate(zip(marked.terms, marked.said, strict=True), 1):
        for text in {said, term.text(target), term.text(marked.source), token(number)}:
            known.setdefault(_SPACE.sub(" ", text).strip().casefold(), []).append(number)
    for index, words in enumerate(inner):
        mine = known.get(words.casefold(), [])
        owner = next((each for each in mine if each in free), mine[0] if mine else 0)
        owners[index] = owner
        if owner in free:
            free.remove(owner)
    changed = [index for index, owner in enumerate(owners) if not owner]
    if len(changed) == 1 and len(free) == 1:
        owners[changed[0]] = free[0]
    return owners
