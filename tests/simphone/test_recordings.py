"""The stand-in of Twilio's recordings API, over real HTTP."""

import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.rows import each_row
from voicebot.simphone.recordings import CannotServe, RecordingServer, loopback_address, spoken
from voicebot.simphone.wav import make_wav, parse_wav

ACCOUNT, TOKEN = "AC" + "0" * 32, "secret"
LOGIN = (ACCOUNT, TOKEN)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server() -> Iterator[RecordingServer]:
    with RecordingServer(f"http://127.0.0.1:{free_port()}", ACCOUNT, TOKEN) as running:
        yield running


def test_a_recording_is_there_at_the_second_asking(server: RecordingServer) -> None:
    made = server.record("מחר בשלוש", 15)
    assert made.url == f"{server.base_url}/2010-04-01/Accounts/{ACCOUNT}/Recordings/{made.sid}"
    first, second = (requests.get(f"{made.url}.wav", auth=LOGIN, timeout=5) for _ in range(2))
    assert (first.status_code, second.status_code) == (404, 200)
    assert second.headers["Content-Type"] == "audio/x-wav"
    wav = parse_wav(second.content)
    assert wav.comment == "מחר בשלוש"
    assert made.duration_s - 1 < wav.seconds <= made.duration_s


def test_each_recording_is_late_once(server: RecordingServer) -> None:
    one, two = server.record("אחת", 15), server.record("שתיים", 15)
    answers = [requests.get(f"{made.url}.wav", auth=LOGIN, timeout=5) for made in (one, one, two, two)]
    assert [answer.status_code for answer in answers] == [404, 200, 404, 200]


@pytest.mark.parametrize("login", [None, (ACCOUNT, "wrong"), ("AC" + "1" * 32, TOKEN)])
def test_the_login_is_checked(server: RecordingServer, login: tuple[str, str] | None) -> None:
    made = server.record("כן", 15)
    answer = requests.get(f"{made.url}.wav", auth=login, timeout=5)
    assert (answer.status_code, answer.json()["code"]) == (401, 20003)


def test_metadata(server: RecordingServer) -> None:
    made = server.record("כן", 15)
    data = requests.get(f"{made.url}.json", auth=LOGIN, timeout=5).json()
    assert (data["sid"], data["status"], data["duration"]) == (made.sid, "completed", str(made.duration_s))


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_what_is_deleted_is_gone(server: RecordingServer, suffix: str) -> None:
    made = server.record("כן", 15)
    deleted = [requests.delete(made.url + suffix, auth=LOGIN, timeout=5).status_code for _ in range(2)]
    gone = [requests.get(made.url + kind, auth=LOGIN, timeout=5).status_code for kind in (".wav", ".wav", ".json")]
    assert (deleted, gone) == ([204, 404], [404, 404, 404])


@pytest.mark.parametrize("path", ["/", "/2010-04-01/Accounts/AC1/Calls.json", "/x/../etc/passwd"])
def test_other_paths_are_not_found(server: RecordingServer, path: str) -> None:
    assert requests.get(server.base_url + path, auth=LOGIN, timeout=5).status_code == 404


def test_a_recording_is_no_longer_than_the_app_wants(server: RecordingServer) -> None:
    assert server.record("מילים " * 60, 3).duration_s == 3


def test_silence_is_a_recording_too(server: RecordingServer) -> None:
    made = server.record("", 15)
    requests.get(f"{made.url}.wav", auth=LOGIN, timeout=5)
    content = requests.get(f"{made.url}.wav", auth=LOGIN, timeout=5).content
    assert (made.duration_s, set(parse_wav(content).samples())) == (1, {0})


@pytest.mark.parametrize("url", ["http://127.0.0.1:9100", "http://localhost:1", "http://127.0.0.2:9100/"])
def test_loopback_addresses(url: str) -> None:
    assert loopback_address(url)[1] > 0


@each_row(
    "url",
    [
        "https://api.twilio.com",
        "http://10.0.0.1:9100",
        "http://127.0.0.1",
        "https://127.0.0.1:9100",
        "http://[::1]:9100",
        "x",
        "",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(CannotServe, match="loopback"):
        loopback_address(url)


def test_a_taken_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotServe, match=f"{port}.*free the port"):
            RecordingServer(f"http://127.0.0.1:{port}", ACCOUNT, TOKEN)


def fake_espeak(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "espeak-ng"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


def test_espeak_speaks_where_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voice = tmp_path / "voice.wav"
    voice.write_bytes(make_wav([0, 100, 200, 300]).replace(b"\x40\x1f\0\0", b"\x80\x3e\0\0", 1))
    fake_espeak(tmp_path, monkeypatch, f'cat > "{tmp_path}/words"; [ "$2" = he ] && cp "{voice}" "$4"')
    assert spoken("כן") == [0, 200]
    assert (tmp_path / "words").read_text("utf-8") == "כן"


@pytest.mark.parametrize("script", ["exit 1", 'cat >/dev/null; echo nonsense > "$4"'])
def test_a_broken_espeak_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    fake_espeak(tmp_path, monkeypatch, script)
    assert spoken("כן") is None


def test_without_espeak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert spoken("כן") is None
