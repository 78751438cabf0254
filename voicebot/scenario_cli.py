"""`flask --app wsgi scenarios check|draw`: what the scenarios are, and what is wrong with them."""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from voicebot.agents.drawing import draw
from voicebot.agents.handoff import tools_of
from voicebot.agents.types import Scenario
from voicebot.command_input import BadInput
from voicebot.services import Services

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
def draw_one(name: str | None) -> None:
    """Draw a scenario, or all of them, as Mermaid."""
    drawn = [each for each in _all() if name in (None, each.name)]
    if not drawn:
        raise BadInput(f"there is no scenario {name!r}; known are: {', '.join(each.name for each in _all())}")
    for scenario in drawn:
        click.echo(f"%% {scenario.name}")
        click.echo(draw(scenario), nl=False)


def _all() -> list[Scenario]:
    services: Services = current_app.extensions["voicebot"]
    return list(services.scenarios.values())


def _table(scenario: Scenario) -> str:
    """A scenario in a few lines: its languages, agents, what each may do, and whom it hands off to."""
    lines = [f"{scenario.name}  ({', '.join(scenario.languages)}; at most {scenario.limits.call_s} s)"]
    for agent in scenario.agents.values():
        marks = [name for name, given in (("guarded", agent.guard), ("summary", agent.context == "summary")) if given]
        marks += [f"{agent.stage.seconds:g} s"] if agent.stage else []
        to = f" → {', '.join(agent.handoffs)}" if agent.handoffs else ""
        known = f" [{', '.join(marks)}]" if marks else ""
        lines.append(f"  {agent.name}{known}: {len(agent.flow.steps)} steps{to}")
        lines.append(f"    {', '.join(each.name for each in tools_of(scenario, agent))}")
    if scenario.facts:
        lines.append(f"  facts: {', '.join(each.name for each in scenario.facts)}")
    return "\n".join(lines)
