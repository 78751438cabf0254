"""The scenarios: one file each, definitions only, checked before the first call."""

from collections.abc import Callable

from voicebot.agents.checks import check_scenario
from voicebot.agents.types import Scenario
from voicebot.errors import SettingsError
from voicebot.scenarios.company import Company
from voicebot.scenarios.driver_checkin import driver_checkin
from voicebot.scenarios.lead_funnel import lead_funnel
from voicebot.scenarios.sales import sales

__all__ = ["SCENARIOS", "Company", "checked_scenarios"]

SCENARIOS: tuple[Callable[[Company], Scenario], ...] = (
    sales,
    lead_funnel,
    driver_checkin,
)  # fmt: skip
"""One line each."""


def checked_scenarios(company: Company) -> dict[str, Scenario]:
    """Every scenario by name. Raises SettingsError that tells everything that is wrong with any of them."""
    made = [make(company) for make in SCENARIOS]
    wrong = [f"scenario {each.name}: {'; '.join(found)}" for each in made if (found := check_scenario(each))]
    if len({each.name for each in made}) < len(made):
        wrong.append("two scenarios have one name")
    if wrong:
        raise SettingsError("voicebot cannot start: " + "; ".join(wrong) + ".")
    return {each.name: each for each in made}
