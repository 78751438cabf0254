"""The chains of links that a turn asks: each link measured, and behind its circuit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from language.cache import CachingTranslator
from language.glossary import glossary
from language.phrasebook import Phrasebook
from language.types import Transcriber, Translator
from voicebot.agents.model import ChatModel
from voicebot.agents.structured import StructuredModel
from voicebot.agents.summary import ModelSummary, Summarise, by_fields
from voicebot.circuits.chain import TranscriberChain
from voicebot.circuits.guarded import (
    GuardedModel,
    GuardedRecordings,
    GuardedStructured,
    GuardedTranscriber,
    GuardedTranslator,
)
from voicebot.circuits.retry import RetryingModel, RetryingStructured, RetryingTranslator
from voicebot.circuits.settings import Link
from voicebot.circuits.shared import Circuits
from voicebot.conversation.hearing import Hearing, Threads
from voicebot.conversation.ports import Recordings
from voicebot.conversation.translation import Translation
from voicebot.observability.setup import Observability


class Vendors(Protocol):
    """The links, in order; what is not configured is empty."""

    @property
    def models(self) -> tuple[ChatModel, ...]: ...

    @property
    def handoff(self) -> ChatModel | None: ...

    @property
    def analysts(self) -> tuple[StructuredModel, ...]: ...

    @property
    def translators(self) -> tuple[Translator, ...]: ...

    @property
    def transcribers(self) -> tuple[Transcriber, ...]: ...

    @property
    def recordings(self) -> Recordings | None: ...


@dataclass(frozen=True)
class Chains:
    """Makes the chains of these vendors."""

    vendors: Vendors
    circuits: Circuits
    observability: Observability

    def hearing(self, threads: Threads) -> Hearing:
        """Recordings, and who transcribes them."""
        meter, vendors = self.observability.meter, self.vendors
        links = [GuardedTranscriber(meter.transcriber(each), self.circuits) for each in vendors.transcribers]
        self.observability.watch.name_links("transcriber", (each.name for each in vendors.transcribers))
        recordings = GuardedRecordings(vendors.recordings, self.circuits) if vendors.recordings else None
        return Hearing(recordings, TranscriberChain(links) if links else None, threads)

    def models(self) -> tuple[ChatModel, ...]:
        """The language models; the rules come after them by themselves."""
        meter = self.observability.meter
        return tuple(RetryingModel(GuardedModel(meter.model(each), self.circuits)) for each in self.vendors.models)

    def analysts(self) -> tuple[StructuredModel, ...]:
        """Who reads a call that is over; the rules come after them by themselves."""
        meter, links = self.observability.meter, self.vendors.analysts
        return tuple(RetryingStructured(GuardedStructured(meter.structured(each), self.circuits)) for each in links)

    def summarise(self) -> Summarise:
        """Who sums up a call for its next agent. Asked once: in two seconds there is no time to repeat it."""
        model = self.vendors.handoff
        if model is None:
            return by_fields
        return ModelSummary(GuardedModel(self.observability.meter.model(model), self.circuits))

    def translation(self, book: Phrasebook) -> Translation:
        """The translators, and `book` after them. What is remembered needs no vendor: the cache is the outermost."""
        links = [self._translator(each) for each in self.vendors.translators]
        names = (*(each.name for each in self.vendors.translators), book.name)
        self.observability.watch.name_links("translator", names)
        return Translation((*links, book), glossary().terms)

    def _translator(self, link: Translator) -> Translator:
        metered = self.observability.meter.translator(link)
        return CachingTranslator(RetryingTranslator(GuardedTranslator(metered, self.circuits)))

    def can_record(self, transcriber_chain: Sequence[Link]) -> Callable[[], bool]:
        """Whether a recording would be heard; without "gather" in the chain there is nobody else to hear."""
        if all(link.name != "gather" for link in transcriber_chain):
            return lambda: True

        def can() -> bool:
            heard = any(not self.circuits.is_open(f"transcriber:{each.name}") for each in self.vendors.transcribers)
            return heard and not self.circuits.is_open("recordings:twilio")

        return can
