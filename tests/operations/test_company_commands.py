"""`flask company …`."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from tests.apps import ON_SQLITE, AppFactory
from tests.profiles import profile

pytestmark = ON_SQLITE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(profile(), ensure_ascii=False), "utf-8-sig")
    return path


class Shell:
    """A terminal with one installation."""

    def __init__(self, app_factory: AppFactory) -> None:
        self.worker = app_factory(whole=True)

    def company(self, *words: str) -> Result:
        result = self.worker.app.test_cli_runner().invoke(args=["company", *words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result


@pytest.fixture
def shell(app_factory: AppFactory) -> Shell:
    return Shell(app_factory)


def test_import_show_revert(shell: Shell, file: Path) -> None:
    assert json.loads(shell.company("show").stdout)["name"]["en"] == "Alta"
    assert shell.company("versions").stdout == "no version yet: the settings are in use\n"
    assert shell.company("import", str(file), "--author", "dana").stdout == (
        "version 1, by dana, 2026-11-22 08:00 UTC is in use\n"
    )
    assert json.loads(shell.company("show").stdout) == profile()
    file.write_text(json.dumps(profile(answers=[])), "utf-8")
    shell.company("import", str(file), "--author", "noa")
    assert "version 3, by noa, 2026-11-22 08:00 UTC, version 1 again" in shell.company(
        "revert", "1", "--author", "noa").stdout  # fmt: skip
    assert json.loads(shell.company("show").stdout) == profile()
    assert json.loads(shell.company("show", "--version", "2").stdout)["answers"] == []
    assert len(shell.company("versions").stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "Invalid JSON"),
        (b"\xff\xfe{", "Invalid JSON"),
        (b"[]", "should be an object"),
        (b'{"name": {"he": "Nova", "en": "Nova"}}', "name.he: Value error, must be written in Hebrew"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(shell: Shell, file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)
    refused = shell.company("import", str(file))
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
    assert shell.worker.stores.companies.newest() is None


def test_what_is_not_there(shell: Shell, tmp_path: Path) -> None:
    for words, said in (
        (("import", str(tmp_path / "no.json")), "no such file"),
        (("revert", "7"), "there is no version 7"),
        (("show", "--version", "7"), "there is no version 7"),
    ):
        refused = shell.company(*words)
        assert (refused.exit_code, said in refused.stderr) == (2, True)


def test_questions_without_an_answer(shell: Shell) -> None:
    assert shell.company("questions").stdout == "no question is without an answer\n"
    caller = shell.worker.caller().calls()
    caller.says("כן").says("כמה עובדים יש לכם?")
    assert shell.company("questions").stdout == "1  2026-11-22  כמה עובדים יש לכם?\n"
