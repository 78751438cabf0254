"""The lists that evaluations are held against: folders of utterances and tables of tab-separated values."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from language.calling_calendar import Reason
from language.evaluation import ALLOWED, REFUSED, CalendarRow, SpokenRow, TimeRow
from language.types import LanguageError

Row = TypeVar("Row")
_ISRAEL: Final = ZoneInfo("Asia/Jerusalem")
_HEADING: Final = re.compile(r"[A-Za-z_ .,|/()]+")
_DECISIONS: Final = frozenset((ALLOWED, REFUSED, *Reason))


class BadFile(LanguageError):
    """A list that is not there or cannot be read; the message names the file, and the line where it is one."""


def read_utterances(folder: Path) -> dict[str, list[str]]:
    """Utterances by class, from NAME.txt, one a line; empty lines do not count. Raises BadFile."""
    if not folder.is_dir():
        raise BadFile(f"{folder}: no such directory")
    found = {path.stem: [line for _, line in _lines(path)] for path in sorted(folder.glob("*.txt"))}
    if not any(found.values()):
        raise BadFile(f"{folder}: there is no utterance in it (one file per intent, NAME.txt, one utterance a line)")
    return found


def read_times(path: Path) -> list[TimeRow]:
    """Rows of expression, reference_now, expected (ISO 8601; empty: must give nothing). Raises BadFile."""

    def row(cells: list[str]) -> TimeRow:
        return TimeRow(cells[0], _moment(cells[1]), _moment(cells[2]) if cells[2] else None)

    return _rows(path, ("expression", "reference_now", "expected"), 2, row)


def read_spoken(path: Path) -> list[SpokenRow]:
    """Rows of text, expected spoken form. Raises BadFile."""
    return _rows(path, ("text", "expected"), 2, lambda cells: SpokenRow(cells[0], cells[1]))


def read_calendar(path: Path) -> list[CalendarRow]:
    """Rows of moment, decision ("allowed", "refused" or a reason), next allowed moment or nothing. Raises BadFile."""

    def row(cells: list[str]) -> CalendarRow:
        decision = cells[1].lower()
        if decision not in _DECISIONS:
            raise ValueError(f"no decision is called {cells[1][:40]!r}; known are {', '.join(sorted(_DECISIONS))}")
        return CalendarRow(_moment(cells[0]), decision, _moment(cells[2]) if cells[2] else None)

    return _rows(path, ("moment", "decision", "next allowed"), 2, row)


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Rows of Hebrew, English. Raises BadFile."""
    return _rows(path, ("Hebrew", "English"), 2, lambda cells: (cells[0], cells[1]))


def read_text(path: Path) -> str:
    """The whole of a text file, in UTF-8 with or without a byte order mark. Raises BadFile."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadFile(f"{path}:{line}: this line is not UTF-8") from error
    except OSError as error:
        raise BadFile(f"{path}: {(error.strerror or 'cannot be read').lower()}") from error


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines that are not empty; only line feeds end a line."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r") if "\t" in line else line.strip()


def _rows(path: Path, names: tuple[str, ...], needed: int, make: Callable[[list[str]], Row]) -> list[Row]:
    """What `make` makes of each row's cells, padded to `names`; its ValueError is told with file and line."""
    rows = []
    for number, line in _lines(path):
        cells = [cell.strip() for cell in line.split("\t")]
        if number == 1 and all(map(_HEADING.fullmatch, cells)):
            continue
        if not needed <= len(cells) <= len(names) or not all(cells[:needed]):
            raise BadFile(f"{path}:{number}: a row must have {' <tab> '.join(names)}")
        try:
            rows.append(make(cells + [""] * (len(names) - len(cells))))
        except ValueError as error:
            raise BadFile(f"{path}:{number}: {error}") from error
    if not rows:
        raise BadFile(f"{path}: there is no row in it")
    return rows


def _moment(text: str) -> datetime:
    """An ISO 8601 moment; without an offset it is Israel's. Raises ValueError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"not a date and time in ISO 8601: {text[:40]!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=_ISRAEL)
