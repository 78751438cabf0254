"""What an interview asks of the outbox, and how it ends: each adds to the open transaction, where there is one.

Payloads hold ids and the moment that a file is named by: asked for twice, or written twice, it is the same file.
"""

from datetime import datetime, timedelta

from stores import Stores
from stores.interview_values import Interview, InterviewStage
from stores.values import Call
from voicebot.interviews.plan import Progress

STORE_TRANSCRIPT = "store_transcript"
WATCH_INTERVIEW = "watch_interview"
DELETE_INTERVIEW_RECORDINGS = "delete_interview_recordings"
DELETE_TRANSCRIPTS = "delete_transcripts"
"""Asked for by `stores.erasure`."""
SETTLED = timedelta(seconds=5)
"""The last sentences are written by then, and a webhook that found the call live has begun its turn."""


def add_transcript(stores: Stores, interview: Interview, kind: str, seq: int, at: datetime, after: timedelta) -> None:
    """Have a transcript stored, under a name that is fixed now; none where they are switched off."""
    if interview.transcribes:
        payload = {"interview": interview.id, "kind": kind, "seq": seq, "at": int(at.timestamp())}
        stores.jobs.add(STORE_TRANSCRIPT, f"{STORE_TRANSCRIPT}:{interview.id}:{kind}:{seq}", payload, after=after)


def add_watch(stores: Stores, interview_id: int, after: timedelta, number: int) -> None:
    """Have somebody look whether the interview still goes on."""
    payload = {"interview": interview_id, "number": number}
    stores.jobs.add(WATCH_INTERVIEW, f"{WATCH_INTERVIEW}:{interview_id}:{number}", payload, after=after)


def end_stage(stores: Stores, interview: Interview, turn: int, reason: str) -> InterviewStage | None:
    """End the stage that runs, and have its transcript stored: nobody waits for that."""
    with stores.database.begin():
        stage = stores.interviews.end_stage(interview.id, turn, reason)
        if stage is not None and stage.ended_at is not None:
            add_transcript(stores, interview, "stage", stage.seq, stage.ended_at, timedelta())
        return stage


def end_interview(stores: Stores, interview_id: int, reason: str) -> bool:
    """End an interview that was held, its stage with it, and have the full transcript stored; once."""
    with stores.database.begin():
        interview = stores.interviews.get(interview_id)
        if interview.status != "live":
            return False
        last = stores.turns.last(interview.call_id) if interview.call_id else None
        end_stage(stores, interview, last.number if last else 0, reason)
        ended = stores.interviews.end(interview_id, reason)
        if ended is None or ended.ended_at is None:
            return False
        add_transcript(stores, ended, "full", 0, ended.ended_at, SETTLED)
        return True


REASONS = {"hung_up": "left", "transferred": "transferred", "time_limit": "time_up", "silence": "silence"}
"""How a call's outcome ends the interview that it held; any other outcome is the reason itself."""


def call_ended(stores: Stores, call: Call) -> None:
    """The call is over, and with it what it held; an interview that was not begun in it waits for another call."""
    interview = stores.interviews.of_call(call.id)
    if interview is not None and interview.status == "live":
        outcome = call.outcome or call.status
        end_interview(stores, interview.id, REASONS.get(outcome, outcome))


def keeps_recordings(stores: Stores, call: Call) -> bool | None:
    """Whether the session says that the call's recordings are kept; None for a call that held no interview."""
    interview = stores.interviews.of_call(call.id)
    return interview.records if interview is not None and interview.started_at is not None else None


def add_recordings_deletion(stores: Stores, call: Call, late: str = "") -> None:
    """Have the recordings deleted of an interview that is not to be recorded, whatever else is set.

    `late` is the SID of one that came after the call's end.
    """
    key = f"{DELETE_INTERVIEW_RECORDINGS}:{call.id}{':' if late else ''}{late}"
    stores.jobs.add(DELETE_INTERVIEW_RECORDINGS, key, {"call": call.sid or call.id}, after=SETTLED)


def progress_of(interview: Interview) -> Progress:
    """Where a live interview stands."""
    return Progress.read(interview.progress)
