"""Marked sentences through the wrappers that stand around a translator."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from language.cache import CachingTranslator
from language.terms import EMPTY, Marked, ask_marked
from language.types import Language, Translator
from stores.circuits import CircuitStore
from stores.database import open_database
from tests.circuits.handclock import Seconds
from tests.fakes import BrokenTranslator
from tests.language.terms.nmt import Nmt
from voicebot.circuits.guarded import GuardedTranslator
from voicebot.circuits.retry import RetryingTranslator
from voicebot.circuits.shared import Circuits
from voicebot.circuits.verdicts import CircuitOpen
from voicebot.errors import VendorUnavailable

SENTENCE = EMPTY.mark("It's 5 & more.", "en")


@pytest.fixture
def circuits(tmp_path: Path) -> Iterator[Circuits]:
    """Circuits of a process whose database has no tables: what it sees itself is enough here."""
    database = open_database(f"sqlite:///{tmp_path}/empty.db")
    yield Circuits(CircuitStore(database), Seconds())
    database.close()


def wrapped(inner: Translator, circuits: Circuits) -> Translator:
    return CachingTranslator(RetryingTranslator(GuardedTranslator(inner, circuits)))


def test_marks_come_through_all_of_them(circuits: Circuits) -> None:
    translator = Nmt()
    assert ask_marked(wrapped(translator, circuits), [SENTENCE], "en", "he", 5) == ["מילה ⟦1⟧ & מילה."]
    assert translator.sent == ['It\'s <span translate="no">5</span> &amp; more.']


def test_a_circuit_opens_on_marked_sentences_too(circuits: Circuits) -> None:
    broken = GuardedTranslator(BrokenTranslator(VendorUnavailable("v", "translate")), circuits)
    for _ in range(3):
        with pytest.raises(VendorUnavailable):
            broken.translate_marked([SENTENCE], "en", "he", 5)
    with pytest.raises(CircuitOpen):
        broken.translate_marked([SENTENCE], "en", "he", 5)


def test_a_quick_failure_is_tried_again() -> None:
    class Once(Nmt):
        failed = False

        def translate_marked(
            self, sentences: Sequence[Marked], source: Language, target: Language, timeout_s: float
        ) -> list[str]:
            if not self.failed:
                self.failed = True
                raise VendorUnavailable("v", "translate")
            return ["⟦1⟧"]

    assert RetryingTranslator(Once()).translate_marked([SENTENCE], "en", "he", 5) == ["⟦1⟧"]
