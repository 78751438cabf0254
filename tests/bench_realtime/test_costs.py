"""The table of docs/realtime.md is what the price table gives."""

from tests.bench_realtime.costs import rows
from voicebot.settings import ROOT


def test_the_page_has_what_is_computed() -> None:
    page = (ROOT / "docs" / "realtime.md").read_text("utf-8")
    told = [
        line.rsplit("|", 2)[1].strip() for line in page.splitlines() if line.startswith(("| turn by turn (", "| gpt-"))
    ]
    assert told == [f"{usd:.3f}" for _way, usd in rows()]
