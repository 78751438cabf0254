"""Two workers on one database."""

import pytest

from stores.circuits import CircuitStore
from stores.database import Database
from tests.circuits.handclock import Seconds
from tests.circuits.sharing import Watched
from voicebot.circuits.shared import Circuits


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def store(database: Database, seconds: Seconds) -> Watched:
    return Watched(CircuitStore(database, seconds.of_database))


@pytest.fixture
def one(store: Watched, seconds: Seconds) -> Circuits:
    return Circuits(store, seconds)


@pytest.fixture
def other(store: Watched, seconds: Seconds) -> Circuits:
    return Circuits(store, seconds)
