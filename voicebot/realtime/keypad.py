"""The keys of a telephone: each stands alone, but where a code may be keyed they are gathered. Pure."""

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from language.patience import CODE, CODE_DIGITS, MAY_KEY

KEYS_S = 3.0
"""After a key without another one the code is complete, or the key stood alone."""

MOST_KEYS, WITHIN_S = 20, 2.0
"""A hand presses no more than ten keys a second; a telephone may dial a stored code, and a network hold some back."""
MOST_KEYED = 60
"""Keys that stood alone, and codes, in one call: each is an exchange that is stored and answered."""

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


@dataclass
class KeyBounds:
    """How many keys of one call are listened to: a flood of them comes from no hand, and each would be stored."""

    _pressed: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_KEYS))
    _keyed: int = 0

    def may_press(self, now: float) -> bool:
        """Whether a key that comes now is one of few enough."""
        if len(self._pressed) == MOST_KEYS and now - self._pressed[0] < WITHIN_S:
            return False
        self._pressed.append(now)
        return True

    def may_ask(self) -> bool:
        """Whether a key that stands alone, or a code, is one of few enough in this call."""
        self._keyed += 1
        return self._keyed <= MOST_KEYED
