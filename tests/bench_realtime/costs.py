"""What a minute of each way of talking costs by the price table, for a made-up ordinary call: computed, not measured.

`python -m tests.bench_realtime.costs`
"""

from decimal import Decimal

from voicebot.observability.prices import Used, cost

EXCHANGES = 4
"""A minute. The caller speaks for 6 s of each, the agent for 6 s; the rest is silence."""
SPOKEN_S = 6
AUDIO_IN, AUDIO_OUT = 10, 20
"""Tokens a second of the caller's and of the model's audio.

Source: https://developers.openai.com/api/docs/guides/realtime-costs
"""
PROMPT, ANSWER = 2_500, 40
"""Tokens of text: instructions, tools and data; an answer's transcript."""
CHARACTERS = 95
"""Of an utterance, on either side; what both said is translated."""
CHAT_IN, CHAT_OUT = 3_000, 60
"""Tokens of a turn of our own agent."""


def _usd(product: str, used: Used) -> Decimal:
    found = cost(product, used)
    assert found is not None, product
    return found


def translated() -> Decimal:
    """A minute's words, in and out."""
    return _usd("google-v3", Used(characters=2 * CHARACTERS * EXCHANGES))


def written_down() -> Decimal:
    """A minute's utterances of the caller."""
    return _usd("gpt-transcribe", Used(seconds=float(SPOKEN_S * EXCHANGES)))


def our_agent(model: str = "gpt-6-luna") -> Decimal:
    return _usd(model, Used(CHAT_IN * EXCHANGES, CHAT_OUT * EXCHANGES))


def turn_by_turn() -> Decimal:
    return written_down() + our_agent() + translated()


def gpt_live() -> Decimal:
    return _usd("gpt-live-1.1", Used(seconds=60.0)) + our_agent() + translated()


def realtime(model: str, minutes: int, cached: bool = True) -> Decimal:
    """Of a call of so many minutes: each answer reads the whole call again, from the cache as far as it was read."""
    answers = minutes * EXCHANGES
    new = SPOKEN_S * (AUDIO_IN + AUDIO_OUT)  # the caller's words, and the answer before them
    read, fresh = new * answers * (answers + 1) // 2, new * answers
    again_audio, again_text = (read - fresh, PROMPT * (answers - 1)) if cached else (0, 0)
    spent = (
        _usd(f"{model}:audio", Used(read - again_audio, SPOKEN_S * AUDIO_OUT * answers))
        + _usd(f"{model}:cached-audio", Used(again_audio))
        + _usd(model, Used(PROMPT * answers - again_text, ANSWER * answers))
        + _usd(f"{model}:cached", Used(again_text))
    )
    return spent / minutes + written_down() + translated()


def rows() -> list[tuple[str, Decimal]]:
    """(way, USD a minute)."""
    mini, full = "gpt-realtime-2.1-mini", "gpt-realtime-2.1"
    return [
        ("turn by turn", turn_by_turn()),
        (f"{mini}, a call of 3 minutes", realtime(mini, 3)),
        (f"{mini}, a call of 10 minutes", realtime(mini, 10)),
        (f"{mini}, 3 minutes, nothing cached", realtime(mini, 3, cached=False)),
        ("gpt-live-1.1", gpt_live()),
        (f"{full}, a call of 3 minutes", realtime(full, 3)),
        (f"{full}, a call of 10 minutes", realtime(full, 10)),
        (f"{full}, 3 minutes, nothing cached", realtime(full, 3, cached=False)),
    ]


if __name__ == "__main__":
    print("| Way | USD a minute |\n| --- | --- |")
    for way, usd in rows():
        print(f"| {way} | {usd:.3f} |")
