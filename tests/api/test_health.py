"""/health and /health/ready, and every route while the database is gone."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from stores.database import Database
from tests.api.conftest import MakeApi
from tests.api.making import Api, error, make, production
from tests.standins.wire import closed_port

ROUTES: tuple[tuple[str, str, dict[str, object] | None], ...] = (
    ("GET", "/leads", None), ("POST", "/leads", {"name": "x", "phone": "0547654321"}), ("GET", "/leads/1", None),
    ("PATCH", "/leads/1", {}), ("DELETE", "/leads/1", None), ("GET", "/meetings", None), ("GET", "/calls", None),
    ("GET", "/calls/1", None), ("POST", "/agent/turn", {"user_utterance": "Hello"}),
    ("POST", "/agent/turn", {"user_utterance": "Hello", "conversation_id": "1"}),
    ("POST", "/outbound/initiate-call", {"lead_id": 1}),
)  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def gone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Api:
    """An app whose database cannot be reached."""
    urls = {
        "sqlite": f"sqlite:///{tmp_path_factory.mktemp('gone') / 'missing' / 'voice.db'}",
        "postgres": f"postgres://nobody:hunter2@127.0.0.1:{closed_port()}/nothing",
    }
    return make(production(urls[request.param], debug_call_events=True))


def test_a_process_that_serves_says_so(sqlite_api: Api) -> None:
    assert sqlite_api.client.get("/health").get_json() == {"status": "ok"}


def test_it_is_ready_when_database_and_migrations_are(api: Api) -> None:
    said = api.client.get("/health/ready")
    assert said.status_code == 200
    report = said.get_json()
    assert (report["status"], report["checks"]) == ("ready", {"database": "ok", "migrations": "ok"})
    assert report["parts"]["agent"] == "rules (no language model)"
    assert {"database", "telephone", "hearing", "translation", "agent", "voice", "mode"} <= set(report["parts"])


@pytest.fixture
def at_revision(database: Database) -> Iterator[Callable[[str], None]]:
    """Notes another revision in the database; the tables stay as they are."""
    head = database.head_revision()

    def note(revision: str) -> None:
        with database.begin() as session:
            session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})

    yield note
    note(head)


def test_it_is_not_ready_at_another_revision(make_api: MakeApi, at_revision: Callable[[str], None]) -> None:
    api = make_api()
    at_revision("9999")
    said = api.client.get("/health/ready")
    assert said.status_code == 503
    assert said.get_json()["checks"] == {"database": "ok", "migrations": "behind"}


def test_it_is_not_ready_without_a_database(gone: Api) -> None:
    said = gone.client.get("/health/ready")
    assert (said.status_code, said.get_json()["checks"]["database"]) == (503, "unavailable")
    assert "hunter2" not in said.text
    assert gone.client.get("/health").status_code == 200


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_every_route_says_that_the_database_is_gone(
    gone: Api, method: str, path: str, body: dict[str, object] | None
) -> None:
    said = gone.request(method, path) if body is None else gone.request(method, path, json=body)
    assert error(said) == (503, "database_unavailable")
    assert "hunter2" not in said.text
    assert gone.telephone.orders == []
