"""`flask --app wsgi translation …` and `glossary …`: what translators make of sentences, and the words they know."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from language.glossary import glossary
from language.hebrew import script
from language.terms import Kind, Term, TermSet, person
from language.types import Language, Untranslatable
from voicebot.companies import company_of
from voicebot.conversation.sandwich import PAIR, TERMS, Passage, Sandwich, terms_in
from voicebot.conversation.translation import Rendering, Translation
from voicebot.errors import VendorError
from voicebot.services import Services
from voicebot.vendors import glossary_of

BUDGET_S = 10.0
"""Each request of a report may take its usual time: nobody waits on the line."""
MAX_BYTES = 1_000_000

translations = AppGroup("translation", help="What the translators make of sentences.")
words = AppGroup("glossary", help="The words that translators are told.")


def register(app: Flask) -> None:
    """Add the commands to the app's."""
    app.cli.add_command(translations)
    app.cli.add_command(words)


@translations.command("report")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", "names", multiple=True, metavar="EN=HE", help="A name of the call, in both spellings.")
@click.option("--slot", "slots", multiple=True, metavar="EN=HE", help="An offered slot, in both spoken forms.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def report(file: Path, names: tuple[str, ...], slots: tuple[str, ...], as_json: bool) -> None:
    """Show for every sentence of FILE (one a line, Hebrew or English) what was protected and what went wrong.

    Every link of the chain is asked for every sentence; then the chain as a call would.
    """
    services: Services = current_app.extensions["voicebot"]
    company = company_of(services.settings).name
    terms = TermSet.of(
        *(person(*_pair(each)) for each in names),
        (_term("slot", each) for each in slots),
        (Term("name", company.en, company.he),),
        glossary().terms.pairs,
    )
    rows = [_row(services.translation, line, terms) for line in _lines(file)]
    summary = _summary(rows)
    if as_json:
        click.echo(json.dumps({"sentences": rows, "summary": summary}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("\n".join(_shown(row)) + "\n")
    click.echo(", ".join(f"{count} {name}" for name, count in summary.items()))


@words.command("export")
def export() -> None:
    """Print the glossary as a CSV that Google can make a glossary from."""
    click.echo(glossary().as_csv(), nl=False)


@words.command("sync")
def sync() -> None:
    """Make the glossary at Google, or bring its entries in line. Safe to repeat."""
    services: Services = current_app.extensions["voicebot"]
    desk = glossary_of(services.settings)
    if desk is None:
        raise click.ClickException("set GOOGLE_CLOUD_PROJECT and GOOGLE_GLOSSARY_URI first (docs/translation.md)")
    try:
        done = desk.sync(glossary())
    except VendorError as error:
        raise click.ClickException(f"the glossary could not be synced: {error}") from error
    click.echo(f"{done.name}: {'created' if done.created else 'there'}, {done.added} added, {done.removed} removed")
    for each in done.dropped:
        click.echo(f"deleted {each}")


def _lines(file: Path) -> list[str]:
    if file.stat().st_size > MAX_BYTES:
        raise click.ClickException(f"{file} is larger than {MAX_BYTES:,} bytes")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8") from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pair(option: str) -> tuple[str, str]:
    en, equals, he = option.partition("=")
    if not equals or not en.strip() or not he.strip():
        raise click.BadParameter(f"{option!r} is not EN=HE")
    return en.strip(), he.strip()


def _term(kind: Kind, option: str) -> Term:
    return Term(kind, *_pair(option))


def _row(translation: Translation, line: str, terms: TermSet) -> dict[str, Any]:
    """What is known of one sentence, as JSON has it."""
    source: Language = "he" if script(line) == "hebrew" else "en"
    target: Language = "en" if source == "he" else "he"
    links: list[dict[str, Any]] = []
    passages: list[Passage] = []
    for link in translation.links:
        passages = Sandwich((link,), source, target, lambda: BUDGET_S, terms).passages(line)
        links.extend(_attempts(passages))
    result, by = _result(translation, line, source, terms)
    return {
        "text": line,
        "source": source,
        "marked": " ".join(each.marked.template for each in passages),
        "terms": [{"kind": each.kind, "en": each.en, "he": each.he} for each in terms_in(passages)],
        "links": links,
        "result": result,
        "by": by,
        "wrong": sorted({wrong for each in links if each["outcome"] != "ok" for wrong in each["wrong"]}),
    }


def _attempts(passages: list[Passage]) -> Iterator[dict[str, Any]]:
    for passage in passages:
        for each in passage.attempts:
            yield {"link": each.link, "outcome": each.outcome, "answer": each.answer, "wrong": list(each.wrong)}


def _result(translation: Translation, line: str, source: Language, terms: TermSet) -> tuple[str | None, list[str]]:
    """What a call would say, or hand on; (None, []) for English that would not be spoken."""
    try:
        told: Rendering = getattr(translation, "english" if source == "he" else "hebrew")(line, lambda: BUDGET_S, terms)
    except Untranslatable:
        return None, []
    return told.text, list(told.by)


def _summary(rows: list[dict[str, Any]]) -> dict[str, int]:
    lost = sum(row["result"] is None or row["by"] == ["none"] for row in rows)
    paired = sum(PAIR in row["by"] for row in rows)
    return {
        "sentences": len(rows),
        "terms": sum(len(row["terms"]) for row in rows),
        "translated": len(rows) - lost - paired,
        "said from pairs": paired,
        "not translated": lost,
        "spoilt answers": sum(each["outcome"] == "spoilt" for row in rows for each in row["links"]),
    }


def _shown(row: dict[str, Any]) -> Iterator[str]:
    yield row["text"]
    if row["terms"]:
        yield f"  marked     {row['marked']}"
    for number, term in enumerate(row["terms"], 1):
        yield f"  ⟦{number}⟧ {term['kind']:<7} {term['en']} = {term['he']}"
    for each in row["links"]:
        wrong = f" ({'; '.join(each['wrong'])})" if each["wrong"] else ""
        yield f"  {each['link']:<10} {each['outcome']}{wrong}: {each['answer'] or '-'}"
    by = ", ".join("the terms alone" if each == TERMS else each for each in row["by"]) or "nobody"
    yield f"  result     {row['result'] if row['result'] is not None else '-'}  [{by}]"
