"""Jobs as the store hands them out."""

from dataclasses import dataclass
from datetime import datetime

from stores.values import Json


@dataclass(frozen=True)
class Job:
    """One job as stored. `attempts` counts those begun, `began_at` is of the one that runs or ended it.

    A dead job is kept until a person looks at it.
    """

    id: int
    key: str
    kind: str
    payload: Json
    run_at: datetime
    attempts: int
    last_error: str | None
    created_at: datetime
    began_at: datetime | None
    done_at: datetime | None
    dead_at: datetime | None
