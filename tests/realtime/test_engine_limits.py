"""How long a realtime call may last, and what its model may spend: as in the turn-based way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Clock, settings
from tests.caller import LEAD_NUMBER
from tests.interviews.making import made
from tests.job_offers import import_example
from tests.realtime.porting import opened
from tests.standins.interview_platform import CLIENT_ID, CLIENT_SECRET, PlatformStandIn
from voicebot.companies import company_of
from voicebot.realtime import engine_of
from voicebot.realtime.codec import Started
from voicebot.scenarios import checked_scenarios

pytestmark = ON_SQLITE

NAMES = list(checked_scenarios(company_of(settings())))
OVER = datetime(2026, 11, 27, 13, 53, tzinfo=UTC)
"""Two minutes before the candles are lit in Jerusalem."""


@pytest.mark.parametrize("name", NAMES)
def test_a_call_is_bounded_as_its_scenario_says(app_factory: AppFactory, name: str) -> None:
    keys = {"vh_m2m_client_id": CLIENT_ID, "vh_m2m_client_secret": CLIENT_SECRET}
    with PlatformStandIn() as platform:
        worker = app_factory(whole=True, scenario=name, vh_api_base_url=platform.url, **keys)
        platform.sessions["s-1"] = "scheduled"
        made(worker, interviewId="s-1", phone=LEAD_NUMBER)
        import_example(worker.stores)
        plan = opened(worker).plan
    limits = worker.services.companies(name).limits
    assert worker.call("CA1").scenario == name
    assert (plan.waits.call_s, plan.limits) == (limits.call_s, limits)


def test_what_the_call_has_lasted_already_counts(app_factory: AppFactory, clock: Clock) -> None:
    worker = app_factory(whole=True)
    opened(worker)
    clock.forward(minutes=4)
    assert (
        engine_of(worker.services)._opened(worker.call("CA1"), Started("MZ1", "CA1", {})).plan.waits.call_s == 900 - 240
    )


@pytest.mark.parametrize(("direction", "minutes"), [("outbound", 3), ("inbound", 15)])
def test_a_call_of_ours_is_over_before_shabbat(
    app_factory: AppFactory, clock: Clock, direction: str, minutes: int
) -> None:
    clock.now = OVER - timedelta(minutes=3)
    worker = app_factory(whole=True)
    opened(worker)
    call = replace(worker.call("CA1"), direction=direction)
    assert engine_of(worker.services)._opened(call, Started("MZ1", "CA1", {})).plan.waits.call_s == minutes * 60
