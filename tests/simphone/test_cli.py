"""The command as it is run: `python -m voicebot.simphone` with an environment, in a folder."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simphone.test_recordings import free_port
from tests.simphone.tiny_app import TOKEN, Seen, build, served
from voicebot.simphone.cli import DEVELOPMENT_ACCOUNT, Config, Unusable, configure, main, read_environment
from voicebot.simphone.recordings import CannotServe
from voicebot.simphone.wav import parse_wav

ROOT = Path(__file__).parents[2]
GOOD = 'steps: [{hears: "דיגיטלי", says: "כן"}, {hears: "אמרת", ends: hangup}]'


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen()


@pytest.fixture(scope="module")
def base_url(seen: Seen) -> Iterator[str]:
    with served(build(seen)) as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".dev-signing-token").write_text(TOKEN + "\n", "utf-8")
    (tmp_path / "good.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "bad.yaml").write_text('steps: [{says: "כן"}, {hears: "שלום"}]', "utf-8")
    (tmp_path / "malformed.yaml").write_text("steps: [{says: 5}]", "utf-8")
    return tmp_path


def run(folder: Path, typed: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    # An ASCII locale, to prove that the command does not depend on it.
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0"}
    return subprocess.run(
        [sys.executable, "-m", "voicebot.simphone"],
        cwd=folder,
        env=surroundings | env,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )


def test_a_script_that_holds(folder: Path, base_url: str) -> None:
    done = run(folder, SCRIPT="good.yaml", BASE_URL=base_url)
    assert (done.returncode, done.stderr) == (0, "")
    assert "שלום, כאן העוזר הדיגיטלי" in done.stdout
    assert "you> \u2067כן\u2069" in done.stdout
    assert "ms  POST /twilio/voice → 200" in done.stdout
    assert done.stdout.endswith("PASSED  2 steps\n")


def test_a_script_that_fails(folder: Path, base_url: str) -> None:
    done = run(folder, SCRIPT="bad.yaml", BASE_URL=base_url)
    assert done.returncode == 1
    assert 'FAILED  step 2: expected to hear "שלום"; heard: "אמרת: כן"' in done.stdout


@pytest.mark.parametrize(
    ("env", "told"),
    [
        ({"SCRIPT": "malformed.yaml"}, "step 1, says must be text"),
        ({"SCRIPT": "none.yaml"}, "cannot be read"),
        ({"BASE_URL": "nonsense"}, "BASE_URL must be a web address"),
        ({"BASE_URL": f"http://127.0.0.1:{free_port()}"}, "The app is not there"),
        ({"AUDIO": "1", "TWILIO_BASE_URL": "https://api.twilio.com"}, "loopback"),
        ({"DIRECTION": "up"}, "DIRECTION is one of"),
        ({"BIDI": "both"}, "BIDI is visual or logical"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], env: dict[str, str], told: str
) -> None:
    assert main(env, folder) == 2
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1


def test_the_app_must_have_been_started(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "make run" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_conversation_typed_in(folder: Path, base_url: str) -> None:
    done = run(folder, "\nכן בטח\n", BASE_URL=base_url)
    assert done.returncode == 0
    assert "אתה עדיין איתי?" in done.stdout
    assert "אמרת: כן בטח" in done.stdout


def test_the_end_of_input_hangs_up(folder: Path, base_url: str, seen: Seen) -> None:
    done = run(folder, FROM="withheld", TO="+97231111111", BASE_URL=base_url)
    form = seen.form("/twilio/voice")
    assert (done.returncode, form["From"], form["To"]) == (0, "+266696687", "+97231111111")
    assert form["AccountSid"] == DEVELOPMENT_ACCOUNT
    assert "you hung up" in done.stdout


def test_a_call_that_fails(folder: Path, base_url: str) -> None:
    done = run(folder, TWILIO_AUTH_TOKEN="wrong", BASE_URL=base_url)
    assert done.returncode == 1
    assert "application error" in done.stdout


def test_the_target_may_differ_from_the_base(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public = "https://bot.example"
    with served(build(Seen(), base_url=public)) as target:
        env = {"SCRIPT": "good.yaml", "BASE_URL": public, "TARGET_URL": target}
        assert main(env, folder) == 0, capsys.readouterr()
        assert main({"SCRIPT": "good.yaml", "BASE_URL": target}, folder) == 1
    assert "403" in capsys.readouterr().out


def test_audio_is_recorded_and_fetched(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen, account = Seen(), "AC" + "7" * 32
    env = {
        "SCRIPT": "good.yaml",
        "AUDIO": "1",
        "TWILIO_BASE_URL": f"http://127.0.0.1:{free_port()}",
        "TWILIO_ACCOUNT_SID": account,
    }
    with served(build(seen, listen="record", account_sid=account)) as url:
        assert main(env | {"BASE_URL": url}, folder) == 0, capsys.readouterr()
    assert seen.first_statuses == [404]
    assert parse_wav(seen.recordings[0]).comment == "כן"
    assert [path for path, _ in seen.webhooks][:2] == ["/twilio/voice", "/twilio/answer"]


def test_words_into_a_record_without_audio_fail(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with served(build(Seen(), listen="record")) as url:
        assert main({"SCRIPT": "good.yaml", "BASE_URL": url}, folder) == 1
    assert "start again with AUDIO=1" in capsys.readouterr().out


def config(folder: Path, **env: str) -> Config:
    return configure(read_environment(env, folder), folder)


def test_defaults(folder: Path) -> None:
    found = config(folder, PORT="8123", FROM="")
    assert found.base_url == "http://127.0.0.1:8123"
    assert (found.identity.from_, found.identity.to) == ("+972547654321", "+97233760000")
    assert (found.token, found.audio, found.script) == (TOKEN, False, None)


def test_an_outbound_call_turns_the_numbers_round(folder: Path) -> None:
    who = config(folder, DIRECTION="outbound-api", TWILIO_CALLER_ID="+97239999999").identity
    assert (who.from_, who.to) == ("+97239999999", "+972547654321")


def test_the_environment_wins_over_env_file_and_script(folder: Path) -> None:
    (folder / ".env").write_text("TWILIO_AUTH_TOKEN=from-file\nPORT=9999\n", "utf-8")
    (folder / "s.yaml").write_text('call: {from: "+1", to: "+2", audio: true}\nsteps: [{silent: true}]', "utf-8")
    found = config(folder, SCRIPT="s.yaml", TO="+3", PORT="7777", AUDIO="0")
    assert (found.identity.from_, found.identity.to) == ("+1", "+3")
    assert (found.token, found.base_url, found.audio) == ("from-file", "http://127.0.0.1:7777", False)


def test_a_script_may_ask_for_audio(folder: Path) -> None:
    (folder / "s.yaml").write_text("call: {audio: true}\nsteps: [{silent: true}]", "utf-8")
    assert config(folder, SCRIPT="s.yaml").audio
    with pytest.raises(CannotServe):
        config(folder, SCRIPT="s.yaml", TWILIO_BASE_URL="https://api.twilio.com")


def test_an_empty_token_file(folder: Path) -> None:
    (folder / ".dev-signing-token").write_text("", "utf-8")
    with pytest.raises(Unusable, match="is empty"):
        config(folder)
