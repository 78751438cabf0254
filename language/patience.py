"""How long a caller is waited for: it depends on the question, and on what the last recordings held. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

Question = Literal["yes_no", "open", "dictation"]

_NEAR_END_S: Final = 0.5
NOISY_TURNS: Final = 2
"""Turns in a row that held nothing but noise to their full length: then keys are asked for."""


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


class Recorded(Protocol):
    """What is known of a recording (`language.ears.Verdict` has it)."""

    @property
    def why(self) -> str: ...
    @property
    def duration_s(self) -> float: ...
    @property
    def ends_in_speech(self) -> bool: ...


def waits_left(question: Question, listened_s: float) -> int:
    """How many more recordings are to be chained, in silence, for somebody who has not begun to speak.

    One recording waits as long as its end silence; `listened_s` is what was waited already.
    """
    patience = PATIENCE[question]
    return max(0, -int(-(patience.begin_s - listened_s) // patience.end_silence_s))


def full_length(recorded: Recorded, max_length_s: float) -> bool:
    """Whether the recording ended because it was as long as allowed (Twilio's own figures differ a little)."""
    return recorded.duration_s >= max_length_s - _NEAR_END_S


def still_speaking(recorded: Recorded, max_length_s: float) -> bool:
    """Whether the caller was cut off in mid-sentence: go on recording and join, do not answer."""
    return recorded.ends_in_speech and full_length(recorded, max_length_s)


def noise_never_ends(last: Sequence[Recorded], max_length_s: float) -> bool:
    """Whether the next turns should ask by <Gather> or keys: the last two recordings were noise from end to end.

    `last` are the call's recordings, the newest last.
    """
    recent = last[-NOISY_TURNS:]
    return len(recent) == NOISY_TURNS and all(
        each.why == "noise" and full_length(each, max_length_s) for each in recent
    )
