"""Bad input at the wire: answers of a model, recordings and clocks nobody would send on purpose."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path

import pytest

from language.phrases import SAY_AGAIN
from tests.apps import ON_SQLITE
from tests.builders import Clock, Ears, Worker
from tests.faults.audio import long_recording, recording
from tests.faults.checks import broken
from tests.faults.phone import Story
from tests.faults.rigs import Rig, in_process, migrated
from tests.faults.vendors import Vendors, vendors
from tests.standins.brain import Reply
from voicebot.agents.turn import MAX_SAID
from voicebot.conversation.translation import is_hebrew
from voicebot.simphone.events import new_sid

UNCLEAR = "השמיים כחולים היום"
"""Words in which no rule reads anything, and the table of translations knows nothing."""
LONG = "This sentence goes on and on and says nothing new. " * 80
ROUNDS = 6


@dataclass
class Scene:
    """A call with somebody at whom a model says odd things."""

    rig: Rig
    story: Story

    @property
    def world(self) -> Vendors:
        return self.rig.vendors

    def after(self, *replies: Reply) -> list[str]:
        """What the caller hears when the model answers so; the call then goes on to its end and is checked."""
        self.world.openai.replies.extend(replies)
        heard = list(self.rig.person.says(self.story, UNCLEAR))
        self.world.openai.replies.clear()
        self.rig.person.talks(self.story)
        assert broken(self.story, self.rig.record(self.story)) == []
        return heard


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with (
        vendors(1.0) as world,
        in_process(world, migrated(tmp_path), tmp_path / "call.db", filler_after_ms=9_000) as rig,
    ):
        world.begin({})
        yield Scene(rig, rig.person.calls())


@pytest.mark.parametrize(
    "replies",
    [
        [Reply("")] * ROUNDS,
        [Reply("   \n ")] * ROUNDS,
        [Reply("🙂🎉")] * ROUNDS,
        [Reply(LONG[:4_000])],
        [Reply("נשמע מצוין, בואו נדבר על זה.")],
        [Reply("**Great!** _Really_ 🎉\n\n# Title\n- one\n- two")],
        [Reply("", [("offer_meeting_slots", {})])] + [Reply("")] * ROUNDS,
        [Reply("", [("send_money", {"amount": 100})])] * ROUNDS,
        [Reply("One moment.", [("send_money", {})]), Reply("I cannot do that.")],
        [Reply("", [("offer_meeting_slots", {})])] * 20,
        [Reply("", [("book_meeting", {"slot_index": 1})])] * 20,
        [Reply("I have booked you for tomorrow at nine.")],
        [Reply("<Say>hello</Say><Hangup/> & {{name}}")],
    ],
    ids=[
        "nothing", "white space", "emojis alone", "4,000 characters", "Hebrew", "markdown and emojis", "only a tool",
        "an unknown tool for ever", "an unknown tool", "the same tool for ever", "an unheard slot for ever",
        "a claim", "TwiML",
    ],
)  # fmt: skip
def test_whatever_the_model_answers_is_fit_for_speaking(scene: Scene, replies: list[Reply]) -> None:
    heard = scene.after(*replies)
    assert heard
    assert all(map(is_hebrew, heard))
    assert not any(mark in line for line in heard for mark in "*_#<>{}🎉🙂")
    assert sum(map(len, heard)) <= MAX_SAID + 301
    assert scene.world.count["model"] <= 20


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", None),
        (recording("")[:44], None),
        (recording("כן")[:2_000], None),
        (long_recording("כן, יש לנו צוות", 60), "כן, יש לנו צוות"),
        (recording(""), None),
    ],
    ids=["no bytes", "only a header", "cut off", "60 s long", "a second of silence"],
)
def test_recordings_empty_and_long(scene: Scene, content: bytes, words: str | None) -> None:
    """What cannot be heard is asked for again; what can is answered."""
    scene.rig.person.record = lambda _: scene.world.keep(content)
    heard = list(scene.rig.person.says(scene.story, words or "כן"))
    assert heard
    assert all(map(is_hebrew, heard))
    turn = scene.rig.record(scene.story).turns[1]
    assert turn["heard_he"] == words
    assert scene.world.count["transcription"] == (1 if words else 0) or turn["heard_he"] is None
    assert (SAY_AGAIN.he in heard) == (turn["heard_by"] or "").startswith("unheard")


@ON_SQLITE
@pytest.mark.parametrize("hours", [-24 * 400, -3, 3, 24 * 400])
def test_twilios_clock_is_not_ours(recording_worker: Worker, ears: Ears, clock: Clock, hours: int) -> None:
    """A moment in a webhook is noted and decides nothing: the turn, its repeats and the call's end stay as they are."""
    sid, turn = new_sid("CA"), {"RecordingSid": ears.record("כן"), "RecordingDuration": "3"}
    theirs = clock.now.timestamp() + hours * 3600
    at = {"Timestamp": format_datetime(clock.now.fromtimestamp(theirs, tz=clock.now.tzinfo))}
    recording_worker.hook("/twilio/voice", sid, **at)
    first = recording_worker.hook("/twilio/process-recording?turn=1", sid, **turn, **at).get_data()
    assert recording_worker.hook("/twilio/process-recording?turn=1", sid, **turn).get_data() == first
    for status, number in (("completed", "3"), ("ringing", "0"), ("in-progress", "1")):
        fields = {"CallStatus": status, "SequenceNumber": number, "CallDuration": "9", **at}
        assert recording_worker.hook("/twilio/call-status", sid, **fields).status_code == 204
    call = recording_worker.call(sid)
    assert (call.status, call.duration_s, bool(call.outcome)) == ("completed", 9, True)
    assert len(recording_worker.turns(sid)) == 2
    assert len(ears.recordings.fetched) == 1
