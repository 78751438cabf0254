"""How long a caller is waited for: it depends on the question. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Question = Literal["yes_no", "open", "dictation"]


@dataclass(frozen=True)
class Patience:
    """Seconds to begin speaking within, and of silence that end an answer."""

    begin_s: float
    end_silence_s: float


PATIENCE: Final[Mapping[Question, Patience]] = {
    "yes_no": Patience(6.0, 1.0),
    "open": Patience(6.0, 2.0),
    "dictation": Patience(6.0, 3.0),
}
"""Who thinks gets six seconds to begin, whatever was asked; who spells an address pauses longer than who says yes."""

MAY_KEY: Final = "yes_no_or_code"
"""Asks for a yes, and keys are as good an answer."""
CODE: Final = "code"
"""Asks for keys."""
CODE_DIGITS: Final = 8
"""A code has so many at most."""


def kind_of(patient: str) -> Question:
    """The kind of question of that name; a stored name that this release no longer knows is an open one."""
    if patient == MAY_KEY:
        return "yes_no"
    return patient if patient in PATIENCE else "open"  # type: ignore[return-value]  # the keys are the names


def end_silence_s(usual_s: float, patient: str) -> int:
    """Seconds of silence that end an answer: `usual_s` after an open question, less after yes or no."""
    return max(1, round(usual_s + PATIENCE[kind_of(patient)].end_silence_s - PATIENCE["open"].end_silence_s))
