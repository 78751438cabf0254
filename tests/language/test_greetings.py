"""A hello is a whole utterance: what follows it, or stands in it, is something else."""

import pytest

from language.greetings import greets, is_hello
from language.types import Language


@pytest.mark.parametrize(
    "said", ["הלו", "הלו?", "הלו, הלו!", "שלום", "היי", "הלו, שומעים אותי?", "אתה שם?", "יש שם מישהו?"]
)
def test_a_hebrew_hello(said: str) -> None:
    assert is_hello(said, "he")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "כן",
        "הלו, מי זה?",
        "שלום, מדברת דנה",
        "אני לא שומעת",
        "אתה",
        "יש",
        "לא הבנתי",
        "היי היי היי היי היי היי היי",
    ],
)
def test_no_hello(said: str) -> None:
    assert not is_hello(said, "he")


@pytest.mark.parametrize(
    ("said", "language"), [("Hello?", "en"), ("Are you there?", "en"), ("¿Hola, me escucha?", "es")]
)
def test_a_hello_belongs_to_its_language(said: str, language: Language) -> None:
    """On a Hebrew call "hello" and "hola" say which language the caller would rather speak."""
    assert is_hello(said, language)
    assert not is_hello(said, "he")


@pytest.mark.parametrize("said", ["שלום", "בוקר טוב", "שלום, בוקר טוב", "היי, מה נשמע?", "ערב טוב, מה שלומך"])
def test_what_only_greets(said: str) -> None:
    assert greets(said, "he")


@pytest.mark.parametrize("said", ["טוב", "מה", "לא טוב", "בוקר טוב, דני כהן", "גם", "יום ראשון בבוקר"])
def test_what_does_not_only_greet(said: str) -> None:
    assert not greets(said, "he")
