"""The keys are told of, with when to press them, in the agent's own gender."""

from language.heard import KEYS
from language.phrases import ASK_AGAIN_2, Phrase
from language.types import Gender
from tests.rows import each_row
from voicebot.scenarios import common_lines, interview_lines

NAMES = {"0": "אפס", "9": "תשע", "*": "כוכבית"}


@each_row("line", [ASK_AGAIN_2, common_lines.ASK_AGAIN_2, interview_lines.STILL_THERE_2])
def test_whoever_stays_silent_is_told_of_every_key(line: Phrase) -> None:
    assert set(NAMES) == set(KEYS)
    told: dict[Gender, str] = {"f": "אחרי שאני מסיימת לדבר", "m": "אחרי שאני מסיים לדבר"}
    for gender, words in told.items():
        spoken = line.spoken_by(gender).he
        assert words in spoken
        for name in NAMES.values():
            assert name in spoken
    for name in ("zero", "nine", "star"):
        assert name in line.en


def test_in_spanish_too() -> None:
    for name in ("cero", "nueve", "asterisco"):
        assert name in common_lines.ASK_AGAIN_2.es
