"""Whether a fixed greeting was really said, and what of it a caller has a right to hear. Pure.

A voice model is told to say the greeting word for word; that it did is looked at in what it said. The disclosure, that
a machine speaks and that the call is recorded, is said again when it was left out or cut off.

Source: EU AI Act, article 50; draft guidance of the Privacy Protection Authority, 28.4.2025.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from language.hebrew import tokens
from language.types import Language
from voicebot.agents.sentences import SentenceSplitter

ALIKE = 0.8
"""Of the words, in their order: transcripts write numbers and names in their own way."""
STEMS: Mapping[Language, tuple[str, ...]] = {
    "he": ("דיגיטלי", "מוקלט"),
    "en": ("digital", "recorded"),
    "es": ("digital", "graba"),
}
"""What a disclosure is known by."""

MAX_AGAIN = 4
"""Who talks into it as often as that will not hear it; the call's figures say so."""


@dataclass
class Disclosure:
    """What of it the caller still has to hear in this call: `owed`, "" when nothing is."""

    language: Language
    owed: str = ""
    _heard: str = ""
    _again: int = 0

    def heard(self, said: str, greeting: str) -> None:
        """The caller has heard this; all of it counts together."""
        self._heard = f"{self._heard} {said}"
        self.owed = missing(self._heard, greeting, self.language)

    def again(self) -> str:
        """What is to be said now; "" when it has been tried often enough, and is not owed any longer."""
        self._again += 1
        if self._again > MAX_AGAIN:
            self.owed = ""
        return self.owed


def differs(said: str, greeting: str, cut: bool) -> bool:
    """Whether something else was said; of a greeting that was cut off, as far as it came."""
    heard, meant = tokens(said.lower()), tokens(greeting.lower())
    if cut:
        meant = meant[: len(heard)]
    return bool(heard) and SequenceMatcher(None, heard, meant, autojunk=False).ratio() < ALIKE


def missing(said: str, greeting: str, language: Language) -> str:
    """The sentences of the greeting whose disclosure was not said; "" when all of it was."""
    stems = [each for each in STEMS[language] if each in greeting.lower() and each not in said.lower()]
    if not stems:
        return ""
    splitter = SentenceSplitter()
    sentences = [*splitter.feed(greeting), *splitter.flush()]
    return " ".join(each for each in sentences if any(stem in each.lower() for stem in stems))
