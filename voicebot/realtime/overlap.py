"""Words that a caller says into our speech: where in it they began. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from voicebot.realtime.playback import Cut

LAST_MS = 1_500
"""A sign of listening that began so shortly before the end of what was said is an answer to it."""
LAST_WORD_MS = 600
"""So much of a question may be left when it is answered: its last word, and what a mark needs to come back."""


@dataclass(frozen=True)
class Overlap:
    """`heard_ms` of all that was ever sent had been heard when they began; `asked`: with a question in it."""

    heard_ms: float
    asked: bool

    @classmethod
    def now(cls, sent_ms: float, playing: Sequence[Cut], heard: Sequence[str], complete: bool) -> "Overlap":
        """They begin now. `playing` is what plays, `heard` the words of it so far; `complete`: no more of it comes."""
        left = sum(each.sent_ms - each.heard_ms for each in playing)
        asked = any("?" in each for each in heard)
        return cls(sent_ms - left, asked or (complete and left <= LAST_WORD_MS))

    def is_answer(self, sent_ms: float) -> bool:
        """Whether they are one, now that everything has been heard."""
        return self.asked or sent_ms - self.heard_ms <= LAST_MS
