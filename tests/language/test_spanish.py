"""Spanish: intents, times of arrival, and telling that it is Spanish."""

from datetime import datetime

import pytest

from language.heard import read
from language.script import other_language_of
from language.times import ISRAEL, parse
from tests.rows import each_row

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ISRAEL)


@each_row(
    ("words", "intent"),
    [
        ("Sí", "yes"),
        ("sí, correcto", "yes"),
        ("claro que sí", "yes"),
        ("No", "no"),
        ("no, es el 45", "no"),
        ("no es correcto", "no"),
        ("quiero hablar con una persona", "human"),
        ("¿cómo?", "repeat"),
        ("no entendí", "repeat"),
        ("más despacio, por favor", "slow_down"),
        ("adiós", "goodbye"),
        ("no me llamen más", "optout"),
        ("número equivocado", "wrong_number"),
    ],
)
def test_intents(words: str, intent: str) -> None:
    assert read(words, "es").intents[0] == intent


@pytest.mark.parametrize("words", ["me llamo Luis Pérez", "el tractor es el cuarenta y cinco", "a las cinco"])
def test_an_answer_is_no_intent(words: str) -> None:
    assert read(words, "es").intents == ()


@each_row(
    ("words", "at"),
    [
        ("a las 15:30", "2026-11-22T15:30"),
        ("llego a las cinco y media", "2026-11-22T17:30"),
        ("a las cinco menos cuarto de la tarde", "2026-11-22T16:45"),
        ("a la una", "2026-11-22T13:00"),
        ("a las once", "2026-11-22T11:00"),
        ("a las nueve de la mañana", "2026-11-23T09:00"),
        ("mañana a las ocho", "2026-11-23T08:00"),
        ("en dos horas", "2026-11-22T12:00"),
        ("en dos horas y media", "2026-11-22T12:30"),
        ("dentro de 40 minutos", "2026-11-22T10:40"),
        ("en media hora", "2026-11-22T10:30"),
    ],
)
def test_times(words: str, at: str) -> None:
    parsed = parse(words, "es", NOW)
    assert parsed is not None
    assert parsed.at.isoformat()[:16] == at


@each_row(
    ("words", "talked_about", "at"),
    [
        ("no, a las diez", "2026-11-23T09:00", "2026-11-23T10:00"),
        ("no, a las diez", "2026-11-23T21:00", "2026-11-23T22:00"),
        ("a las nueve", "2026-11-22T15:30", "2026-11-22T21:00"),
        ("no, a la una", "2026-11-23T11:30", "2026-11-23T13:00"),
        ("no, a las doce", "2026-11-23T09:00", "2026-11-23T12:00"),
        ("no, a las diez de la noche", "2026-11-23T09:00", "2026-11-23T22:00"),
        ("no, a las 16:15", "2026-11-23T09:00", "2026-11-23T16:15"),
        ("no, mañana a las diez", "2026-11-22T21:00", "2026-11-23T10:00"),
        ("a las nueve", "2026-11-22T11:00", "2026-11-22T21:00"),
        ("no, en dos horas", "2026-11-23T09:00", "2026-11-22T12:00"),
    ],
)
def test_a_corrected_hour_stays_near_the_one_that_was_read_back(words: str, talked_about: str, at: str) -> None:
    before = datetime.fromisoformat(talked_about)
    parsed = parse(words, "es", NOW, day=before.date(), hour=before.time())
    assert parsed is not None
    assert parsed.at.isoformat()[:16] == at


@pytest.mark.parametrize("words", ["no sé", "a las cinco o a las seis", "no a las cinco", "mañana", "a las treinta"])
def test_no_time(words: str) -> None:
    assert parse(words, "es", NOW) is None


@pytest.mark.parametrize(
    ("words", "language"),
    [("Hola, buenos días", "es"), ("hablo español", "es"), ("Hello, I am here", "en"), ("Alta Systems", None)],
)
def test_which_language(words: str, language: str | None) -> None:
    assert other_language_of(words) == language
