"""Which words of a stream may be a yes: those that were said after the question, and after which nothing was said.

A turn hears first and asks then. In a stream tools do not wait for ever until the caller's words are written down, so
words may come after what was asked in answer to them, and after later ones.
"""

from collections.abc import Callable

from voicebot.agents.state import CallState

NOTHING: dict[str, object] = {"confirmed": False, "conceded": False, "agreed_handoffs": ()}
"""What is agreed to while the words of an exchange are not known: an earlier yes is none to what was said since."""


class Yes:
    """One call's; to be used by whoever holds the call's state."""

    def __init__(self) -> None:
        self._read_back_in = self._asked_in = self._heard_in = -1

    def asked(self, exchange: int, before: CallState, after: CallState) -> None:
        """The caller was asked for something in this exchange, if what waits for a yes is another one than before."""
        if (after.pending, after.unconfirmed) != (before.pending, before.unconfirmed):
            self._read_back_in = exchange
        if after.asked_handoff != before.asked_handoff:
            self._asked_in = exchange

    def heard(
        self, exchange: int, state: CallState, listen: Callable[[CallState], CallState], early: bool = False
    ) -> CallState:
        """The state after the words of this exchange, which `listen` takes in: a yes only to what was asked before, and
        to nothing when it came `early`, into the question."""
        asked = exchange > self._asked_in and not early
        late = exchange < self._heard_in
        self._heard_in = max(exchange, self._heard_in)
        after = listen(state if asked else state.but(asked_handoff=None))
        if late:
            agreed = {name: getattr(state, name) for name in NOTHING}
            return after.but(**agreed, asked_handoff=state.asked_handoff)
        if exchange <= self._read_back_in or early:
            after = after.but(confirmed=False, conceded=False)
        return after if asked else after.but(asked_handoff=state.asked_handoff)
