"""What a migration may not do while the release before still runs: take away, rename, or demand more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, inspect


@dataclass(frozen=True)
class Column:
    """`optional`: a row may be written without it."""

    type: str
    nullable: bool
    optional: bool


@dataclass(frozen=True)
class TableShape:
    """A table's columns by name, and what it demands of rows: keys, unique and foreign keys, checks."""

    columns: Mapping[str, Column]
    demands: frozenset[str] = field(default_factory=frozenset)


Schema = Mapping[str, TableShape]


def narrowings(before: Schema, after: Schema) -> list[str]:
    """Why code that was written for `before` breaks on `after`; nothing when it does not."""
    return [why for name, table in before.items() for why in _of_table(name, table, after.get(name))]


def _of_table(name: str, before: TableShape, after: TableShape | None) -> Iterator[str]:
    if after is None:
        yield f"table {name} is gone"
        return
    for column, was in before.columns.items():
        becomes = after.columns.get(column)
        if becomes is None:
            yield f"column {name}.{column} is gone"
            continue
        if becomes.type != was.type:
            yield f"column {name}.{column} is {becomes.type}, was {was.type}"
        if was.nullable and not becomes.nullable:
            yield f"column {name}.{column} may not be null any more"
    for column in after.columns.keys() - before.columns.keys():
        if not after.columns[column].optional:
            yield f"column {name}.{column} is new and must be given"
    yield from sorted(f"{name} demands {demand}" for demand in after.demands - before.demands)


def schema_of(connection: Connection) -> Schema:
    """The tables of a database, alembic's own aside."""
    found = inspect(connection)
    return {name: _shape(connection, name) for name in found.get_table_names() if name != "alembic_version"}


def _shape(connection: Connection, table: str) -> TableShape:
    found = inspect(connection)
    columns = {
        each["name"]: Column(str(each["type"]), each["nullable"], each["nullable"] or each["default"] is not None)
        for each in found.get_columns(table)
    }
    unique: list[Sequence[str | None]] = [each["column_names"] for each in found.get_unique_constraints(table)]
    unique += [each["column_names"] for each in found.get_indexes(table) if each["unique"]]
    foreign = [(each["constrained_columns"], each["referred_table"]) for each in found.get_foreign_keys(table)]
    demands = {
        f"key {found.get_pk_constraint(table)['constrained_columns']}",
        *(f"unique {sorted(str(name) for name in names)}" for names in unique),
        *(f"reference {names} to {other}" for names, other in foreign),
        *(f"check {each['sqltext']}" for each in found.get_check_constraints(table)),
    }
    return TableShape(columns, frozenset(demands))
