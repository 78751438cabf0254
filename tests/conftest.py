"""Fixtures for every test."""

from tests.databases import database, database_url, migrated_database, postgres_url, sqlite_url

__all__ = ["database", "database_url", "migrated_database", "postgres_url", "sqlite_url"]
