"""A term, and a sentence in which the terms are marked."""

from dataclasses import dataclass
from typing import Literal

from language.types import Language

Kind = Literal["name", "slot", "email", "url", "phone", "money", "percent", "date", "time", "code", "number", "word"]
"""`word` is a glossary's exact word; `code` is a word with a digit in it, as "B2B"."""


@dataclass(frozen=True)
class Term:
    """What must come through, in both languages; `he` is the Hebrew that is spoken, or Latin where there is none."""

    kind: Kind
    en: str
    he: str

    def text(self, language: Language) -> str:
        return self.he if language == "he" else self.en


@dataclass(frozen=True)
class Marked:
    """A sentence with its terms taken out.

    `template` has the token ⟦n⟧ in the place of `terms[n - 1]`; `said` are the terms as they stood in `plain`.
    With `opaque` a translator gets the tokens alone also where it could have had the words.
    """

    plain: str
    template: str
    source: Language
    terms: tuple[Term, ...] = ()
    said: tuple[str, ...] = ()
    opaque: bool = False

    @property
    def key(self) -> str:
        """The same for every sentence that differs in its terms' values alone."""
        return "\0".join((self.template, *(term.kind for term in self.terms))) if self.terms else self.plain
