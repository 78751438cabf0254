"""The scenarios: one file each, definitions only, found here, and checked before the first call.

A module of this package that says `SCENARIO = maker` is a scenario; `maker(company)` makes it. All others are parts.
"""

import pkgutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module

from voicebot.agents.checks import check_scenario
from voicebot.agents.types import Scenario
from voicebot.errors import SettingsError
from voicebot.scenarios.company import Company

__all__ = ["DECLARED", "Company", "checked_scenarios"]

DECLARED = "SCENARIO"
"""The name by which a module declares what makes its scenario."""

Makers = tuple[tuple[str, Callable[[Company], Scenario]], ...]
"""What makes the scenarios, each with its module, in the order of these names."""


def checked_scenarios(company: Company) -> dict[str, Scenario]:
    """Every scenario by name. Raises SettingsError that tells everything that is wrong with any of them."""
    return {each.name: each for each in _checked(_found(tuple(__path__)), company)}


@lru_cache(8)
def _found(folders: tuple[str, ...]) -> Makers:
    """What the modules in these folders declare. Raises SettingsError that names each one that is broken."""
    found, wrong = [], []
    for name in sorted({each.name for each in pkgutil.iter_modules(folders)}):
        try:
            maker = getattr(import_module(f"{__name__}.{name}"), DECLARED, None)
        except Exception as error:  # whatever a file of anybody's raises
            wrong.append(f"{name}.py cannot be read: {_told(error)}")
            continue
        if callable(maker):
            found.append((name, maker))
        elif maker is not None:
            wrong.append(f"{name}.py: {DECLARED} is what makes the scenario, a function of the company")
    _refuse(wrong)
    return tuple(found)


@lru_cache(16)
def _checked(makers: Makers, company: Company) -> tuple[Scenario, ...]:
    """Scenarios are never changed: all apps of a process have the same ones of a company."""
    made: dict[str, Scenario] = {}
    wrong: list[str] = []
    for module, maker in makers:
        try:
            scenario = maker(company)
            found = list(_wrongs(scenario, made))
        except Exception as error:
            found = [_told(error)]
        wrong += [f"{module}.py: {'; '.join(found)}"] if found else []
        if not found:
            made[scenario.name] = scenario
    _refuse(wrong)
    return tuple(made.values())


def _wrongs(scenario: object, before: dict[str, Scenario]) -> Iterator[str]:
    """What is wrong with what a maker made."""
    if not isinstance(scenario, Scenario):
        yield f"{DECLARED} made no scenario but {type(scenario).__name__}"
        return
    if scenario.name in before:
        yield f"another scenario is called {scenario.name!r} already"
    yield from check_scenario(scenario)


def _refuse(wrong: list[str]) -> None:
    if wrong:
        raise SettingsError(f"voicebot cannot start: {'; '.join(f'scenario {each}' for each in wrong)}.")


def _told(error: Exception) -> str:
    """An error in one line, with the place in a file that cannot be parsed."""
    where = f" (line {error.lineno})" if isinstance(error, SyntaxError) and error.lineno else ""
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {said}{where}"
