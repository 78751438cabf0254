"""Getting a database ready: migrations, a member of the team, demo leads in development."""

import threading

import structlog

from stores.errors import StoreError
from voicebot.demo import seed_demo, seed_job_offer
from voicebot.evaluation.prompts import versions
from voicebot.services import Services

log = structlog.get_logger()


def prepare(services: Services) -> None:
    """Bring the database to this release: a member of the team, and its prompts. Raises StoreError."""
    services.stores.database.migrate()
    services.stores.members.ensure_default("Team", services.settings.transfer_number or None)
    for each in versions(services.scenarios.values()):
        services.stores.prompts.remember(each.hash, each.scenario, each.agent, each.text)


def seed(services: Services) -> int:
    """In development, add demo leads to a database without leads, and the example job offer; how many leads."""
    if not services.settings.development:
        return 0
    seed_job_offer(services.stores, services.calling.parse)
    return seed_demo(services.stores)


class EmbeddedDatabase:
    """Prepares the embedded SQLite file before the first request, however the app is served.

    PostgreSQL is migrated by the release step instead: many machines share it.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lock = threading.Lock()
        self._ready = services.stores.database.dialect != "sqlite"

    def __call__(self) -> None:
        if self._ready:
            return
        with self._lock:
            if not self._ready:
                self._prepare()

    def _prepare(self) -> None:
        """A failure is left to the request that needs the database, which has its own answer for it."""
        database = self._services.stores.database
        try:
            if database.revision() != database.head_revision():
                prepare(self._services)
                seed(self._services)
            self._ready = True
        except StoreError as error:
            log.error("database.not_prepared", reason=type(error).__name__)
