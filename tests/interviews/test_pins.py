"""Codes as candidates say or press them."""

import pytest

from voicebot.tools.pins import digits_in


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("אחת שתיים שלוש ארבע, חמש שש שבע שמונה", "12345678"), ("1234-5678", "12345678"), ("12 34 56 78.", "12345678"),
        ("(pressed 12345678)", "12345678"), ("one two 3 4", "1234"), ("אין לי קוד", ""), ("", ""),
        ("I have three of them, maybe ten, one second", ""), ("רגע, אחת מתוך שלוש הודעות, שנייה", ""),
        ("אחת שתיים שלוש ארבע ואז חמש שש שבע שמונה", "12345678"),
        ("קיבלתי שלוש הודעות, הקוד הוא 12345678", "12345678"),
        ("הטלפון שלי 0521112222 והקוד 12345678", "12345678"),
        ("12 34 56 78 רק רגע, שתי דקות", "12345678"),
    ],
)  # fmt: skip
def test_a_code_is_read_as_it_is_said(words: str, digits: str) -> None:
    assert digits_in(words) == digits
