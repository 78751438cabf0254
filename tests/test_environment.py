"""What settings are read from, and the token of a development machine."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from voicebot import settings as settings_module
from voicebot.development import development_token
from voicebot.errors import SettingsError
from voicebot.settings import ROOT, Settings, environment


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings_module, "ROOT", tmp_path)
    for name in ("PORT", "APP_ENV", "DYNO", "API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_the_file_is_read_and_the_environment_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("PORT=9000\nAPP_ENV=file # a comment\nAPI_KEY='a${PORT}b'\nLONELY\n", "utf-8")
    monkeypatch.setenv("APP_ENV", "environment")
    given = environment()
    assert (given["PORT"], given["APP_ENV"], given["API_KEY"]) == ("9000", "environment", "a${PORT}b")
    assert Settings.from_env(given).port == 9000


def test_on_a_dyno_no_file_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("PORT=9000\n", "utf-8")
    monkeypatch.setenv("DYNO", "web.1")
    assert "PORT" not in environment()


def test_no_file_is_fine(folder: Path) -> None:
    assert environment()["PATH"] == os.environ["PATH"]


def test_a_file_that_is_no_text_is_told_in_a_sentence(folder: Path) -> None:
    (folder / ".env").write_bytes("PORT=9000".encode("utf-16"))
    with pytest.raises(SettingsError, match=r"^voicebot cannot start: \.env is not a text file in UTF-8\.$"):
        environment()


# -- the token of a development machine


def test_the_token_is_random_its_owners_alone_and_kept(tmp_path: Path) -> None:
    first = development_token(tmp_path / "one")
    assert len(first) == 64
    assert development_token(tmp_path / "one") == first
    assert development_token(tmp_path / "two") != first
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o600


def test_processes_that_start_at_once_get_the_same_token(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom voicebot.development import development_token\n"
        "print('ready', flush=True)\nsys.stdin.readline()\nprint(development_token(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "token")]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    for process in started:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    tokens = set()
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        tokens.add(process.communicate(timeout=30)[0])
    assert len(tokens) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["token"]


@pytest.mark.parametrize(("content", "said"), [(b"", "is empty"), (b" \n", "is empty"), ("טוקן".encode(), "no token")])
def test_a_file_without_a_token_is_told_and_never_signed_with(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "token").write_bytes(content)
    with pytest.raises(SettingsError, match=said):
        development_token(tmp_path / "token")


def test_a_token_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file or directory"):
        development_token(tmp_path / "missing" / "token")


def test_the_platform_is_set_whole_or_not_at_all() -> None:
    whole = {
        "VH_API_BASE_URL": "https://api.voicehire.example",
        "VH_M2M_CLIENT_ID": "lambda-client",
        "VH_M2M_CLIENT_SECRET": "a-secret",
    }
    assert Settings.from_env(whole).vh_m2m_client_id == "lambda-client"
    for name in whole:
        with pytest.raises(SettingsError, match="VH_M2M_CLIENT_SECRET are set together or not at all"):
            Settings.from_env({each: value for each, value in whole.items() if each != name})
