"""How often in a row answers have moved nothing at one step, so that no question is asked for ever. Pure.

Rules count (`rules`), the state of the call keeps it. What is not understood is asked in other words, and after LOST
times no more; what is understood and leaves the question open (a question of the caller's, "say it again") is no
failure, and has the step's own bound. So has how often in the whole call a step is answered at all: a talk may go round
between two of them.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

LOST = 3
"""Answers in a row that were not understood, after which the question is given up."""
ASIDES = 8
"""What may be said in a row at one step, without being an answer to it, as far as the step says nothing else."""


ROUNDS = 2
"""Times the bound of a step: what may be said there in the whole call."""


class Stuck(BaseModel):
    """Where the caller last spoke, and what has moved nothing there: `missed` was not understood, `asides` was.

    `unread`: the last words were not understood. `heard` counts what was said at each step in the whole call.
    `offered`: a person was offered before.
    """

    model_config = ConfigDict(frozen=True)

    agent: str
    step: str
    missed: int = 0
    asides: int = 0
    unread: bool = False
    heard: dict[str, int] = Field(default_factory=dict)
    offered: bool = False

    def at(self, agent: str, step: str) -> bool:
        """Whether it is this step."""
        return (self.agent, self.step) == (agent, step)

    def over(self, most: int | None = ASIDES) -> bool:
        """Whether the question has to be given up: its answers are not understood, or do not come."""
        return (self.unread and self.missed >= LOST) or (most is not None and self.asides > most)

    def too_often(self, agent: str, step: str, most: int | None = ASIDES) -> bool:
        """Whether so much was said at this step in the whole call that it must not be asked any more."""
        return most is not None and self.heard.get(_name(agent, step), 0) > ROUNDS * most

    def having_offered(self) -> "Stuck":
        """The same, once a person has been offered."""
        return self.model_copy(update={"offered": True})

    def noted(self) -> "Stuck":
        """The same, when a tool could make something of the words."""
        return self.model_copy(update={"missed": self.missed - 1, "asides": self.asides + 1, "unread": False})


def heard_at(before: Stuck | None, agent: str, step: str, understood: bool) -> Stuck:
    """The count, with one more utterance at this step; whoever has come from elsewhere begins anew."""
    name = _name(agent, step)
    heard = {**(before.heard if before else {})}
    heard[name] = heard.get(name, 0) + 1
    anew = Stuck(agent=agent, step=step, offered=before is not None and before.offered)
    known = before if before and before.at(agent, step) else anew
    more: dict[str, Any] = {"asides": known.asides + 1} if understood else {"missed": known.missed + 1}
    return known.model_copy(update={**more, "unread": not understood, "heard": heard})


def asked_again(before: Stuck | None, agent: str, step: str) -> Stuck | None:
    """The count once what was said is said again for the caller; None where that was done often enough."""
    counted = heard_at(before, agent, step, understood=True)
    return counted if counted.asides <= ASIDES else None


def _name(agent: str, step: str) -> str:
    return f"{agent}.{step}"
