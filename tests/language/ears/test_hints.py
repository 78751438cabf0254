"""Transcripts that repeat our own hints."""

from collections.abc import Sequence

from language.ears import is_prompt_echo
from tests.rows import each_row

HINTS = ("אלטה", "Alta", "דוד כהן")
SENTENCE = ("שיחת טלפון בעברית עם נציגה של חברת אלטה", "דוד כהן")


@each_row(
    ("text", "keywords"),
    [
        ("אלטה, Alta, דוד כהן", HINTS),
        ("אלטה Alta דוד כהן.", HINTS),
        ("alta אלטה alta אלטה", HINTS),
        ("אלטה, אלטה, אלטה", HINTS),
        ("דוד כהן, דוד כהן, דוד כהן", HINTS),
        ("אלטה, דוד כהן", ("אלטה", "דוד כהן")),
        ("דוד כהן אלטה", ("אלטה", "דוד כהן")),
        ("שיחת טלפון בעברית עם נציגה של חברת אלטה", SENTENCE),
        ("עם נציגה של חברת אלטה", SENTENCE),
        ("צ'קפוינט, מע\"מ, Noga", ("צ׳קפוינט", "מע״מ", "Noga")),
    ],
)
def test_echoes(text: str, keywords: Sequence[str]) -> None:
    assert is_prompt_echo(text, keywords)


@each_row(
    ("text", "keywords"),
    [
        ("", HINTS),
        ("...", HINTS),
        ("דוד כהן", HINTS),
        ("אלטה?", HINTS),
        ("אלטה אלטה", HINTS),
        ("כן, דוד כהן מאלטה", HINTS),
        ("אני דוד כהן", HINTS),
        ("אלטה, Alta, דוד כהן מדבר", HINTS),
        ("דוד כהן", ("דוד כהן",)),
        ("דוד כהן דוד כהן", ("דוד כהן",)),
        ("דוד כהן", ()),
        ("אלטה אלטה", ("אלטה", "אלטה")),
        ("אלטה, דוד כהן", HINTS),
        ("נציגה של אלטה", SENTENCE),
        ("שיחת טלפון", SENTENCE),
        ("כן", ("", "  ")),
    ],
)
def test_answers(text: str, keywords: Sequence[str]) -> None:
    assert not is_prompt_echo(text, keywords)
