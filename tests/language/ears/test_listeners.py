"""The process's speech detectors: made when needed, lent one at a time, never with a memory."""

import os
import threading
from pathlib import Path

import pytest

from language.ears.silero import CHUNK, Listeners
from tests.language.ears.sounds import RATE, noise, recorded

STILL = [0.0] * CHUNK
VOICE = [each for sample in recorded("sentence_he")[RATE // 2 : RATE // 2 + CHUNK * 4] for each in (sample, sample)]


def said(listeners: Listeners) -> list[float]:
    with listeners.lent() as listener:
        return [listener.likelihood(VOICE[at : at + CHUNK]) for at in range(0, len(VOICE), CHUNK)]


def test_what_it_heard_before_is_forgotten() -> None:
    listeners = Listeners(most=1)
    first = said(listeners)
    with listeners.lent() as listener:
        for at in range(0, RATE, CHUNK):
            listener.likelihood(noise(1, 0.2)[at : at + CHUNK] + [0.0] * max(0, at + CHUNK - RATE))
    assert said(listeners) == first
    assert max(first) > 0.5


def test_at_most_so_many_are_made_and_the_others_wait() -> None:
    listeners = Listeners(most=2)
    got: list[int] = []
    third = threading.Thread(target=lambda: got.append(len(said(listeners))))
    with listeners.lent() as one, listeners.lent() as two:
        third.start()
        assert one is not two
        assert got == []
    third.join()
    assert got == [len(VOICE) // CHUNK]


def test_a_failure_gives_the_detector_back() -> None:
    listeners = Listeners(most=1)
    with pytest.raises(ValueError, match="broken"), listeners.lent():
        raise ValueError("broken")
    with listeners.lent() as listener:
        assert listener.likelihood(STILL) < 0.1


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts threads by Linux's /proc")
def test_it_starts_no_threads_of_its_own() -> None:
    """Its library would start three for each thread that calls it."""
    before = len(os.listdir("/proc/self/task"))
    after: list[int] = []

    def work() -> None:
        said(Listeners(most=1))
        after.append(len(os.listdir("/proc/self/task")))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert after[0] <= before + 1
