"""`flask --app wsgi …`: what operators type."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from stores.errors import StoreError
from voicebot.doctor import REMEDIES, parts, readiness, warnings
from voicebot.preparing import prepare
from voicebot.preparing import seed as add_demo_leads
from voicebot.services import Services


def _services() -> Services:
    services: Services = current_app.extensions["voicebot"]
    return services


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Tell what is set, what runs on what, and what is wrong."""
    services = _services()
    for part in parts(services.settings):
        click.echo(f"{part.name:<12} {part.runs_on}" + (f" ({part.note})" if part.note else ""))
    report = readiness(services.settings, services.stores.database)
    for name, state in report["checks"].items():
        click.echo(f"{name:<12} {state}")
    for warning in warnings(services.settings):
        click.echo(f"! {warning}")
    for state in report["checks"].values():
        if state in REMEDIES:
            click.echo(f"! {REMEDIES[state]}")
    if report["status"] != "ready":
        sys.exit(1)


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to this release's revision and make sure there is a member of the team."""
    services = _services()
    try:
        prepare(services)
    except StoreError as error:
        raise click.ClickException(f"the database could not be migrated: {error}") from error
    click.echo(f"database at revision {services.stores.database.head_revision()}")


@click.command("seed")
@with_appcontext
def seed() -> None:
    """Add demo leads: only in development, only into a database without leads."""
    services = _services()
    if not services.settings.development:
        click.echo("no demo leads outside development")
        return
    try:
        added = add_demo_leads(services)
    except StoreError as error:
        raise click.ClickException(f"no demo leads could be added: {error}") from error
    click.echo(f"{added} demo leads added")
