"""Webhooks that come twice, late, in another order, again after a restart: the same bytes, and nothing done again."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from itertools import permutations

import pytest

from tests.apps import ON_SQLITE
from tests.bench.starting import postgres, sqlite
from tests.builders import Ears, Worker
from tests.faults.checks import Record, broken
from tests.faults.phone import Story
from tests.faults.plans import Vendor
from tests.faults.rigs import Rig, served
from tests.faults.vendors import vendors
from tests.phone.documents import document, said
from voicebot.simphone.events import Answer, Exchanged, new_sid
from voicebot.simphone.webhook import HttpTransport, sign

STALL_S = 20.0
DATABASES = pytest.mark.parametrize("database", [sqlite, postgres])
Database = Callable[[], AbstractContextManager[str]]


def again(rig: Rig, sent: Exchanged) -> Answer:
    """The same webhook once more, on whichever worker takes it."""
    headers = {"X-Twilio-Signature": sign(rig.person.token, sent.fetch.url, sent.form)}
    return HttpTransport().post(sent.fetch.url, sent.form, headers)


def same(answers: Sequence[Answer], sent: Sequence[Exchanged]) -> bool:
    return [(each.status, each.body) for each in answers] == [(each.answer.status, each.answer.body) for each in sent]


def seen(rig: Rig, story: Story) -> tuple[Record, dict[Vendor, int]]:
    """All that a repeat could change."""
    return rig.record(story), dict(rig.vendors.count)


@pytest.mark.slow
@DATABASES
def test_repeats_while_a_turn_runs_after_the_call_and_after_a_restart(database: Database) -> None:
    with vendors(STALL_S) as world, database() as url, served(world, url, FILLER_AFTER_MS="2500") as rig:
        world.begin({})
        story = rig.person.calls()
        says_and_is_repeated(rig, story)
        before = seen(rig, rig.person.talks(story))
        assert broken(story, before[0]) == []
        assert before[0].meetings == 1
        dice = random.Random(5)
        for _ in range(2):
            sent = story.exchanges * 3
            dice.shuffle(sent)
            with ThreadPoolExecutor(6) as twilio:
                answers = list(twilio.map(lambda each: again(rig, each), sent))
            assert same(answers, sent)
            assert seen(rig, story) == before
            assert rig.server is not None
            for worker in rig.server.workers():
                rig.server.kill(worker)


def says_and_is_repeated(rig: Rig, story: Story) -> None:
    """When the caller has heard a filler the first webhook comes five times more; only then the turn may go on."""
    world = rig.vendors
    go_on = world.hold("transcription")
    first: list[Exchanged] = []

    def when_filled(_path: str) -> None:
        if world.reached["transcription"].is_set() and not go_on.is_set():
            first.append(story.exchanges[-1])
            with ThreadPoolExecutor(5) as twilio:
                answers = list(twilio.map(lambda each: again(rig, each), first * 5))
            assert same(answers, first * 5)
            go_on.set()

    rig.person.transport.before = when_filled
    rig.person.says(story, "מתקשרים אליהם למחרת")  # a hello alone would be answered from the store
    rig.person.transport.before = lambda _: None
    assert first, "the caller was not sent on while the transcriber thought"
    assert (world.count["recordings"], world.count["transcription"], world.count["model"]) == (1, 1, 1)


ORDERS = list(permutations(("voice", "recording", "status")))


@ON_SQLITE
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_a_calls_webhooks_in_any_order_and_each_twice(
    recording_worker: Worker, ears: Ears, order: tuple[str, ...]
) -> None:
    """Whatever comes first the caller hears something, repeats get the same, and the record ends closed.

    Words that come before the call has been greeted are answered by the greeting, and heard when they come again.
    """
    sid, recording = new_sid("CA"), ears.record("כן")

    def send(what: str) -> bytes:
        if what == "status":
            got = recording_worker.hook("/twilio/call-status", sid, CallStatus="completed", CallDuration="9")
            assert got.status_code == 204
            return b""
        path = "/twilio/voice" if what == "voice" else "/twilio/process-recording?turn=1"
        form = {} if what == "voice" else {"RecordingSid": recording, "RecordingDuration": "3"}
        got = recording_worker.hook(path, sid, **form)
        assert said(document(got))
        return got.get_data()

    first = {what: send(what) for what in order}
    call = recording_worker.call(sid)
    turns = recording_worker.turns(sid)
    later = {what: send(what) for what in reversed(order)}
    if order.index("voice") < order.index("recording"):
        assert later == first
    assert later["voice"] == first["voice"]
    recording_worker.settle()
    assert (call.status, bool(call.outcome)) == ("completed", True)
    assert recording_worker.call(sid).outcome == call.outcome
    unheard = order.index("recording") < order.index("voice")
    again = [1] if unheard else []  # the words of a caller who has left by now
    assert [each.number for each in recording_worker.turns(sid)] == [*(each.number for each in turns), *again]
    assert len(ears.recordings.fetched) <= 1
