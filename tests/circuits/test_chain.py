"""Transcribers in order, within one time-out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from language.types import Language, Recording, Transcriber
from tests.circuits.handclock import Seconds
from tests.rows import each_row
from voicebot.circuits.chain import TranscriberChain, Transcript, share_s
from voicebot.circuits.verdicts import CircuitOpen
from voicebot.errors import VendorError, VendorRefused, VendorTimeout, VendorUnavailable

WAV = Recording(b"RIFF")
RESET = VendorUnavailable("v", "transcribe", "ConnectionError")
STALLED = VendorTimeout("v", "transcribe")


@dataclass
class Ears:
    """Answers by a script; a time-out takes all the time it was given, everything else a moment."""

    name: str
    seconds: Seconds
    script: list[str | Exception]
    given: list[float] = field(default_factory=list)

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        assert (recording, language, keywords) == (WAV, "he", ("אלטה",))
        self.given.append(round(timeout_s, 3))
        said = self.script.pop(0)
        self.seconds.forward(timeout_s if isinstance(said, VendorTimeout) else 0.1)
        if isinstance(said, Exception):
            raise said
        return said


def listen(*scripts: list[str | Exception]) -> tuple[Transcript | Exception, list[list[float]]]:
    """What a chain of such links hears within 12 s, and what time each link was given."""
    seconds = Seconds()
    links = [Ears(f"link{number}", seconds, script) for number, script in enumerate(scripts, 1)]
    chain = TranscriberChain(links, seconds)
    try:
        return chain.listen(WAV, "he", ("אלטה",), 12.0), [link.given for link in links]
    except VendorError as error:
        return error, [link.given for link in links]


@each_row(
    ("scripts", "heard", "given"),
    [
        ((["שלום"],), Transcript("שלום", "link1"), [[12]]),
        ((["שלום"], []), Transcript("שלום", "link1"), [[6], []]),
        (([""], ["x"]), Transcript("", "link1"), [[6], []]),  # silence is an answer
        (([RESET, "שלום"], []), Transcript("שלום", "link1"), [[6, 5.9], []]),
        (
            ([RESET, RESET], ["שלום"]),
            Transcript("שלום", "link2", ("link1: VendorUnavailable",)),
            [[6, 5.9], [11.8]],
        ),
        (([STALLED], ["שלום"]), Transcript("שלום", "link2", ("link1: VendorTimeout",)), [[6], [6]]),
        (
            ([CircuitOpen("link1")], [VendorRefused("v", "op", status=401)], ["שלום"]),
            Transcript("שלום", "link3", ("link1: CircuitOpen", "link2: VendorRefused")),
            [[4], [5.95], [11.8]],
        ),
        (([STALLED], [STALLED]), STALLED, [[6], [6]]),
        (([STALLED], [RESET, RESET]), RESET, [[6], [6, 5.9]]),
        (([STALLED],), STALLED, [[12]]),
    ],
)
def test_who_answers(
    scripts: tuple[list[str | Exception], ...], heard: Transcript | Exception, given: list[list[float]]
) -> None:
    assert listen(*[list(script) for script in scripts]) == (heard, given)


def test_nobody_is_asked_when_no_time_is_left() -> None:
    seconds = Seconds()

    class Overtime(Ears):
        def transcribe(
            self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
        ) -> str:
            seconds.forward(11.6)
            raise STALLED

    second = Ears("second", seconds, ["שלום"])
    with pytest.raises(VendorTimeout):
        TranscriberChain([Overtime("first", seconds, []), second], seconds).transcribe(WAV, "he", ("אלטה",), 12)
    assert second.given == []


def test_it_is_a_transcriber() -> None:
    seconds = Seconds()
    chain: Transcriber = TranscriberChain([Ears("openai", seconds, ["כן"]), Ears("groq", seconds, [])], seconds)
    assert chain.name == "openai, then groq"
    assert chain.transcribe(WAV, "he", ("אלטה",), 12) == "כן"


def test_what_is_no_vendors_error_passes_through() -> None:
    heard = ValueError("a bug of ours")
    seconds = Seconds()
    with pytest.raises(ValueError, match="a bug of ours"):
        TranscriberChain([Ears("a", seconds, [heard]), Ears("b", seconds, ["x"])], seconds).transcribe(
            WAV, "he", ("אלטה",), 12
        )


def test_a_chain_needs_a_link() -> None:
    with pytest.raises(ValueError, match="link"):
        TranscriberChain([])


@pytest.mark.parametrize(("left_s", "links", "expected"), [(12, 1, 12), (12, 2, 6), (12, 3, 4), (0.3, 1, 0.3)])
def test_shares(left_s: float, links: int, expected: float) -> None:
    assert share_s(left_s, links) == expected
