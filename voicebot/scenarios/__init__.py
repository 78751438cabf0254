"""The scenarios: one file each, definitions only, checked before the first call."""

from voicebot.agents.flow import check
from voicebot.agents.types import Scenario
from voicebot.errors import SettingsError
from voicebot.scenarios.company import Company
from voicebot.scenarios.sales import sales

__all__ = ["Company", "checked_scenarios"]


def checked_scenarios(company: Company) -> dict[str, Scenario]:
    """Every scenario by name. Raises SettingsError that tells what is wrong with which one."""
    scenarios = {each.name: each for each in (sales(company),)}
    for scenario in scenarios.values():
        for agent in scenario.agents.values():
            wrong = check(agent.flow, {each.name for each in agent.tools})
            if wrong:
                raise SettingsError(f"scenario {scenario.name}, agent {agent.name}: {'; '.join(wrong)}")
    return scenarios
