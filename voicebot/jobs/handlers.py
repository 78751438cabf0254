"""What each kind of job does.

A handler does what lies outside first, in no transaction; what it returns is run in the transaction that marks the
job done, so our own effects happen exactly once. What lies outside may be repeated after a crash, and must bear it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType

import structlog

from stores import Stores
from stores.errors import NotFound
from stores.orphans import orphaned_calls
from stores.values import Call, Json
from voicebot.errors import VendorRefused, VoicebotError
from voicebot.jobs.kinds import (
    CLOSE_ORPHAN,
    CLOSE_ORPHANS,
    DELETE_RECORDING,
    DELETE_RECORDINGS,
    SUMMARISE_CALL,
    add_deletions,
    add_orphan,
    add_summary,
)
from voicebot.jobs.ports import Recordings, Telephone
from voicebot.jobs.summary import summary_of

log = structlog.get_logger()

ORPHANED = "orphaned"
RECORDING = "RE"
NOT_FOUND = 404

Writes = Callable[[], None]


class NotConfigured(VoicebotError):
    """Nothing is there that could do this job; it waits for the settings to change, or dies."""


@dataclass(frozen=True)
class Context:
    """What handlers reach. `longest_call` is the limit of a call, `margin` what its end may take to reach us.

    `recordings` is None where they are not to be deleted.
    """

    stores: Stores
    now: Callable[[], datetime]
    recordings: Recordings | None = None
    telephone: Telephone | None = None
    longest_call: timedelta = timedelta(minutes=15)
    margin: timedelta = timedelta(minutes=5)


Handler = Callable[[Json, Context], Writes | None]


def delete_recording(payload: Json, context: Context) -> None:
    """Delete the recording `sid` at the telephone company; a repeated DELETE finds nothing, which is fine."""
    _delete(payload["sid"], context)


def delete_recordings(payload: Json, context: Context) -> None:
    """Delete what was recorded in a call, turn by turn."""
    call = _call(payload["call"], context.stores)
    for turn in context.stores.turns.for_call(call.id) if call else ():
        if turn.source.startswith(RECORDING):
            _delete(turn.source, context)


def close_orphans(payload: Json, context: Context) -> Writes:
    """Find the calls that outlived their limit and have no end; each gets a job of its own."""
    stores = context.stores
    orphans = orphaned_calls(stores.database, context.now() - context.longest_call - context.margin)
    if orphans:
        log.warning("jobs.orphans", calls=len(orphans))

    def writes() -> None:
        for call_id in orphans:
            add_orphan(stores, call_id)

    return writes


def close_orphan(payload: Json, context: Context) -> Writes | None:
    """End one call that nobody told us the end of, and close its record; one that ended meanwhile stays as it is."""
    call = _call(payload["call"], context.stores)
    if call is None or call.ended_at is not None:
        return None
    if call.sid is not None and context.telephone is not None:
        context.telephone.end(call.sid)
    return partial(_close, call.id, context)


def summarise_call(payload: Json, context: Context) -> Writes | None:
    """Write the summary of a call that is over; a call that was merged or erased needs none."""
    call = _call(payload["call"], context.stores)
    if call is None:
        return None
    text = summary_of(call, context.stores.turns.for_call(call.id))

    def writes() -> None:
        context.stores.summaries.save(call.id, text)

    return writes


def _delete(sid: str, context: Context) -> None:
    if context.recordings is None:
        raise NotConfigured("no account whose recordings could be deleted")
    try:
        context.recordings.delete(sid)
    except VendorRefused as refused:
        if refused.status != NOT_FOUND:
            raise


def _close(call_id: str, context: Context) -> None:
    stores = context.stores
    if stores.calls.get(call_id).ended_at is None:
        call = stores.calls.finish(call_id, ORPHANED)
        add_summary(stores, call)
        if context.recordings is not None:
            add_deletions(stores, call)


def _call(name: str, stores: Stores) -> Call | None:
    """The call of this SID or id."""
    for find in (stores.calls.by_sid, stores.calls.get):
        try:
            return find(name)
        except NotFound:
            continue
    return None


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        DELETE_RECORDING: delete_recording,
        DELETE_RECORDINGS: delete_recordings,
        SUMMARISE_CALL: summarise_call,
        CLOSE_ORPHANS: close_orphans,
        CLOSE_ORPHAN: close_orphan,
    }
)
