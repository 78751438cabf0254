"""What the stores raise, and nothing of SQLAlchemy's gets past them.

StoreError
├── NotFound               no such row
│   └── UnknownReference   a row that another one points to does not exist (unknown lead, call, member)
├── BadCursor              a list's `after` was not made by that list
├── BadValue               the database refuses a value (a constraint, a number out of range, broken text)
├── Conflict               somebody else was first
│   ├── PhoneTaken         another lead has this number; `holder_id` says which
│   ├── SlotTaken          the member's time is booked
│   ├── LeadInCall         a lead in a live call cannot be erased
│   ├── StaleState         the call's state was saved by another since it was read
│   └── LostClaim          the turn belongs to another owner now, or is finished
└── StoreUnavailable       the database cannot be reached, is locked, full, or not migrated: try again later
"""


class StoreError(Exception):
    """Root of what this package raises."""


class NotFound(StoreError):
    """No such row."""


class UnknownReference(NotFound):
    """The row points to one that does not exist."""


class BadCursor(StoreError):
    """The cursor was not made by this list."""


class BadValue(StoreError):
    """The database refuses the value."""


class Conflict(StoreError):
    """Somebody else was first."""


class PhoneTaken(Conflict):
    """Another lead has this number."""

    def __init__(self, holder_id: int) -> None:
        super().__init__(f"lead {holder_id} has this number")
        self.holder_id = holder_id


class SlotTaken(Conflict):
    """The member's time is booked."""


class LeadInCall(Conflict):
    """The lead is in a live call."""


class StaleState(Conflict):
    """The call's state was saved by another since it was read."""


class LostClaim(Conflict):
    """The turn belongs to another owner now, or is finished."""


class StoreUnavailable(StoreError):
    """The database cannot do it now."""
