"""The lines of a module, for the phrasebook."""

import re
from types import ModuleType

from language.phrases import Phrase

_ONLY_A_PLACE = re.compile(r"\{\w+\}\W*").fullmatch


def phrases_in(module: ModuleType) -> tuple[Phrase, ...]:
    """Every line that stands in the module; one that is all placeholder would fit any words."""
    return tuple(value for value in vars(module).values() if isinstance(value, Phrase) and not _ONLY_A_PLACE(value.he))
