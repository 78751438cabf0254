"""A driver's check-in becomes one JSON file, however often its job is run."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stores import Stores, build_stores
from stores.database import Database
from tests.apps import AppFactory
from tests.builders import Worker
from voicebot.jobs.handlers import HANDLERS, Context
from voicebot.jobs.kinds import DELETE_CHECKIN, WRITE_CHECKIN, add_checkin_file
from voicebot.jobs.wiring import work_of
from voicebot.settings import ROOT, Settings

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


def run(stores: Stores, checkin: int, folder: Path) -> None:
    HANDLERS[WRITE_CHECKIN]({"checkin": checkin}, Context(stores, lambda: NOW, checkins=folder))


def test_the_file_says_what_is_stored(stores: Stores, checkin: int, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "checkins"
    run(stores, checkin, folder)
    run(stores, checkin, folder)
    (file,) = folder.iterdir()
    assert file.name == f"checkin_{checkin}.json"
    told = json.loads(file.read_text("utf-8"))
    assert {name: told[name] for name in TEXTS} == TEXTS
    assert (told["eta"], told["language"]) == (NOW.isoformat(), "es")


def test_without_a_trailer_its_fields_are_null(stores: Stores, tmp_path: Path) -> None:
    call, _ = stores.calls.open("CA3", channel="turns", direction="inbound", scenario="driver_checkin", language="he")
    made = stores.checkins.add(call.id, "he", {**TEXTS, "trailer_number": None, "trailer_plates": None}, NOW)
    run(stores, made.id, tmp_path)
    told = json.loads((tmp_path / f"checkin_{made.id}.json").read_text("utf-8"))
    assert (told["trailer_number"], told["trailer_plates"]) == (None, None)


def test_without_a_folder_there_are_no_files(
    stores: Stores, checkin: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for kind in (WRITE_CHECKIN, DELETE_CHECKIN):
        HANDLERS[kind]({"checkin": checkin}, Context(stores, lambda: NOW))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_setting_switches_the_files_off(app_factory: AppFactory) -> None:
    assert Settings.from_env({"CHECKINS_DIR": ""}).checkins_dir == ""
    assert Settings.from_env({}).checkins_dir == "checkins"
    assert work_of(app_factory(checkins_dir="").services).context.checkins is None


def test_files_are_written_where_nothing_is_set(worker: Worker) -> None:
    """In the app's directory, whatever the process's is; git ignores it."""
    folder = work_of(worker.services).context.checkins
    assert folder == ROOT / "checkins"
    assert "checkins/" in (ROOT / ".gitignore").read_text("utf-8").split()


def test_the_file_of_an_erased_driver_goes(stores: Stores, tmp_path: Path) -> None:
    lead = stores.leads.add("José", "+972545550199")
    call, _ = stores.calls.open(
        "CA2", channel="turns", direction="inbound", scenario="driver_checkin", language="es", lead_id=lead.id
    )
    number = stores.checkins.add(call.id, "es", TEXTS, NOW).id
    run(stores, number, tmp_path)
    stores.calls.finish(call.id, "checked_in")
    stores.leads.delete(lead.id)
    (job,) = stores.jobs.list().items
    for _ in range(2):
        HANDLERS[job.kind](job.payload, Context(stores, lambda: NOW, checkins=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_one_that_is_erased_while_it_is_written(stores: Stores, tmp_path: Path) -> None:
    (tmp_path / "checkin_4711.json").write_text("{}")
    run(stores, 4711, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_was_erased_is_not_written(stores: Stores, tmp_path: Path) -> None:
    run(stores, 4711, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_fails_the_job(stores: Stores, checkin: int, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        run(stores, checkin, tmp_path / "file")


def test_there_is_one_job_for_each_checkin(stores: Stores, checkin: int) -> None:
    add_checkin_file(stores, checkin)
    add_checkin_file(stores, checkin)
    assert len(stores.jobs.list().items) == 1
