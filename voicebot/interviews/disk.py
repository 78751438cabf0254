"""Transcripts as files of one directory, for installations on a machine of their own."""

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}\.json")


class DiskTranscripts:
    """One directory, made at the first transcript; nobody but the process's user may read it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def put(self, name: str, content: bytes) -> None:
        """Write it beside, then rename: a reader never sees half a file. Raises OSError, ValueError for a bad name."""
        path = self._path(name)
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._directory)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        self._sync_directory()

    def get(self, name: str) -> bytes:
        """Raises FileNotFoundError, ValueError for a bad name."""
        return self._path(name).read_bytes()

    def link(self, name: str, seconds: int) -> str | None:
        """There is none: a file is fetched through the API."""
        return None

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name) or ".." in name:
            raise ValueError("not the name of a transcript")
        return self._directory / name

    def _sync_directory(self) -> None:
        """So that the new name outlives a power cut."""
        descriptor = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
