"""What was heard, read by rules: the caller's words and the keys pressed."""

from collections.abc import Mapping
from typing import Final

from language.hebrew import remove_bidi, tokens
from language.intents import INTENTS, read_intents
from language.script import other_language_of
from language.types import Heard, Language

KEYS: Final[Mapping[str, str]] = {"0": "human", "9": "optout", "*": "repeat"}
"""Told to whoever stays silent twice (`phrases.ASK_AGAIN_2`), with when to press: a recording hears keys only once we
have spoken. No greeting tells of them: it would be longer for everybody."""

_REFUSED: Final = frozenset({"no", "not_interested", "later", "goodbye", "optout"})
_NEGATED: Final = frozenset({"לא", "אין", "בלי", "אל", "no", "not", "don't", "dont", "never"})
_SENTENCE: Final = 4
"""Words; fewer may be a name or a brand."""


def is_command(digits: str) -> bool:
    """Whether these keys say it all: whoever presses one is not listened to, and not kept waiting."""
    return digits.strip().rstrip("#") in KEYS


def read(text: str, language: Language, digits: str = "") -> Heard:
    """The utterance with the intents read in it and in the keys, the most urgent first. Never raises."""
    clean = remove_bidi(text).strip()
    intents = set(read_intents(clean, language))
    if (
        language == "he"
        and not intents
        and len(clean.split()) >= _SENTENCE
        and other_language_of(clean) in ("en", "es")
    ):
        intents.add("other_language")  # whole sentences in another language that no rule understands
    if is_command(digits):
        intents.add(KEYS[digits.strip().rstrip("#")])
    return Heard(clean, language, tuple(name for name in INTENTS if name in intents), digits)


def asks_for_nothing(heard: Heard) -> bool:
    """Whether it is a no, or has one in it: such words ask for nothing, whatever they name."""
    return not (_REFUSED.isdisjoint(heard.intents) and _NEGATED.isdisjoint(tokens(heard.text.lower())))
