"""`flask --app wsgi job-offer …`: what operators of calls about job offers type."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from stores.errors import StoreError
from voicebot.command_input import BadInput
from voicebot.job_offer_file import BadJobOffer, read_job_offer, store_job_offer
from voicebot.services import Services


@click.group("job-offer")
def job_offer() -> None:
    """The candidate, offers and recruiters that calls about job offers know."""


@job_offer.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@with_appcontext
def import_file(file: Path) -> None:
    """Replace what is stored by FILE (YAML or JSON), all or nothing."""
    services: Services = current_app.extensions["voicebot"]
    try:
        search = store_job_offer(read_job_offer(file), services.stores, services.calling.parse)
    except BadJobOffer as error:
        raise BadInput("\n".join(error.problems)) from error
    except StoreError as error:
        raise click.ClickException(f"nothing was imported: {error}") from error
    told = (f"{len(search.fields)} profile fields", f"{len(search.offers)} offers")
    click.echo(f"imported {', '.join(told)}, {len(search.recruiters)} recruiters, {len(search.market)} market salaries")
