"""Two sessions of one call: the one that speaks, and the one that follows it, on real connections."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
from websockets.sync.client import ClientConnection

from tests.jobs.waiting import until
from tests.realtime.driving import PLAN
from tests.realtime.looping import QUICK, Loops
from tests.realtime.streaming import START, MadeUp, Told, stream
from tests.standins import sound
from tests.standins.misbehaving import Misbehaviour
from tests.standins.realtime import RealtimeStandIn, Talk
from voicebot.realtime import openai_events
from voicebot.realtime.bridge_times import BridgeTimes
from voicebot.realtime.commands import Command, Prepare, Swap, ToModel, Unprepare

UPDATE = openai_events.session_update(PLAN.persona, PLAN.options)
HELLO = openai_events.message("user", "שלום")


@dataclass
class Voiced(Told):
    """Its audio is what a model takes."""

    def on_audio(self, payload: str) -> bytes:
        return orjson.dumps(openai_events.append(payload))


@dataclass
class Story:
    """Calls on a stand-in, each of whose sessions prepares another as soon as it is connected."""

    openai: RealtimeStandIn
    loops: Loops
    told: Voiced = field(default_factory=Voiced)
    phones: list[ClientConnection] = field(default_factory=list)

    def begin(self, when_ready: list[Command], refuse: Misbehaviour | None = None) -> None:
        """`refuse` is what the second session meets."""

        def connected() -> list[Command]:
            self.openai.misbehaviour = refuse or self.openai.misbehaviour
            return [Prepare(UPDATE)] if refuse else [ToModel(UPDATE), Prepare(UPDATE)]

        self.told.answers = {"connected": connected, "prepared True": lambda: when_ready}
        self.start(QUICK)

    def start(self, times: BridgeTimes) -> None:
        url = f"ws://127.0.0.1:{self.openai.port}/v1/realtime?model=m"
        self.phones.append(stream(self.loops.make(MadeUp(self.told, url=url), times)))
        self.send(START)

    def send(self, event: dict[str, Any]) -> None:
        self.phones[-1].send(json.dumps(event))


@pytest.fixture
def story(loops: Loops) -> Iterator[Story]:
    with RealtimeStandIn() as openai:
        story = Story(openai, loops)
        yield story
        for each in story.phones:
            each.close()
        assert openai.wrong == []


def heard(talk: Talk) -> list[str]:
    return [each["type"] for each in talk.received]


def test_the_second_session_takes_over_and_the_first_is_closed(story: Story) -> None:
    story.begin([Swap(), ToModel(HELLO)])
    talks = story.openai.talks
    until(lambda: len(talks) == 2 and talks[0].gone.is_set(), "the swap")
    first, second = talks
    until(lambda: heard(second) == ["session.update", "conversation.item.create"], "the new session's first words")
    assert heard(first) == ["session.update"]
    assert "lost" not in story.told.seen  # it was we who left it
    media = {"track": "inbound", "payload": sound.encoded(sound.SILENCE)}
    story.send({"event": "media", "media": media})
    until(lambda: second.frames == 1, "the caller's audio")


def test_a_session_that_is_not_wanted_any_more_is_closed(story: Story) -> None:
    story.begin([Unprepare()])
    talks = story.openai.talks
    until(lambda: len(talks) == 2 and talks[1].gone.is_set(), "the end of the second")
    assert not talks[0].gone.is_set()


@pytest.mark.parametrize("refuse", [Misbehaviour(refuse=503), Misbehaviour(reject=1)], ids=["refused", "rejected"])
def test_a_session_that_cannot_be_had_is_told_and_the_first_stays(story: Story, refuse: Misbehaviour) -> None:
    story.begin([], refuse)
    until(lambda: "prepared False" in story.told.seen, "the news")
    assert "lost" not in story.told.seen
    assert not story.openai.talks[0].gone.is_set()


ASKS_FOR_SPEECH: Command = ToModel({"type": "response.create"})
"""What the stand-in drops its connection at, where it is told to."""


def test_a_lost_model_that_refuses_for_a_moment_is_asked_again(story: Story) -> None:
    """A vendor's restart: the connection goes, and who comes back at once finds nobody yet."""
    story.openai.misbehaviour = Misbehaviour(drop=1, then=Misbehaviour(refuse=503, refusals=2))
    answers = iter((ASKS_FOR_SPEECH, ToModel(HELLO)))
    story.told.answers = {"connected": lambda: [ToModel(UPDATE), next(answers)]}
    story.start(BridgeTimes(start_s=60, idle_s=60, connect_s=20))
    talks = story.openai.talks
    until(lambda: len(talks) == 2 and heard(talks[1])[-1:] == ["conversation.item.create"], "the second session")
    assert story.told.seen.count("lost") == 1
    assert "give up" not in story.told.seen


def test_a_lost_model_that_refuses_for_good_is_given_up(story: Story) -> None:
    story.openai.misbehaviour = Misbehaviour(drop=1, then=Misbehaviour(refuse=503))
    story.told.answers = {"connected": lambda: [ToModel(UPDATE), ASKS_FOR_SPEECH]}
    story.start(BridgeTimes(start_s=60, idle_s=60, connect_s=0.5))
    until(lambda: "give up" in story.told.seen, "the end")
    assert story.openai.handshakes > 2
    assert story.told.seen.count("connected") == 1


def test_a_model_that_refuses_at_the_start_is_not_asked_twice(story: Story) -> None:
    story.openai.misbehaviour = Misbehaviour(refuse=503)
    story.start(BridgeTimes(start_s=60, idle_s=60, connect_s=20))
    until(lambda: "give up" in story.told.seen, "the end")
    assert story.openai.handshakes == 1
