"""What each kind of job does.

A handler does what lies outside first, in no transaction; what it returns is run in the transaction that marks the
job done, so our own effects happen exactly once. What lies outside may be repeated after a crash, and must bear it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType

from stores import Stores
from stores.errors import NotFound
from stores.values import Call, Json, Turn
from voicebot.agents.structured import StructuredModel
from voicebot.agents.types import Fact
from voicebot.analysis.analyse import Question, analyse
from voicebot.errors import VendorRefused, VoicebotError
from voicebot.guards.calls import Closing, Limits
from voicebot.guards.endings import CallLimits
from voicebot.jobs import checkin_files, overdue
from voicebot.jobs.kinds import (
    CLOSE_ORPHAN,
    CLOSE_ORPHANS,
    DELETE_RECORDING,
    DELETE_RECORDINGS,
    END_CALL,
    RECORDING,
    SUMMARISE_CALL,
    WRITE_CHECKIN,
)
from voicebot.jobs.ports import Recordings, Telephone
from voicebot.jobs.summary import summary_of
from voicebot.observability.spending import billing

NOT_FOUND = 404
TURN_TAKES = timedelta(seconds=60)
"""A turn without an end that began longer ago than that has none coming."""

Writes = Callable[[], None]


class NotConfigured(VoicebotError):
    """Nothing is there that could do this job; it waits for the settings to change, or dies."""


class NotYet(VoicebotError):
    """The job has to wait for something that is still going on; it is tried again."""


@dataclass(frozen=True)
class Context:
    """What handlers reach. `recordings` is None where they are not to be deleted.

    `limits`: by scenario; shortest_s: the least of them. `stopping`: whether the process wants to end, so that what
    takes long is left to the next attempt. `facts`: a scenario's; `analysts`: who reads calls, in order. Check-ins are
    written to `checkins_dir`, where that is set.
    """

    stores: Stores
    now: Callable[[], datetime]
    recordings: Recordings | None = None
    telephone: Telephone | None = None
    limits: Limits = lambda scenario: CallLimits()
    shortest_s: float = CallLimits.call_s
    stopping: Callable[[], bool] = lambda: False
    facts: Callable[[str], Sequence[Fact]] = lambda scenario: ()
    analysts: Sequence[StructuredModel] = ()
    checkins_dir: str = ""

    @property
    def closing(self) -> Closing:
        return Closing(self.stores, delete_recordings=self.recordings is not None)


Handler = Callable[[Json, Context], Writes | None]


def delete_recording(payload: Json, context: Context) -> None:
    """Delete the recording `sid` at the telephone company; a repeated DELETE finds nothing, which is fine."""
    call = _call(payload["call"], context.stores) if "call" in payload else None
    for turn in context.stores.turns.for_call(call.id) if call else ():
        if turn.source == payload["sid"]:
            _check_heard(turn, context)
    _delete(payload["sid"], context)


def delete_recordings(payload: Json, context: Context) -> None:
    """Delete what was recorded in a call, turn by turn, once every turn has heard what it needs."""
    call = _call(payload["call"], context.stores)
    recorded = (
        [turn for turn in context.stores.turns.for_call(call.id) if turn.source.startswith(RECORDING)] if call else []
    )
    for turn in recorded:
        _check_heard(turn, context)
    for turn in recorded:
        if context.stopping():
            raise NotYet("the process ends")
        _delete(turn.source, context)


def close_orphans(payload: Json, context: Context) -> Writes:
    """Find the calls that outlived their limit; each that is to be ended or closed gets a job of its own."""
    return overdue.sweep(context.stores, context.now(), context.limits, context.shortest_s)


def end_call(payload: Json, context: Context) -> None:
    """Hang up a call that outlived its limit; the telephone company then tells us of the end."""
    call = _call(payload["call"], context.stores)
    if call is not None and call.ended_at is None and call.sid is not None and context.telephone is not None:
        overdue.hang_up(call.sid, context.telephone)


def close_orphan(payload: Json, context: Context) -> Writes | None:
    """Close a call that nobody told us the end of, as the telephone company has it; it is ended if it still lives.

    One that ended meanwhile stays as it is.
    """
    call = _call(payload["call"], context.stores)
    if call is None or call.ended_at is not None:
        return None
    standing = overdue.ended(call.sid, context.telephone) if call.sid and context.telephone else None
    return partial(overdue.close, call.id, standing, context.closing, context.limits)


def summarise_call(payload: Json, context: Context) -> Writes | None:
    """Write the summary of a call that is over, and what it came to; a call that was merged or erased needs none."""
    stores, call = context.stores, _call(payload["call"], context.stores)
    if call is None or stores.analyses.get(call.id) is not None:
        return None
    turns = stores.turns.for_call(call.id)
    text = summary_of(call, turns)
    with billing() as bill:
        made = analyse(Question(call, turns, context.facts(call.scenario), text), context.analysts)

    def writes() -> None:
        if bill.spent.usd:
            stores.guards.spend(call.id, bill.spent.micro_usd)
        if stores.calls.still(call):
            stores.summaries.save(call.id, text)
            stores.analyses.save(call.id, made)

    return writes


def write_checkin(payload: Json, context: Context) -> None:
    """Write a driver's check-in as a JSON file; repeated, it is the same file. One that was erased is not written."""
    if not context.checkins_dir:
        return
    try:
        checkin = context.stores.checkins.get(payload["checkin"])
    except NotFound:
        return
    checkin_files.write(checkin, Path(context.checkins_dir))


def _check_heard(turn: Turn, context: Context) -> None:
    """Raises NotYet while the turn may still fetch its recording: a caller's last words can be a wish to be removed."""
    if turn.state == "claimed" and context.now() - turn.claimed_at < TURN_TAKES:
        raise NotYet(f"turn {turn.number} of the call is still going on")


def _delete(sid: str, context: Context) -> None:
    if context.recordings is None:
        raise NotConfigured("no account whose recordings could be deleted, or DELETE_RECORDINGS is off")
    try:
        context.recordings.delete(sid)
    except VendorRefused as refused:
        if refused.status != NOT_FOUND:
            raise


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
        END_CALL: end_call,
        WRITE_CHECKIN: write_checkin,
    }
)
