"""What vendors are paid for is counted, priced and put on the turn's bill."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import cast

import pytest

from language.terms import EMPTY, ask_marked
from language.types import Language, Recording
from tests.language.terms.nmt import Nmt
from tests.observability.reading import scraped, value
from voicebot.agents.model import ModelEvent, ModelRequest, TextDelta, Usage
from voicebot.errors import VendorTimeout
from voicebot.observability.metering import Meter, seconds_of
from voicebot.observability.metrics import Metrics
from voicebot.observability.prices import PriceTable, Used
from voicebot.observability.spending import Spent, billing, charge
from voicebot.observability.threads import ContextThreads
from voicebot.simphone.wav import make_wav

REQUEST = cast("ModelRequest", None)
"""No model here looks at it."""


class Model:
    name = "openai"

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
        yield TextDelta("Hello.")
        yield Usage(1_000, 20)


class Translator:
    def __init__(self, name: str) -> None:
        self.name = name

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        if "fail" in texts:
            raise VendorTimeout(self.name, "translate")
        return ["שלום" for _ in texts]


class Transcriber:
    name = "openai"

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        return "כן"


@pytest.fixture
def meter(metrics: Metrics) -> Meter:
    products = {"model:openai": "gpt-6-luna", "transcriber:openai": "gpt-transcribe", "translator:openai": "gpt-6-luna"}
    return Meter(metrics, PriceTable(), products)


def test_a_models_tokens_are_counted_by_the_models_name(meter: Meter, metrics: Metrics) -> None:
    model = meter.model(Model())
    with billing() as bill:
        assert list(model.stream(REQUEST)) == [TextDelta("Hello."), Usage(1_000, 20)]
    assert model.name == "openai", "failover and circuits go by the link's name"
    assert bill.spent == Spent(input_tokens=1_000, output_tokens=20, usd=Decimal("0.00011"))
    seen = scraped(metrics.registry)
    assert value(seen, "tokens_total", model="gpt-6-luna", direction="in") == 1_000
    assert value(seen, "money_usd_total", model="gpt-6-luna") == pytest.approx(0.00011)


def test_a_translators_characters(meter: Meter, metrics: Metrics) -> None:
    with billing() as bill:
        assert meter.translator(Translator("google-v3")).translate(["Hello.", "Bye."], "en", "he", 1.0)
    assert bill.spent == Spent(characters=10, usd=Decimal("0.0002"))


def test_the_markup_of_terms_is_paid_for(meter: Meter) -> None:
    with billing() as bill:
        ask_marked(meter.translator(Nmt(name="google-v3")), [EMPTY.mark("At 5 & so.", "en")], "en", "he", 1.0)
    assert bill.spent.characters == len('At <span translate="no">5</span> &amp; so.')


def test_a_translating_models_price_is_not_known(meter: Meter, metrics: Metrics) -> None:
    with billing() as bill:
        meter.translator(Translator("openai")).translate(["Hello."], "en", "he", 1.0)
    assert bill.spent == Spent(characters=6, unpriced=1)
    assert value(scraped(metrics.registry), "unpriced_total", model="gpt-6-luna") == 1


def test_a_failed_request_costs_nothing(meter: Meter) -> None:
    translator = meter.translator(Translator("google-v3"))
    with billing() as bill, pytest.raises(VendorTimeout):
        translator.translate(["fail"], "en", "he", 1.0)
    assert bill.spent == Spent()


def test_a_transcribers_seconds(meter: Meter) -> None:
    recording = Recording(make_wav([0] * 16_000, "RE1"))
    with billing() as bill:
        assert meter.transcriber(Transcriber()).transcribe(recording, "he", (), 1.0) == "כן"
    assert bill.spent.seconds == pytest.approx(2.0, abs=0.05)
    assert bill.spent.usd == pytest.approx(Decimal("0.00015"), abs=Decimal("0.00001"))


@pytest.mark.parametrize(
    ("content", "seconds"),
    [(b"", 0.0), (b"RIFF", 0.0), (b"\0" * 32_044, 2.0), (b"RIFF" + b"\xff" * 32_040, 2.0)],
)
def test_audio_whose_header_tells_nothing(content: bytes, seconds: float) -> None:
    assert seconds_of(content) == seconds


def test_a_bill_is_carried_into_threads_and_belongs_to_one_turn() -> None:
    used = Used(characters=1)
    with ContextThreads(4) as threads:
        with billing() as first:
            for work in [threads.submit(charge, used, Decimal(1)) for _ in range(20)]:
                work.result()
            with billing() as inner:
                charge(used, None)
        with billing() as second:
            threads.submit(charge, used, Decimal(3)).result()
    charge(used, Decimal(9))  # of nobody
    assert first.spent == Spent(characters=20, usd=Decimal(20))
    assert inner.spent == Spent(characters=1, unpriced=1)
    assert second.spent.usd == 3


@pytest.mark.parametrize(("usd", "micro"), [("0", 0), ("0.0000001", 1), ("0.00198765", 1_988), ("1.5", 1_500_000)])
def test_money_in_millionths_is_rounded_up(usd: str, micro: int) -> None:
    assert Spent(usd=Decimal(usd)).micro_usd == micro


def test_a_bill_for_the_log() -> None:
    spent = Spent(1_000, 20, 3.456, 80, Decimal("0.00198765"), 1)
    assert spent.fields() == {"tokens_in": 1_000, "tokens_out": 20, "usd": "0.001988", "unpriced": 1}
