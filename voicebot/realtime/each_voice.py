"""What each voice answers for itself in a call that both hold alike. Pure."""

from abc import ABC, abstractmethod

from voicebot.realtime.commands import Event
from voicebot.realtime.outbox import Outbox


class EachVoice(Outbox, ABC):
    """What `CallSession` asks of the voice that it is."""

    @abstractmethod
    def _appended(self, payload: str) -> Event:
        """The event that brings the caller's audio, base64 as it came, to the model."""

    @property
    @abstractmethod
    def _said_goodbye(self) -> bool:
        """Whether the call is ending, and its last words have been said."""

    @abstractmethod
    def _key(self, digit: str) -> None:
        """A key was pressed, and stands alone."""

    @abstractmethod
    def _code(self, keys: str) -> None:
        """Several keys were pressed that belong together, or none when a stage is over."""

    @abstractmethod
    def _cut_in(self) -> None:
        """Stop speaking: the caller presses keys."""

    @abstractmethod
    def _take_effect(self, text: str, digits: str) -> None:
        """Nobody is answered any more, and nothing is said: what has an effect by the rules has it, once."""

    def _played(self, items: list[str]) -> None:
        """These items have been heard to their end."""

    def _timed_out(self, name: str) -> None:
        """Another timer has run out."""

    @abstractmethod
    def _may_ask_again(self) -> bool:
        """Whether a silent caller is to be asked, or is not really silent."""

    @property
    @abstractmethod
    def _nobody_speaks(self) -> bool:
        """Whether neither side is saying anything, nor about to."""

    @abstractmethod
    def _say(self, line: str) -> None:
        """Say exactly this."""

    @abstractmethod
    def _say_goodbye(self, line: str, reason: str) -> None:
        """Say this, and end the call."""

    def _last_words(self) -> None:
        """What was said belongs to the record, also when nobody answers it any more."""
