"""Each simulated caller plays a whole call against the model on the wire; what it left is told by the store."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.evaluation.conftest import AppWith, Company, typed
from tests.scenarios.test_conversations import SCRIPTS
from voicebot.evaluation.personas import PERSONAS, Persona

BOOKING = str(SCRIPTS / "booking.yaml")


@dataclass(frozen=True)
class Whole:
    """What the persona says after "שלום" until the call is over, and what the call leaves behind."""

    says: tuple[str, ...]
    outcome: str
    meetings: int = 0
    suppressed: bool = False


CALLS = {
    "hurried": Whole(("כן, מהר", "כן", "כן", "הראשון", "כן"), "booked", 1),
    "chatty": Whole(
        ("כן, אבל איזה חום היום, אה?", "כן, בבקשה", "כן, יש לנו צוות", "כן", "השני מתאים לי", "כן"), "booked", 1
    ),
    # Nobody wrote down where this lead's number is from: the law wants it gone then, whether or not that was asked.
    "suspicious": Whole(("מי את בכלל?", "את רובוט?", "מאיפה יש לכם את המספר שלי?"), "no_consent", suppressed=True),
    "hard_of_hearing": Whole(("מה? לא שמעתי", "כן", "אפשר לחזור?", "כן", "הראשון", "כן"), "booked", 1),
    "mixes_english": Whole(("כן, sure", "yes, יש לנו team", "הראשון", "כן"), "booked", 1),
    "wants_to_be_removed": Whole(("תורידו אותי מהרשימה ואל תתקשרו יותר",), "removed", suppressed=True),
}


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda each: each.name)
def test_a_persona_plays_a_whole_call(app_with: AppWith, company: Company, tmp_path: Path, persona: Persona) -> None:
    call = CALLS[persona.name]
    company.callers.extend({"says": each, "hangs_up": False} for each in call.says)
    result = typed(app_with(company), "eval", BOOKING, "--persona", persona.name, "--report", str(tmp_path / "r"))
    assert result.exit_code == 0, result.output
    [played] = json.loads((tmp_path / "r.json").read_text("utf-8"))["conversations"]
    assert [each["caller"] for each in played["exchanges"]] == ["שלום", *call.says]
    left = played["left"]
    assert (left["outcome"], left["meetings"], left["suppressed"]) == (call.outcome, call.meetings, call.suppressed)
    assert left["ended"], "the agent ends the call, and the caller did not have to hang up"
    assert "openai" in played["models"]
    asked = [each.json["messages"][0]["content"] for each in company.asked if "caller_turn" in str(each.json)]
    assert len(asked) == len(call.says)
    assert all(persona.who in each for each in asked)
