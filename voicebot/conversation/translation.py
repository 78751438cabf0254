"""Both translations of a turn, through a chain of translators, each tried in order."""

from collections.abc import Callable
from dataclasses import dataclass

from language.terms import EMPTY, TermSet
from language.types import Language, Translator, Untranslatable
from voicebot.conversation.sandwich import PAIR, SENTENCE_TIMEOUT_S, TERMS, Passage, Sandwich, is_hebrew

__all__ = ["SENTENCE_TIMEOUT_S", "Rendering", "Translation", "is_hebrew"]


@dataclass(frozen=True)
class Rendering:
    """What became of a text. `source` is what the text now says in its own language: where a sentence was lost and
    a paired line took its place, that line; else the text itself. `by` names every link that gave a part."""

    text: str
    source: str
    by: tuple[str, ...]
    passages: tuple[Passage, ...]

    @property
    def first(self) -> str:
        """The first link that gave a part, "none" when all of the text is the original."""
        return next((each for each in self.by if each != "none"), "none")

    @property
    def failures(self) -> tuple[str, ...]:
        """The links that gave no rendering that holds, each with why in a word, in order."""
        tried = (each for passage in self.passages for each in passage.attempts if each.outcome != "ok")
        return tuple(
            dict.fromkeys(
                f"{each.link}: {each.wrong[0] if each.outcome == 'failed' else each.outcome}" for each in tried
            )
        )


class Translation:
    """A chain of translators; the last link should be the phrasebook.

    `exact` are terms of every call (the glossary's); what belongs to one call is handed in with each text.
    """

    def __init__(self, links: tuple[Translator, ...], exact: TermSet = EMPTY) -> None:
        self._links = links
        self._exact = exact

    @property
    def links(self) -> tuple[Translator, ...]:
        return self._links

    def to_english(self, text: str, remaining_s: Callable[[], float], terms: TermSet = EMPTY) -> tuple[str, str]:
        """(English, the link that gave it). A sentence of which every link failed, or lost a term, goes on as it is.

        With several links at work the first is named; "none" when all of the text is the original.
        """
        rendering = self.english(text, remaining_s, terms)
        return rendering.text, rendering.first

    def to_hebrew(self, text: str, remaining_s: Callable[[], float], terms: TermSet = EMPTY) -> str:
        """The Hebrew of an English sentence. Raises Untranslatable when no link has a true rendering.

        What is not Hebrew in the end is no answer: English, or a guess, is never spoken to a Hebrew caller.
        """
        return self.hebrew(text, remaining_s, terms).text

    def english(self, text: str, remaining_s: Callable[[], float], terms: TermSet = EMPTY) -> Rendering:
        """As `to_english`, with how it came about.

        No paired line here: the model that reads it knows Hebrew, and the caller's own words say more.
        """
        passages = self._pass(text, "he", "en", remaining_s, terms)
        for each in passages:
            if each.text is None or each.by == PAIR:
                each.text, each.by, each.pair = each.marked.plain, "none", None
        if all(each.by == "none" for each in passages):
            return Rendering(text, text, ("none",), tuple(passages))
        return _rendering(text, passages)

    def hebrew(self, text: str, remaining_s: Callable[[], float], terms: TermSet = EMPTY) -> Rendering:
        """As `to_hebrew`, with how it came about. Raises Untranslatable, with the passages in its second argument."""
        if is_hebrew(text):
            return Rendering(text, text, (TERMS,), ())
        passages = self._pass(text, "en", "he", remaining_s, terms)
        if any(each.text is None for each in passages):
            raise Untranslatable("no translator could render the sentence", tuple(passages))
        return _rendering(text, passages)

    def _pass(
        self, text: str, source: Language, target: Language, remaining_s: Callable[[], float], terms: TermSet
    ) -> list[Passage]:
        known = terms | self._exact if self._exact.pairs else terms
        return Sandwich(self._links, source, target, remaining_s, known).passages(text)


def _rendering(text: str, passages: list[Passage]) -> Rendering:
    said = " ".join(each.text for each in passages if each.text)
    source = text
    if any(each.pair for each in passages):
        language = passages[0].marked.source
        source = " ".join(each.pair.text(language) if each.pair else each.marked.plain for each in passages)
    return Rendering(said, source, tuple(dict.fromkeys(each.by for each in passages if each.by)), tuple(passages))
