"""`flask interview start FILE`: the same as the API, for operators."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Worker
from tests.fakes import FakeTelephone
from tests.interviews.making import SESSION
from voicebot.interview_cli import interview
from voicebot.services import Vendors

pytestmark = ON_SQLITE


@pytest.fixture
def worker(app_factory: AppFactory, tmp_path: Path) -> Worker:
    made = app_factory(Vendors(telephone=FakeTelephone()), scenario="interview", transcript_dir=str(tmp_path))
    made.app.extensions["voicebot"] = made.services
    made.app.cli.add_command(interview)
    return made


def start(worker: Worker, file: Path, content: Any) -> Result:
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return worker.app.test_cli_runner().invoke(args=["interview", "start", str(file)])


def test_it_tells_the_dial_in_and_calls_the_candidate(worker: Worker, tmp_path: Path) -> None:
    told = start(worker, tmp_path / "session.json", {**SESSION, "phone": "054-7654321"})
    assert told.exit_code == 0, told.output
    (made,) = worker.stores.interviews.list().items
    assert f"interview {made.id}  dial-in +97233760000  code {made.pin}" in told.output
    telephone = worker.services.vendors.telephone
    assert isinstance(telephone, FakeTelephone)
    assert [each.to for each in telephone.orders] == ["+972547654321"]
    assert f"calling the candidate: call {made.call_id}" in told.output


def test_without_a_number_nobody_is_called(worker: Worker, tmp_path: Path) -> None:
    told = start(worker, tmp_path / "session.json", SESSION)
    assert (told.exit_code, "calling" in told.output) == (0, False)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "is not JSON"), ("[" * 100_000, "nested too deeply"), ({}, "sessionType"),
        ({**SESSION, "phone": "1"}, "phone"),
        ({**SESSION, "maxDuration": 1801}, "duration_too_long"), ("[]", "session"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence(worker: Worker, tmp_path: Path, content: Any, says: str) -> None:
    told = start(worker, tmp_path / "session.json", content)
    assert told.exit_code == 1
    assert says in told.output
    assert "Traceback" not in told.output
    assert worker.stores.interviews.list().items == ()


def test_the_gate_is_passed(worker: Worker, tmp_path: Path) -> None:
    worker.stores.suppressions.add("+972547654321", reason="asked", source="api")
    told = start(worker, tmp_path / "session.json", {**SESSION, "phone": "0547654321"})
    assert (told.exit_code, "do-not-call" in told.output) == (1, True)
