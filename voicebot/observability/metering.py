"""Meters around vendors: what each request is billed for is counted, priced, and added to the turn's bill.

They belong right around an adapter, inside caches, retries and circuits: there every request is one that is paid.
A request that failed is not counted: most vendors do not bill it, and none says.
"""

from collections.abc import Iterator, Mapping, Sequence

from language.terms import Marked, ask_marked, to_html
from language.types import Language, Recording, Transcriber, Translator
from voicebot.agents.model import ChatModel, ModelEvent, ModelRequest, Usage
from voicebot.agents.structured import StructuredAnswer, StructuredModel, StructuredRequest
from voicebot.observability.metrics import Metrics
from voicebot.observability.prices import PriceTable, Used
from voicebot.observability.spans import span
from voicebot.observability.spending import charge

_WAV_HEADER = 44
"""Bytes of a plain WAV header; the data follow it."""
_TELEPHONE_BYTES_S = 16_000
"""Bytes a second of a telephone recording (8 kHz, 16 bits), where the header does not say."""


class Meter:
    """Makes meters. `products` say what a link sells, by the name that the price table knows.

    {"model:openai": "gpt-6-luna", "transcriber:openai": "gpt-transcribe"}; a link without a word there sells what
    its own name says, as "google-v3".
    """

    def __init__(self, metrics: Metrics, prices: PriceTable, products: Mapping[str, str]) -> None:
        self._metrics = metrics
        self._prices = prices
        self._products = products

    def model(self, inner: ChatModel) -> ChatModel:
        return _MeteredModel(inner, self._product("model", inner.name), self)

    def structured(self, inner: StructuredModel) -> StructuredModel:
        return _MeteredStructured(inner, self._product("analyst", inner.name), self)

    def translator(self, inner: Translator) -> Translator:
        return _MeteredTranslator(inner, self._product("translator", inner.name), self)

    def transcriber(self, inner: Transcriber) -> Transcriber:
        return _MeteredTranscriber(inner, self._product("transcriber", inner.name), self)

    def _product(self, ability: str, link: str) -> str:
        return self._products.get(f"{ability}:{link}", link)

    def count(self, product: str, used: Used) -> None:
        """Count one request that was answered."""
        usd = self._prices.cost(product, used)
        self._metrics.used(
            product,
            input_tokens=used.input_tokens,
            output_tokens=used.output_tokens,
            seconds=used.seconds,
            characters=used.characters,
        )
        self._metrics.money(product, usd)
        charge(used, usd)


class _MeteredModel:
    """A ChatModel whose tokens are counted, and whose rounds are spans."""

    def __init__(self, inner: ChatModel, product: str, meter: Meter) -> None:
        self.name = inner.name
        self._inner = inner
        self._product = product
        self._meter = meter

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
        """As the model."""
        with span("model", link=self.name, model=self._product):
            for event in self._inner.stream(request):
                if isinstance(event, Usage):
                    self._meter.count(self._product, Used(event.input_tokens, event.output_tokens))
                yield event


class _MeteredStructured:
    """A StructuredModel whose tokens are counted."""

    def __init__(self, inner: StructuredModel, product: str, meter: Meter) -> None:
        self.name = inner.name
        self._inner = inner
        self._product = product
        self._meter = meter

    def ask(self, request: StructuredRequest) -> StructuredAnswer:
        """As the model."""
        with span("model", link=self.name, model=self._product):
            answer = self._inner.ask(request)
        self._meter.count(self._product, Used(answer.input_tokens, answer.output_tokens))
        return answer


class _MeteredTranslator:
    """A Translator whose characters are counted; a price by tokens cannot be told from them, and stays unknown."""

    def __init__(self, inner: Translator, product: str, meter: Meter) -> None:
        self.name = inner.name
        self._inner = inner
        self._product = product
        self._meter = meter

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        """As the translator."""
        with span("translator", link=self.name, model=self._product):
            translated = self._inner.translate(texts, source, target, timeout_s)
        self._meter.count(self._product, Used(characters=sum(map(len, texts))))
        return translated

    def translate_marked(
        self, sentences: Sequence[Marked], source: Language, target: Language, timeout_s: float
    ) -> list[str]:
        """As the translator. The markup is counted as well: Google bills every character it is sent."""
        with span("translator", link=self.name, model=self._product):
            translated = ask_marked(self._inner, sentences, source, target, timeout_s)
        sent = (to_html(each) if each.terms else each.plain for each in sentences)
        self._meter.count(self._product, Used(characters=sum(map(len, sent))))
        return translated


class _MeteredTranscriber:
    """A Transcriber whose seconds are counted."""

    def __init__(self, inner: Transcriber, product: str, meter: Meter) -> None:
        self.name = inner.name
        self._inner = inner
        self._product = product
        self._meter = meter

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        """As the transcriber."""
        with span("transcriber", link=self.name, model=self._product):
            text = self._inner.transcribe(recording, language, keywords, timeout_s)
        self._meter.count(self._product, Used(seconds=seconds_of(recording.content)))
        return text


def seconds_of(content: bytes) -> float:
    """How long a WAV recording is, by its header's bytes a second; nothing is decoded."""
    stated = int.from_bytes(content[28:32], "little") if content[:4] == b"RIFF" else 0
    # 1,000 bytes a second is below any codec of the telephone, and 400,000 above any recording.
    bytes_s = stated if 1_000 <= stated <= 400_000 else _TELEPHONE_BYTES_S
    return max(0.0, round((len(content) - _WAV_HEADER) / bytes_s, 3))
