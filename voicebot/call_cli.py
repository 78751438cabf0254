"""`flask --app wsgi call NUMBER`: one call, through the same gate as every other."""

from datetime import date

import click
from flask import current_app
from flask.cli import with_appcontext

from language.phones import BadPhone
from stores.errors import StoreError
from stores.values import Call, Consent
from voicebot.dialer.gate import JERUSALEM
from voicebot.dialer.outbound import CallRefused, CallUnknown, CapReached, OutboundNotConfigured
from voicebot.errors import VendorError
from voicebot.services import Services


@click.command("call")
@click.argument("number")
@click.option("--scenario", help="How the call is held; default: SCENARIO.")
@click.option("--consent", help='Where the consent to call this number is from, as "form on the site".')
@click.option("--consent-date", type=click.DateTime(["%Y-%m-%d"]), help="When it was given; default: today.")
@click.option("--name", help="Whose number it is, where it is no lead's yet.")
@with_appcontext
def call(number: str, scenario: str | None, consent: str | None, consent_date: date | None, name: str | None) -> None:
    """Call NUMBER, in any spelling of a country that may be dialled."""
    services: Services = current_app.extensions["voicebot"]
    if scenario is not None and scenario not in services.scenarios:
        known = ", ".join(sorted(services.scenarios))
        raise click.ClickException(f"There is no scenario {scenario!r}; known are: {known}.")
    attested = _consent(services, consent, consent_date)
    placed = _place(services, number, scenario, attested, name)
    click.echo(f"calling {placed.to_number} ({placed.scenario}): call {placed.id}, {placed.sid}")


def _consent(services: Services, source: str | None, given_on: date | None) -> Consent | None:
    if source is None:
        if given_on is not None:
            raise click.ClickException("A date of consent needs its source: add --consent.")
        return None
    if not source.strip():
        raise click.ClickException("A consent has a source: --consent is empty.")
    today = services.now().astimezone(JERUSALEM).date()
    day = date(given_on.year, given_on.month, given_on.day) if given_on else today
    if day > today:
        raise click.ClickException(f"A consent cannot be given in the future: {day} is after {today}.")
    return Consent(" ".join(source.split())[:120], day)


def _place(services: Services, number: str, scenario: str | None, consent: Consent | None, name: str | None) -> Call:
    """The call. Raises ClickException: one sentence for each reason why there is none."""
    try:
        phone = services.calling.parse(number)
        return services.dialer.call_number(phone, scenario, consent, " ".join((name or "").split())[:120] or None)
    except BadPhone as error:
        raise click.ClickException(f"No call to {number[:40]!r}: {error.message}.") from error
    except (CallRefused, CapReached, CallUnknown, OutboundNotConfigured) as error:
        raise click.ClickException(str(error)) from error
    except VendorError as error:
        raise click.ClickException(f"The telephone company did not take the call: {error.detail}.") from error
    except StoreError as error:
        raise click.ClickException("The database is not available, so no call was placed.") from error
