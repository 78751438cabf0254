"""Commands on a database that nobody has migrated say so in one sentence, without the database's own words."""

import json
from pathlib import Path

import pytest

from app import create_app
from tests.api.making import production
from tests.evaluation.conftest import services_of, typed
from tests.interviews.making import SESSION


@pytest.mark.parametrize(
    "arguments",
    [
        ("prompts", "list"),
        ("prompts", "show", "abc"),
        ("company", "show"),
        ("company", "versions"),
        ("interview", "start"),
    ],
)
def test_one_sentence(arguments: tuple[str, ...], tmp_path: Path) -> None:
    app = create_app(production(f"sqlite:///{tmp_path}/empty.db"))
    file = tmp_path / "session.json"
    file.write_text(json.dumps(SESSION), "utf-8")
    result = typed(app, *arguments, *([str(file)] if arguments[0] == "interview" else []))
    services_of(app).close()
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert len(result.output.splitlines()) == 1
    assert not [each for each in ("sqlite", "no such table", "SELECT") if each in result.output]


@pytest.mark.parametrize("text", ["[]", "3", "null"])
def test_what_is_no_session_is_said_in_words(text: str, tmp_path: Path) -> None:
    app = create_app(production(f"sqlite:///{tmp_path}/empty.db"))
    file = tmp_path / "session.json"
    file.write_text(text, "utf-8")
    result = typed(app, "interview", "start", str(file))
    services_of(app).close()
    assert (result.exit_code, "has to hold one session: a JSON object" in result.output) == (1, True)
