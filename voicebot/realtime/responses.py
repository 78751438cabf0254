"""One response at a time: what is asked for, what runs, and what is late. Pure."""

from collections import deque
from collections.abc import Container
from dataclasses import dataclass, field

from voicebot.realtime import openai_events
from voicebot.realtime.commands import Event

REMEMBERED = 64
"""Responses and items whose late deltas are known; they come within a second, so a few would do."""


@dataclass(frozen=True)
class Wish:
    """A response to ask for: exactly `line`, or an answer when it is empty."""

    line: str = ""
    exchange: int = 0


@dataclass
class Responses:
    """The server runs one response at a time and refuses a second; we ask for each only when it is free."""

    active: str = ""
    current: Wish | None = None
    exchange: int = 0
    spoke: bool = False
    tools: bool = True
    _asked: Wish | None = None
    _event_id: str = ""
    _cancel_at_birth: bool = False
    _wishes: deque[Wish] = field(default_factory=deque)
    _dropped: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    _count: int = 0

    @property
    def busy(self) -> bool:
        """Whether a response runs or has been asked for."""
        return bool(self.active) or self._asked is not None

    @property
    def wanted(self) -> bool:
        return bool(self._wishes)

    @property
    def cancelling(self) -> bool:
        """Whether what runs was cut and has not ended yet."""
        return bool(self.active) and self.active in self._dropped

    @property
    def running_line(self) -> str:
        """The exact words that are being said, "" for a free answer."""
        wish = self._asked or self.current
        return wish.line if wish and self.busy else ""

    def wish(self, wish: Wish) -> None:
        """Ask for a response when there is room; one answer is enough, however often it is wished."""
        if not wish.line:
            self._wishes = deque(each for each in self._wishes if each.line)
        self._wishes.append(wish)

    def forget_wishes(self) -> None:
        self._wishes.clear()

    def forget_answers(self, exchanges: Container[int]) -> bool:
        """Wish for no answer to these any more; whether one was wished."""
        kept = deque(each for each in self._wishes if each.line or each.exchange not in exchanges)
        forgotten = len(kept) < len(self._wishes)
        self._wishes = kept
        return forgotten

    def promises(self, line: str) -> bool:
        """Whether these exact words are about to be said, and were not cut."""
        cut = self._cancel_at_birth if self._asked is not None else self.cancelling
        return any(each.line == line for each in self._wishes) or (self.running_line == line and not cut)

    def next(self, tools: bool = True) -> Event | None:
        """The next response.create, if nothing is in its way. `tools`: whether an answer may call any."""
        if self.busy or not self._wishes:
            return None
        self._asked = self._wishes.popleft()
        self._cancel_at_birth, self.tools = False, tools
        self._count += 1
        self._event_id = f"create_{self._count}"
        if self._asked.line:
            return openai_events.say(self._event_id, self._asked.line)
        return openai_events.create(self._event_id, self.tools)

    def created(self, response_id: str) -> Event | None:
        """A response has begun; a cancel when it was cut before it began."""
        self.active, self.current = response_id, self._asked
        self.exchange = self._asked.exchange if self._asked else self.exchange
        self._asked, self.spoke = None, False
        if self._cancel_at_birth:
            return self.cancel()
        return None

    def done(self, response_id: str) -> bool:
        """Whether it was the one that runs; it does no more."""
        if not response_id or response_id != self.active:
            return False
        self.active = ""
        return True

    def cancel(self) -> Event | None:
        """Cut what runs; a cancel only for an active response, and at once what comes late is known."""
        if self._asked is not None:
            self._cancel_at_birth = True
            return None
        if not self.active or self.active in self._dropped:
            return None
        self._dropped.append(self.active)
        return openai_events.cancel(self.active)

    def refused(self, event_id: str) -> Wish | None:
        """What was asked for with that event, if it is still asked for: the server will not do it."""
        if self._asked is None or event_id != self._event_id:
            return None
        wish, self._asked = self._asked, None
        return wish

    def drop(self, item_id: str) -> None:
        """Nothing of this item is played any more."""
        self._dropped.append(item_id)

    def is_late(self, response_id: object, item_id: str) -> bool:
        """Whether a delta belongs to what was cut."""
        return response_id in self._dropped or item_id in self._dropped

    def lost(self) -> Wish | None:
        """The connection is gone: what was being answered, if it was not spoken yet."""
        unspoken = self._asked or (self.current if self.active and not self.spoke else None)
        self.active, self._asked, self.current = "", None, None
        return unspoken
