"""`flask --app wsgi eval`, `calls to-test` and `prompts`: calls as tests."""

import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from stores.errors import NotFound, StoreError
from stores.values import Call, Prompt
from voicebot.command_input import BadInput
from voicebot.dialer.gate import JERUSALEM
from voicebot.errors import VendorError
from voicebot.evaluation.personas import PERSONAS, Caller, Persona
from voicebot.evaluation.playing import Played, play, talk_with
from voicebot.evaluation.prompts import versions
from voicebot.evaluation.recording import NothingSaid, as_script
from voicebot.evaluation.report import Result, as_json, as_markdown, changes
from voicebot.evaluation.setup import CannotSetUp
from voicebot.evaluation.stage import Side, Stage, staged
from voicebot.evaluation.verdicts import passed, verdicts
from voicebot.evaluation_line import line_to
from voicebot.services import Services
from voicebot.simphone.script import BadScript, Script, load_script

RULES = "rules"
NO_DATABASE = "The database is not available: is it there, and migrated?"
NO_MODEL = "This needs a language model: set OPENAI_API_KEY, or leave the option out to play with rules."
AT = "2026-11-22T10:00"
"""A Sunday morning: the recorded conversations speak of its tomorrow."""


def register(app: Flask) -> None:
    """Add the commands to the app."""
    for command in (evaluate, calls, prompts):
        app.cli.add_command(command)


@click.command("eval")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--against", help="A prompt version's hash, or `rules`: replay both ways and show what changed.")
@click.option("--persona", "names", multiple=True, help="Let this simulated caller talk, or `all`; needs a model.")
@click.option("--rules", "by_rules", is_flag=True, help="Play with rules, also where a model is configured.")
@click.option("--at", default=AT, show_default=True, help="When the calls take place, on Israel's clock.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write PATH.md and PATH.json.")
@with_appcontext
def evaluate(
    files: tuple[Path, ...], against: str | None, names: tuple[str, ...], by_rules: bool, at: str, report: Path | None
) -> None:
    """Play FILES, or all in folders (tests/conversations), on a temporary database; exit 1 when a verdict fails."""
    services = _services()
    models = () if by_rules else services.vendors.models
    side = Side(models[0].name if models else RULES, models)
    other = _other_side(services, against, side) if against else None
    personas = _personas(names, services, by_rules)
    scripts = [(name, _script(path)) for name, path in _files(files)]
    moment = _moment(at)
    with _quietly(), staged(services.settings, services.vendors, moment) as stage:
        results = list(_results(stage, scripts, side, other, personas, services))
    for each in results:
        _tell(each)
    if report is not None:
        _write(report, results)
    if not all(passed(each.verdicts) for each in results):
        sys.exit(1)


def _results(
    stage: Stage,
    scripts: Sequence[tuple[str, Script]],
    side: Side,
    other: Side | None,
    personas: Sequence[Persona],
    services: Services,
) -> Iterator[Result]:
    for name, script in scripts:
        if script.call.get("scenario", services.settings.scenario) not in services.scenarios:
            raise BadInput(f"{name}: there is no scenario {script.call['scenario']!r}.")
        if not personas:
            played = _played(stage, name, script, side)
            before = _played(stage, name, script, other) if other else None
            yield Result(name, played, verdicts(script, played), against=before)
        for persona in personas:
            caller = Caller(services.vendors.analysts[0], services.language)
            try:
                spoken = talk_with(stage, script, side, persona, caller)
            except VendorError as error:
                raise click.ClickException(f"{name}: the simulated caller cannot go on: {error}.") from error
            yield Result(name, spoken, verdicts(script, spoken, persona), persona.name)


@contextmanager
def _quietly() -> Iterator[None]:
    """Only warnings in the log: a line for each turn would bury what is told."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(max(level, logging.WARNING))
    try:
        yield
    finally:
        root.setLevel(level)


def _files(given: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Each file with its name; of a folder all scripts below it, named from there on."""
    for path in given:
        if path.is_dir():
            found = sorted(path.rglob("*.yaml"))
            if not found:
                raise BadInput(f"There is no .yaml file in {path}.")
            yield from ((str(each.relative_to(path).with_suffix("")), each) for each in found)
        else:
            yield path.stem, path


def _played(stage: Stage, name: str, script: Script, side: Side) -> Played:
    try:
        return play(stage, script, side, line_to)
    except CannotSetUp as error:
        raise BadInput(f"{name}: {error}") from error


def _other_side(services: Services, against: str, side: Side) -> Side:
    if against == RULES:
        return Side(RULES)
    if not side.models:
        raise BadInput(NO_MODEL)
    prompt = _prompt(services, against)
    scenario = services.scenarios.get(prompt.scenario)
    if scenario is None or prompt.agent not in scenario.agents:
        raise BadInput(f"Prompt {prompt.hash} is of {prompt.scenario}/{prompt.agent}, which is not there any more.")
    return Side(f"{prompt.scenario}/{prompt.agent}@{prompt.hash}", side.models, prompt)


def _prompt(services: Services, beginning: str) -> Prompt:
    try:
        return services.stores.prompts.find(beginning.rpartition("@")[2])
    except NotFound as error:
        raise BadInput(f"There is no prompt version {beginning!r}, or more than one: see `prompts list`.") from error
    except StoreError as error:
        raise click.ClickException(NO_DATABASE) from error


def _personas(names: Sequence[str], services: Services, by_rules: bool) -> Sequence[Persona]:
    known = {each.name: each for each in PERSONAS}
    if unknown := [each for each in names if each not in known and each != "all"]:
        raise BadInput(f"There is no persona {unknown[0]!r}; known are: all, {', '.join(known)}.")
    if names and (by_rules or not services.vendors.models or not services.vendors.analysts):
        raise BadInput(NO_MODEL)
    return PERSONAS if "all" in names else [known[each] for each in dict.fromkeys(names)]


def _script(path: Path) -> Script:
    try:
        return load_script(path)
    except BadScript as error:
        raise BadInput(str(error)) from error


def _moment(at: str) -> datetime:
    try:
        return datetime.fromisoformat(at).replace(tzinfo=JERUSALEM)
    except ValueError as error:
        raise BadInput(f"--at {at!r} is no moment like {AT}.") from error


def _tell(result: Result) -> None:
    click.echo(f"{'ok  ' if passed(result.verdicts) else 'FAIL'} {result.name} ({result.played.left.outcome or '-'})")
    for each in result.verdicts:
        if not each.passed:
            click.echo(f"     {each.question} no: {each.why}")
    for change in changes(result):
        click.echo(f"     changed: {change}")


def _write(report: Path, results: Sequence[Result]) -> None:
    stem = report.with_suffix("") if report.suffix in {".md", ".json"} else report
    try:
        stem.with_suffix(".md").write_text(as_markdown(results), "utf-8")
        told = json.dumps(as_json(results), ensure_ascii=False, indent=2)
        stem.with_suffix(".json").write_text(told + "\n", "utf-8")
    except OSError as error:
        raise click.ClickException(f"The report cannot be written: {error.strerror}.") from error


@click.group("calls")
def calls() -> None:
    """Look back at calls."""


@calls.command("to-test")
@click.argument("call_id")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; default: standard output.")
@with_appcontext
def to_test(call_id: str, output: Path | None) -> None:
    """Turn the call with this id (ours or Twilio's) into a masked YAML test."""
    services = _services()
    try:
        call = _call(services, call_id)
        text = as_script(
            call,
            services.stores,
            services.scenarios.get(call.scenario) or services.scenarios[services.settings.scenario],
        )
    except NotFound as error:
        raise BadInput(f"There is no call {call_id[:64]!r}.") from error
    except NothingSaid as error:
        raise BadInput(str(error)) from error
    except StoreError as error:
        raise click.ClickException(NO_DATABASE) from error
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    click.echo(f"written to {output}; read it before you share it")


def _call(services: Services, call_id: str) -> Call:
    try:
        return services.stores.calls.get(call_id)
    except NotFound:
        return services.stores.calls.by_sid(call_id)


@click.group("prompts")
def prompts() -> None:
    """The versions of agents' instructions that were in use."""


@prompts.command("list")
@with_appcontext
def list_prompts() -> None:
    """List every version: agent, hash, since when; `*` marks the present one."""
    services = _services()
    present = {each.hash for each in versions(services.scenarios.values())}
    try:
        kept = services.stores.prompts.list()
    except StoreError as error:
        raise click.ClickException(NO_DATABASE) from error
    for each in kept:
        mark = "*" if each.hash in present else " "
        click.echo(f"{mark} {each.scenario}/{each.agent}@{each.hash}  since {each.first_seen:%Y-%m-%d %H:%M} UTC")


@prompts.command("show")
@click.argument("version")
@with_appcontext
def show_prompt(version: str) -> None:
    """Show the text of a version."""
    click.echo(_prompt(_services(), version).text)


def _services() -> Services:
    services: Services = current_app.extensions["voicebot"]
    return services
