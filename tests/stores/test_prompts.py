"""Prompts: each version once, found by the beginning of its hash."""

import pytest

from stores import Stores
from stores.errors import NotFound
from tests.stores.conftest import HandClock


@pytest.fixture
def kept(stores: Stores, clock: HandClock) -> Stores:
    for name, text in (("abcd1111", "one"), ("abcd2222", "two"), ("ef%_3333", "three")):
        stores.prompts.remember(name, "sales", "sales", text)
        clock.forward(days=1)
    return stores


def test_the_first_moment_stays(kept: Stores) -> None:
    first = kept.prompts.find("abcd1111")
    kept.prompts.remember("abcd1111", "sales", "sales", "one")
    assert kept.prompts.find("abcd1111") == first
    assert [each.text for each in kept.prompts.list()] == ["one", "two", "three"]


@pytest.mark.parametrize(("beginning", "text"), [("abcd1", "one"), ("abcd2222", "two"), ("ef%_", "three")])
def test_a_beginning_is_enough(kept: Stores, beginning: str, text: str) -> None:
    assert kept.prompts.find(beginning).text == text


@pytest.mark.parametrize("beginning", ["abcd", "ab", "", "%%%%", "____", "abcd11112", "ABCDEFG"])
def test_what_means_none_or_several_is_not_found(kept: Stores, beginning: str) -> None:
    with pytest.raises(NotFound):
        kept.prompts.find(beginning)
