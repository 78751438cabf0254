"""A hello: what people say into a telephone first, or when they are not sure that somebody is there."""

from collections.abc import Mapping
from typing import Final

from language.hebrew import tokens, word_set
from language.types import Language

_HELLO: Final[Mapping[Language, frozenset[str]]] = {
    "he": word_set("הלו אלו שלום היי הי אהלן"),
    "en": word_set("hello hi hey"),
    "es": word_set("hola aló bueno"),
}
_THERE: Final[Mapping[Language, frozenset[str]]] = {
    "he": word_set("שומע שומעת שומעים אותי אותנו את אתה אתם שם פה כאן איתי מישהו יש עדיין עוד"),
    "en": word_set("are you there can hear me is anybody anyone someone somebody still"),
    "es": word_set("me escucha escuchan oye oyen está ahí hay alguien"),
}
_WISHES: Final[Mapping[Language, frozenset[str]]] = {
    "he": word_set("בוקר ערב צהריים טוב טובים לילה אור מה שלומך נשמע קורה גם לך"),
    "en": word_set("good morning afternoon evening day how do you are doing to too"),
    "es": word_set("buenos buenas días tardes noches qué tal cómo está"),
}
_OPENS: Final = word_set("בוקר ערב צהריים morning afternoon evening buenos buenas")
"""One of these, or a hello, makes a greeting of such words."""
_SENSES: Final = word_set("שומע שומעת שומעים שם פה כאן איתי there hear escucha escuchan oye oyen ahí")
_MOST: Final = 6


def is_hello(said: str, language: Language) -> bool:
    """Whether the whole utterance is a hello in that language, or asks whether somebody is there."""
    words = tokens(said.lower())[: _MOST + 1]
    hello, there = _HELLO[language], _THERE[language]
    if not 0 < len(words) <= _MOST or not (hello | there).issuperset(words):
        return False
    return not (hello | _SENSES).isdisjoint(words)


def greets(said: str, language: Language) -> bool:
    """Whether the whole utterance only greets, whatever for: a hello, or "בוקר טוב, מה שלומך"."""
    words = tokens(said.lower())[: _MOST + 1]
    hello = _HELLO[language]
    wished = 0 < len(words) <= _MOST and (hello | _WISHES[language]).issuperset(words)
    return is_hello(said, language) or (wished and not (hello | _OPENS).isdisjoint(words))
