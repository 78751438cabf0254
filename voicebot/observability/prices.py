"""What vendors charge, as data: each price with its source and the day it was read there. Unknown stays unknown.

List prices of the standard service, without discounts, free quotas or taxes, and without cached input but for voices,
which hear the whole call again with every answer: the bill is lower.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

MILLION = Decimal(1_000_000)
_DAY = date(2026, 11, 21)
_OPENAI = "https://developers.openai.com/api/docs/models/"
_GOOGLE = "https://cloud.google.com/translate/pricing"


@dataclass(frozen=True)
class Used:
    """What one request is billed for."""

    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    characters: int = 0


@dataclass(frozen=True)
class Price:
    """USD per million tokens in and out, per minute of audio, per million characters; None is not known."""

    product: str
    source: str
    read_on: date
    input_tokens: Decimal | None = None
    output_tokens: Decimal | None = None
    minute: Decimal | None = None
    characters: Decimal | None = None


def _tokens(model: str, given: str, written: str) -> Price:
    return Price(model, _OPENAI + model, _DAY, input_tokens=Decimal(given), output_tokens=Decimal(written))


def _voice(model: str, text: str, audio: str, cached: str) -> tuple[Price, ...]:
    """A voice model's prices, each "in/out": of text, of audio, and of cached input ("text/audio")."""
    (text_in, text_out), (audio_in, audio_out), (cached_text, cached_audio) = (
        each.split("/") for each in (text, audio, cached)
    )
    source = _OPENAI + model
    return (
        _tokens(model, text_in, text_out),
        Price(f"{model}:audio", source, _DAY, input_tokens=Decimal(audio_in), output_tokens=Decimal(audio_out)),
        Price(f"{model}:cached", source, _DAY, input_tokens=Decimal(cached_text)),
        Price(f"{model}:cached-audio", source, _DAY, input_tokens=Decimal(cached_audio)),
    )


PRICES: tuple[Price, ...] = (
    _tokens("gpt-6-luna", "0.10", "0.50"),
    _tokens("gpt-5.6-luna", "0.20", "1.20"),
    *_voice("gpt-realtime-2.1", "4/24", "32/64", "0.40/0.40"),
    *_voice("gpt-realtime-2.1-mini", "0.60/2.40", "10/20", "0.06/0.30"),
    Price("gpt-live-1", _OPENAI + "gpt-live-1", _DAY, minute=Decimal("0.05")),
    Price("gpt-live-1.1", _OPENAI + "gpt-live-1.1", _DAY, minute=Decimal("0.05")),
    Price("gpt-transcribe", _OPENAI + "gpt-transcribe", _DAY, minute=Decimal("0.0045")),
    Price("google-v3", _GOOGLE, _DAY, characters=Decimal(20)),
    Price("google-v2", _GOOGLE, _DAY, characters=Decimal(20)),
)
"""By the model's name as it is sent; Google's translators (NMT) by the name of the link. A voice model's own name is
for text, `:audio` for audio, `:cached` and `:cached-audio` for input that it had heard before."""

OPERATOR = "the operator's settings"


class PriceTable:
    """Prices by product; of two for one product the later counts."""

    def __init__(self, prices: Iterable[Price] = PRICES) -> None:
        self._prices: Mapping[str, Price] = MappingProxyType({price.product: price for price in prices})

    def cost(self, product: str, used: Used) -> Decimal | None:
        """USD for what was used; None when a price that it needs is not known."""
        price = self._prices.get(product)
        if price is None:
            return None
        parts = (
            (Decimal(used.input_tokens) / MILLION, price.input_tokens),
            (Decimal(used.output_tokens) / MILLION, price.output_tokens),
            (Decimal(str(used.seconds)) / 60, price.minute),
            (Decimal(used.characters) / MILLION, price.characters),
        )
        total = Decimal(0)
        for amount, each in parts:
            if amount and each is None:
                return None
            total += amount * (each or 0)
        return total


def cost(product: str, used: Used, prices: Iterable[Price] = PRICES) -> Decimal | None:
    """USD for what was used of `product`; None when nobody knows."""
    return PriceTable(prices).cost(product, used)


def read_prices(value: str) -> tuple[Price, ...]:
    """An operator's own prices: "llama-3.3-70b=0.59/0.79,my-ears=0.004/min,my-words=15/char".

    In USD: per million tokens in/out, per minute, per million characters. Raises ValueError, which ends a
    sentence that begins with the setting's name.
    """
    return tuple(_read(part) for part in filter(None, (each.strip() for each in value.split(","))))


def _read(part: str) -> Price:
    product, _, price = (each.strip() for each in part.partition("="))
    first, _, second = (each.strip() for each in price.partition("/"))
    if not product or not first or not second:
        raise ValueError("must be a list of model=in/out, model=price/min or name=price/char")
    if second == "min":
        return Price(product, OPERATOR, _DAY, minute=_usd(first))
    if second == "char":
        return Price(product, OPERATOR, _DAY, characters=_usd(first))
    return Price(product, OPERATOR, _DAY, input_tokens=_usd(first), output_tokens=_usd(second))


def _usd(value: str) -> Decimal:
    try:
        usd = Decimal(value)
    except InvalidOperation:
        raise ValueError("must have prices in USD, as 0.59") from None
    if not usd.is_finite() or usd < 0:
        raise ValueError("must have prices of 0 or more")
    return usd
