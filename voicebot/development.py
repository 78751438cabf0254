"""The signing token of a development machine: random, kept in a file that only its owner can read."""

import os
import secrets
import tempfile
from pathlib import Path

from voicebot.errors import SettingsError
from voicebot.settings import ROOT

TOKEN_FILE = ROOT / ".dev-signing-token"


def development_token(path: Path = TOKEN_FILE) -> str:
    """The token in `path`, made at the first call (mode 0600). There is no unsigned mode.

    Safe when several processes start at once: the file appears whole or not at all, and the first one stays.
    Raises SettingsError when it cannot be kept, or is empty: anybody can sign with nothing.
    """
    try:
        if not path.exists():
            _make(path)
        token = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no token"
        raise SettingsError(f"voicebot cannot start: {path} cannot be used: {reason}.") from error
    if not token:
        raise SettingsError(f"voicebot cannot start: {path} is empty; delete it, and a new one is made.")
    return token


def _make(path: Path) -> None:
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # mkstemp makes it 0600
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
