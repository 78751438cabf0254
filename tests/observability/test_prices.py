"""What is charged, and what nobody knows."""

from datetime import date
from decimal import Decimal

import pytest

from tests.rows import each_row
from voicebot.observability.prices import PRICES, Price, PriceTable, Used, cost, read_prices


@each_row(
    ("product", "used", "usd"),
    [
        ("gpt-6-luna", Used(input_tokens=1_000_000, output_tokens=1_000_000), "0.60"),
        ("gpt-6-luna", Used(input_tokens=1_500, output_tokens=60), "0.00018"),
        ("gpt-5.6-luna", Used(output_tokens=1_000_000), "1.20"),
        ("gpt-transcribe", Used(seconds=60.0), "0.0045"),
        ("gpt-transcribe", Used(seconds=3.5), "0.0002625"),
        ("google-v3", Used(characters=1_000_000), "20"),
        ("google-v2", Used(characters=50), "0.001"),
        ("gpt-6-luna", Used(), "0"),
    ],
)
def test_known_prices(product: str, used: Used, usd: str) -> None:
    assert cost(product, used) == Decimal(usd)


@pytest.mark.parametrize(
    ("product", "used"),
    [
        ("never-heard-of", Used(input_tokens=1)),
        ("gpt-6-luna-2", Used(input_tokens=1)),
        ("gpt-6-luna", Used(seconds=1.0)),
        ("gpt-6-luna", Used(characters=10)),
        ("google-v3", Used(input_tokens=10, characters=10)),
    ],
)
def test_an_unknown_price_is_none_and_never_a_guess(product: str, used: Used) -> None:
    assert cost(product, used) is None


def test_every_price_has_a_source_and_a_day_and_is_listed_once() -> None:
    for price in PRICES:
        assert price.source.startswith("https://")
        assert date(2026, 1, 1) < price.read_on
        assert any(each is not None for each in (price.input_tokens, price.minute, price.characters))
    assert len({price.product for price in PRICES}) == len(PRICES)


def test_the_operators_prices_come_before_the_tables() -> None:
    table = PriceTable((*PRICES, *read_prices("gpt-6-luna=1/2, my-ears=0.006/min,my-words=15/char,")))
    assert table.cost("gpt-6-luna", Used(input_tokens=1_000_000, output_tokens=1_000_000)) == 3
    assert table.cost("my-ears", Used(seconds=30.0)) == Decimal("0.003")
    assert table.cost("my-words", Used(characters=100_000)) == Decimal("1.5")
    assert table.cost("gpt-transcribe", Used(seconds=60.0)) == Decimal("0.0045")


@each_row("value", ["gpt", "gpt=", "gpt=1", "=1/2", "gpt=a/b", "gpt=-1/2", "gpt=NaN/1", "ears=x/min", "gpt=Infinity/1"])
def test_prices_that_cannot_be_read_are_told(value: str) -> None:
    with pytest.raises(ValueError, match="must"):
        read_prices(value)


def test_a_price_for_one_product_twice_the_later_counts() -> None:
    day = date(2026, 1, 1)
    table = PriceTable([Price("a", "s", day, minute=Decimal(1)), Price("a", "s", day, minute=Decimal(2))])
    assert table.cost("a", Used(seconds=60.0)) == 2
