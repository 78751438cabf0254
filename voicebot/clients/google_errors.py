"""Google's reasons for a 403: it says so both for a spent quota and for a key that may not."""

from collections.abc import Iterable

_QUOTA = ("limitexceeded", "limit_exceeded", "quota")


def is_quota(reasons: Iterable[object]) -> bool:
    """Whether one of the reasons is a limit that will be lifted by waiting.

    They are rateLimitExceeded, userRateLimitExceeded, dailyLimitExceeded, quotaExceeded in the older form of
    errors and RATE_LIMIT_EXCEEDED, RESOURCE_QUOTA_EXCEEDED in the newer.
    """
    return any(mark in str(reason).lower() for reason in reasons for mark in _QUOTA)
