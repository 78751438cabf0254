"""What tests of streams share."""

import threading
from collections.abc import Iterator

import pytest

from tests.jobs.waiting import until
from tests.realtime.driving import Driven
from tests.realtime.keying import Call
from tests.realtime.live_driving import Driven as LiveDriven
from tests.realtime.looping import Loops


@pytest.fixture
def loops() -> Iterator[Loops]:
    made = Loops()
    yield made
    made.stopped.set()
    until(lambda: not any(each.name == "realtime" for each in threading.enumerate()), "the loops to end")


@pytest.fixture(params=[Driven, LiveDriven])
def voice(request: pytest.FixtureRequest) -> type[Call]:
    voice: type[Call] = request.param
    return voice
