"""Both translations of a turn, through a chain of translators, each tried in order."""

import re
from collections.abc import Callable

import structlog

from language.types import Language, Translator, Untranslatable
from voicebot.agents.sentences import storable
from voicebot.errors import VendorError

log = structlog.get_logger()

SENTENCE_TIMEOUT_S = 5.0
"""The most one link may take for one sentence; the next link is faster than waiting on."""

_HEBREW = re.compile("[\u05d0-\u05ea]")
_LATIN = re.compile("[A-Za-z]")


def is_hebrew(text: str) -> bool:
    """Whether a Hebrew voice can speak `text`: it has Hebrew letters, and more of them than Latin ones."""
    hebrew = len(_HEBREW.findall(text))
    return hebrew > 0 and hebrew >= len(_LATIN.findall(text))


class Translation:
    """A chain of translators; the last link should be the phrasebook."""

    def __init__(self, links: tuple[Translator, ...]) -> None:
        self._links = links

    def to_english(self, text: str, remaining_s: Callable[[], float]) -> tuple[str, str]:
        """(English, the link that gave it). When every link fails the original goes on: (text, "none")."""
        for link in self._links:
            translated = self._ask(link, text, "he", "en", remaining_s)
            if translated and not is_hebrew(translated):
                return translated, link.name
        return text, "none"

    def to_hebrew(self, text: str, remaining_s: Callable[[], float]) -> str:
        """The Hebrew of an English sentence. Raises Untranslatable when no link has a true rendering.

        What is not Hebrew in the end is no answer: English, or a guess, is never spoken to a Hebrew caller.
        """
        if is_hebrew(text):
            return text
        for link in self._links:
            translated = self._ask(link, text, "en", "he", remaining_s)
            if is_hebrew(translated):
                return translated
        raise Untranslatable("no translator could render the sentence")

    def _ask(
        self, link: Translator, text: str, source: Language, target: Language, remaining_s: Callable[[], float]
    ) -> str:
        try:
            answer = link.translate([text], source, target, min(SENTENCE_TIMEOUT_S, max(0.5, remaining_s())))
        except (VendorError, Untranslatable) as error:
            log.info("translation.next_link", link=link.name, reason=type(error).__name__)
            return ""
        return storable(answer[0]).strip()
