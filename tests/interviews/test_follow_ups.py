"""The question's own follow-up only where it fits what was said."""

import pytest

from language.phrases import Phrase
from voicebot.interviews.follow_ups import fits

PART = Phrase("ומה בדיוק היה החלק האישי בזה?", "And what exactly was your own part in it?")
LENGTH = Phrase("כמה זמן זה נמשך, ועם מי עובדים שם?", "How long was that, and whom did you work with there?")
EXAMPLE = Phrase("אפשר דוגמה לנתון שהטעה?", "Can you give an example of data that misled you?")


@pytest.mark.parametrize(
    ("own", "said", "fit"),
    [
        (PART, "הקמנו מוקד חדש", True),
        (PART, "כן", False),
        (PART, "אין לי משהו כזה", False),
        (PART, "not really", False),
        (PART, "", True),
        (LENGTH, "מפתח", True),
        (LENGTH, "מפתח, שלוש שנים", False),
        (LENGTH, "a developer, for two years", False),
        (PART, "שלוש שנים במוקד", True),
        (EXAMPLE, "למשל מכירות כפולות", False),
        (EXAMPLE, "בודקים את המקור", True),
    ],
)
def test_a_follow_up_fits_what_was_said(own: Phrase, said: str, fit: bool) -> None:
    assert fits(own, said) == fit
