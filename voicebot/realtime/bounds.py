"""What a voice model may do before it has to speak, and what it may read and write in a call. Pure.

Each counts as in the turn-based way: rounds and calls of one tool within an exchange, tokens in the whole call.
"""

from collections import Counter
from collections.abc import Sequence

from voicebot.agents.types import Limits
from voicebot.realtime.usage import Usage

TOO_MANY = '{"status": "too_many_calls", "error": "Tools were used too often: answer the caller without them."}'


class Bounds:
    """One call's. A round is a response that calls tools, whatever becomes of them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._tokens = 0
        self._rounds = 0
        self._counted = self._too_often = False
        self._asked = Counter[str]()

    @property
    def allow_tools(self) -> bool:
        """Whether the next answer may call tools: the last round of an exchange is for words."""
        return not self._too_often and self._rounds < max(1, self._limits.rounds - 1)

    @property
    def spent(self) -> bool:
        """Whether the call has used up its tokens."""
        return self._tokens >= self._limits.tokens

    def exchange_begins(self) -> None:
        """The caller has said something, or pressed a key."""
        self._rounds, self._too_often = 0, False
        self._asked.clear()

    def response_begins(self) -> None:
        self._counted = False

    def called(self, tool: str) -> bool:
        """A tool was asked for; whether it may run."""
        if not self._counted:
            self._counted = True
            self._rounds += 1
        self._asked[tool] += 1
        self._too_often = self._too_often or self._asked[tool] > self._limits.tool_turn
        return self._asked[tool] <= self._limits.tool_turn

    def billed(self, used: Sequence[Usage]) -> None:
        self._tokens += sum(each.input_tokens + each.output_tokens for each in used)
