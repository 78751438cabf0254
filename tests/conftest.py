"""Fixtures for every test."""

from tests.apps import app_factory, caller, clock, ears, recording_worker, worker
from tests.databases import database, database_url, migrated_database, postgres_url, sqlite_url

__all__ = [
    "app_factory",
    "caller",
    "clock",
    "database",
    "database_url",
    "ears",
    "migrated_database",
    "postgres_url",
    "recording_worker",
    "sqlite_url",
    "worker",
]
