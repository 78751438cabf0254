"""How a line reaches the ear: said by a synthetic voice, or played from a recording of a person."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from language.gender import voice_gender
from language.hebrew import normalise
from language.lexicon import Lexicon, Mark, default_lexicon
from language.speech import spoken_english, spoken_parts
from language.types import Language, LanguageError

_FILE: Final = re.compile(r"[\w-][\w.-]{0,120}\.(?:mp3|wav|ulaw)", re.ASCII)
_BASE: Final = re.compile(r"https?://[^\s?#]+")
_WORD: Final = re.compile(r"\w")


class BadRecordings(LanguageError):
    """The list of recorded lines cannot be used; the message says why."""


@dataclass(frozen=True)
class Say:
    """Words for a synthetic voice: text, and SSML where the lexicon asks for it."""

    parts: tuple[str | Mark, ...]

    @property
    def text(self) -> str:
        """The words without SSML."""
        return "".join(part if isinstance(part, str) else part.plain for part in self.parts)


@dataclass(frozen=True)
class Play:
    """A recording of a person that is played instead; `text` is what it says."""

    url: str
    text: str


class Voice(Protocol):
    """What turns lines into what is heard. The same line gives the same rendering."""

    def render(self, line: str) -> Say | Play:
        """How this line is spoken."""
        ...


@dataclass(frozen=True)
class Recordings:
    """Fixed lines that a person recorded: text → address. A line counts as the same whatever its punctuation."""

    urls: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def load(cls, manifest: Path | str, base_url: str, folder: Path | None = None) -> "Recordings":
        """Read a JSON object of line → file name, the files being served under `base_url`.

        With `folder`, where the files lie, a line whose file is not there is left out, and said instead. Raises
        BadRecordings.
        """
        try:
            lines = json.loads(Path(manifest).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BadRecordings(f"{manifest}: {error}") from error
        if not isinstance(lines, dict):
            raise BadRecordings(f"{manifest}: a JSON object of line → file name is expected")
        if not _BASE.fullmatch(base_url):
            raise BadRecordings(f"{base_url!r} is no http(s) address")
        urls: dict[str, str] = {}
        for line, name in lines.items():
            if not isinstance(name, str) or not _FILE.fullmatch(name):
                raise BadRecordings(f"{manifest}: {line!r}: {name!r} is no name of an mp3, wav or ulaw file")
            if not normalise(line):
                raise BadRecordings(f"{manifest}: {name} has no line")
            if folder is None or (folder / name).is_file():
                urls[_key(line)] = f"{base_url.rstrip('/')}/{name}"
        return cls(MappingProxyType(urls))

    def url(self, line: str) -> str | None:
        """Where the recording of this line is, None when there is none."""
        return self.urls.get(_key(line)) if self.urls else None


@dataclass(frozen=True)
class SpokenVoice:
    """A named synthetic voice, with its lexicon and the lines that a person recorded.

    What it says of itself agrees with the voice's gender.
    """

    name: str
    language: Language = "he"
    lexicon: Lexicon | None = None
    recordings: Recordings = field(default_factory=Recordings)

    def render(self, line: str) -> Say | Play:
        """The recording of exactly this line if there is one, else its words as they are said."""
        if url := self.recordings.url(line):
            return Play(url, line)
        if self.language == "en":
            return Say((spoken_english(line),))
        if self.language == "es":
            return Say((line,))  # the voice reads Spanish numbers by itself
        return Say(spoken_parts(line, bound(self.lexicon or default_lexicon(), self.name), voice_gender(self.name)))


@lru_cache(maxsize=64)
def bound(lexicon: Lexicon, voice: str) -> Lexicon:
    """The lexicon for one voice, compiled once."""
    return lexicon.for_voice(voice)


def has_words(spoken: Say | Play) -> bool:
    """Whether anything would be heard."""
    return bool(_WORD.search(spoken.text))


def _key(line: str) -> str:
    return " ".join(re.findall(r"[\w'\"]+", normalise(line).lower()))
