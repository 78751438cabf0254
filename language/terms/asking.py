"""Asking any translator for marked sentences."""

from collections.abc import Sequence
from typing import Protocol, cast

from language.terms.types import Marked
from language.types import Language, Translator


class MarkedTranslator(Translator, Protocol):
    """A Translator that knows marks."""

    def translate_marked(
        self, sentences: Sequence[Marked], source: Language, target: Language, timeout_s: float
    ) -> list[str]:
        """One rendering for each sentence, in order, with the token of each term that came through.

        Raises as `translate`. What came through is not promised: `language.terms.check` tells.
        """
        ...


def ask_marked(
    translator: Translator, sentences: Sequence[Marked], source: Language, target: Language, timeout_s: float
) -> list[str]:
    """The renderings of a translator of either kind: one that knows no marks gets the plain sentences."""
    if hasattr(translator, "translate_marked"):
        marking = cast("MarkedTranslator", translator)
        return marking.translate_marked(sentences, source, target, timeout_s)
    return translator.translate([each.plain for each in sentences], source, target, timeout_s)
