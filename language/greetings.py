"""A hello: what people say into a telephone first, or when they are not sure that somebody is there."""

from collections.abc import Mapping
from typing import Final

from language.hebrew import tokens
from language.types import Language

_HELLO: Final[Mapping[Language, frozenset[str]]] = {
    "he": frozenset("הלו אלו שלום היי הי אהלן".split()),
    "en": frozenset("hello hi hey".split()),
    "es": frozenset("hola aló bueno".split()),
}
_THERE: Final[Mapping[Language, frozenset[str]]] = {
    "he": frozenset("שומע שומעת שומעים אותי אותנו את אתה אתם שם פה כאן איתי מישהו יש עדיין עוד".split()),
    "en": frozenset("are you there can hear me is anybody anyone someone somebody still".split()),
    "es": frozenset("me escucha escuchan oye oyen está ahí hay alguien".split()),
}
_SENSES: Final = frozenset("שומע שומעת שומעים שם פה כאן איתי there hear escucha escuchan oye oyen ahí".split())
_MOST: Final = 6


def is_hello(said: str, language: Language) -> bool:
    """Whether the whole utterance is a hello in that language, or asks whether somebody is there."""
    words = tokens(said.lower())[: _MOST + 1]
    hello, there = _HELLO[language], _THERE[language]
    if not 0 < len(words) <= _MOST or not (hello | there).issuperset(words):
        return False
    return not (hello | _SENSES).isdisjoint(words)
