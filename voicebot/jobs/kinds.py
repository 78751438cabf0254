"""The kinds of jobs, and how each is asked for: a key that says what it is about, and ids alone in the payload.

Each of these adds to the open transaction where there is one, so that a job exists exactly when its cause does.
"""

from datetime import datetime

from stores import Stores
from stores.values import Call

DELETE_RECORDING = "delete_recording"
DELETE_RECORDINGS = "delete_recordings"
SUMMARISE_CALL = "summarise_call"
CLOSE_ORPHANS = "close_orphans"
CLOSE_ORPHAN = "close_orphan"


def add_deletion(stores: Stores, recording_sid: str) -> None:
    """Have a recording deleted that is not needed any more."""
    stores.jobs.add(DELETE_RECORDING, f"{DELETE_RECORDING}:{recording_sid}", {"sid": recording_sid})


def add_deletions(stores: Stores, call: Call) -> None:
    """Have all recordings of a call deleted that is over: one job, where one for each turn would cost more CPU."""
    stores.jobs.add(DELETE_RECORDINGS, f"{DELETE_RECORDINGS}:{call.id}", {"call": call.sid or call.id})


def add_summary(stores: Stores, call: Call) -> None:
    """Have a call summarised that is over. By its SID where it has one: that outlives a merge of two rows."""
    stores.jobs.add(SUMMARISE_CALL, f"{SUMMARISE_CALL}:{call.id}", {"call": call.sid or call.id})


def add_orphan(stores: Stores, call_id: str) -> None:
    """Have a call ended and closed that outlived its limit."""
    stores.jobs.add(CLOSE_ORPHAN, f"{CLOSE_ORPHAN}:{call_id}", {"call": call_id})


def add_sweep(stores: Stores, at: datetime) -> None:
    """Have the calls looked through for orphans; of many who ask for the sweep of one moment, one adds it."""
    stores.jobs.add(CLOSE_ORPHANS, f"{CLOSE_ORPHANS}:{at:%Y%m%dT%H%M%S}", {})
