"""Rate limits over two real servers: one count where there is a Redis, a count each where there is none."""

from pathlib import Path

import pytest
import requests

from tests.guards.conftest import Redis
from tests.operations.installation import Installation, installed
from tests.standins.wire import free_port
from voicebot.guards.rates import RATES

OUTBOUND = next(int(rate.amount.split("/")[0]) for rate in RATES if rate.name == "api-outbound")


def statuses(here: Installation, urls: list[str], times: int) -> list[int]:
    """Requests that count as calls that are placed, to the servers in turn."""
    headers = {"X-API-Key": here.api_key}
    with requests.Session() as session:
        return [
            session.post(f"{urls[each % len(urls)]}/outbound/campaign", headers=headers, timeout=20).status_code
            for each in range(times)
        ]


@pytest.mark.slow
@pytest.mark.parametrize("shared", [True, False])
def test_two_servers_count_together_only_through_redis(
    sqlite_alone: str, tmp_path: Path, shared_redis: Redis, shared: bool
) -> None:
    redis_url = {"REDIS_URL": shared_redis.url} if shared else {}
    with installed(sqlite_alone, tmp_path, WEB_CONCURRENCY="1", JOBS_IN_WEB="false", **redis_url) as here:
        urls = []
        for _ in range(2):
            here.port = free_port()
            here.serve()
            urls.append(here.url)
        answered = statuses(here, urls, OUTBOUND + 4)
        assert answered == [501] * OUTBOUND + [429 if shared else 501] * 4
