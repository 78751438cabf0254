"""`flask --app wsgi language eval …`: how well the rules read, speak and keep the calendar, on lists of anyone's."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from language.calling_calendar import Allowed, CallingRules, may_call
from language.ears import is_hallucination
from language.evaluation import (
    ALLOWED,
    INVENTED,
    MEANS_NOTHING,
    Evaluation,
    evaluate_calendar,
    evaluate_intents,
    evaluate_spoken,
    evaluate_times,
)
from language.evaluation_files import BadFile, read_calendar, read_spoken, read_times, read_utterances
from language.evaluation_tables import accuracy_table, as_json, confusion_table, mistakes_table
from language.intents import BESIDE, INTENTS, read_intents
from language.speech import spoken_hebrew
from language.times import parse_time
from language.types import Language
from voicebot.command_input import bad_input
from voicebot.language_scores import transcription, translation

ParseTime = Callable[[str, Language, datetime], datetime | None]
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Abilities:
    """What is measured. A command exists for what is there."""

    intents: Callable[[str, Language], Sequence[str]]
    invented: Callable[[str], bool]
    decide: Callable[[datetime], tuple[str, datetime | None]]
    times: ParseTime | None = None
    spoken: Callable[[str], str] | None = None


def default_calendar(at: datetime) -> tuple[str, datetime | None]:
    """The calling calendar's decision under the default rules: "allowed" or the reason, the next allowed moment."""
    said = may_call(at, CallingRules())
    return (ALLOWED, None) if isinstance(said, Allowed) else (said.reason.value, said.next_allowed)


OURS = Abilities(
    intents=read_intents, invented=is_hallucination, decide=default_calendar, times=parse_time, spoken=spoken_hebrew
)

_folder = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
_file = click.argument("file", metavar="FILE.tsv", type=click.Path(path_type=Path))
_language = click.option(
    "--language", type=click.Choice(["he", "en"]), default="he", help="What the calls are held in."
)


def _output(command: F) -> F:
    json_option = click.option("--json", "json_output", is_flag=True, help="One JSON object instead of tables.")
    mistakes = click.option("--mistakes", is_flag=True, help="List everything that is not right, too.")
    return json_option(mistakes(command))


def create_language_cli(abilities: Abilities) -> click.Group:
    """The commands that measure these abilities."""
    group = click.Group("language", help="What the app makes of language, measured.")
    evaluations = click.Group("eval", help="Compare with lists of what is right.")
    group.add_command(evaluations)
    commands = [_intents(abilities), _calendar(abilities), _everything(abilities), transcription, translation]
    if abilities.times:
        commands.append(_times(abilities.times))
    if abilities.spoken:
        commands.append(_spoken(abilities.spoken))
    for command in commands:
        evaluations.add_command(command)
    return group


def _intents(abilities: Abilities) -> click.Command:
    @click.command("intents")
    @_folder
    @_language
    @_output
    def intents(folder: Path, language: Language, json_output: bool, mistakes: bool) -> None:
        """Intents read in DIR: one file per intent, NAME.txt, one utterance a line.

        stt_hallucinations.txt are transcripts of silence; in neutral.txt nothing may be read.
        """
        with bad_input():
            evaluation = _intents_of(folder, abilities, language)
        _show(evaluation, json_output, mistakes)
        if (unknown := unknown_classes(evaluation)) and not json_output:
            click.echo(f"\nNo intent is called {', '.join(unknown)}: nothing of these can be right.")

    return intents


def _times(parse: ParseTime) -> click.Command:
    @click.command("times")
    @_file
    @_language
    @_output
    def times(file: Path, language: Language, json_output: bool, mistakes: bool) -> None:
        """Spoken times: expression <tab> reference_now <tab> expected (ISO 8601; empty: must give nothing)."""
        with bad_input():
            evaluation = _times_of(file, parse, language)
        _show(evaluation, json_output, mistakes)

    return times


def _spoken(say: Callable[[str], str]) -> click.Command:
    @click.command("spoken")
    @_file
    @_output
    def spoken(file: Path, json_output: bool, mistakes: bool) -> None:
        """Spoken forms: text <tab> expected."""
        with bad_input():
            rows = read_spoken(file)
        _show(evaluate_spoken(rows, say), json_output, mistakes)

    return spoken


def _calendar(abilities: Abilities) -> click.Command:
    @click.command("calendar")
    @_file
    @_output
    def calendar(file: Path, json_output: bool, mistakes: bool) -> None:
        """The calling calendar: moment <tab> allowed, refused or a reason <tab> next allowed moment (may be empty)."""
        with bad_input():
            rows = read_calendar(file)
        _show(evaluate_calendar(rows, abilities.decide), json_output, mistakes)

    return calendar


def _everything(abilities: Abilities) -> click.Command:
    @click.command("all")
    @_folder
    @_output
    def everything(folder: Path, json_output: bool, mistakes: bool) -> None:
        """The tables of docs/hebrew.md: DIR's utterances, time_expressions.tsv, times/, spoken.tsv, calendar.tsv.

        Lists whose name begins with english are read as English.
        """
        with bad_input():
            found = _evaluations(folder, abilities)
        if json_output:
            click.echo(json.dumps({name: as_json(each) for name, each in found.items()}, ensure_ascii=False))
            return
        for at, (name, evaluation) in enumerate(found.items()):
            click.echo(("\n" if at else "") + f"### {name}\n")
            _show(evaluation, False, mistakes)

    return everything


def _intents_of(folder: Path, abilities: Abilities, spoken: Language = "he") -> Evaluation:
    read = read_utterances(folder)
    return evaluate_intents(read, lambda said: abilities.intents(said, spoken), abilities.invented, BESIDE)


def _times_of(file: Path, parse: ParseTime, spoken: Language) -> Evaluation:
    return evaluate_times(read_times(file), lambda said, now: parse(said, spoken, now))


def _language_of(path: Path) -> Language:
    """Lists called english… are held in English, all others in Hebrew."""
    return "en" if path.stem.startswith("english") else "he"


def _evaluations(folder: Path, abilities: Abilities) -> dict[str, Evaluation]:
    """By the list's name. Raises BadFile, also when there is no list at all."""
    if not folder.is_dir():
        raise BadFile(f"{folder}: no such directory")
    lists = [each for each in sorted(folder.iterdir()) if _has_utterances(each)]
    found = {each.name: _intents_of(each, abilities, _language_of(each)) for each in lists}
    for path in (folder / "time_expressions.tsv", *sorted((folder / "times").glob("*.tsv"))):
        if abilities.times and path.exists():
            name = path.relative_to(folder).with_suffix("").as_posix()
            found[name] = _times_of(path, abilities.times, _language_of(path))
    if abilities.spoken and (path := folder / "spoken.tsv").exists():
        found[path.stem] = evaluate_spoken(read_spoken(path), abilities.spoken)
    if (path := folder / "calendar.tsv").exists():
        found[path.stem] = evaluate_calendar(read_calendar(path), abilities.decide)
    if not found:
        raise BadFile(f"{folder}: there is no list in it (utterances/, time_expressions.tsv, spoken.tsv, calendar.tsv)")
    return found


def _has_utterances(folder: Path) -> bool:
    return folder.is_dir() and any((folder / f"{intent}.txt").exists() for intent in INTENTS)


def _show(evaluation: Evaluation, json_output: bool, mistakes: bool) -> None:
    if json_output:
        click.echo(json.dumps(as_json(evaluation), ensure_ascii=False))
        return
    click.echo(accuracy_table(evaluation))
    click.echo("\n" + confusion_table(evaluation))
    if mistakes and evaluation.mistakes():
        click.echo("\n" + mistakes_table(evaluation.mistakes()))


def unknown_classes(evaluation: Evaluation) -> list[str]:
    """Classes no intent is called by: most likely files with a wrong name."""
    return [name for name in evaluation.names() if name not in {*INTENTS, *MEANS_NOTHING, INVENTED}]


language = create_language_cli(OURS)
