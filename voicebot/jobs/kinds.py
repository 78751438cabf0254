"""The kinds of jobs, and how each is asked for: a key that says what it is about, and ids alone in the payload.

Each of these adds to the open transaction where there is one, so that a job exists exactly when its cause does.
"""

from datetime import datetime, timedelta

from stores import Stores
from stores.values import Call

DELETE_RECORDING = "delete_recording"
DELETE_RECORDINGS = "delete_recordings"
SUMMARISE_CALL = "summarise_call"
CLOSE_ORPHANS = "close_orphans"
CLOSE_ORPHAN = "close_orphan"
END_CALL = "end_call"
WRITE_CHECKIN = "write_checkin"
DELETE_CHECKIN = "delete_checkin"
"""Added by the stores when somebody is erased."""

RECORDING = "RE"
"""So begins the source of a turn that was recorded: the recording's SID."""

SETTLED = timedelta(seconds=5)
"""A webhook that found a call live has begun its turn by then."""


def add_deletion(stores: Stores, recording_sid: str, call: Call | None = None) -> None:
    """Have a recording deleted that is not needed any more, or not after its turn of this call."""
    payload = {"sid": recording_sid} | ({"call": call.sid or call.id} if call else {})
    stores.jobs.add(DELETE_RECORDING, f"{DELETE_RECORDING}:{recording_sid}", payload)


def add_deletions(stores: Stores, call: Call) -> None:
    """Have all recordings of a call deleted that is over: one job, where one for each turn would cost more CPU."""
    stores.jobs.add(DELETE_RECORDINGS, f"{DELETE_RECORDINGS}:{call.id}", {"call": call.sid or call.id}, after=SETTLED)


def add_summary(stores: Stores, call: Call, after: timedelta = timedelta(), turn: int | None = None) -> None:
    """Have a call summarised that is over, or once more after a `turn` that came late.

    By its SID where it has one: that outlives a merge of two rows.
    """
    payload = {"call": call.sid or call.id}
    key = f"{SUMMARISE_CALL}:{call.id}" + ("" if turn is None else f":{turn}")
    stores.jobs.add(SUMMARISE_CALL, key, payload, after=after)


def add_ending(stores: Stores, call_id: str) -> None:
    """Have a call hung up that outlived its limit."""
    stores.jobs.add(END_CALL, f"{END_CALL}:{call_id}", {"call": call_id})


def add_orphan(stores: Stores, call_id: str) -> None:
    """Have a call ended and closed that outlived its limit, and of whose end nobody told us."""
    stores.jobs.add(CLOSE_ORPHAN, f"{CLOSE_ORPHAN}:{call_id}", {"call": call_id})


def add_checkin_file(stores: Stores, checkin_id: int) -> None:
    """Have a driver's check-in written as a file."""
    stores.jobs.add(WRITE_CHECKIN, f"{WRITE_CHECKIN}:{checkin_id}", {"checkin": checkin_id})


def add_sweep(stores: Stores, at: datetime) -> None:
    """Have the calls looked through for orphans; of many who ask for the sweep of one moment, one adds it."""
    stores.jobs.add(CLOSE_ORPHANS, f"{CLOSE_ORPHANS}:{at:%Y%m%dT%H%M%S}", {})
