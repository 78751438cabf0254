"""Apps on both databases (`api`, `make_api`), and on SQLite alone where the database does not matter (`sqlite_api`).

An app takes long to make, compared with a request: where nothing is special about it, the tests share one.
"""

from collections.abc import Callable, Iterator

import pytest

from stores.database import Database, open_database
from tests.api.making import Api, make, production
from voicebot.agents.model import ChatModel

MakeApi = Callable[..., Api]
MEMBER = ("Dana", "+972545550001")


@pytest.fixture(scope="session")
def standard_api(migrated_database: Database, database_url: str) -> Iterator[Api]:
    api = make(production(database_url))
    yield api
    api.stores.database.close()


@pytest.fixture
def api(database: Database, standard_api: Api) -> Api:
    """The app without a language model, on an empty database with one member of the team."""
    standard_api.telephone.orders.clear()
    standard_api.telephone.error = None
    standard_api.stores.members.ensure_default(*MEMBER)
    return standard_api


@pytest.fixture
def make_api(database: Database, database_url: str) -> Iterator[MakeApi]:
    """Makes apps on the test's database: `make_api(a_model, caller_language="en-US")`."""
    made: list[Api] = []

    def making(*models: ChatModel, **changes: object) -> Api:
        api = make(production(database_url, **changes), models)
        api.stores.members.ensure_default(*MEMBER)
        made.append(api)
        return api

    yield making
    for each in made:
        each.stores.database.close()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('api') / 'voicebot.db'}"
    database = open_database(url)
    database.migrate()
    database.close()
    return url


@pytest.fixture(scope="session")
def sqlite_api(migrated_sqlite: str) -> Iterator[Api]:
    """For tests that do not ask what stands in the database; others may have left something there."""
    api = make(production(migrated_sqlite))
    yield api
    api.stores.database.close()
