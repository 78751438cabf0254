"""A driver's check-in becomes one JSON file, however often its job is run."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stores import Stores, build_stores
from stores.database import Database
from voicebot.jobs.handlers import HANDLERS, Context
from voicebot.jobs.kinds import WRITE_CHECKIN, add_checkin_file

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TEXTS = {
    "driver_name": "José Luis Pérez",
    "tractor_number": "45",
    "tractor_plates": "1234567",
    "trailer_number": "7",
    "trailer_plates": "7654321",
}


@pytest.fixture
def stores(database: Database) -> Stores:
    return build_stores(database, lambda: NOW)


@pytest.fixture
def checkin(stores: Stores) -> int:
    call, _ = stores.calls.open("CA1", channel="turns", direction="inbound", scenario="driver_checkin", language="es")
    return stores.checkins.add(call.id, "es", TEXTS, NOW).id


def run(stores: Stores, checkin: int, folder: str) -> None:
    HANDLERS[WRITE_CHECKIN]({"checkin": checkin}, Context(stores, lambda: NOW, checkins_dir=folder))


def test_the_file_says_what_is_stored(stores: Stores, checkin: int, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "checkins"
    run(stores, checkin, str(folder))
    run(stores, checkin, str(folder))
    (file,) = folder.iterdir()
    assert file.name == f"checkin_{checkin}.json"
    told = json.loads(file.read_text("utf-8"))
    assert {name: told[name] for name in TEXTS} == TEXTS
    assert (told["eta"], told["language"]) == (NOW.isoformat(), "es")


def test_without_a_folder_nothing_is_written(
    stores: Stores, checkin: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run(stores, checkin, "")
    assert list(tmp_path.iterdir()) == []


def test_what_was_erased_is_not_written(stores: Stores, tmp_path: Path) -> None:
    run(stores, 4711, str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_fails_the_job(stores: Stores, checkin: int, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        run(stores, checkin, str(tmp_path / "file"))


def test_there_is_one_job_for_each_checkin(stores: Stores, checkin: int) -> None:
    add_checkin_file(stores, checkin)
    add_checkin_file(stores, checkin)
    assert len(stores.jobs.list().items) == 1
