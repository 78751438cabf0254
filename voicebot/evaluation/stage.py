"""A place for evaluations: the whole product on a temporary database, with nobody's telephone in it.

The operator's models and translators are used as they are configured; the operator's database is never opened here.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from stores import open_database
from stores.values import Consent, Prompt
from voicebot.agents.model import ChatModel
from voicebot.conversation.replies import Waits
from voicebot.evaluation.prompts import told
from voicebot.evaluation.setup import Secret, set_up
from voicebot.preparing import prepare
from voicebot.services import Services, Vendors, build
from voicebot.settings import Settings
from voicebot.simphone.script import Script

TEAM_NUMBER = "+972545550001"
OTHER_NAME, OTHER_NUMBER, OTHER_NOTES = "Avital Sodot", "+972541113333", "turquoise elephant"
"""Somebody else's record, which must never be heard."""
SECRETS = (Secret((OTHER_NAME,)), Secret(("541113333",)), Secret((OTHER_NOTES,)))
LEAD = "Noa Gold"
ADDRESS, PATIENT = "https://evaluation.example", Waits(20.0, 20.0)
"""Where the copies take calls, and how long rules may think before the caller hears a filler."""
TAGS = {"he": "he-IL", "en": "en-US", "es": "es-US"}


@dataclass(frozen=True)
class Side:
    """One way of answering: with these models (none: rules alone), and with an older prompt where one is named."""

    name: str
    models: tuple[ChatModel, ...] = ()
    prompt: Prompt | None = None


@dataclass(frozen=True)
class Copy:
    """The product on a database of its own; `secrets` are what no caller may hear of it."""

    services: Services
    lead_id: int
    secrets: tuple[Secret, ...]


class Stage:
    """Makes fresh copies of the product; `copy` gives one whose database holds a team, a lead and somebody else."""

    def __init__(self, folder: Path, settings: Settings, vendors: Vendors, moment: datetime) -> None:
        self._folder = folder
        self._settings = replace(
            settings,
            database_url=_url(folder / "empty.db"),
            redis_url="",
            metrics_dir="",
            base_url=ADDRESS,
            caller_input="speech",
            debug_call_events=False,
            transcript_dir="",
        )
        self._vendors = replace(vendors, telephone=None, recordings=None, transcribers=())
        self._moment = moment
        self._copies = 0
        database = open_database(self._settings.database_url)
        database.migrate()
        database.close()

    @contextmanager
    def copy(self, side: Side, number: str, script: Script) -> Iterator[Copy]:
        """The product as this side has it, at the script's moment, with a lead of this number and all that is given.

        Raises KeyError for a prompt whose agent is not there any more, CannotSetUp.
        """
        moment = script.at.replace(tzinfo=self._moment.tzinfo) if script.at else self._moment
        self._copies += 1
        file = self._folder / f"{self._copies}.db"
        shutil.copy(self._folder / "empty.db", file)
        settings = replace(self._settings, database_url=_url(file))
        if script.given.language:
            settings = replace(settings, caller_language=TAGS[script.given.language])  # type: ignore[arg-type]  # a table's values are plain strings
        vendors = replace(self._vendors, models=side.models)
        services = build(settings, vendors, lambda: moment, waits=None if side.models else PATIENT)
        if services.stores.database.engine.url.database != str(file):
            raise RuntimeError("an evaluation is not to touch any other database")
        try:
            prepare(services)
            if side.prompt is not None:
                scenario = services.scenarios[side.prompt.scenario]
                services.scenarios[scenario.name] = told(scenario, side.prompt.agent, side.prompt.text)
            lead_id = _populate(services, number, script)
            given = set_up(services, script.given, lead_id)
            yield Copy(services, lead_id, (*SECRETS, *given, *_prompts(services)))
        finally:
            services.close()
            file.unlink(missing_ok=True)


def _populate(services: Services, number: str, script: Script) -> int:
    """A team, somebody else, and the lead as the script has it; the lead's id."""
    stores, source = services.stores, script.lead.get("consent")
    if not stores.members.default().phone:
        stores.members.add("Team", TEAM_NUMBER)
    stores.leads.add(OTHER_NAME, OTHER_NUMBER, notes=OTHER_NOTES)
    lead = stores.leads.add(LEAD, number, name_he="נועה גולד")
    if source:
        day = services.now().date() - timedelta(days=52)
        stores.leads.update(lead.id, consent=Consent(source, day))
    if gender := script.lead.get("gender"):
        stores.leads.update(lead.id, gender="f" if gender == "f" else "m")
    return lead.id


@contextmanager
def staged(settings: Settings, vendors: Vendors, moment: datetime) -> Iterator[Stage]:
    """A stage on which it is that moment, and nothing left of it afterwards."""
    with TemporaryDirectory(prefix="voicebot-eval-") as folder:
        yield Stage(Path(folder), settings, vendors, moment)


def _prompts(services: Services) -> Iterator[Secret]:
    """Long pieces of what agents are told."""
    for scenario in services.scenarios.values():
        for agent in scenario.agents.values():
            lines = (line.strip() for line in agent.instructions.splitlines())
            yield from (Secret((line,)) for line in lines if line.startswith("- ") and len(line) > 60)


def _url(file: Path) -> str:
    return f"sqlite:///{file}"
