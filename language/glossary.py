"""The words of this business, as people here say them: one table for every translator that can be told."""

import csv
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from io import StringIO
from pathlib import Path
from typing import Final

from language.terms import Term, TermSet
from language.types import Language, LanguageError

GLOSSARY_FILE: Final = Path(__file__).parent / "data" / "glossary.csv"
HINTS: Final = 20
"""The most entries a language model is told of in one request."""
_EXACT: Final = "exact"
_COLUMNS: Final = ["en", "he", "note"]


class BadGlossary(LanguageError):
    """The table cannot be used; the text says which line, and why."""


@dataclass(frozen=True)
class Entry:
    """One word or expression. With the note "exact" it is a protected term, never inflected (a product's name)."""

    en: str
    he: str
    note: str = ""

    @property
    def exact(self) -> bool:
        return self.note == _EXACT

    def text(self, language: Language) -> str:
        return self.he if language == "he" else self.en


@dataclass(frozen=True)
class Glossary:
    """Entries in the order of the file."""

    entries: tuple[Entry, ...] = ()
    _seen: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def digest(self) -> str:
        """Twelve hex digits that change with any word; notes do not count."""
        words = "\n".join(f"{each.en}\t{each.he}" for each in self.entries)
        return hashlib.sha256(words.encode()).hexdigest()[:12]

    @cached_property
    def terms(self) -> TermSet:
        """The exact entries as protected terms."""
        return TermSet.of(Term("word", each.en, each.he) for each in self.entries if each.exact)

    def hints(self, texts: Iterable[str], source: Language) -> tuple[Entry, ...]:
        """The entries whose words stand in the texts, in the order of the file; at most HINTS."""
        if not self.entries:
            return ()
        found = {match.casefold() for text in texts for match in self._pattern(source).findall(text)}
        return tuple(each for each in self.entries if each.text(source).casefold() in found)[:HINTS]

    def _pattern(self, source: Language) -> re.Pattern[str]:
        if source not in self._seen:
            words = sorted((each.text(source) for each in self.entries), key=len, reverse=True)
            prefix = "(?:ו?(?:כש|ש)?[בלכמה]?)" if source == "he" else ""
            self._seen[source] = re.compile(rf"(?<!\w){prefix}({'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
        return self._seen[source]

    def as_csv(self) -> str:
        """The table as Google's equivalent term sets are written: a header of language codes, then the terms."""
        out = StringIO()
        csv.writer(out, lineterminator="\n").writerows([("en", "he"), *((each.en, each.he) for each in self.entries)])
        return out.getvalue()


def read_glossary(text: str) -> Glossary:
    """The table in a CSV text with the columns en, he, note. Raises BadGlossary."""
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff")), strict=True)
    if reader.fieldnames != _COLUMNS:
        raise BadGlossary(f"the first line must be {','.join(_COLUMNS)}")
    return Glossary(_checked([_entry(row, number) for number, row in enumerate(reader, 2)]))


@cache
def glossary() -> Glossary:
    """The repository's own table."""
    return read_glossary(GLOSSARY_FILE.read_text(encoding="utf-8"))


def _entry(row: dict[str, str | None], number: int) -> Entry:
    en, he, note = ((row.get(name) or "").strip() for name in _COLUMNS)
    if not en or not he or None in row:
        raise BadGlossary(f"line {number}: en and he must both be there, and nothing after note")
    return Entry(en, he, note)


def _checked(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    seen: set[str] = set()
    for entry in entries:
        if entry.en.casefold() in seen:
            raise BadGlossary(f"{entry.en!r} is there twice")
        seen.add(entry.en.casefold())
    return tuple(entries)
