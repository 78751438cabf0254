"""A new scenario is one file and one line: it is checked, drawn, and talks to its end through the real webhooks."""

import pytest

from tests.apps import ON_SQLITE, AppFactory
from tests.scenarios.pharmacy import pharmacy
from voicebot import scenarios
from voicebot.agents.checks import check_scenario
from voicebot.agents.drawing import draw
from voicebot.services import company_of
from voicebot.settings import ROOT, Settings


def test_it_is_checked_and_drawn() -> None:
    made = pharmacy(company_of(Settings()))
    assert check_scenario(made) == []
    assert "fill_field" in draw(made)


@ON_SQLITE
def test_it_talks_to_its_end(app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenarios, "SCENARIOS", (*scenarios.SCENARIOS, pharmacy))
    worker = app_factory(scenario="pharmacy")
    caller = worker.caller().calls()
    assert caller.heard == ["שלום, כאן בית המרקחת של אלטה, והשיחה מוקלטת. להזמין תרופה לאיסוף?"]
    for words, heard in (
        ("כן", "על איזה שם?"),
        ("רות כהן", "על שם רות כהן, נכון?"),
        ("כן", "מה מספר המרשם?"),
        ("אחת שתיים שלוש ארבע", "מרשם אחת שתיים שלוש, ארבע, נכון?"),
        ("לא, אחת שתיים שלוש חמש", "מרשם אחת שתיים שלוש, חמש, נכון?"),
        ("כן", "ההזמנה נרשמה, תודה ולהתראות."),
    ):
        assert caller.says(words).heard == [heard]
    (task,) = worker.tasks()
    assert "'prescription': '1235'" in task.text


def test_the_page_shows_the_file_as_it_is() -> None:
    page = (ROOT / "docs" / "scenarios.md").read_text("utf-8")
    file = (ROOT / "tests" / "scenarios" / "pharmacy.py").read_text("utf-8")
    assert f"```python\n{file}```" in page
