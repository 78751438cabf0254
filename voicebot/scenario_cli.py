"""`flask --app wsgi scenarios check|draw`: what the scenarios are, and what is wrong with them."""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from voicebot.agents.drawing import draw
from voicebot.agents.handoff import tools_of
from voicebot.agents.types import Scenario
from voicebot.command_input import BadInput
from voicebot.services import Services

DRAWINGS = "## Drawings"
"""Below this line of a page stand the drawings, to its end."""

scenarios = AppGroup("scenarios", help="What the scenarios are.")


def register(app: Flask) -> None:
    """Add the commands to the app's."""
    app.cli.add_command(scenarios)


@scenarios.command("check")
def check() -> None:
    """Tell what each scenario is. With something wrong in one of them no command starts: it tells that instead."""
    for scenario in _all():
        click.echo(_table(scenario))
    click.echo("Nothing is wrong.")


@scenarios.command("draw")
@click.argument("name", required=False)
@click.option(
    "--into", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A page whose drawings to renew."
)
def draw_one(name: str | None, into: Path | None) -> None:
    """Draw a scenario, or all of them, as Mermaid; or renew all below the line "## Drawings" of a page."""
    drawn = [each for each in _all() if name in (None, each.name)]
    if not drawn:
        raise BadInput(f"there is no scenario {name!r}; known are: {', '.join(each.name for each in _all())}")
    if into is None:
        click.echo("".join(f"%% {each.name}\n{draw(each)}" for each in drawn), nl=False)
        return
    above, line, _ = into.read_text("utf-8").partition(f"\n{DRAWINGS}\n")
    if not line or name:
        raise BadInput(f"{into} has no line {DRAWINGS!r}" if not line else "a page gets the drawings of all scenarios")
    blocks = "".join(f"\n### {each.name}\n\n```mermaid\n%% {each.name}\n{draw(each)}```\n" for each in drawn)
    into.write_text(f"{above}{line}{blocks}", encoding="utf-8")


def _all() -> list[Scenario]:
    services: Services = current_app.extensions["voicebot"]
    return list(services.scenarios.values())


def _table(scenario: Scenario) -> str:
    """A scenario in a few lines: its languages, agents, what each may do, and whom it hands off to."""
    lines = [f"{scenario.name}  ({', '.join(scenario.languages)}; at most {scenario.limits.call_s} s)"]
    for agent in scenario.agents.values():
        marks = [name for name, given in (("guarded", agent.guard), ("summary", agent.context == "summary")) if given]
        to = f" → {', '.join(each.to for each in agent.handoffs)}" if agent.handoffs else ""
        known = f" [{', '.join(marks)}]" if marks else ""
        lines.append(f"  {agent.name}{known}: {len(agent.flow.steps)} steps{to}")
        lines.append(f"    {', '.join(each.name for each in tools_of(scenario, agent))}")
    if scenario.facts:
        lines.append(f"  facts: {', '.join(each.name for each in scenario.facts)}")
    return "\n".join(lines)
