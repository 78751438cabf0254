"""Several transcribers as one: each in order, within one time-out."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from language.types import Language, Recording, Transcriber
from voicebot.circuits.retry import LEAST_S, ask_twice
from voicebot.errors import VendorError

log = structlog.get_logger()


@dataclass(frozen=True)
class Transcript:
    """The words said, "" for none; the link that heard them, and why those before it did not."""

    text: str
    link: str
    failures: tuple[str, ...] = ()


def share_s(left_s: float, links_left: int) -> float:
    """The deadline of the next link: what is left, divided evenly; what it does not use goes to those after it."""
    return left_s / links_left


class TranscriberChain:
    """Transcribers in order, each with its share of the time and one quick second try."""

    def __init__(self, links: Sequence[Transcriber], clock: Callable[[], float] = time.monotonic) -> None:
        """Raises ValueError for a chain without links."""
        if not links:
            raise ValueError("a chain needs a link")
        self.name = ", then ".join(link.name for link in links)
        self._links = tuple(links)
        self._clock = clock

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        """The words said. Raises the last link's VendorError when every link failed."""
        return self.listen(recording, language, keywords, timeout_s).text

    def listen(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> Transcript:
        """The same, with which link heard it. Raises like `transcribe`."""
        ends = self._clock() + timeout_s
        failures: list[str] = []
        last: VendorError | None = None
        for place, link in enumerate(self._links):
            left_s = ends - self._clock()
            if last is not None and left_s < LEAST_S:
                break
            ask = partial(link.transcribe, recording, language, keywords)
            try:
                text = ask_twice(ask, share_s(left_s, len(self._links) - place), self._clock)
            except VendorError as error:
                log.info("transcription.next_link", link=link.name, reason=type(error).__name__)
                failures.append(f"{link.name}: {type(error).__name__}")
                last = error
            else:
                return Transcript(text, link.name, tuple(failures))
        raise last or AssertionError("the constructor lets no chain without links through")
