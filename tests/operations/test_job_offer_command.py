"""`flask --app wsgi job-offer import FILE`: what it says and how it exits."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from app import create_app
from stores import Stores
from stores.database import Database
from tests.api.making import production
from tests.job_offers import DANA_CODE, EXAMPLE
from voicebot.demo import JOB_OFFER
from voicebot.services import Services, Vendors, build

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Command:
    """The command on one app."""

    def __init__(self, services: Services) -> None:
        self._app = create_app(services.settings, services)
        self.stores: Stores = services.stores

    def __call__(self, file: Path) -> Result:
        return self._app.test_cli_runner().invoke(args=["job-offer", "import", str(file)])


@pytest.fixture
def command(database: Database, database_url: str) -> Iterator[Command]:
    made = build(production(database_url), Vendors())
    yield Command(made)
    made.stores.database.close()


def test_the_example_is_imported(command: Command) -> None:
    result = command(EXAMPLE)
    assert (result.exit_code, result.output) == (
        0, "imported 6 profile fields, 1 offers, 2 recruiters, 1 market salaries\n",
    )  # fmt: skip
    assert [each.company.en for each in command.stores.job_offers.offers()] == ["Altech"]
    assert command(EXAMPLE).exit_code == 0, "harmless when repeated"
    assert JOB_OFFER == EXAMPLE


def test_json_is_as_good(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "offer.json"
    file.write_text(json.dumps(yaml.safe_load(EXAMPLE.read_text("utf-8"))), "utf-8")
    assert command(file).exit_code == 0


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (b"a: [", [", line 1: "]),
        (b"\xff\xfe\x00", ["is not UTF-8 text (byte 0)."]),
        (b"[1, 2]", ["a job offer file is a mapping"]),
        (b"", ["a job offer file is a mapping"]),
        (b"candidate: {name: {he: 1}}\ncandidate: 2", ["'candidate' is given twice"]),
        (b"x" * 1_000_001, ["is larger than a job offer file can be."]),
        (b"{}", ["candidate: field required.", "negotiation: field required."]),
        (b"!!python/object/apply:os.system ['true']", ["could not determine a constructor"]),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_sentences(
    content: bytes, sentences: list[str], command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "offer.yaml"
    file.write_bytes(content)
    result = command(file)
    assert result.exit_code == 2
    for sentence in sentences:
        assert sentence in result.output
    assert "Traceback" not in result.output
    assert command.stores.job_offers.candidate() is None


def test_every_mistake_has_its_line_and_none_repeats_a_code(command: Command, tmp_path: Path) -> None:
    document = yaml.safe_load(EXAMPLE.read_text("utf-8"))
    document["recruiters"][0]["phone"] = "12"
    document["recruiters"][1]["code"] = f"{DANA_CODE}x"
    document["offers"][0]["salary"] = -1
    file = tmp_path / "offer.yaml"
    file.write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
    result = command(file)
    assert result.exit_code == 2
    assert result.output.count("\n") == 2, result.output
    assert "offers[0].salary" in result.output
    assert "recruiters[1].code: must be six to ten digits, in quotes." in result.output
    assert DANA_CODE not in result.output


def test_a_file_that_is_not_there(command: Command, tmp_path: Path) -> None:
    result = command(tmp_path / "none.yaml")
    assert (result.exit_code, "cannot be read: No such file" in result.output) == (2, True)
