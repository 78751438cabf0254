"""GPT-Live is billed to its last second: the vendor tells it when it is asked to close, else it is estimated."""

from typing import Any

import pytest

from tests.realtime.live_driving import Driven
from voicebot.agents.types import HangUp
from voicebot.realtime import codec
from voicebot.realtime.commands import AgentDone, Billed, Command, Finish, Heard, RunRules, ToModel
from voicebot.realtime.live_events import close
from voicebot.realtime.usage import Usage

MODEL = "gpt-realtime-2.1"
"""The options' of these tests, whatever it is."""


def billed(call: Driven) -> list[Usage]:
    return [used for each in call.of(Billed) for used in each.used]


def told(call: Driven, seconds: float, kind: str = "session.usage.updated") -> None:
    call.model(kind, usage={"seconds": seconds})


def talks(call: Driven, seconds: float) -> None:
    """The caller's line, which is never without frames."""
    for _ in range(round(seconds * 50)):
        call.session.on_audio("/" * 216)


def left() -> Driven:
    """The caller has hung up 4 s after the last usage event."""
    call = Driven().opened()
    talks(call, 11)
    told(call, 7)
    call.take(call.session.on_phone(codec.Stopped(), 1.0))
    return call


def test_the_vendor_is_asked_for_the_rest_before_the_end() -> None:
    call = left()
    assert call.sent()[-1] == close()
    assert not call.of(Finish)
    told(call, 10, "session.closed")
    assert billed(call) == [Usage(MODEL, seconds=10)]
    assert call.of(Finish) == [Finish("caller_left", "stop")]
    assert isinstance(call.out[-1], Finish)


def test_who_does_not_tell_it_in_time_is_not_waited_for_and_the_rest_is_estimated() -> None:
    call = left()
    call.timer("parting")
    assert billed(call) == [Usage(MODEL, seconds=7), Usage(MODEL, seconds=4, estimated=True)]
    assert call.of(Finish) == [Finish("caller_left", "stop")]


def test_a_connection_that_goes_instead_ends_it_too() -> None:
    call = left()
    call.take(call.session.on_lost())
    assert billed(call) == [Usage(MODEL, seconds=7), Usage(MODEL, seconds=4, estimated=True)]
    assert call.of(Finish) == [Finish("caller_left", "stop")]


def test_of_a_session_that_is_lost_the_rest_is_estimated_and_the_next_one_counts_anew() -> None:
    call = Driven().opened()
    talks(call, 11)
    told(call, 7)
    call.take(call.session.on_lost())
    assert billed(call) == [Usage(MODEL, seconds=7), Usage(MODEL, seconds=4, estimated=True)]
    call.out.clear()
    call.connect()
    talks(call, 3)
    call.take(call.session.on_phone(codec.Stopped(), 1.0))
    told(call, 3, "session.closed")
    assert billed(call) == [Usage(MODEL, seconds=3)]


def test_what_is_kept_for_a_session_is_no_time_of_its() -> None:
    call = Driven()
    talks(call, 2)
    call.connect()
    call.take(call.session.on_phone(codec.Stopped(), 1.0))
    call.timer("parting")
    assert billed(call) == []


def test_a_session_that_the_vendor_closes_is_billed_by_its_last_word() -> None:
    call = Driven().opened()
    talks(call, 11)
    told(call, 9, "session.closed")
    call.take(call.session.on_lost())
    assert billed(call) == [Usage(MODEL, seconds=9)]
    assert not call.of(Finish)


def test_without_a_session_nobody_is_waited_for() -> None:
    call = Driven()
    call.take(call.session.give_up("model unreachable"))
    assert call.of(Finish) == [Finish("fallback", "model unreachable")]
    assert billed(call) == []


def test_how_it_ends_stays_while_the_rest_is_waited_for() -> None:
    call = Driven().opened()
    call.hears("ביי")
    call.delegates("d1")
    call.take(call.session.on_done(AgentDone("d1", ("להתראות",), HangUp("goodbye")), 1.0))
    call.speaks("להתראות")
    call.timer("closing")
    assert not call.of(Finish)
    call.take(call.session.give_up("drain"))
    call.take(call.session.on_phone(codec.Key("9"), 1.0))
    told(call, 10, "session.closed")
    assert call.of(Finish) == [Finish("hung_up", "said", HangUp("goodbye"))]


def test_nothing_is_heard_or_handed_on_any_more_but_the_last_words_count() -> None:
    call = left()
    call.out.clear()
    frames = len(call.frames())
    assert call.session.on_audio("/" * 216) == b""
    call.sounds()
    call.delegates("d2")
    call.hears("תסירו אותי מהרשימה")
    assert len(call.frames()) == frames
    assert [each for each in call.out if isinstance(each, ToModel)] == []
    told(call, 12, "session.closed")
    done: list[Command] = [each for each in call.out if isinstance(each, Heard | RunRules | Finish)]
    assert [type(each) for each in done] == [Heard, RunRules, Finish]


@pytest.mark.parametrize("odd", [{}, {"usage": None}, {"usage": {"seconds": "x"}}, {"usage": {"seconds": -3}}])
def test_a_last_word_that_tells_nothing_ends_it_all_the_same(odd: dict[str, Any]) -> None:
    call = left()
    call.model("session.closed", **odd)
    assert call.of(Finish)
    assert billed(call)[0] == Usage(MODEL, seconds=7)
