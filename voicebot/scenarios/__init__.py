"""The scenarios: one file each, definitions only, checked before the first call."""

from collections.abc import Callable

from voicebot.agents.checks import check_scenario
from voicebot.agents.types import Scenario
from voicebot.errors import SettingsError
from voicebot.scenarios.company import Company
from voicebot.scenarios.sales import sales

__all__ = ["SCENARIOS", "Company", "checked_scenarios"]

SCENARIOS: tuple[Callable[[Company], Scenario], ...] = (
    sales,
)  # fmt: skip
"""One line each."""


def checked_scenarios(company: Company) -> dict[str, Scenario]:
    """Every scenario by name. Raises SettingsError that tells what is wrong with which one."""
    scenarios: dict[str, Scenario] = {}
    for make in SCENARIOS:
        scenario = make(company)
        if wrong := check_scenario(scenario):
            raise SettingsError(f"scenario {scenario.name}: {'; '.join(wrong)}")
        scenarios[scenario.name] = scenario
    return scenarios
