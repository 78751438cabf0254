"""The app under gunicorn, as `make run` starts it: what it prints, how it ends, how it refuses to start."""

import signal
import threading
from pathlib import Path

import pytest
import requests

from stores import open_database
from tests.operations.processes import FLASK, GUNICORN, run, serving
from tests.standins.openai import OpenAIStandIn
from tests.standins.wire import Answer, Asked, free_port


class SlowOpenAI(OpenAIStandIn):
    """Answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.entered, self.go_on = threading.Event(), threading.Event()

    def answer(self, asked: Asked) -> Answer:
        self.entered.set()
        self.go_on.wait(20)
        return super().answer(asked)


def test_it_serves_says_what_runs_on_what_and_ends_with_the_turn_that_runs(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with (
        SlowOpenAI() as openai,
        serving(
            PORT=str(port),
            WEB_CONCURRENCY="1",
            DATABASE_URL=f"sqlite:///{tmp_path / 'voice.db'}",
            OPENAI_API_KEY="sk-for-tests",
            OPENAI_BASE_URL=f"{openai.url}/v1",
            LOG_LEVEL="ERROR",
            GUNICORN_CMD_ARGS="--log-level info",
        ) as (process, printed),
    ):
        for said in (
            f"Serving on {address}",
            "development",
            "SQLite",
            "simulated phone",
            "OpenAI gpt-6-luna, then rules",
        ):
            assert said in printed
        assert "sk-for-tests" not in printed
        assert requests.get(f"{address}/health/ready", timeout=20).json()["status"] == "ready"
        answers: list[requests.Response] = []
        body = {"user_utterance": "Hello", "lead_id": 1}
        turn = threading.Thread(
            target=lambda: answers.append(requests.post(f"{address}/agent/turn", json=body, timeout=30))
        )
        turn.start()
        assert openai.entered.wait(20)
        process.send_signal(signal.SIGTERM)
        assert process.stderr
        assert any("Handling signal: term" in line for line in process.stderr), "it ended without being told to"
        openai.go_on.set()
        turn.join()
        assert answers[0].status_code == 200
        assert answers[0].json()["agent_reply"]
        assert process.wait(30) == 0
        assert "ERROR" not in process.stderr.read().upper()


def test_an_embedded_database_is_ready_before_the_first_request(tmp_path: Path) -> None:
    """Else the migrations of one worker would hold up the first call that another one answers."""
    url = f"sqlite:///{tmp_path / 'voice.db'}"
    with serving(PORT=str(free_port()), WEB_CONCURRENCY="1", DATABASE_URL=url, JOBS_IN_WEB="false"):
        database = open_database(url)
        assert database.revision() == database.head_revision()
        database.close()


MISSING = {"BASE_URL": "https://voice.example", "DATABASE_URL": "mysql://bot:hunter2@db/voice"}
SAID = ("TWILIO_AUTH_TOKEN is missing", "API_KEY is missing", "DATABASE_URL must be")


@pytest.mark.parametrize(
    ("command", "settings", "said"),
    [
        (GUNICORN, MISSING, SAID),
        pytest.param(
            GUNICORN, {"SCENARIO": "nothing"}, ("SCENARIO names an unknown scenario",), marks=pytest.mark.slow
        ),
        pytest.param((*FLASK, "doctor"), MISSING, SAID, marks=pytest.mark.slow),
        pytest.param(
            (*FLASK, "doctor"), {"SCENARIO": "nothing"}, ("SCENARIO names an unknown scenario",), marks=pytest.mark.slow
        ),
    ],
)
def test_it_refuses_to_start_in_one_sentence(
    command: tuple[str, ...], settings: dict[str, str], said: tuple[str, ...]
) -> None:
    ended = run(*command, **settings)
    assert ended.returncode != 0
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.startswith("voicebot cannot start: ")
    assert all(each in ended.stderr for each in said)
    assert "hunter2" not in ended.stderr
