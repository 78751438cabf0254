"""Fields of a form: what is asked, how a value is read, how it is named, and what it is when there is none."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from voicebot.agents.flow import Arguments
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard, Line

NO = ("no", "not_interested", "wrong_number")
NONE = "none"
"""What is kept for a field that the caller has not: see `Without`."""
_NO_LABELS = frozenset(re.findall(r"\w+", """
    נכון סליחה שוב של את על מה מי איזה איזו באיזו מתי הוא היא זה שלך אז המלא right correct again under the a
    of is are was your you what which when who it so at on an right correcto perdón cuál cuáles los
    las el la son qué es su de a hora
"""))  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_PREFIXES = "ושהבלכמ"
_CORRECTS = re.compile(
    r"\b(?:ל?תקן|תתקני|תיקון|לשנות|תשני|תשנה|להחליף|טעיתי|טעינו|טעות|שגיאה|לא נכון|לא נכונה|correct|change|fix"
    r"|wrong|mistake|corregir|cambiar|error|equivoqué|equivocado|incorrecto)\b",
    re.IGNORECASE,
)


def says_no(heard: Heard) -> bool:
    """Whether a no was read in the words; to a form a wrong number is one too: "no, David"."""
    return not set(NO).isdisjoint(heard.intents)


def wants_correction(heard: Heard) -> bool:
    """Whether something that was said before is to be corrected: "אני רוצה לתקן את השם"."""
    return bool(_CORRECTS.search(heard.spoken or heard.text))


@dataclass(frozen=True)
class FieldValue:
    """What was read: the value as it is stored, and as it is spoken when it is read back."""

    value: str
    spoken: Line


@dataclass(frozen=True)
class Without:
    """That there is none: `hears` reads it anywhere in the call, `answers` in an answer to the field's own question.

    `confirm` reads `value` back; after a yes `NONE` is kept for all of `fields`.
    """

    value: Line
    confirm: Line
    hears: Callable[[Heard], bool]
    answers: Callable[[Heard], bool]
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """One field. `confirm` has a place {value}; `about` and `examples` are for the model.

    `read` finds the value in the caller's own words, `named` tells whether they speak of this field by its name; where
    it is not given, the words of its question that no other field's question has are its name. Both get what a model
    passes on as well, and `read` must read its own `value` again. `free`: almost any words could be its value, so that
    after it was read back only a no, or its name, brings another one. `without`: it may be that there is none;
    `lacking` tells, of an answer to its question, that the caller cannot give it ("לא זוכר"); then `needed` is said.
    `hinted`: the words may speak of this field or of another one: "הטרקטור" is a number and plates.
    """

    name: str
    ask: Line
    again: Line
    confirm: Line
    about: str
    read: Callable[[Heard], FieldValue | None]
    tries: int = 3
    patient: str = "dictation"
    examples: tuple[str, ...] = ()
    named: Callable[[Heard], bool] | None = None
    free: bool = False
    without: Without | None = None
    lacking: Callable[[Heard], bool] | None = None
    needed: Line | None = None
    hinted: Callable[[Heard], bool] | None = None

    def speaks_of(self, heard: Heard) -> bool:
        """Whether the words speak of this field by its name."""
        return self.named is not None and self.named(heard)


def missing(fields: Sequence[Field], state: CallState) -> list[Field]:
    """The fields that nothing was kept for yet, in order."""
    return [each for each in fields if not state.fields.get(each.name)]


def filling(field: Field) -> Arguments:
    """What was read, else the words as they are, which the tool counts as a try."""

    def arguments(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        found = field.read(heard)
        return {"name": field.name, "value": found.value if found else ""}

    return arguments


def labelled(fields: Sequence[Field]) -> tuple[Field, ...]:
    """The fields, each of them with a name: its own, else what its question alone asks for."""
    words = {each.name: _label_words(each) for each in fields}
    made = []
    for each in fields:
        others = frozenset().union(*(found for name, found in words.items() if name != each.name))
        named = each.named or _says_any(words[each.name] - others)
        made.append(replace(each, named=named))
    return tuple(made)


def _label_words(field: Field) -> frozenset[str]:
    lines = (text for line in (field.ask, field.confirm) for text in (line.he, line.en, line.es))
    label = " ".join((*lines, field.name.replace("_", " "))).replace("{value}", " ")
    found = set(_WORD.findall(label.lower())) - _NO_LABELS
    return frozenset(found | {each[1:] for each in found if each.startswith("ה") and len(each) > 2})


def _says_any(words: frozenset[str]) -> Callable[[Heard], bool]:
    """Whether one of these words, or one of them behind a prefix, is said."""

    def named(heard: Heard) -> bool:
        said = _WORD.findall((heard.spoken or heard.text).lower())
        bare = (each[1:] for each in said if each[0] in _PREFIXES)
        return not words.isdisjoint({*said, *bare})

    return named
