"""The scenarios: one file each, definitions only, checked before the first call."""

from collections.abc import Callable
from functools import lru_cache

from voicebot.agents.checks import check_scenario
from voicebot.agents.types import Scenario
from voicebot.errors import SettingsError
from voicebot.scenarios.company import Company
from voicebot.scenarios.driver_checkin import driver_checkin
from voicebot.scenarios.interview import interview
from voicebot.scenarios.job_offer import job_offer
from voicebot.scenarios.lead_funnel import lead_funnel
from voicebot.scenarios.sales import sales

__all__ = ["SCENARIOS", "Company", "checked_scenarios"]

SCENARIOS: tuple[Callable[[Company], Scenario], ...] = (
    sales,
    job_offer,
    lead_funnel,
    driver_checkin,
    interview,
)  # fmt: skip
"""One line each."""


def checked_scenarios(company: Company) -> dict[str, Scenario]:
    """Every scenario by name. Raises SettingsError that tells everything that is wrong with any of them."""
    return {each.name: each for each in _checked(SCENARIOS, company)}


@lru_cache(16)
def _checked(makers: tuple[Callable[[Company], Scenario], ...], company: Company) -> tuple[Scenario, ...]:
    """Scenarios are never changed: all apps of a process have the same ones of a company."""
    made = tuple(make(company) for make in makers)
    wrong = [f"scenario {each.name}: {'; '.join(found)}" for each in made if (found := check_scenario(each))]
    if len({each.name for each in made}) < len(made):
        wrong.append("two scenarios have one name")
    if wrong:
        raise SettingsError("voicebot cannot start: " + "; ".join(wrong) + ".")
    return made
