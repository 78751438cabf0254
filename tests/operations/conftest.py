"""What processes share."""

from tests.guards.conftest import shared_redis

__all__ = ["shared_redis"]
