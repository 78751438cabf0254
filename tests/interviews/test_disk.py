"""Transcripts on disk: whole or not at all, and nowhere else."""

import os
from pathlib import Path

import pytest

from voicebot.interviews.disk import DiskTranscripts

NAME = "interview_1_full_1640995200.json"


def test_what_is_put_is_there(tmp_path: Path) -> None:
    disk = DiskTranscripts(tmp_path / "made" / "later")
    disk.put(NAME, b"{}")
    disk.put(NAME, b"{1}")
    assert disk.get(NAME) == b"{1}"
    assert [each.name for each in (tmp_path / "made" / "later").iterdir()] == [NAME]
    assert disk.link(NAME, 60) is None
    disk.delete(NAME)
    disk.delete(NAME)
    with pytest.raises(FileNotFoundError):
        disk.get(NAME)


@pytest.mark.parametrize("name", ["../x.json", "/etc/passwd", "a/b.json", "a\\..\\b.json", "..json", ".json", "x"])
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    disk = DiskTranscripts(tmp_path / "in")
    for ask in (lambda: disk.put(name, b"{}"), lambda: disk.get(name), lambda: disk.delete(name)):
        with pytest.raises(ValueError, match="not the name"):
            ask()
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = DiskTranscripts(tmp_path)
    disk.put(NAME, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        disk.put(NAME, b"new")
    assert disk.get(NAME) == b"old"
    assert [each.name for each in tmp_path.iterdir()] == [NAME]
