"""Drivers' check-ins as JSON files."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from stores.values import Checkin


def write(checkin: Checkin, folder: Path) -> Path:
    """Write `checkin_<id>.json` into the folder, whole or not at all; moments are ISO 8601. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {**asdict(checkin), "eta": checkin.eta.isoformat(), "created_at": checkin.created_at.isoformat()}
    file = _file(checkin.id, folder)
    beside = file.with_suffix(f".{os.getpid()}.tmp")
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    beside.replace(file)
    return file


def delete(number: int, folder: Path) -> None:
    """Delete the check-in's file, where there is one. Raises OSError."""
    _file(number, folder).unlink(missing_ok=True)


def _file(number: int, folder: Path) -> Path:
    return folder / f"checkin_{number}.json"
