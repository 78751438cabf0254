"""Fixtures for every test."""

from tests.apps import app_factory, caller, clock, ears, recording_worker, worker
from tests.databases import (
    alone,
    database,
    database_url,
    migrated_database,
    postgres_alone,
    postgres_url,
    sqlite_alone,
    sqlite_url,
)

__all__ = [
    "alone",
    "app_factory",
    "caller",
    "clock",
    "database",
    "database_url",
    "ears",
    "migrated_database",
    "postgres_alone",
    "postgres_url",
    "recording_worker",
    "sqlite_alone",
    "sqlite_url",
    "worker",
]
