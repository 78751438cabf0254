"""How long a caller is waited for."""

import pytest

from language.ears import Verdict
from language.patience import PATIENCE, Question, noise_never_ends, still_speaking, waits_left

MAX_S = 15.0
FULL = Verdict(True, "speech", 0.2, 15.0, ends_in_speech=True)
NOISE = Verdict(False, "noise", 0.0, 14.9)


def test_everybody_gets_six_seconds_to_begin_and_spelling_longer_pauses() -> None:
    assert {name: (each.begin_s, each.end_silence_s) for name, each in PATIENCE.items()} == {
        "yes_no": (6.0, 1.0),
        "open": (6.0, 2.0),
        "dictation": (6.0, 3.0),
    }


@pytest.mark.parametrize(
    ("question", "listened_s", "left"),
    [
        ("yes_no", 0.0, 6),
        ("yes_no", 1.0, 5),
        ("open", 0.0, 3),
        ("open", 2.0, 2),
        ("open", 4.5, 1),
        ("open", 6.0, 0),
        ("dictation", 3.0, 1),
        ("dictation", 99.0, 0),
    ],
)
def test_chained_recordings_fill_the_six_seconds(question: Question, listened_s: float, left: int) -> None:
    assert waits_left(question, listened_s) == left


@pytest.mark.parametrize(
    ("recorded", "cut_off"),
    [
        (FULL, True),
        (Verdict(True, "speech", 0.2, 14.5, ends_in_speech=True), True),
        (Verdict(True, "speech", 0.2, 14.4, ends_in_speech=True), False),
        (Verdict(True, "speech", 0.2, 15.2, ends_in_speech=False), False),
        (Verdict(True, "speech", 0.2, 3.0, ends_in_speech=True), False),
        (NOISE, False),
    ],
)
def test_who_was_cut_off_goes_on(recorded: Verdict, cut_off: bool) -> None:
    assert still_speaking(recorded, MAX_S) is cut_off


@pytest.mark.parametrize(
    ("last", "keys"),
    [
        ([], False),
        ([NOISE], False),
        ([NOISE, NOISE], True),
        ([FULL, NOISE, NOISE], True),
        ([NOISE, NOISE, FULL], False),
        ([NOISE, FULL, NOISE], False),
        ([NOISE, Verdict(False, "noise", 0.0, 4.0)], False),
        ([NOISE, Verdict(False, "silence", 0.0, 15.0)], False),
    ],
)
def test_when_noise_never_ends_keys_are_asked_for(last: list[Verdict], keys: bool) -> None:
    assert noise_never_ends(last, MAX_S) is keys
