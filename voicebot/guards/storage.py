"""The counts as a storage of flask-limiter.

The library's own memory storage starts a thread when it is made and another with many a hit; and its own way of
doing without Redis starts with it. Ours has no threads and connects to nothing before the first request.
"""

from limits.errors import ConfigurationError, StorageError
from limits.storage import RedisStorage, Storage

from voicebot.guards.counting import Counts, LocalCounts, SharedCounts

SCHEME = "voicebot"
REDIS_TIMEOUT_S = 0.25
"""Redis stands beside the app and answers in a millisecond; a webhook must not wait for one that does not."""


class GuardStorage(Storage):
    """Made by flask-limiter for the address `voicebot://`; options: the Redis URL, if any, and the keys' prefix."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012  the library's class has it as a plain list

    def __init__(
        self, uri: str | None = None, wrap_exceptions: bool = False, redis_url: str = "", prefix: str = SCHEME
    ) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._local = LocalCounts()
        counts: Counts = self._local
        if redis_url:
            counts = SharedCounts(lambda: connect(redis_url, prefix), self._local)
        self._counts = counts

    @property
    def base_exceptions(self) -> type[Exception]:
        """None of them gets out: SharedCounts goes on without Redis."""
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        return self._counts.incr(key, expiry, amount)

    def get(self, key: str) -> int:
        return self._counts.get(key)

    def get_expiry(self, key: str) -> float:
        return self._counts.get_expiry(key)

    def check(self) -> bool:
        """It always counts, at the least in this process."""
        return True

    def reset(self) -> int:
        """Forget what this process counted by itself."""
        return self._local.reset()

    def clear(self, key: str) -> None:
        self._counts.clear(key)


def connect(redis_url: str, prefix: str) -> RedisStorage:
    """Counts in Redis; connects with the first question. Raises StorageError, then and now, for whatever fails."""
    try:
        return RedisStorage(
            redis_url,
            key_prefix=prefix,
            wrap_exceptions=True,
            socket_connect_timeout=REDIS_TIMEOUT_S,
            socket_timeout=REDIS_TIMEOUT_S,
        )
    except (ValueError, ConfigurationError) as error:
        raise StorageError(error) from error
