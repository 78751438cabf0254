"""The embedded database gets ready by itself, however the app is served."""

from pathlib import Path

from flask.testing import FlaskClient

from app import create_app
from voicebot.services import build
from voicebot.settings import Settings


def client_of(path: Path, **env: str) -> FlaskClient:
    settings = Settings.from_env({"DATABASE_URL": f"sqlite:///{path}", **env})
    return create_app(settings, build(settings)).test_client()


def test_a_new_file_is_migrated_and_seeded_before_the_first_request(tmp_path: Path) -> None:
    client = client_of(tmp_path / "new.sqlite3")
    assert client.get("/health/ready").status_code == 200
    assert [each["id"] for each in client.get("/leads").get_json()["items"]] == [1, 2, 3]


def test_a_second_process_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    client_of(path).get("/health")
    again = client_of(path)
    again.delete("/leads/1")
    assert [each["id"] for each in client_of(path).get("/leads").get_json()["items"]] == [2, 3]


def test_outside_development_there_are_no_demo_leads(tmp_path: Path) -> None:
    client = client_of(tmp_path / "new.sqlite3", TWILIO_AUTH_TOKEN="t" * 32, API_KEY="key")
    assert client.get("/leads", headers={"X-API-Key": "key"}).get_json() == {"items": [], "next": None}


def test_a_file_that_cannot_be_made_is_told_by_the_health_check(tmp_path: Path) -> None:
    client = client_of(tmp_path / "missing" / "new.sqlite3")
    assert client.get("/health").status_code == 200
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.get_json()["checks"]["database"]) == (503, "unavailable")
