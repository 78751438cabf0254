"""Transcripts in processes that are killed: every file is there once, whole, and noted once."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stores import Stores
from stores.interview_values import Interview, NewInterview
from tests.jobs.conftest import Office, office, office_at, twilio
from voicebot.interviews.asked import end_interview, end_stage
from voicebot.interviews.plan import Progress, written
from voicebot.interviews.questions import default_plan

__all__ = ["office", "office_at", "twilio"]
STAGES = ("claimed", "effect", "writing", "done")


def held(stores: Stores) -> Interview:
    """An interview of one stage and one answer."""
    now = datetime.now(UTC)
    made = stores.interviews.add(
        NewInterview(
            definition=written(default_plan("general", "Cook")), language="he", max_duration_s=600, transcribes=True,
            records=False, expires_at=now + timedelta(days=1),
        )
    )  # fmt: skip
    call, _ = stores.calls.open("CA1", channel="turns", direction="inbound", scenario="interview", language="he")
    stores.interviews.tie(made.id, call.id)
    stores.interviews.begin(made.id, call.id, Progress.begun(now, 600).stored())
    for number, heard in ((1, "כן"), (2, "עבדתי במטבח")):
        turn = stores.turns.claim(call.id, number, "text", "me").turn
        stores.turns.save_heard(call.id, number, turn.epoch, he=heard, en=heard, by="text")
        stores.turns.append_sentence(call.id, number, turn.epoch, "fixed", f"שאלה {number}", f"Question {number}")
        stores.turns.finish(call.id, number, turn.epoch)
        if number == 1:
            stores.interviews.begin_stage(made.id, "opening", 1)
    return stores.interviews.get(made.id)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_killed_at_every_stage_of_both_transcripts(office: Office) -> None:
    interview = held(office.stores)
    assert end_stage(office.stores, interview, 2, "completed") is not None
    assert end_interview(office.stores, interview.id, "completed")
    keys = [f"store_transcript:{interview.id}:{about}" for about in ("stage:1", "full:0")]
    office.work_through(*(f"{stage} {key}" for stage in STAGES for key in keys))
    directory = Path(office.orders.folder) / "transcripts"
    noted = office.stores.interviews.transcripts(interview.id)
    assert [each.kind for each in noted] == ["stage", "full"]
    assert sorted(each.name for each in directory.glob("*.json")) == sorted(each.name for each in noted)
    for each in noted:
        content = (directory / each.name).read_bytes()
        assert len(content) == each.size
        assert "עבדתי במטבח" in {said["message"] for said in json.loads(content)["fullConversation"]}
