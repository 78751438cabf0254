"""Live calls as earlier releases wrote them, and the database at any revision.

Each file holds the rows of an inbound call of the sales scenario that was just offered two slots (turn 4), dumped
from a database on which that release held the call.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import DateTime, MetaData, Table, text

from stores import migrating
from stores.database import Database

FOLDER = Path(__file__).parent
RELEASES = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))
"""The revisions whose releases' calls are kept here."""
SID = "CA" + "5" * 32


def migrate_to(database: Database, revision: str) -> None:
    """Bring an empty or older database to that revision, as that release did."""
    with database.engine.begin() as connection:
        command.upgrade(migrating.configured(connection), revision)


def load(database: Database, release: str) -> None:
    """Put the release's live call into a database at its revision."""
    dump = json.loads((FOLDER / f"{release}.json").read_text("utf-8"))
    assert dump["revision"] == database.revision() == release
    with database.engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            for row in dump["tables"].get(table.name, ()):
                connection.execute(table.insert().values(**_typed(table, row)))
        if database.dialect == "postgresql":  # as if the rows had got their ids from there
            for name in ("leads", "members"):
                connection.execute(text(f"SELECT setval('{name}_id_seq', 1)"))


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Moments lie in the file as text in UTC."""
    moments = {column.name for column in table.columns if isinstance(column.type, DateTime)}
    return {name: _moment(value) if name in moments and value else value for name, value in row.items()}


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value).replace(tzinfo=UTC)
