"""What GPT-Live was saying when a key ended it: the record has what was heard."""

import pytest

from tests.realtime.driving import LINES, marks
from tests.realtime.live_driving import Driven
from voicebot.realtime import codec
from voicebot.realtime.commands import Greeted, Spoke

WORDS = "אחת שתיים שלוש ארבע חמש שש שבע שמונה תשע עשר"


def says(call: Driven, words: str, start_ms: int, end_ms: int) -> None:
    call.model("session.output_transcript.delta", delta=words, start_ms=start_ms, end_ms=end_ms)


def cut(call: Driven, played: int, chunks: int = 10) -> list[Spoke]:
    """`chunks` of 200 ms have been sent, `played` of them were heard when the key is pressed."""
    for _ in range(chunks):
        call.sounds()
    for name in marks(call.frames())[:played]:
        call.take(call.session.on_phone(codec.Marked(name), 1.0))
    call.out.clear()
    call.press("5")
    return call.of(Spoke)


@pytest.mark.parametrize(
    ("played", "heard"), [(5, "אחת שתיים שלוש ארבע חמש…"), (9, "אחת שתיים שלוש ארבע חמש שש שבע שמונה תשע…")]
)
def test_by_the_vendor_s_own_times(played: int, heard: str) -> None:
    call = Driven().opened()
    says(call, WORDS, 4_000, 6_000)
    assert cut(call, played) == [Spoke(0, heard)]


def test_piece_by_piece() -> None:
    call = Driven().opened()
    says(call, "אחת שתיים ", 4_000, 5_000)
    says(call, "שלוש ארבע", 5_000, 6_000)
    assert cut(call, 7) == [Spoke(0, "אחת שתיים שלוש…")]


def test_nothing_where_nothing_was_heard() -> None:
    call = Driven().opened()
    says(call, WORDS, 4_000, 6_000)
    assert cut(call, 0) == []


def test_all_of_it_where_the_vendor_tells_no_times() -> None:
    call = Driven().opened()
    says(call, WORDS, 0, 0)
    assert cut(call, 5) == [Spoke(0, WORDS)]


def test_a_greeting_that_was_cut_at_once_is_over_all_the_same() -> None:
    call = Driven().connect()
    says(call, LINES.greeting, 0, 2_000)
    assert cut(call, 0) == [Spoke(0, "…", fixed=True)]
    assert call.of(Greeted)
