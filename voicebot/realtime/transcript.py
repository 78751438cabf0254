"""Who said what, as far as it was heard: texts come apart from their audio, and late. Pure."""

from dataclasses import dataclass, field
from typing import Literal

from voicebot.realtime.commands import Spoke
from voicebot.realtime.playback import Cut

Role = Literal["user", "assistant", "system"]
Said = tuple[Role, str]
REMEMBERED = 40
"""Utterances kept for a new connection; a model needs no more to go on."""


@dataclass
class _Speech:
    exchange: int
    fixed: bool
    text: str = ""
    done: bool = False
    played: bool = False


@dataclass
class Transcript:
    """The agent's items until they are heard, and the last utterances of both sides."""

    said: list[Said] = field(default_factory=list)
    """("user" | "assistant" | "system", text), the newest last."""
    _items: dict[str, _Speech] = field(default_factory=dict)

    def begin(self, item_id: str, exchange: int, fixed: bool) -> None:
        """An item of speech begins."""
        self._items.setdefault(item_id, _Speech(exchange, fixed))

    def add(self, item_id: str, delta: str) -> None:
        """A piece of its text."""
        if (speech := self._items.get(item_id)) and not speech.done:
            speech.text += delta

    def complete(self, item_id: str, text: str) -> list[Spoke]:
        """Its whole text."""
        speech = self._items.get(item_id)
        if speech is None:
            return []
        speech.text, speech.done = text or speech.text, True
        return self._spoken(item_id) if speech.played else []

    def played(self, item_id: str) -> list[Spoke]:
        """It was heard to its end."""
        speech = self._items.get(item_id)
        if speech is None:
            return []
        speech.played = True
        return self._spoken(item_id) if speech.done else []

    def cut(self, cut: Cut) -> list[Spoke]:
        """It was heard in part: as many words as fit the part of its audio."""
        if speech := self._items.get(cut.item_id):
            kept = self.heard(cut)
            speech.text = f"{kept}…" if kept else ""
        return self._spoken(cut.item_id)

    def heard(self, cut: Cut) -> str:
        """The words of it that fit the part of its audio that was heard."""
        speech = self._items.get(cut.item_id)
        words = speech.text.split() if speech else []
        part = min(1.0, cut.heard_ms / cut.sent_ms) if cut.sent_ms else 0.0
        return " ".join(words[: round(len(words) * part)])

    def rest(self) -> list[Spoke]:
        """Everything that has been played and whose text never came to its end."""
        return [each for item_id in list(self._items) for each in self._spoken(item_id)]

    def remember(self, role: Role, text: str) -> None:
        """This belongs to what a new connection has to know."""
        self.said.append((role, text))
        del self.said[:-REMEMBERED]

    def _spoken(self, item_id: str) -> list[Spoke]:
        speech = self._items.pop(item_id, None)
        text = speech.text.strip() if speech else ""
        if speech is None or not text:
            return []
        self.remember("assistant", text)
        return [Spoke(speech.exchange, text, speech.fixed)]
