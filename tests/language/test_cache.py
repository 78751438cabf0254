"""The translator that remembers."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from language.cache import CachingTranslator
from language.types import Language, Untranslatable


class Upper:
    """Upper-cases, counts, and fails on "bad"."""

    name = "upper"

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        self.calls.append(list(texts))
        if "bad" in texts:
            raise Untranslatable("bad")
        if "short" in texts:
            return []
        return [f"{target}:{text.upper()}" for text in texts]


def test_only_misses_are_sent_each_once_in_one_call() -> None:
    inner = Upper()
    cached = CachingTranslator(inner)
    assert cached.translate(["a"], "en", "he", 1.0) == ["he:A"]
    assert cached.translate(["b", "a", "c", "b"], "en", "he", 1.0) == ["he:B", "he:A", "he:C", "he:B"]
    assert cached.translate(["c", "b"], "en", "he", 1.0) == ["he:C", "he:B"]
    assert inner.calls == [["a"], ["b", "c"]]
    assert cached.name == "upper"


def test_directions_are_kept_apart() -> None:
    cached = CachingTranslator(Upper())
    assert cached.translate(["a"], "en", "he", 1.0) + cached.translate(["a"], "he", "en", 1.0) == ["he:A", "en:A"]


@pytest.mark.parametrize("text", ["bad", "short"])
def test_failures_are_not_remembered(text: str) -> None:
    inner = Upper()
    cached = CachingTranslator(inner)
    for _ in range(2):
        with pytest.raises(Untranslatable):
            cached.translate([text], "en", "he", 1.0)
    assert inner.calls == [[text], [text]]


def test_the_least_recently_used_is_forgotten() -> None:
    inner = Upper()
    cached = CachingTranslator(inner, size=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        cached.translate([text], "en", "he", 1.0)
    assert inner.calls == [["a"], ["b"], ["c"], ["b"]]


def test_more_texts_than_the_cache_holds() -> None:
    cached = CachingTranslator(Upper(), size=1)
    assert cached.translate(["a", "b", "c"], "en", "he", 1.0) == ["he:A", "he:B", "he:C"]


def test_threads_get_their_own_answers() -> None:
    cached = CachingTranslator(Upper(), size=3)
    with ThreadPoolExecutor(8) as pool:
        wanted = [str(number % 7) for number in range(400)]
        answers = pool.map(lambda text: cached.translate([text], "en", "he", 1.0)[0], wanted)
        assert list(answers) == [f"he:{text}" for text in wanted]
