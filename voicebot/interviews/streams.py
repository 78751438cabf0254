"""Live transcripts as server-sent events: one reader for a process looks in the store, and fans out to all streams.

What was said is in the store first, so a stream can be served by any process, and goes on after a break from the
last event that its client has seen.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import structlog

from stores import Stores
from stores.errors import NotFound, StoreError
from stores.interview_values import Interview
from stores.news import Tell
from voicebot.interviews.transcripts import Entry, Place, entries, event

log = structlog.get_logger()

MOST_STREAMS = 16
"""Of one process: each holds a thread, of which calls have to have enough."""
LOOK_S, LOOK_TOLD_S = 0.25, 2.0
"""How often the reader looks: where nobody tells it of news, and where somebody does."""
KEEPALIVE_S = 15.0
"""After so long without a word a comment is sent: proxies keep the line, and a client that is gone is noticed."""
SLICE_S = 1.0
"""How soon a stream notices that its process ends."""
START = Place(0, 0)
ERASED = "erased"
"""The reason why a stream ends whose interview was erased with the candidate."""


class TooManyStreams(Exception):
    """As many streams are open in this process as may be."""


class _Feed:
    """One interview's events as far as they are known; `ended` once none will come any more."""

    def __init__(self, interview_id: int) -> None:
        self.interview_id = interview_id
        self.call_id: str | None = None
        self.events: list[tuple[Place, bytes]] = []
        self.ended: dict[str, Any] | None = None
        self.changed = threading.Condition()
        self.readers = 0

    def refresh(self, stores: Stores) -> None:
        """Look what is new. Raises StoreError."""
        interview = stores.interviews.get(self.interview_id)
        self.call_id = interview.call_id if interview.started_at else None
        found, settled = _said(interview, stores)
        over = interview.status == "ended" and settled
        with self.changed:
            last = self.events[-1][0] if self.events else START
            self.events += [(each.place, _frame(each, interview)) for each in found if each.place > last]
            if over:
                self.ended = {"type": "end", "endReason": interview.end_reason}
            self.changed.notify_all()

    def erased(self) -> None:
        """The interview is in the store no more: nothing follows what was said so far."""
        with self.changed:
            self.ended = {"type": "end", "endReason": ERASED}
            self.changed.notify_all()


class Streams:
    """The streams of this process."""

    def __init__(
        self, stores: Stores, told: Callable[[Tell], bool] = lambda tell: False, most: int = MOST_STREAMS
    ) -> None:
        """`told` has a function told of news of turns, and says whether it is (as `TurnNews.heard_by`)."""
        self._stores = stores
        self._told = told
        self._most = most
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._feeds: dict[int, _Feed] = {}
        self._open = 0
        self._reader: threading.Thread | None = None
        self._alive: Callable[[], bool] = threading.main_thread().is_alive

    def while_alive(self, alive: Callable[[], bool]) -> None:
        """End all streams when this says that the process ends."""
        self._alive = alive

    @property
    def count(self) -> int:
        """How many are open."""
        return self._open

    def open(self, interview_id: int, after: Place = START) -> "Stream":
        """A stream of what is said after that place. Raises TooManyStreams, NotFound, StoreError."""
        self._stores.interviews.get(interview_id)
        with self._lock:
            if self._open >= self._most:
                raise TooManyStreams
            self._open += 1
            feed = self._feeds.setdefault(interview_id, _Feed(interview_id))
            feed.readers += 1
            if self._reader is None or not self._reader.is_alive():
                self._reader = threading.Thread(target=self._run, name="transcript-streams")
                self._reader.start()
        self._wake.set()
        return Stream(feed, after, lambda: self._close(feed), self._is_alive)

    def _is_alive(self) -> bool:
        return self._alive()

    def _close(self, feed: _Feed) -> None:
        with self._lock:
            self._open -= 1
            feed.readers -= 1
            if not feed.readers:
                self._feeds.pop(feed.interview_id, None)
        self._wake.set()

    def _run(self) -> None:
        while feeds := self._watched():
            told = self._told(self._tell)
            for feed in feeds:
                try:
                    feed.refresh(self._stores)
                except NotFound:
                    feed.erased()
                except StoreError as error:
                    log.warning("streams.store_away", reason=type(error).__name__)
            self._wake.wait(LOOK_TOLD_S if told else LOOK_S)
            self._wake.clear()

    def _watched(self) -> list[_Feed]:
        """What there is to look for; nothing is the end of the reader, which the next stream starts anew."""
        with self._lock:
            feeds = list(self._feeds.values()) if self._alive() else []
            if not feeds:
                self._reader = None
            return feeds

    def _tell(self, call_id: str, number: int) -> None:
        if any(each.call_id in (None, call_id) for each in list(self._feeds.values())):
            self._wake.set()


class Stream:
    """One client's stream: an iterator of bytes, to be closed by whoever serves it, however that ends."""

    def __init__(self, feed: _Feed, after: Place, closed: Callable[[], None], alive: Callable[[], bool]) -> None:
        self._feed = feed
        self._after = after
        self._closed: Callable[[], None] | None = closed
        self._alive = alive
        self._at = 0
        self._begun = self._over = False
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if not self._begun:
            self._begun = True
            return b"retry: 2000\n\n"
        if not self._over and self._closed is not None and (frame := self._next()) is not None:
            return frame
        self.close()
        raise StopIteration

    def close(self) -> None:
        """Give the stream's place free; once, whoever asks."""
        with self._lock:
            closed, self._closed = self._closed, None
        if closed is not None:
            closed()

    def _next(self) -> bytes | None:
        """The next event, the end, or a comment when nothing was said for long; None when the process ends."""
        until = time.monotonic() + KEEPALIVE_S
        feed = self._feed
        with feed.changed:
            while True:
                while self._at < len(feed.events):
                    place, frame = feed.events[self._at]
                    self._at += 1
                    if place > self._after:
                        return frame
                if feed.ended is not None:
                    self._over = True
                    return f"event: end\ndata: {json.dumps(feed.ended)}\n\n".encode()
                if not self._alive() or self._closed is None:
                    return None
                left = until - time.monotonic()
                if left <= 0:
                    return b": keepalive\n\n"
                feed.changed.wait(min(left, SLICE_S))


def _said(interview: Interview, stores: Stores) -> tuple[list[Entry], bool]:
    """What was said so far, as far as its order is sure: to the first turn that still runs; and whether none does."""
    if interview.call_id is None or interview.started_at is None or not interview.transcribes:
        return [], True
    stages = stores.interviews.stages(interview.id)
    turns = stores.turns.for_call(interview.call_id)
    running = next((at for at, turn in enumerate(turns) if turn.state == "claimed"), None)
    sure = turns if running is None else turns[: running + 1]
    call_over = stores.calls.get(interview.call_id).ended_at is not None
    return list(entries(sure, interview.language, stages[0].first_turn)), running is None or call_over


def _frame(entry: Entry, interview: Interview) -> bytes:
    data = json.dumps(event(entry, interview), ensure_ascii=False)
    return f"id: {entry.place}\nevent: transcription\ndata: {data}\n\n".encode()
