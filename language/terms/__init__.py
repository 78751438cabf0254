"""Protected terms: what must come through a translation as it is, found, marked, checked and rendered by our own rules.

`TermSet.mark(sentence, source)` takes the terms out of a sentence; a translator sees marks in their places
(`⟦1⟧`, or `<span translate="no">` in HTML); `check` holds the answer to them; `render` puts each term back in its
form of the target language, a Hebrew prefix joined.
"""

from language.terms.asking import MarkedTranslator, ask_marked
from language.terms.checking import Checked, check
from language.terms.joining import render
from language.terms.lines import paired_line
from language.terms.marking import from_html, to_html, token
from language.terms.names import person, transliterate
from language.terms.termset import EMPTY, TermSet
from language.terms.types import Kind, Marked, Term

__all__ = [
    "EMPTY",
    "Checked",
    "Kind",
    "Marked",
    "MarkedTranslator",
    "Term",
    "TermSet",
    "ask_marked",
    "check",
    "from_html",
    "paired_line",
    "person",
    "render",
    "to_html",
    "token",
    "transliterate",
]
