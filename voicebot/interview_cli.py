"""`flask --app wsgi interview …`: interviews from the command line."""

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from pydantic import ValidationError

from language.phones import BadPhone
from stores.errors import StoreError, StoreUnavailable
from voicebot.errors import ApiError, VoicebotError
from voicebot.interviews.session import Session
from voicebot.services import Services


@click.group("interview")
def interview() -> None:
    """Hold interviews."""


@interview.command("start")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def start(file: Path) -> None:
    """Make an interview of the session JSON in FILE, and call the candidate where a phone is given."""
    services: Services = current_app.extensions["voicebot"]
    desk = services.interviews.desk
    try:
        made = desk.create(_session(file))
        click.echo(f"interview {made.id}  dial-in {desk.number or '-'}  code {made.pin}")
        if made.phone is not None:
            call = desk.call(made.id)
            click.echo(f"calling the candidate: call {call.id}")
    except ApiError as error:
        raise click.ClickException(f"{error.code}: {error.message}") from error
    except BadPhone as error:
        raise click.ClickException(f"{error.code}: {error.message}") from error
    except StoreUnavailable as error:
        raise click.ClickException("The database is not there, or not migrated; nothing was made.") from error
    except (VoicebotError, StoreError) as error:
        raise click.ClickException(str(error)) from error


def _session(file: Path) -> Session:
    """Raises ClickException that says what is wrong where."""
    try:
        given = json.loads(file.read_text("utf-8"))
        if not isinstance(given, dict):
            raise click.ClickException(f"{file} has to hold one session: a JSON object, as POST /interviews takes it.")
        return Session.model_validate(given)
    except ValidationError as error:
        parts = (
            f"{'.'.join(map(str, each['loc'])) or 'session'}: {each['msg']}"
            for each in error.errors(include_input=False, include_url=False, include_context=False)[:5]
        )
        raise click.ClickException("; ".join(parts)) from error
    except RecursionError:
        raise click.ClickException(f"{file} is nested too deeply for a session") from None
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{file} is not JSON in UTF-8") from error
