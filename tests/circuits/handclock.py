"""Seconds that pass when a test says so, for workers and database alike."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from stores.database import Database

START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@dataclass
class Seconds:
    """A measuring clock that stands still until it is moved."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds

    def of_database(self, _database: Database) -> datetime:
        """The same time as a database would tell it."""
        return START + timedelta(seconds=self.now)
