"""How long a caller is waited for."""

from language.patience import PATIENCE


def test_everybody_gets_six_seconds_to_begin_and_spelling_longer_pauses() -> None:
    assert {name: (each.begin_s, each.end_silence_s) for name, each in PATIENCE.items()} == {
        "yes_no": (6.0, 1.0),
        "open": (6.0, 2.0),
        "dictation": (6.0, 3.0),
    }
