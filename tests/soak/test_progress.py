"""The long run goes through every folder, and says what became of every test."""

import subprocess
import sys
from pathlib import Path

from voicebot.settings import ROOT

SLOW = "import pytest\n\n@pytest.mark.slow\ndef test_it():\n    assert {}\n"


def test_it_runs_folders_that_have_fixtures_of_their_own(tmp_path: Path) -> None:
    for name, true in (("one", "True"), ("two", "False"), ("three", "True")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "conftest.py").write_text("")
        (folder / f"test_{name}.py").write_text(SLOW.format(true))
    ran = subprocess.run(
        [sys.executable, "-m", "tests.soak", "-c", str(ROOT / "pyproject.toml"), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    assert "2 of 3 passed" in ran.stdout
    assert "test_two.py::test_it | failed" in ran.stdout
