"""What an interview's jobs do: store transcripts, end what nobody goes on with, delete what was not to be recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from stores.erasure import ERASED
from stores.errors import NotFound
from stores.interview_values import Interview, InterviewStage
from stores.values import Json
from voicebot.interviews.asked import (
    DELETE_INTERVIEW_RECORDINGS,
    DELETE_TRANSCRIPTS,
    STORE_TRANSCRIPT,
    WATCH_INTERVIEW,
    add_watch,
    end_interview,
    progress_of,
)
from voicebot.interviews.ports import TranscriptStorage
from voicebot.interviews.transcripts import file_name, full_document, rendered, stage_document
from voicebot.jobs.handlers import TURN_TAKES, Context, Handler, NotYet, Writes, delete_recordings
from voicebot.jobs.kinds import add_ending
from voicebot.jobs.ports import Recordings

LATE = timedelta(seconds=120)
"""An interview whose time is up is over so long afterwards, whatever its call still does."""


@dataclass(frozen=True)
class InterviewJobs:
    """The handlers, with what they need. An interview is idle when nothing was heard or said for `idle`."""

    storage: TranscriptStorage
    idle: timedelta
    recordings: Recordings | None = None

    def handlers(self) -> Mapping[str, Handler]:
        """By kind."""
        return {
            STORE_TRANSCRIPT: self.store_transcript,
            WATCH_INTERVIEW: self.watch,
            DELETE_INTERVIEW_RECORDINGS: self.delete_recordings,
            DELETE_TRANSCRIPTS: self.delete_transcripts,
        }

    def store_transcript(self, payload: Json, context: Context) -> Writes | None:
        """Write one transcript under its fixed name; repeated, it writes the same file once more."""
        interview = _interview(payload, context)
        if interview is None or interview.call_id is None or interview.end_reason == ERASED:
            return None
        kind, seq, at = payload["kind"], int(payload["seq"]), int(payload["at"])
        turns = context.stores.turns.for_call(interview.call_id)
        stages = context.stores.interviews.stages(interview.id)
        if kind == "full":
            if any(each.state == "claimed" and context.now() - each.claimed_at < TURN_TAKES for each in turns):
                raise NotYet("the interview's last turn is still going on")
            name, document = file_name(interview.id, None, at), full_document(interview, stages, turns, at)
        else:
            stage = next(each for each in stages if each.seq == seq)
            name, document = (
                file_name(interview.id, _label(stage, stages), at),
                stage_document(interview, stage, turns, at),
            )
        content = rendered(document)
        self.storage.put(name, content)
        interviews = context.stores.interviews
        return lambda: interviews.stored(name, interview.id, "full" if kind == "full" else "stage", seq, len(content))

    def watch(self, payload: Json, context: Context) -> Writes | None:
        """End an interview that went idle, or whose time is long up; else look again when it could be."""
        interview = _interview(payload, context)
        if interview is None or interview.status != "live":
            return None
        now, ends = context.now(), datetime.fromisoformat(progress_of(interview).ends) + LATE
        idle_at = _last_word(interview, context) + self.idle
        if now >= min(ends, idle_at):
            return lambda: _give_up(interview, context, "time_up" if now >= ends else "idle")
        after = min(ends, idle_at) - now
        return lambda: add_watch(context.stores, interview.id, after, int(payload["number"]) + 1)

    def delete_recordings(self, payload: Json, context: Context) -> None:
        """As for any call, also where recordings are usually kept."""
        delete_recordings(payload, replace(context, recordings=self.recordings))

    def delete_transcripts(self, payload: Json, context: Context) -> Writes:
        """Delete the files of an interview whose candidate was erased, and the note of them."""
        interviews, number = context.stores.interviews, int(payload["interview"])
        for each in interviews.transcripts(number):
            self.storage.delete(each.name)
        return lambda: interviews.forget_transcripts(number)


def _label(stage: InterviewStage, stages: Sequence[InterviewStage]) -> str:
    """The stage's name in a file's; one that was gone through again has the number of the time beside."""
    times = sum(each.name == stage.name and each.seq <= stage.seq for each in stages)
    return stage.name if times == 1 else f"{stage.name}-{times}"


def _give_up(interview: Interview, context: Context, reason: str) -> None:
    end_interview(context.stores, interview.id, reason)
    if interview.call_id is not None:
        add_ending(context.stores, interview.call_id)


def _last_word(interview: Interview, context: Context) -> datetime:
    """When the call last did anything."""
    last = context.stores.turns.last(interview.call_id) if interview.call_id else None
    times = (interview.started_at, last.claimed_at if last else None, last.finished_at if last else None)
    return max(each for each in times if each is not None)


def _interview(payload: Json, context: Context) -> Interview | None:
    try:
        return context.stores.interviews.get(int(payload["interview"]))
    except NotFound:
        return None
