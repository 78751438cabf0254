"""What the caller has really heard: audio goes out with marks, and marks come back as it is played. Pure."""

from collections import deque
from dataclasses import dataclass, field

from voicebot.realtime import codec

MARK_EVERY_MS = 160
"""Unmarked audio, at most: how precisely a cut is known, against a message more on each side."""
PIECE = 2_132
"""Characters of base64 in one frame: 1,599 bytes, 200 ms. A multiple of 4, so that it can be cut without decoding."""


@dataclass
class Item:
    """One item of the model's speech. Times in ms."""

    id: str
    sent_ms: float = 0.0
    marked_ms: float = 0.0
    heard_ms: float = 0.0
    complete: bool = False


@dataclass(frozen=True)
class Cut:
    """An item that was not heard to its end."""

    item_id: str
    heard_ms: int
    sent_ms: int


@dataclass
class Playback:
    """The audio between us and the caller's ear; `sent_ms` is all that was ever sent."""

    stream_sid: str
    sent_ms: float = 0.0
    _items: dict[str, Item] = field(default_factory=dict)
    _marks: deque[tuple[str, str, float, bool]] = field(default_factory=deque)
    _count: int = 0
    _head: bytes = b""

    def __post_init__(self) -> None:
        self._head = codec.media_head(self.stream_sid)

    @property
    def audible(self) -> bool:
        """Whether anything is still to be played."""
        return bool(self._items)

    @property
    def unheard(self) -> bool:
        """Whether anything has been sent whose mark has not come back: so it is known in speech without an end."""
        return bool(self._marks)

    @property
    def items(self) -> tuple[str, ...]:
        """What is still to be played."""
        return tuple(self._items)

    def play(self, item_id: str, payload: str) -> list[bytes]:
        """The frames that bring this audio to the caller."""
        item = self._items.get(item_id) or self._items.setdefault(item_id, Item(item_id))
        if len(payload) <= PIECE:
            return self._piece(item, payload)
        frames: list[bytes] = []
        for start in range(0, len(payload), PIECE):
            frames += self._piece(item, payload[start : start + PIECE])
        return frames

    def _piece(self, item: Item, piece: str) -> list[bytes]:
        ms = codec.bytes_of(piece) / codec.BYTES_PER_MS
        item.sent_ms += ms
        self.sent_ms += ms
        frame = codec.media_of(self._head, piece)
        if item.sent_ms - item.marked_ms >= MARK_EVERY_MS:
            return [frame, self._mark(item)]
        return [frame]

    def complete(self, item_id: str) -> list[bytes]:
        """No more audio of this item comes: its end is marked."""
        item = self._items.get(item_id)
        if item is None or item.complete:
            return []
        item.complete = True
        return [self._mark(item)]

    def end(self) -> tuple[str, bytes]:
        """A mark of its own, behind everything: (name, frame)."""
        self._count += 1
        name = f"end{self._count}"
        return name, codec.mark(self.stream_sid, name)

    def heard(self, name: str) -> list[str]:
        """Everything up to this mark has been played: the items that were heard to their end.

        A mark that is not awaited (an echo after `clear`) says nothing.
        """
        if all(name != each[0] for each in self._marks):
            return []
        done = []
        while self._marks:
            mark, item_id, at_ms, last = self._marks.popleft()
            item = self._items[item_id]
            item.heard_ms = at_ms
            if last:
                del self._items[item_id]
                done.append(item_id)
            if mark == name:
                break
        return done

    def cut(self) -> list[Cut]:
        """Forget what was not heard; tells of each item how much was. The caller of this sends `clear`."""
        cuts = self.playing()
        self._items.clear()
        self._marks.clear()
        return cuts

    def playing(self) -> list[Cut]:
        """How much has been heard so far of each item that is still to be played."""
        return [Cut(each.id, int(each.heard_ms), int(each.sent_ms)) for each in self._items.values()]

    def _mark(self, item: Item) -> bytes:
        self._count += 1
        item.marked_ms = item.sent_ms
        self._marks.append((str(self._count), item.id, item.sent_ms, item.complete))
        return codec.mark(self.stream_sid, str(self._count))
