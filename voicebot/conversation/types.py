"""What goes into a conversation and what comes out, whatever way it is held."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from language.types import Language
from stores.values import Call

KEYS = "keys:"
"""The source of a turn in which keys were all there was begins so; the keys follow."""


SILENCE = "silence"
"""The source of a turn in which nothing was said, or nothing has come of it."""
UTTERANCE = "speech:"
"""Begins the source of words or keys that make one turn in a call, however often they come; their hash follows."""

_PRESSED = re.compile(r"\(pressed ([0-9*#]+)\)")


def pressed(keys: str) -> str:
    """Keys as English words, for the transcript and the models."""
    return f"(pressed {keys})" if keys else ""


def keys_of(words: str) -> str:
    """The keys of which `words` tell, as `pressed` has them; "" for any other words."""
    found = _PRESSED.fullmatch(words)
    return found[1] if found else ""


def language_of(call: Call) -> Language:
    """What the caller speaks: chosen in the call, else what the call was begun in."""
    chosen = (call.state or {}).get("language") or call.language
    return "en" if chosen == "en" else "es" if chosen == "es" else "he"


@dataclass(frozen=True)
class Incoming:
    """A call that has just been connected. Numbers are E.164, None when withheld.

    `call_id` names the stored call of an outbound attempt; `scenario` overrides the default.
    """

    sid: str
    direction: Literal["inbound", "outbound"]
    caller: str | None
    called: str | None
    call_id: str | None = None
    scenario: str | None = None


@dataclass(frozen=True)
class Input:
    """What the caller did in one turn. Exactly one of `recording_sid` and `text` is set, or none for silence.

    `digits` are keys. `source` is the same for every repeat of the same webhook. `left` says that the caller
    hung up while speaking, `full` that the recording ended because it was as long as allowed, after `piece` others
    of the same utterance: the caller is recorded on. `after` says that the caller cut in, when so many sentences of
    the turn before had been given. `time_up` says that nobody spoke until a stage's time was over.
    """

    source: str
    recording_sid: str | None = None
    text: str | None = None
    digits: str = ""
    left: bool = False
    full: bool = False
    piece: int = 0
    unusable: bool = False
    after: int | None = None
    time_up: bool = False

    @property
    def says(self) -> bool:
        """Whether there is anything to hear: words, keys, or a recording."""
        return bool(self.recording_sid or self.text or self.digits)

    def stored(self) -> dict[str, Any]:
        """All but the source, as it is stored with the turn; what is as usual is left out."""
        values = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "source"}
        return {name: value for name, value in values.items() if value != getattr(Input, name)}

    @classmethod
    def of(cls, source: str, stored: Mapping[str, Any]) -> "Input":
        """The input that was stored so; what only another release knows of it is left out."""
        known = {each.name for each in fields(cls)} - {"source"}
        return cls(source, **{name: value for name, value in stored.items() if name in known})


@dataclass(frozen=True)
class Listen:
    """Hear the caller next; what is heard becomes turn `turn`. `patient` names how long the answer may take.

    `by` "speech" lets the telephone company do the hearing this once, whatever is usual. `piece` counts the pieces
    of an utterance that were recorded before this one.
    """

    turn: int
    patient: str = "open"
    by: str = ""
    piece: int = 0


@dataclass(frozen=True)
class More:
    """The turn is not over: ask again for what comes after `cursor` sentences.

    `by` "speech": the telephone company has heard the caller in this turn, and goes on hearing meanwhile.
    """

    turn: int
    cursor: int
    by: str = ""


@dataclass(frozen=True)
class Dial:
    """Connect the caller with this number (E.164)."""

    number: str


@dataclass(frozen=True)
class Over:
    """Hang up."""


Then = Listen | More | Dial | Over


@dataclass(frozen=True)
class Waited:
    """How long the caller of a turn waits for what is given: told once it is given, and to one of all who ask for it.

    `ms` from the turn's beginning to its answer's first sentence, if that is given; `silence_s` ended the recording.
    """

    turn: int
    filler: bool
    ms: int | None
    recorded: bool
    silence_s: float | None


@dataclass(frozen=True)
class Reply:
    """What the caller gets: `lines` to speak in `language` after `pause_s` seconds, and what comes then.

    `slow` is for a caller who asked for it.
    """

    lines: tuple[str, ...]
    then: Then
    language: Language
    pause_s: int = 0
    slow: bool = False
    waited: Waited | None = None


@dataclass(frozen=True)
class TextReply:
    """The answer to one turn in text. `action` is a name of the API's contract or None."""

    conversation_id: str
    text: str
    action: str | None
    payload: Mapping[str, Any] | None
