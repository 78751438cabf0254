"""The keys of a telephone: each stands alone, but where a code may be keyed they are gathered. Pure."""

from dataclasses import dataclass
from typing import Literal

from language.patience import CODE, CODE_DIGITS, MAY_KEY

KEYS_S = 3.0
"""After a key without another one the code is complete, or the key stood alone."""

Pressed = Literal["alone", "ignored", "more", "complete"]


@dataclass
class Keypad:
    """`patient` is the question that is open, as the flow's step has it; `keys` are gathered and not yet told."""

    patient: str
    keys: str = ""
    _full: bool = False

    def press(self, key: str) -> Pressed:
        """What the key is. The # after as many digits as a code has says nothing any more."""
        full, self._full = self._full, False
        if key == "#" and full:
            return "ignored"
        if not self.keys and self.patient not in {CODE, MAY_KEY}:
            return "alone"
        if key == "#":
            return "complete" if self.keys else "ignored"
        self.keys += key
        self._full = len(self.keys) == CODE_DIGITS
        return "complete" if self._full else "more"

    def take(self) -> str:
        """What has been gathered."""
        keys, self.keys = self.keys, ""
        return keys
