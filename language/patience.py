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
