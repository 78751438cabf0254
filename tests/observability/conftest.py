"""Fixtures for what is observed."""

from collections.abc import Iterator

import pytest

from tests.observability.collector import Collector, collecting
from tests.observability.reading import HandClock
from voicebot.observability.metrics import Metrics


@pytest.fixture
def collector() -> Iterator[Collector]:
    """An HTTP server on loopback that keeps what it is sent."""
    with collecting() as collector:
        yield collector


@pytest.fixture
def metrics() -> Metrics:
    """Metrics of an app whose recordings end after two seconds of silence."""
    return Metrics(end_silence_s=2.0)


@pytest.fixture
def clock() -> HandClock:
    """Stands still until it is moved."""
    return HandClock()
