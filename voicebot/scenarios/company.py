"""The company a scenario speaks for."""

from dataclasses import dataclass

from language.phrases import Phrase
from language.types import Gender
from voicebot.tools.answers import Approved


@dataclass(frozen=True)
class Company:
    """`offer` completes "We …"; `price` is the only thing that is ever said about prices.

    `voice` is the gender of the voice that speaks for it: what the agent says of itself agrees with it. `approved` are
    the questions that have an answer. `version` is that of the stored profile, 0 for the settings'.
    """

    name: Phrase
    offer: Phrase
    price: Phrase
    voice: Gender = "f"
    approved: tuple[Approved, ...] = ()
    version: int = 0

    def values(self) -> dict[str, Phrase]:
        """For the placeholders {company}, {offer} and {price} of lines."""
        return {"company": self.name, "offer": self.offer, "price": self.price}
