"""Transcripts that repeat our own hints, or are in a script nobody was asked for."""

from collections.abc import Sequence

import pytest

from language.ears import is_prompt_echo, wrong_script
from language.types import Language

HINTS = ("אלטה", "Alta", "דוד כהן")
SENTENCE = ("שיחת טלפון בעברית עם נציגה של חברת אלטה", "דוד כהן")


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Я не понимаю, говорите по-русски", "he"),
        ("да", "he"),
        ("لا أفهم العبرية", "he"),
        ("I don't understand, can we speak English", "he"),
        ("Please call me tomorrow", "he"),
        ("ご視聴ありがとうございました", "he"),
        ("你好", "he"),
        ("ሰላም", "he"),
        ("שלום, Я не понимаю по-еврейски", "he"),
        ("אני לא מבין", "en"),
        ("да, конечно", "en"),
        ("مرحبا", "en"),
        ("אני צריך CRM ו-ERP לעסק", "en"),
    ],
)
def test_wrong_scripts(text: str, expected: Language) -> None:
    assert wrong_script(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "he"),
        ("050-1234567", "he"),
        ("?!", "en"),
        ("כן", "he"),
        ("אני צריך CRM ו-ERP", "he"),
        ("OK", "he"),
        ("Yes, OK", "he"),
        ("Alta", "he"),
        ("CRM, ERP, VPN", "he"),
        ("dana.levi@gmail.com", "he"),
        ("www.my-site.co.il", "he"),
        ("המייל שלי dana.levi@gmail.com", "he"),
        ("רוצה לדבר по-русски", "he"),
        ("Yes", "en"),
        ("Café Noir, please", "en"),
        ("I said שלום", "en"),
    ],
)
def test_right_scripts(text: str, expected: Language) -> None:
    assert not wrong_script(text, expected)
