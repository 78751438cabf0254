"""Statements of the hot path: compiled once, then run on the driver's own connection.

A turn of a phone call makes some twenty small statements. Going through a Session costs half a millisecond of CPU for
each; what is compiled here costs a twentieth of that on SQLite. Types are converted as everywhere else, by the
columns' own processors.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Dialect, Executable, Float
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Processor = Callable[[Any], Any]
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Prepared:
    """One statement for one dialect.

    `fixed` are the values written into the statement, `bind` converts what is given for a name, `read` a column each;
    `convert` are those of `read` that do anything.
    """

    sql: str
    order: tuple[str, ...] | None
    fixed: Mapping[str, Any]
    bind: Mapping[str, Processor]
    read: tuple[Processor | None, ...]
    convert: tuple[tuple[int, Processor], ...]

    @classmethod
    def of(cls, statement: Executable, dialect: Dialect) -> "Prepared":
        """Compile `statement`; its parameters are `bindparam`s with names of their own."""
        compiled = cast(SQLCompiler, statement.compile(dialect=dialect))  # type: ignore[attr-defined]  # every statement has it
        bind: dict[str, Processor] = {}
        fixed: dict[str, Any] = {}
        for name, parameter in compiled.binds.items():
            processor = parameter.type.dialect_impl(dialect).bind_processor(dialect)
            if processor is not None:
                bind[name] = processor
            if not parameter.required:
                fixed[name] = processor(parameter.effective_value) if processor else parameter.effective_value
        order = compiled.positiontup
        read = _readers(statement, dialect)
        convert = tuple((at, reader) for at, reader in enumerate(read) if reader is not None)
        return cls(compiled.string, tuple(order) if order else None, fixed, bind, read, convert)

    def arguments(self, values: Mapping[str, Any]) -> Mapping[str, Any] | Sequence[Any]:
        """`values` as the driver takes them. Raises KeyError for one that is missing."""
        bind = self.bind
        given = {**self.fixed, **{name: bind[name](value) if name in bind else value for name, value in values.items()}}
        return given if self.order is None else [given[name] for name in self.order]

    def rows(self, raw: Sequence[Sequence[Any]]) -> list[Row]:
        """Rows as the driver gives them, converted."""
        return [self._row(each) for each in raw]

    def _row(self, raw: Sequence[Any]) -> Row:
        values = list(raw)
        for at, reader in self.convert:
            if values[at] is not None:
                values[at] = reader(values[at])
        return tuple(values)


def _readers(statement: Executable, dialect: Dialect) -> tuple[Processor | None, ...]:
    columns = getattr(statement, "exported_columns", ())  # what a SELECT or a RETURNING gives
    return tuple(_reader(each.type, dialect) for each in columns)


def _reader(of: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    if isinstance(of, Float):  # as both drivers give it; psycopg's processor asks for a type that is known only then
        return None
    return of.dialect_impl(dialect).result_processor(dialect, None)
