"""What `language` says to the rest: audio and text go in through these types and Protocols."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

Language = Literal["he", "en", "es"]
"""What callers speak. Spanish has fixed lines and rules only: nothing is translated into it, or out of it."""
Gender = Literal["f", "m"]


class LanguageError(Exception):
    """Root of what this package raises."""


class Untranslatable(LanguageError):
    """This translator cannot give a true rendering of that text, and gives none rather than a guess."""


class NotAudio(LanguageError):
    """The bytes are not a WAV recording that can be read."""


@dataclass(frozen=True)
class Heard:
    """What rules read in the caller's own words, before any translation.

    `text` is the utterance as transcribed or typed, in `language`. `intents` are names from
    `language.intents.INTENTS`, the surest first; empty means unclear. `digits` are keys pressed.
    """

    text: str
    language: Language
    intents: tuple[str, ...] = ()
    digits: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def has(self, intent: str) -> bool:
        return intent in self.intents


@dataclass(frozen=True)
class Recording:
    """One recording of a caller: the bytes as fetched, usually a WAV of 8 kHz."""

    content: bytes
    content_type: str = "audio/wav"


@dataclass(frozen=True)
class SpokenTime:
    """A moment rendered for speaking, in both languages, without a digit."""

    at: datetime
    he: str
    en: str


class Transcriber(Protocol):
    """Turns speech into text."""

    name: str

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        """The words said, "" for none; in any language without one given. Raises the adapter's vendor error."""
        ...


class Translator(Protocol):
    """Turns sentences of one language into the other."""

    name: str

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        """One rendering for each text, in order. Raises Untranslatable, or the adapter's vendor error."""
        ...
