"""A new scenario is one file: found, checked, drawn, and it talks to its end through the real webhooks."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.apps import ON_SQLITE, AppFactory
from tests.rows import each_row
from tests.scenarios.pharmacy import pharmacy
from voicebot import scenarios
from voicebot.agents.checks import check_scenario
from voicebot.agents.drawing import draw
from voicebot.companies import company_of
from voicebot.errors import SettingsError
from voicebot.scenarios import checked_scenarios
from voicebot.settings import ROOT, Settings

FILE = ROOT / "tests" / "scenarios" / "pharmacy.py"
OURS = ["driver_checkin", "interview", "job_offer", "lead_funnel", "sales"]


@contextmanager
def beside_ours(folder: Path) -> Iterator[Path]:
    """A folder whose files are in the package; what was imported from it is gone afterwards."""
    before = set(sys.modules)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scenarios, "__path__", [*scenarios.__path__, str(folder)])
        yield folder
    for name in set(sys.modules) - before:
        if name.startswith(scenarios.__name__):
            del sys.modules[name]


@pytest.fixture
def dropped(tmp_path: Path) -> Iterator[Path]:
    with beside_ours(tmp_path) as folder:
        yield folder


def test_it_is_checked_and_drawn() -> None:
    made = pharmacy(company_of(Settings()))
    assert check_scenario(made) == []
    assert "fill_field" in draw(made)


def test_scenarios_are_found_in_the_order_of_their_files() -> None:
    assert list(checked_scenarios(company_of(Settings()))) == OURS


@ON_SQLITE
def test_it_talks_to_its_end(app_factory: AppFactory, dropped: Path) -> None:
    shutil.copy(FILE, dropped)
    worker = app_factory()
    caller = worker.caller().calls(scenario="pharmacy")
    assert caller.heard == ["שלום, כאן בית המרקחת של אלטה, והשיחה מוקלטת. להזמין תרופה לאיסוף?"]
    for words, heard in (
        ("כן", "על איזה שם?"),
        ("רות כהן", "על שם רות כהן, נכון?"),
        ("כן", "מה מספר המרשם?"),
        ("אחת שתיים שלוש ארבע", "מרשם אחת שתיים, שלוש ארבע, נכון?"),
        ("לא, אחת שתיים שלוש חמש", "מרשם אחת שתיים, שלוש חמש, נכון?"),
        ("כן", "ההזמנה נרשמה, תודה ולהתראות."),
    ):
        assert caller.says(words).heard == [heard]
    (task,) = worker.tasks()
    assert "'prescription': '1235'" in task.text


@ON_SQLITE
def test_its_fields_are_corrected_by_the_words_of_their_own_questions(app_factory: AppFactory, dropped: Path) -> None:
    shutil.copy(FILE, dropped)
    worker = app_factory()
    caller = worker.caller().calls(scenario="pharmacy")
    for words, heard in (
        ("כן", "על איזה שם?"),
        ("רות כהן", "על שם רות כהן, נכון?"),
        ("כן", "מה מספר המרשם?"),
        ("אחת שתיים שלוש ארבע", "מרשם אחת שתיים, שלוש ארבע, נכון?"),
        ("לא, השם הוא דליה כהן", "על שם דליה כהן, נכון?"),
        ("כן", "מה מספר המרשם?"),
        ("אה רגע, השם הוא בעצם דליה לוי", "על שם דליה לוי, נכון?"),
        ("המרשם הוא אחת שתיים שלוש ארבע", "מרשם אחת שתיים, שלוש ארבע, נכון?"),
        ("כן", "על איזה שם?"),
        ("דליה לוי", "על שם דליה לוי, נכון?"),
        ("אני רוצה לתקן את השם", "על איזה שם?"),
        ("דליה לב", "על שם דליה לב, נכון?"),
        ("כן", "ההזמנה נרשמה, תודה ולהתראות."),
    ):
        assert caller.says(words).heard == [heard]
    (task,) = worker.tasks()
    assert "'name': 'דליה לב'" in task.text
    assert "'prescription': '1234'" in task.text


@each_row(
    ("file", "told"),
    [
        ("def broken(:\n", "scenario broken.py cannot be read: SyntaxError: invalid syntax (line 1)"),
        ("import nothing_of_the_kind\n", "scenario broken.py cannot be read: ModuleNotFoundError: No module named"),
        ("1 / 0\n", "scenario broken.py cannot be read: ZeroDivisionError: division by zero"),
        ("SCENARIO = 'broken'\n", "scenario broken.py: SCENARIO is what makes the scenario, a function of the company"),
        ("def SCENARIO(company):\n    return None\n", "scenario broken.py: SCENARIO made no scenario but NoneType"),
        (
            "def SCENARIO(company):\n    return company.nothing\n",
            "scenario broken.py: AttributeError: 'Company' object",
        ),
        (
            "from voicebot.scenarios.sales import sales as SCENARIO\n",
            "scenario sales.py: another scenario is called 'sales' already",
        ),
        (
            "from dataclasses import replace\nfrom voicebot.scenarios.sales import sales\n\n"
            "def SCENARIO(company):\n    return replace(sales(company), name='broken', entry='nobody')\n",
            "scenario broken.py: there is no agent 'nobody' to begin with",
        ),
    ],
)
def test_a_broken_one_is_told_by_its_file(file: str, told: str) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "broken.py").write_text(file, encoding="utf-8")
        with beside_ours(Path(folder)), pytest.raises(SettingsError) as raised:
            checked_scenarios(company_of(Settings()))
    assert told in str(raised.value)


def test_parts_of_scenarios_are_none(dropped: Path) -> None:
    (dropped / "some_lines.py").write_text("LINES = ()\n", encoding="utf-8")
    assert list(checked_scenarios(company_of(Settings()))) == OURS


def test_a_file_that_is_dropped_into_the_package_is_all_there_is_to_it(tmp_path: Path) -> None:
    """A copy of the product with one more file: its own commands find it."""
    for each in ("voicebot", "language", "stores"):
        shutil.copytree(ROOT / each, tmp_path / each, ignore=shutil.ignore_patterns("__pycache__"))
    for each in ("app.py", "wsgi.py"):
        shutil.copy(ROOT / each, tmp_path)
    shutil.copy(FILE, tmp_path / "voicebot" / "scenarios")
    env = {**os.environ, "PYTHONPATH": "", "DATABASE_URL": f"sqlite:///{tmp_path}/app.db", "SCENARIO": "pharmacy"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "scenarios", "check"]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "pharmacist: " in done.stdout
    assert done.stdout.endswith("Nothing is wrong.\n")


def test_the_page_shows_the_file_as_it_is() -> None:
    page = (ROOT / "docs" / "scenarios.md").read_text("utf-8")
    assert f"```python\n{FILE.read_text('utf-8')}```" in page
