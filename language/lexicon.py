"""How voices pronounce what they would get wrong: a table that operators edit, one CSV.

Columns: `term`, `voice` (empty for all), `respelling` (plain letters or with niqqud), `ssml` (one
`<sub alias="…">…</sub>` or `<phoneme alphabet="…" ph="…">…</phoneme>`). One of the last two, or both: then the
respelling is for where there is no SSML. Lines that begin with # are comments.
"""

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

from language.hebrew import remove_bidi
from language.types import LanguageError

COLUMNS: Final = ("term", "voice", "respelling", "ssml")
_SSML: Final = re.compile(r'<(sub|phoneme)((?:\s+[a-z]+="[^"<>]*")+)\s*>([^<>]+)</\1>')
_ATTRIBUTE: Final = re.compile(r'([a-z]+)="([^"]*)"')
_NEEDED: Final = {"sub": {"alias"}, "phoneme": {"alphabet", "ph"}}
_ALPHABETS: Final = {"ipa", "x-sampa"}
_DOUBLE: Final = '["״“”„‟]'
_SINGLE: Final = "['׳’‘]"
_PREFIXES: Final = r"(?P<pre>ו??(?:כש|ש|מש|לכש)??[בלמכה]{0,2}?)(?P<hyphen>[-־–]?)"
_POINTED: Final = "\u0591-\u05c7"
_MAX_TERM: Final = 80


class BadLexicon(LanguageError):
    """A line of the lexicon cannot be used; the message names file and line."""


@dataclass(frozen=True)
class Mark:
    """Words in an SSML element that Twilio's `<Say>` takes."""

    tag: Literal["sub", "phoneme"]
    text: str
    attributes: tuple[tuple[str, str], ...]

    @property
    def plain(self) -> str:
        """What is said where there is no SSML."""
        return dict(self.attributes).get("alias", self.text)


@dataclass(frozen=True)
class Entry:
    """One line of the table."""

    term: str
    voice: str
    respelling: str
    mark: Mark | None = None

    @property
    def said(self) -> str:
        return self.respelling or (self.mark.plain if self.mark else self.term)


class Lexicon:
    """The entries that hold for one voice; without one, those that hold for all. Frozen, hence safe for threads."""

    def __init__(self, entries: Iterable[Entry] = (), voice: str = "") -> None:
        self.entries = tuple(entries)
        self.voice = voice

    @classmethod
    def load(cls, path: Path | str) -> "Lexicon":
        """The table of a file. Raises BadLexicon, with the line, for what cannot be used."""
        try:
            return cls.parse(Path(path).read_text(encoding="utf-8-sig"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise BadLexicon(f"{path}: {error}") from error

    @classmethod
    def parse(cls, text: str, name: str = "lexicon") -> "Lexicon":
        """The table of a CSV text; `name` is for messages."""
        numbered = _entries(text, name)
        lexicon = cls(entry for _, entry in numbered)
        for voice in {entry.voice for entry in lexicon.entries}:
            mine = lexicon.for_voice(voice)
            for line, entry in numbered:
                if entry.voice in {"", voice} and mine.replace(entry.said, lambda each: each.said) != entry.said:
                    raise BadLexicon(
                        f"{name}, line {line}: {entry.said!r} has a term in it that would be replaced in turn"
                    )
        return lexicon

    def for_voice(self, voice: str) -> "Lexicon":
        """What holds for this voice; an entry of its own comes before one for all."""
        return Lexicon(self.entries, voice)

    def replace(self, text: str, how: Callable[[Entry], str]) -> str:
        """The text with every term, alone or after Hebrew prefixes, replaced by `how(entry)`; longest first."""
        if self._pattern is None:
            return text

        def replaced(found: re.Match[str]) -> str:
            entry = self._by_key[_key(found["term"])]
            hyphen = found["hyphen"] if entry.said[:1].isascii() else ""
            return f"{found['pre'] or ''}{hyphen}{how(entry)}"

        return self._pattern.sub(replaced, text)

    @cached_property
    def _by_key(self) -> dict[str, Entry]:
        mine = {_key(each.term): each for each in self.entries if not each.voice}
        return mine | {_key(each.term): each for each in self.entries if each.voice and each.voice == self.voice}

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self._by_key:
            return None
        terms = "|".join(_written(term) for term in sorted(self._by_key, key=lambda term: (-len(term), term)))
        # Without prefixes first: a term that begins with one of their letters is itself.
        return re.compile(
            rf"(?<![\w\"'׳״{_POINTED}])(?:(?P<bare>(?={terms}))|{_PREFIXES})(?P<term>{terms})(?![\w{_POINTED}]|[\"'׳״]\w)",
            re.IGNORECASE,
        )


@cache
def default_lexicon() -> Lexicon:
    """The table that comes with the package."""
    return Lexicon.parse(files("language").joinpath("data/lexicon.csv").read_text(encoding="utf-8"), "lexicon.csv")


def _key(term: str) -> str:
    return " ".join(re.sub(_DOUBLE, '"', re.sub(_SINGLE, "'", term)).lower().split())


def _written(term: str) -> str:
    letters = re.escape(term).replace('"', _DOUBLE).replace("'", _SINGLE)
    return letters.replace(r"\ ", r"\s+")


def _entries(text: str, name: str) -> list[tuple[int, Entry]]:
    """(line, entry) in the order of the file."""
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    entries: list[tuple[int, Entry]] = []
    seen: dict[tuple[str, str], int] = {}
    try:
        for row in reader:
            where = f"{name}, line {reader.line_num}"
            if not any(map(str.strip, row)) or row[0].lstrip().startswith("#"):
                continue
            if not seen and not entries and [each.strip() for each in row] == list(COLUMNS):
                seen[("", "")] = reader.line_num
                continue
            if ("", "") not in seen:
                raise BadLexicon(f"{where}: the first line must be {','.join(COLUMNS)}")
            entry = _entry(row, where)
            place = (_key(entry.term), entry.voice)
            if place in seen:
                raise BadLexicon(f"{where}: {entry.term!r} is already on line {seen[place]}")
            seen[place] = reader.line_num
            entries.append((reader.line_num, entry))
    except csv.Error as error:
        raise BadLexicon(f"{name}, line {reader.line_num}: {error}") from error
    return entries


def _entry(row: list[str], where: str) -> Entry:
    if len(row) != len(COLUMNS):
        raise BadLexicon(f"{where}: {len(row)} columns instead of {len(COLUMNS)}")
    term, voice, respelling, ssml = (remove_bidi(each).strip() for each in row)
    if not re.search(r"\w", term) or len(term) > _MAX_TERM:
        raise BadLexicon(f"{where}: the term must have a letter or a digit, and at most {_MAX_TERM} characters")
    if voice and not re.fullmatch(r"[\w.-]+", voice, re.ASCII):
        raise BadLexicon(f"{where}: {voice!r} is no name of a voice")
    mark = _mark(ssml, where) if ssml else None
    if not respelling and mark is None:
        raise BadLexicon(f"{where}: {term!r} has neither a respelling nor SSML")
    entry = Entry(term, voice, respelling, mark)
    for said in (entry.said, mark.text if mark else "", mark.plain if mark else ""):
        if any(character.isnumeric() for character in said):
            raise BadLexicon(f"{where}: a digit would reach the voice in {said!r}")
        if re.search(r"[<>&]", said):
            raise BadLexicon(f"{where}: SSML belongs into the column ssml, not into {said!r}")
    return entry


def _mark(ssml: str, where: str) -> Mark:
    found = _SSML.fullmatch(ssml)
    if found is None:
        raise BadLexicon(f'{where}: SSML must be <sub alias="…">…</sub> or <phoneme alphabet="…" ph="…">…</phoneme>')
    tag: Literal["sub", "phoneme"] = "sub" if found[1] == "sub" else "phoneme"
    attributes = tuple((name, unescape(value)) for name, value in _ATTRIBUTE.findall(found[2]))
    if {name for name, _ in attributes} != _NEEDED[tag] or len(attributes) != len(_NEEDED[tag]):
        raise BadLexicon(f"{where}: <{tag}> takes {' and '.join(sorted(_NEEDED[tag]))}")
    if tag == "phoneme" and dict(attributes)["alphabet"] not in _ALPHABETS:
        raise BadLexicon(f"{where}: the alphabet must be one of {', '.join(sorted(_ALPHABETS))}")
    return Mark(tag, unescape(found[3]).strip(), attributes)
