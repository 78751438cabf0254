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
    file = folder / f"checkin_{checkin.id}.json"
    beside = file.with_suffix(f".{os.getpid()}.tmp")
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    beside.replace(file)
    return file
