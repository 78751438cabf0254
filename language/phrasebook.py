"""The translator that needs no key: lines it knows as hand-written pairs, and nothing else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from language.everyday import everyday_pairs
from language.hebrew import normalise, script
from language.phrases import GENERAL, Phrase
from language.terms import Marked
from language.terms.marking import TOKEN, number_of, token
from language.types import Language, Untranslatable

_PLACE: Final = re.compile(r"(\{\w+\})")
_WORD: Final = re.compile(r"[\w']+")
_BREAK: Final = re.compile(r"(?<=[.!?])\s+")
_UNSAYABLE: Final = re.compile(r"[A-Za-z\d]")
_HELD: Final = re.compile(r"ǁ(\d{1,2})ǁ")
"""A token while a line is recognised: its brackets would be taken for punctuation, these are letters."""
_MAX_LENGTH: Final = 2_000
_LINES: Final = 8_192
"""How many lines' forms a process remembers: several books share them. What callers say is not among them."""


@dataclass(frozen=True)
class _Template:
    """A line with places, and how to recognise it."""

    line: Phrase
    source: re.Pattern[str]


class Phrasebook:
    """Translates whole sentences that are one of the given lines, with the values in their places.

    `values` are texts known in both languages (names, spoken slots): a value found in a place is carried
    over in the other language's form. English that is not known raises Untranslatable, and so does a value
    that Hebrew could not say. Hebrew that is not known is returned as it is: the original goes on.
    Its tables are replaced, never changed, hence it is safe for threads.
    """

    name = "phrasebook"
    paired = True
    """What it gives was written by hand: its terms are in it, whatever their form."""

    def __init__(self, lines: Iterable[Phrase] = (), values: Iterable[Phrase] = ()) -> None:
        book = (*lines, *GENERAL)
        fixed = [*(line for line in book if not line.placeholders), *values]
        self._fixed: dict[Language, dict[str, str]] = {
            "he": {_line_key(form): line.en for line in reversed(fixed) for form in line.forms},
            "en": {_line_key(line.en): line.he for line in reversed(fixed)},
        }
        self._everyday = {_line_key(hebrew): english for hebrew, english in everyday_pairs()}
        templates = sorted((line for line in book if line.placeholders), key=lambda line: -len(line.he))
        self._templates: dict[Language, tuple[_Template, ...]] = {
            "he": tuple(_Template(line, _recogniser(form)) for line in templates for form in line.forms),
            "en": tuple(_Template(line, _recogniser(line.en)) for line in templates),
        }

    def learn(self, lines: Iterable[Phrase]) -> None:
        """Know further lines without places; of two with the same words the newer counts."""
        known = tuple(lines)
        self._fixed = {
            "he": {**self._fixed["he"], **{_key(form): line.en for line in known for form in line.forms}},
            "en": {**self._fixed["en"], **{_key(line.en): line.he for line in known}},
        }

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        """One rendering for each text. Raises Untranslatable; never waits, so `timeout_s` is not used."""
        return list(texts) if source == target else [self._render(text, source) for text in texts]

    def translate_marked(
        self, sentences: Sequence[Marked], source: Language, target: Language, timeout_s: float
    ) -> list[str]:
        """The same for marked sentences: a token in a line's place is carried over. Raises as `translate`."""
        if source == target:
            return [each.plain for each in sentences]
        return [self._from_marks(each, source) or self._render(each.plain, source) for each in sentences]

    def _from_marks(self, sentence: Marked, source: Language) -> str:
        """The line with tokens in its places, "" when it is none."""
        if not sentence.terms:
            return ""
        if whole := self._from_marked_line(sentence.template, source):
            return whole
        parts = [self._from_marked_line(part, source) for part in _BREAK.split(sentence.template.strip())]
        return " ".join(parts) if all(parts) else ""

    def _from_marked_line(self, text: str, source: Language) -> str:
        try:
            if not TOKEN.search(text):
                return self._line(text, source) or ""
            known = self._from_template(TOKEN.sub(lambda found: f"ǁ{number_of(found)}ǁ", text), source)
        except Untranslatable:
            return ""
        return known or ""

    def _render(self, text: str, source: Language) -> str:
        if (known := self._line(text, source)) is not None:
            return known
        sentences = [self._line(sentence, source) for sentence in _BREAK.split(text.strip())]
        if None not in sentences:
            return " ".join(filter(None, sentences))
        if source == "he":
            return text
        raise Untranslatable(f"not in the phrasebook: {text[:60]!r}")

    def _line(self, text: str, source: Language) -> str | None:
        key = _key(text)
        if (known := self._fixed[source].get(key)) is not None:
            return known
        if source == "he" and key in self._everyday:
            return self._everyday[key]
        return self._from_template(text, source)

    def _from_template(self, text: str, source: Language) -> str | None:
        plain = normalise(text[:_MAX_LENGTH])
        for template in self._templates[source]:
            if found := template.source.fullmatch(plain):
                values = {name: self._value(value, source) for name, value in found.groupdict().items()}
                if set(values) == template.line.placeholders:
                    return template.line.fill(**values).text("en" if source == "he" else "he")
        return None

    def _value(self, value: str, source: Language) -> str:
        if held := _HELD.fullmatch(value):
            return token(int(held[1]))
        known = self._fixed[source].get(_key(value), value)
        if source == "en" and (_UNSAYABLE.search(known) or script(known) not in ("hebrew", "none")):
            raise Untranslatable(f"no Hebrew form is known for {value[:40]!r}")
        return known


def _key(text: str) -> str:
    return " ".join(_WORD.findall(normalise(text[:_MAX_LENGTH]).lower()))


_line_key = lru_cache(_LINES)(_key)


@lru_cache(_LINES)
def _recogniser(line: str) -> re.Pattern[str]:
    """A pattern for the normalised line: its words, anything but words between them, values in places."""
    parts = _PLACE.split(normalise(line))
    seen: set[str] = set()
    return re.compile("".join(_part(part, seen) for part in parts) + r"\W*", re.IGNORECASE | re.DOTALL)


def _part(part: str, seen: set[str]) -> str:
    if not _PLACE.fullmatch(part):
        return re.sub(r"(?:\\?[^\w'\\])+", r"\\W+", re.escape(part))
    name = part[1:-1]
    if name in seen:
        return f"(?P={name})"
    seen.add(name)
    return f"(?P<{name}>.+?)"
