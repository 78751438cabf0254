"""What guessing is paced by: how often somebody failed lately, and when last."""

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(hours=24)
"""How long a failure counts."""


@dataclass(frozen=True)
class Tries:
    """Failures within WINDOW; `last` is the latest, None for none."""

    count: int = 0
    last: datetime | None = None
