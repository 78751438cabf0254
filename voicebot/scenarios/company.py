"""The company a scenario speaks for."""

from dataclasses import dataclass

from language.phrases import Phrase


@dataclass(frozen=True)
class Company:
    """`offer` completes "We …"; `price` is the only thing that is ever said about prices."""

    name: Phrase
    offer: Phrase
    price: Phrase

    def values(self) -> dict[str, Phrase]:
        """For the placeholders {company}, {offer} and {price} of lines."""
        return {"company": self.name, "offer": self.offer, "price": self.price}
