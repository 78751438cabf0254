"""Whole calls on GPT-Live: the voice is the vendor's, every answer is our own agent's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.waiting import until
from tests.realtime.served.serving import Served, run, served
from tests.standins.misbehaving import Misbehaviour
from tests.standins.realtime import RealtimeStandIn

pytestmark = pytest.mark.slow  # each starts a gunicorn of its own


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Served]:
    with RealtimeStandIn() as openai, served(openai, tmp_path, REALTIME_VOICE="gpt-live") as running:
        yield running
        assert openai.wrong == []


@pytest.mark.parametrize("ahead", [False, True])
def test_the_sales_call_is_held_by_our_own_agent(app: Served, ahead: bool) -> None:
    """Whether a delegation comes after its words or before them."""
    app.openai.misbehaviour = Misbehaviour(ahead=ahead)
    phone = app.phone()

    async def story() -> None:
        await phone.dial()
        for hears, says in (
            ("העוזרת הדיגיטלית", "כן"),
            ("צוות שפונה", "כן, יש לנו צוות"),
            ("ליד חדש שנכנס", "המזכירה מתקשרת אליהם"),
            ("שנקבע פגישה", "כן, נשמע מעניין"),
            ("מה מתאים יותר", "הראשון"),
            ("נכון?", "כן"),
            ("קבענו", "לא, תודה"),
        ):
            await phone.hears_out(hears)
            phone.say(says)
        await phone.hears("להתראות")
        assert [each.tag for each in await phone.after()] == ["Hangup"]
        await phone.leave()

    run(story)
    call = app.stores.calls.by_sid(phone.sid)
    assert call.state
    assert call.state["meeting_id"] is not None
    turns = app.stores.turns.for_call(call.id)
    assert [each.heard_he for each in turns][:3] == [None, "כן", "כן, יש לנו צוות"]
    assert all(each.sentences for each in turns)
    assert {each.state for each in turns} == {"done"}


def test_a_refused_session_leaves_the_call_to_the_turn_based_way(app: Served) -> None:
    app.openai.misbehaviour = Misbehaviour(reject=1)
    phone = app.phone()

    async def story() -> None:
        await phone.dial()
        document = await phone.after()
        assert "העוזרת הדיגיטלית" in " ".join(each.text or "" for each in document.iter("Say"))
        await phone.leave()

    run(story)


def test_a_key_is_left_to_the_rules(app: Served) -> None:
    phone = app.phone()

    async def story() -> None:
        await phone.dial()
        await phone.hears_out("העוזרת הדיגיטלית")
        await phone.press("9")
        await phone.hears("הוסר מהרשימה")
        assert [each.tag for each in await phone.after()] == ["Hangup"]
        await phone.leave()

    run(story)
    assert app.stores.suppressions.contains(phone.number)


@pytest.mark.parametrize("mute", [1, 2])
def test_a_voice_that_goes_silent_leaves_the_call_to_the_turn_based_way(app: Served, mute: int) -> None:
    """From the start, and in the middle of the call, in the same agent and state."""
    app.openai.misbehaviour = Misbehaviour(mute=mute)
    phone = app.phone()

    async def story() -> None:
        await phone.dial()
        if mute > 1:
            await phone.hears_out("העוזרת הדיגיטלית")
            phone.say("כן")
        await phone.until(phone.closed.is_set, timeout_s=60)
        document = await phone.after()
        spoken = " ".join(each.text or "" for each in document.iter("Say"))
        assert ("העוזרת הדיגיטלית" in spoken) is (mute == 1)
        assert document.find(".//Gather") is not None or document.find(".//Record") is not None
        await phone.leave()

    run(story)
    turns = app.stores.turns.for_call(app.stores.calls.by_sid(phone.sid).id)
    if mute > 1:
        assert "כן" in [each.heard_he for each in turns]


def test_a_voice_that_hands_nothing_on_is_given_our_agent_s_answer_unasked(app: Served) -> None:
    app.openai.misbehaviour = Misbehaviour(keep=True)
    phone = app.phone()

    async def story() -> None:
        await phone.dial()
        await phone.hears_out("העוזרת הדיגיטלית")
        phone.say("כן")
        await phone.hears("צוות שפונה")
        await phone.hang_up()

    run(story)


def test_what_is_said_before_the_voice_is_there_is_not_lost(app: Served) -> None:
    """The stand-in takes no audio before its session: what it got before that would stand in `wrong`."""
    phone = app.phone()

    async def story() -> None:
        phone.say("תסירו אותי מהרשימה", ms=2_000)
        await phone.dial()
        await phone.hears("הוסר מהרשימה")
        assert [each.tag for each in await phone.after()] == ["Hangup"]
        await phone.leave()

    run(story)
    assert app.stores.suppressions.contains(phone.number)


def test_a_call_is_billed_to_its_last_second(app: Served) -> None:
    phone = app.phone()

    async def story() -> None:
        await phone.dial()
        await phone.hears_out("העוזרת הדיגיטלית")
        (talk,) = app.openai.lives
        await phone.until(lambda: talk.frames > 150)
        await phone.hang_up()

    run(story)
    (talk,) = app.openai.lives
    call = app.stores.calls.by_sid(phone.sid)
    until(lambda: app.stores.figures.get(call.id) is not None, "the figures")
    assert talk.received[-1] == {"type": "session.close"}
    (used,) = (app.stores.figures.get(call.id) or {})["used"].values()
    assert used == {"input_tokens": 0, "output_tokens": 0, "seconds": talk.frames // 50}
