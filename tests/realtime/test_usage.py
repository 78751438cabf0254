"""What a voice bills for."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.apps import ON_SQLITE, AppFactory
from tests.realtime.driving import Driven
from tests.realtime.porting import opened
from voicebot.observability.prices import Used, cost
from voicebot.realtime import codec
from voicebot.realtime.commands import Billed, Finish, Persona, ToolDone
from voicebot.realtime.usage import Unbilled, Usage, of_response, of_transcription


def response(**details: Any) -> dict[str, Any]:
    taken = {"text_tokens": 100, "audio_tokens": 40, "cached_tokens": 0, **details}
    return {"usage": {"input_token_details": taken, "output_token_details": {"audio_tokens": 20, "text_tokens": 10}}}


def test_text_and_audio_have_their_own_products() -> None:
    assert of_response("m", response()) == (Usage("m", 100, 10), Usage("m:audio", 40, 20))


def test_what_was_cached_is_told_apart() -> None:
    told = {"cached_tokens": 90, "cached_tokens_details": {"text_tokens": 60, "audio_tokens": 30}}
    assert of_response("m", response(**told)) == (
        Usage("m", 40, 10), Usage("m:audio", 10, 20), Usage("m:cached", 60), Usage("m:cached-audio", 30),
    )  # fmt: skip


def test_where_only_the_sum_is_told_text_is_cached_first() -> None:
    used = {each.product: each.input_tokens for each in of_response("m", response(cached_tokens=120))}
    assert used == {"m": 0, "m:audio": 20, "m:cached": 100, "m:cached-audio": 20}


@pytest.mark.parametrize("strange", [{}, {"usage": None}, {"usage": {"input_token_details": 7}}])
def test_what_is_not_told_is_not_billed(strange: dict[str, Any]) -> None:
    assert of_response("m", strange) == ()


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"type": "duration", "seconds": 3}, (Usage("w", seconds=3.0),)),
        ({"type": "tokens", "input_tokens": 30, "output_tokens": 5}, (Usage("w", 30, 5),)),
        (None, ()),
    ],
)
def test_transcription_is_billed_by_the_second_or_by_tokens(usage: Any, expected: tuple[Usage, ...]) -> None:
    assert of_transcription("w", {"usage": usage}) == expected


def test_a_response_without_a_bill_is_estimated_by_the_one_before_and_its_audio() -> None:
    unbilled = Unbilled("m")
    assert unbilled.left(0) == ()
    unbilled.begin(0)
    unbilled.billed(of_response("m", response(cached_tokens=120)))
    assert unbilled.left(5_000) == (), "it has its bill"
    unbilled.billed(of_response("m", response()))
    unbilled.begin(5_000)
    assert unbilled.left(6_000) == (
        Usage("m", 100, estimated=True),
        Usage("m:audio", 40, estimated=True),
        Usage("m:audio", output_tokens=20, estimated=True),
    )
    assert unbilled.left(7_000) == ()


def hangs_up(call: Driven) -> None:
    call.phone(codec.Stopped())


def is_lost(call: Driven) -> None:
    call.lose()


def swaps(call: Driven) -> None:
    """The next agent's session cannot wait for the end of what is being said."""
    call.call_tool("call_1", "handoff")
    call.done(ToolDone("call_1", "{}", persona=Persona("next", "Go on.", fresh=True)))
    call._take(call.session.on_prepared(ready=True))
    call.timer("handoff")


@pytest.mark.parametrize("ends", [hangs_up, is_lost, swaps])
def test_what_is_being_said_when_a_session_ends_is_charged(ends: Callable[[Driven], None]) -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    call.respond(chunks=5, end=False)
    call.look()
    ends(call)
    model = call.session.plan.options.model
    assert [each.used for each in call.of(Billed) if each.used] == [
        (Usage(f"{model}:audio", output_tokens=20, estimated=True),)
    ]


@pytest.mark.parametrize("model", ["gpt-realtime-2.1", "gpt-realtime-2.1-mini"])
def test_everything_a_known_voice_bills_has_a_price(model: str) -> None:
    for each in of_response(model, response(cached_tokens=120)):
        assert cost(each.product, Used(each.input_tokens, each.output_tokens)) is not None
    assert cost("gpt-live-1.1", Used(seconds=60.0)) is not None


@ON_SQLITE
def test_seconds_are_added_up_before_they_are_rounded(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = opened(worker).port
    for _ in range(10):
        port.record(Billed((Usage("gpt-transcribe", seconds=1.4),)))
    port.finish(Finish("caller_left", "stop"), {})
    figures = worker.services.stores.figures.get(worker.call("CA1").id) or {}
    assert figures["used"]["gpt-transcribe"]["seconds"] == 14
