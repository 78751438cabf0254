"""The company a scenario speaks for."""

import json
from dataclasses import dataclass

from language.phrases import Phrase
from language.types import Gender
from voicebot.tools.answers import Approved

MAX_SHOWN = 300
"""Characters of a line of the company's that a model is shown."""


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

    def data(self) -> str:
        """What operators have written of it, for a model: one line of JSON in a fence that it cannot end."""
        known = {"does": f"We {self.offer.en[:MAX_SHOWN]}.", "prices": f"{self.price.en[:MAX_SHOWN]}."}
        return f"<company>\n{fenced(known)}\n</company>"


def fenced(known: dict[str, str]) -> str:
    """One line of JSON in ASCII, without anything that opens or ends a fence."""
    return json.dumps(known).replace("<", "\\u003c").replace(">", "\\u003e")
