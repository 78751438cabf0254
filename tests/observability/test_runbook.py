"""The runbook speaks of everything an operator may see, and of nothing that is not there."""

import re
from pathlib import Path

import pytest

from tests.rows import each_row
from voicebot.api.errors import TABLE
from voicebot.observability.alerts import KINDS
from voicebot.observability.exposition import exposition
from voicebot.observability.metrics import Metrics
from voicebot.settings import ROOT

RUNBOOK = (ROOT / "docs" / "runbook.md").read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_every_alert_has_a_paragraph_that_says_where_to_look_and_what_to_do(kind: str) -> None:
    _, _, after = RUNBOOK.partition(f"\n### {kind}\n")
    paragraph, _, _ = after.partition("\n#")
    assert "Look:" in paragraph
    assert "Do:" in paragraph


def test_the_metrics_it_names_are_those_there_are(metrics: Metrics) -> None:
    shown = exposition(metrics.registry, lambda: 0)[0].decode()
    there = set(re.findall(r"^# TYPE (\S+)", shown, re.MULTILINE))
    named = set(re.findall(r"`(voicebot_[a-z_]+)", RUNBOOK))
    assert named == there


@each_row(("status", "code"), sorted({(status, code) for _, status, code in TABLE}))
def test_every_error_of_the_api_is_explained_at_its_status(status: int, code: str) -> None:
    items = re.findall(r"^- \*\*([\d, ]+)\*\*(.*?)(?=^- \*\*|^#)", RUNBOOK, re.MULTILINE | re.DOTALL)
    assert [text for statuses, text in items if str(status) in statuses and f"`{code}`" in text]


def test_its_own_links_lead_somewhere() -> None:
    headings = {each.lower().replace(" ", "-") for each in re.findall(r"^#+ (.+)$", RUNBOOK, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", RUNBOOK)) <= headings
    assert all((Path(ROOT) / "docs" / page).exists() for page in re.findall(r"\]\(([a-z]+\.md)\)", RUNBOOK))
