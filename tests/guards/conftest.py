"""Stores on each database, a clock moved by hand, and a real Redis."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
import redis

from stores import Stores, build_stores
from stores.database import Database
from tests.builders import Clock

REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379")


@pytest.fixture
def stores(database: Database, clock: Clock) -> Stores:
    return build_stores(database, clock)


@dataclass(frozen=True)
class Redis:
    """Where Redis is, and the prefix of this test's keys."""

    url: str
    prefix: str
    client: "redis.Redis"

    def stored(self) -> list[str]:
        return sorted(key.decode() for key in self.client.scan_iter(f"{self.prefix}:*"))


@pytest.fixture
def shared_redis() -> Iterator[Redis]:
    """The machine's Redis; `TEST_REDIS_URL` names another. Skipped without one, or failed when CI is "true"."""
    client = redis.Redis.from_url(REDIS, socket_connect_timeout=1, socket_timeout=1)
    try:
        client.ping()
    except redis.RedisError as error:
        reason = f"no Redis to test on: {error}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    found = Redis(REDIS, f"voicebot-test-{uuid4().hex}", client)
    yield found
    for key in found.stored():
        client.delete(key)
    client.close()
