"""What each kind of job does.

A handler does what lies outside first, in no transaction; what it returns is run in the transaction that marks the
job done, so our own effects happen exactly once. What lies outside may be repeated after a crash, and must bear it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType

from stores import Stores
from stores.errors import NotFound
from stores.values import Analysis, Call, Json, Turn
from voicebot.agents.structured import StructuredModel
from voicebot.agents.types import Scenario
from voicebot.analysis.analyse import Question, analyse
from voicebot.errors import VendorRefused, VoicebotError
from voicebot.guards.calls import Closing, Limits
from voicebot.guards.endings import CallLimits, settled_outcome
from voicebot.jobs import checkin_files, overdue
from voicebot.jobs.kinds import (
    CLOSE_ORPHAN,
    CLOSE_ORPHANS,
    DELETE_CHECKIN,
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
    takes long is left to the next attempt. hear_out: runs what was said at a call's end and nobody has answered.
    Check-ins are written to `checkins`, None for no files. `scenario`: one of this release by name; `analysts`: who
    reads calls, in order.
    """

    stores: Stores
    now: Callable[[], datetime]
    recordings: Recordings | None = None
    telephone: Telephone | None = None
    limits: Limits = lambda scenario: CallLimits()
    shortest_s: float = CallLimits.call_s
    stopping: Callable[[], bool] = lambda: False
    scenario: Callable[[str], Scenario | None] = lambda name: None
    analysts: Sequence[StructuredModel] = ()
    hear_out: Callable[[Call], None] = lambda call: None
    checkins: Path | None = None

    @property
    def closing(self) -> Closing:
        return Closing(self.stores, delete_recordings=self.recordings is not None)


Handler = Callable[[Json, Context], Writes | None]


def delete_recording(payload: Json, context: Context) -> None:
    """Delete the recording `sid` at the telephone company; a repeated DELETE finds nothing, which is fine."""
    call = _call(payload["call"], context.stores) if "call" in payload else None
    if call is not None:
        _heard_out(call, context)
    _delete(payload["sid"], context)


def delete_recordings(payload: Json, context: Context) -> None:
    """Delete what was recorded in a call, turn by turn, once every turn has heard what it needs."""
    call = _call(payload["call"], context.stores)
    for turn in _heard_out(call, context) if call else ():
        if not turn.source.startswith(RECORDING):
            continue
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
    """Settle the outcome of a call that is over, and write its summary and what it came to, but of an erased one."""
    stores, call = context.stores, _call(payload["call"], context.stores)
    if call is None:
        return None
    turns = _heard_out(call, context)
    call = stores.calls.get(call.id)  # its last words may have changed it
    outcome = settled_outcome(call, turns[-1] if turns else None, context.limits(call.scenario))
    settled = replace(call, outcome=outcome)
    read = _with_record(settled, turns, context)
    text = summary_of(read, turns)
    with billing() as bill:
        made = stores.analyses.get(call.id) or _analysis(read, turns, text, context)

    def writes() -> None:
        context.closing.settle(call, outcome)
        if bill.spent.usd:
            stores.guards.spend(call.id, bill.spent.micro_usd)
        if stores.calls.still(call):
            stores.summaries.save(call.id, text)
            stores.analyses.save(call.id, made)

    return writes


def write_checkin(payload: Json, context: Context) -> None:
    """Write a driver's check-in as a JSON file; repeated, it is the same file. One that was erased is not written, and
    none where no files are wanted.
    """
    number, folder = int(payload["checkin"]), context.checkins
    if folder is None:
        return
    try:
        checkin_files.write(context.stores.checkins.get(number), folder)
        context.stores.checkins.get(number)
    except NotFound:  # or erased while it was written
        checkin_files.delete(number, folder)


def delete_checkin(payload: Json, context: Context) -> None:
    """Delete the file of a check-in whose driver was erased; a repeated one finds nothing, which is fine."""
    if context.checkins is not None:
        checkin_files.delete(int(payload["checkin"]), context.checkins)


def _analysis(call: Call, turns: Sequence[Turn], summary: str, context: Context) -> Analysis:
    scenario = context.scenario(call.scenario)
    facts, measured = (scenario.facts, scenario.measured) if scenario else ((), Scenario.measured)
    heard = scenario.heard(turns) if scenario and scenario.heard else {}
    return analyse(Question(call, turns, facts, summary, measured, heard), context.analysts)


def _with_record(call: Call, turns: Sequence[Turn], context: Context) -> Call:
    """The call with what its scenario has on record among its fields; it is read like this, and not stored."""
    scenario = context.scenario(call.scenario)
    found = scenario.recorded(context.stores, call, turns) if scenario and scenario.recorded else {}
    state = call.state or {}
    return replace(call, state={**state, "fields": {**state.get("fields", {}), **found}}) if found else call


def _heard_out(call: Call, context: Context) -> Sequence[Turn]:
    """The turns of a call that is over, all that was said heard: last words can be a wish to be removed.

    Raises NotYet while one of them goes on.
    """
    context.hear_out(call)
    turns = context.stores.turns.for_call(call.id)
    for turn in turns:
        if turn.number and turn.state == "claimed" and context.now() - turn.claimed_at < TURN_TAKES:
            raise NotYet(f"turn {turn.number} of the call is still going on")
    return turns


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
        DELETE_CHECKIN: delete_checkin,
    }
)
