"""Calls beyond their limit: which are to be hung up, which to be closed, and with what outcome."""

from collections.abc import Callable
from datetime import datetime

import structlog

from stores import Stores
from stores.statuses import is_terminal
from stores.values import Call
from voicebot.dialer.ports import Standing
from voicebot.errors import VendorRefused
from voicebot.guards.calls import Closing, Limits
from voicebot.guards.endings import Step, limits_of, outcome_of, step_for
from voicebot.jobs.kinds import add_ending, add_orphan
from voicebot.jobs.ports import Telephone

log = structlog.get_logger()

ORPHANED = "orphaned"
AT_ONCE = 200
"""Calls that one sweep looks at, those first that began first; the next comes in a minute."""


def sweep(stores: Stores, now: datetime, limits: Limits, shortest_s: float) -> Callable[[], None]:
    """What is to be written: a job for each call that is to be hung up, and for each that is to be closed."""
    late = stores.guards.outlived(now, shortest_s, AT_ONCE)
    steps = [(each.id, _step(stores, each.id, now, limits)) for each in late]
    closed = [call_id for call_id, step in steps if step.close]
    ended = [call_id for call_id, step in steps if step.hang_up and not step.close]
    if closed:
        log.warning("jobs.orphans", calls=len(closed))
    if ended:
        log.info("jobs.overtime", calls=len(ended))

    def writes() -> None:
        for call_id in ended:
            add_ending(stores, call_id)
        for call_id in closed:
            add_orphan(stores, call_id)

    return writes


def _step(stores: Stores, call_id: str, now: datetime, limits: Limits) -> Step:
    call = stores.calls.get(call_id)
    return step_for(call, now, limits_of(stores.turns.last(call_id), limits(call.scenario)))


def hang_up(sid: str, telephone: Telephone) -> None:
    """Hang the call up. Raises VendorError."""
    try:
        telephone.end(sid)
    except ValueError:
        log.warning("jobs.no_sid")  # signed webhooks of a simulated phone have SIDs of their own


def ended(sid: str, telephone: Telephone) -> Standing | None:
    """How the call ended by the telephone company's books, after it is hung up if it still lives.

    None when they do not say, and when they do not answer us any more: the record is closed all the same.
    Raises VendorError for what may pass.
    """
    try:
        standing = telephone.standing(sid)
        if standing is not None and not is_terminal(standing.status):
            telephone.end(sid)
            standing = telephone.standing(sid)
    except VendorRefused as refused:
        log.error("jobs.orphan_not_asked", error=str(refused))
        return None
    except ValueError:  # as in hang_up
        return None
    return standing if standing is not None and is_terminal(standing.status) else None


def close(call_id: str, standing: Standing | None, closing: Closing, limits: Limits) -> None:
    """Close the record in the open transaction, unless that was done meanwhile: as if the last status had come."""
    stores = closing.stores
    call: Call = stores.calls.get(call_id)
    if call.ended_at is not None:
        return
    outcome = ORPHANED
    if standing is not None:
        call = stores.calls.advance_status(call_id, standing.status, standing.duration_s, standing.ended_at)
        outcome = outcome_of(call, stores.turns.last(call_id), limits(call.scenario))
    call = stores.calls.finish(call_id, outcome)
    log.info("call.ended", call_id=call_id, outcome=call.outcome, status=call.status)
    closing.closed(call)
