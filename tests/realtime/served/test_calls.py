"""Whole calls: a telephone, a real gunicorn, a stand-in for the voice model, and back."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.jobs.waiting import until
from tests.realtime.served.selling import BYE, LONG, QUESTION, WANTS, assert_sold, sold_to, think
from tests.realtime.served.serving import Served, run, served
from tests.standins.misbehaving import Misbehaviour
from tests.standins.realtime import RealtimeStandIn, Reply, Talk

pytestmark = pytest.mark.slow  # each starts a gunicorn of its own


@pytest.fixture
def openai() -> Iterator[RealtimeStandIn]:
    with RealtimeStandIn(think) as standin:
        yield standin
        assert standin.wrong == []


@pytest.fixture
def app(openai: RealtimeStandIn, tmp_path: Path) -> Iterator[Served]:
    with served(openai, tmp_path) as running:
        yield running


def kinds(talk: Talk) -> list[str]:
    return [each["type"] for each in talk.received]


def of(talk: Talk, kind: str) -> list[Mapping[str, Any]]:
    return [each for each in talk.received if each["type"] == kind]


def test_a_whole_call_greets_is_interrupted_books_and_ends(app: Served) -> None:
    """Its webhooks and its stream each come to whichever of two workers is free."""
    phone = app.phone()
    run(lambda: sold_to(phone))
    (talk,) = app.openai.talks
    (cut,) = of(talk, "conversation.item.truncate")
    assert 0 <= cut["audio_end_ms"] < 6000
    assert_sold(app, phone)


def test_an_opt_out_is_obeyed_by_the_rules_whatever_the_model_says(app: Served) -> None:
    phone = app.phone()

    async def story() -> None:
        await phone.dial()
        await phone.hears("העוזרת הדיגיטלית")
        await phone.press("9")
        await phone.hears("הוסר מהרשימה")
        assert [each.tag for each in await phone.after()] == ["Hangup"]
        await phone.leave()

    run(story)
    assert app.stores.suppressions.contains(phone.number)


@pytest.mark.parametrize(
    "bad",
    [Misbehaviour(refuse=401), Misbehaviour(reject=1), Misbehaviour(refuse=500)],
    ids=["no key", "session refused", "broken"],
)
def test_a_model_that_refuses_leaves_the_call_to_the_turn_based_way(app: Served, bad: Misbehaviour) -> None:
    app.openai.misbehaviour = bad
    phone = app.phone()

    async def story() -> None:
        await phone.dial()
        document = await phone.after()
        said = " ".join(each.text or "" for each in document.iter("Say"))
        assert "העוזרת הדיגיטלית" in said
        assert document.find("Gather") is not None
        await phone.leave()

    run(story)


def test_a_model_that_drops_once_is_reached_again_and_knows_what_was_said(app: Served) -> None:
    app.openai.misbehaviour = Misbehaviour(drop=2)
    phone = app.phone()

    async def story() -> None:
        await phone.dial()
        await phone.hears_out("העוזרת הדיגיטלית")
        phone.say(QUESTION)
        await phone.hears(LONG)
        await phone.hang_up()

    run(story)
    assert QUESTION in app.openai.talks[1].told
    assert any("העוזרת הדיגיטלית" in each for each in app.openai.talks[1].told)


def test_late_audio_is_not_heard(app: Served) -> None:
    app.openai.misbehaviour = Misbehaviour(late=1)
    app.openai.pace_s = 0.02
    phone = app.phone()

    async def story() -> None:
        await phone.dial()
        await phone.hears_out("העוזרת הדיגיטלית")
        phone.say(QUESTION)
        await phone.hears(LONG)
        phone.say(WANTS, ms=1200)
        await phone.until(lambda: phone.cleared == 1)
        await phone.hears("מתי נוח?")
        await phone.hang_up()

    run(story)
    assert phone.heard.count(LONG) == 1


def test_an_answer_that_never_ends_leaves_the_call_to_the_turn_based_way(app: Served) -> None:
    app.openai.misbehaviour = Misbehaviour(hang=2)
    phone = app.phone()

    async def story() -> None:
        await phone.dial()
        await phone.hears_out("העוזרת הדיגיטלית")
        phone.say(WANTS)
        await phone.until(phone.closed.is_set, timeout_s=60)
        assert (await phone.after()).find("Gather") is not None
        await phone.leave()

    run(story)


def test_a_killed_worker_leaves_the_call_to_the_turn_based_way(app: Served) -> None:
    phone = app.phone()

    async def story() -> None:
        await phone.dial()
        await phone.hears_out("העוזרת הדיגיטלית")
        phone.say(WANTS)
        await phone.hears("מתי נוח?")
        app.kill_workers()
        document = await phone.after()
        assert document.find("Gather") is not None
        await phone.leave()

    run(story)
    call = app.stores.calls.by_sid(phone.sid)
    assert call.state
    assert call.state["offered"]


def test_a_worker_that_is_killed_over_the_goodbye_leaves_a_call_that_says_it_and_ends(app: Served) -> None:
    app.openai.think = lambda _talk, last: (
        Reply("תודה ולהתראות", (("end_call", {"reason": "goodbye"}),), ms=60_000) if last == BYE else Reply()
    )
    phone = app.phone()

    def decided() -> bool:
        turns = app.stores.turns.for_call(app.stores.calls.by_sid(phone.sid).id)
        return (turns[-1].ending or {}).get("kind") == "hangup"

    async def story() -> None:
        await phone.dial()
        await phone.hears_out("העוזרת הדיגיטלית")
        phone.say(BYE)
        await phone.hears("תודה ולהתראות")
        await asyncio.to_thread(until, decided, "the tool")
        app.kill_workers()
        assert [each.tag for each in await phone.after()] == ["Say", "Hangup"]
        await phone.leave()

    run(story)


# -- who may stream


def test_only_signed_handshakes_over_the_stream_s_own_address(app: Served) -> None:
    url = f"{app.base_url}/realtime/stream"
    phone = app.phone()
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    for signature in ({}, {"X-Twilio-Signature": "x"}, phone.signed(url), phone.signed(url.replace("http", "wss"))):
        assert requests.get(url, headers={**upgrade, **signature}, timeout=10).status_code == 403
    assert app.openai.talks == []


@pytest.mark.parametrize("misuse", ["none", "guess", "again", "another call"])
def test_a_token_opens_its_own_call_once(app: Served, misuse: str) -> None:
    first, second = app.phone(), app.phone()

    async def story() -> None:
        url, parameters, _ = await first.ring()
        if misuse == "again":
            await first.open(url)
            await first.start(parameters)
            await first.hears("העוזרת הדיגיטלית")
            second.sid = first.sid
        elif misuse == "another call":
            await second.ring()
        given = {"none": {}, "guess": {"token": "x" * 32}}.get(misuse, parameters)
        await second.open(url)
        await second.start(given)
        await second.until(second.closed.is_set)
        await first.leave()
        await second.leave()

    run(story)
    assert len(app.openai.talks) == (1 if misuse == "again" else 0)


@pytest.mark.parametrize("frame", ["{", "x" * 70_000, '{"event":"media","media":{"payload":"AAAA"}}'])
def test_what_twilio_would_not_send_closes_the_stream_and_nothing_else(app: Served, frame: str) -> None:
    bad, good = app.phone(), app.phone()

    async def story() -> None:
        url, _, _ = await bad.ring()
        await bad.open(url)
        assert bad._socket
        await bad._socket.send(frame)
        await bad.until(bad.closed.is_set)
        await bad.leave()
        await good.dial()
        await good.hears("העוזרת הדיגיטלית")
        await good.hang_up()

    run(story)


def test_above_the_limit_calls_are_answered_turn_by_turn(openai: RealtimeStandIn, tmp_path: Path) -> None:
    with served(openai, tmp_path, workers=1, REALTIME_MAX_CALLS="1") as app:
        first, second = app.phone(), app.phone()

        async def story() -> None:
            await first.dial()
            await first.hears("העוזרת הדיגיטלית")
            document = await second.webhook("/realtime/voice", CallStatus="ringing")
            assert (document.findtext("Redirect") or "").partition("#")[0] == "/twilio/voice"
            await first.hang_up()

        run(story)
