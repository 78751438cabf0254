"""Fixtures for every test."""

from collections.abc import Iterator

import pytest

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
from tests.schemas import remember_schemas

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

ON_DATABASES = ("database_url", "alone", "database")
"""Parameters that name the kind of database a test runs on."""


@pytest.fixture(scope="session", autouse=True)
def remembered_schemas() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        remember_schemas(patch)
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is to be run on one kind of database only in `make soak` is slow there."""
    for item in items:
        kinds = {kind for mark in item.iter_markers("soak_on") for kind in mark.args}
        if kinds and kinds & _kinds(item):
            item.add_marker(pytest.mark.slow)


def _kinds(item: pytest.Item) -> set[str]:
    callspec = getattr(item, "callspec", None)
    given = [callspec.params.get(name) for name in ON_DATABASES] if callspec else []
    return {str(getattr(each, "__name__", each)) for each in given}
