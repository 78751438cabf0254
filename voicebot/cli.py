"""`flask --app wsgi …`: what operators type."""

import signal
import sys
import threading
from typing import Literal

import click
from flask import current_app
from flask.cli import with_appcontext

from stores.errors import NotFound, StoreError
from stores.job_values import Job
from voicebot.doctor import REMEDIES, parts, readiness, warnings
from voicebot.jobs.engine import run_until
from voicebot.jobs.wiring import engine_of
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


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Run the jobs (summaries, deletions, the sweep) in this process, until it is told to end."""
    ended = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: ended.set())
    run_until(ended.wait, engine_of(_services(), ended.is_set))


def warn_of_idle_jobs() -> None:
    """Say it when Flask's development server is what runs: it has no workers that could run jobs."""
    context = click.get_current_context(silent=True)
    if context is not None and context.info_name == "run":
        click.echo("No jobs are run by this server: run `flask --app wsgi worker` beside it.", err=True)


@click.group("jobs")
def jobs() -> None:
    """Look at the jobs, and let dead ones be tried again."""


@jobs.command("list")
@click.option("--state", type=click.Choice(["open", "done", "dead"]), default="dead", show_default=True)
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@with_appcontext
def list_jobs(state: Literal["open", "done", "dead"], limit: int) -> None:
    """List jobs, newest first: key, attempts, when it is due, and what went wrong last."""
    try:
        page = _services().stores.jobs.list(limit, state=state)
    except StoreError as error:
        raise click.ClickException(f"the jobs could not be read: {error}") from error
    for job in page.items:
        click.echo(_told(job))
    if page.next:
        click.echo(f"… and more than {limit}")
    elif not page.items:
        click.echo(f"no {state} jobs")


@jobs.command("retry")
@click.argument("key")
@with_appcontext
def retry_job(key: str) -> None:
    """Let the dead job of this KEY have one more attempt, at once."""
    try:
        job = _services().stores.jobs.revive(key)
    except NotFound as error:
        raise click.ClickException(f"there is no dead job with the key {key}") from error
    except StoreError as error:
        raise click.ClickException(f"the job could not be retried: {error}") from error
    click.echo(f"{job.key} is tried again")


def _told(job: Job) -> str:
    return f"{job.key}  attempts {job.attempts}  due {job.run_at:%Y-%m-%d %H:%M:%S} UTC  {job.last_error or '-'}"


COMMANDS = (doctor, migrate, seed, worker, jobs)
