"""What of the profile a caller's question is about: by a field's name, or by the words that stand with it."""

import re
from collections.abc import Sequence
from typing import Final

from language.hebrew import fold, strip_prefixes, tokens
from stores.job_offer_values import ProfileField

QUESTION: Final = "question"
"""Field: what the caller asked before it was clear who that is; it is answered afterwards."""
PUT_OFF: Final = "question_put_off"
"""Field: the caller was told that nothing can be told before verification."""
_ENDING: Final = re.compile(r"(?<=[a-z]{3})(?:e|es|s|ing|ed)$")


def topics_in(fields: Sequence[ProfileField], question: str) -> list[ProfileField]:
    """The field of that name, else those one of whose words is in the question."""
    by_name = [each for each in fields if each.name == question.strip().lower().replace(" ", "_")]
    if by_name:
        return by_name
    said = {stem for each in tokens(question) for prefix in strip_prefixes(fold(each)) for stem in _stems(prefix)}
    return [each for each in fields if said & {stem for word in each.words for stem in _stems(fold(word))}]


def _stems(word: str) -> set[str]:
    """The word, and an English one also without its ending: earn, earns, earning."""
    return {word, _ENDING.sub("", word)} if word.isascii() else {word}
