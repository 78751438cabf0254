"""`flask company …`: the company's profile, on the command line."""

import getpass
import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from pydantic import ValidationError

from stores.errors import NotFound, StoreError, StoreUnavailable
from stores.values import CompanyVersion
from voicebot.command_input import BadInput
from voicebot.companies import OF_SETTINGS, profile_of
from voicebot.company_profile import CompanyProfile
from voicebot.services import Services

_author = click.option("--author", default=getpass.getuser, help="Who makes the change; default: you.")


def _services() -> Services:
    services: Services = current_app.extensions["voicebot"]
    return services


@click.group("company")
def company() -> None:
    """The profile: name, offer, price line, address, approved answers."""


@company.command("show")
@click.option("--version", "number", type=click.IntRange(0), help="Another version than the one in use.")
@with_appcontext
def show(number: int | None) -> None:
    """Print the profile as JSON, in the form that `import` reads."""
    services = _services()
    profile = profile_of(services.settings).model_dump(mode="json")
    try:
        store = services.stores.companies
        version = store.newest() if number is None else store.get(number) if number else None
    except NotFound as error:
        raise BadInput(f"there is no version {number}") from error
    except StoreError as error:
        raise click.ClickException(_failed("the profile could not be read", error)) from error
    click.echo(_told(version) if version else f"version {OF_SETTINGS}, from the settings", err=True)
    click.echo(json.dumps(dict(version.profile) if version else profile, ensure_ascii=False, indent=2))


@company.command("versions")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True)
@with_appcontext
def versions(limit: int) -> None:
    """List the versions, newest first."""
    try:
        page = _services().stores.companies.list(limit)
    except StoreError as error:
        raise click.ClickException(_failed("the versions could not be read", error)) from error
    for each in page.items:
        click.echo(_told(each))
    if not page.items:
        click.echo("no version yet: the settings are in use")


@company.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@_author
@with_appcontext
def import_profile(file: Path, author: str) -> None:
    """Make the profile in FILE (JSON in UTF-8) the one in use."""
    try:
        profile = CompanyProfile.model_validate_json(file.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError as error:
        raise BadInput(f"{file}: {(error.strerror or 'cannot be read').lower()}") from error
    except ValidationError as error:
        raise BadInput(f"{file}: {_wrong(error)}") from error
    try:
        made = _services().stores.companies.add(profile.model_dump(mode="json"), author)
    except StoreError as error:
        raise click.ClickException(_failed("the profile could not be stored", error)) from error
    click.echo(f"{_told(made)} is in use")


@company.command("revert")
@click.argument("version", type=click.IntRange(1))
@_author
@with_appcontext
def revert(version: int, author: str) -> None:
    """Use the old VERSION again, as a new one."""
    try:
        made = _services().stores.companies.revert(version, author)
    except NotFound as error:
        raise BadInput(f"there is no version {version}") from error
    except StoreError as error:
        raise click.ClickException(_failed("the profile could not be stored", error)) from error
    click.echo(f"{_told(made)} is in use")


@company.command("questions")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True)
@with_appcontext
def questions(limit: int) -> None:
    """List the questions that had no answer, those asked in most calls first."""
    try:
        page = _services().stores.questions.list(limit)
    except StoreError as error:
        raise click.ClickException(_failed("the questions could not be read", error)) from error
    for each in page.items:
        click.echo(f"{each.count}  {each.last_asked_at:%Y-%m-%d}  {each.sample or '(erased)'}")
    if not page.items:
        click.echo("no question is without an answer")


def _failed(what: str, error: StoreError) -> str:
    """One sentence, without the database's own words."""
    unavailable = isinstance(error, StoreUnavailable)
    return f"{what}: {'the database is not there, or not migrated' if unavailable else error}"


def _told(each: CompanyVersion) -> str:
    again = f", version {each.reverts_to} again" if each.reverts_to else ""
    return f"version {each.version}, by {each.author}, {each.created_at:%Y-%m-%d %H:%M} UTC{again}"


def _wrong(error: ValidationError) -> str:
    """The first things that are wrong, and where, without what was written there."""
    found = error.errors(include_input=False, include_url=False, include_context=False)[:5]
    return "; ".join(f"{'.'.join(map(str, each['loc'])) or 'file'}: {each['msg']}" for each in found)
