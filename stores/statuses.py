"""Twilio's words for where a call stands, in their order.

Callbacks come in any order and more than once (Twilio promises neither): the rank decides what still counts.
"""

from collections.abc import Mapping
from types import MappingProxyType

NEW = "new"
ANSWERED = "in-progress"

_TERMINAL_RANK = 5

RANKS: Mapping[str, int] = MappingProxyType(
    {
        NEW: 0,
        "queued": 1,
        "initiated": 2,
        "ringing": 3,
        ANSWERED: 4,
        "completed": _TERMINAL_RANK,
        "busy": _TERMINAL_RANK,
        "failed": _TERMINAL_RANK,
        "no-answer": _TERMINAL_RANK,
        "canceled": _TERMINAL_RANK,
    }
)


def rank_of(status: str) -> int:
    """The rank. Raises ValueError for a word that Twilio does not use."""
    try:
        return RANKS[status]
    except KeyError:
        raise ValueError(f"not a call status: {status!r}") from None


def is_terminal(status: str) -> bool:
    return rank_of(status) == _TERMINAL_RANK
