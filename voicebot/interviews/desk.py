"""Making interviews of sessions, and calling candidates: what the API and the command line do alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from stores import Stores
from stores.interview_values import Interview, NewInterview
from stores.values import Call
from voicebot.dialer.outbound import Dialer
from voicebot.errors import ApiError
from voicebot.interviews.plan import written
from voicebot.interviews.ports import Platform
from voicebot.interviews.session import Language, Session, SessionRefused

KEPT_OPEN = timedelta(days=14)
"""How long an interview waits for its candidate."""
SCENARIO = "interview"


@dataclass(frozen=True)
class InterviewDesk:
    """`number` is the one that candidates dial, None where none is set; `parse` reads a phone number."""

    stores: Stores
    dialer: Dialer
    platform: Platform | None
    parse: Callable[[str], str]
    language: Language
    longest_s: int
    number: str | None
    now: Callable[[], datetime]

    def create(self, session: Session) -> Interview:
        """Make an interview that waits for its candidate. Raises ApiError, BadPhone.

        A platform is asked before anything is stored.
        """
        new = self._new(session)
        self._check_session(session)
        return self.stores.interviews.add(new)

    def _new(self, session: Session) -> NewInterview:
        seconds = session.maxDuration or self.longest_s
        if seconds > self.longest_s:
            raise ApiError(422, "duration_too_long", f"An interview here takes at most {self.longest_s} s.")
        if session.language not in (None, self.language):
            raise ApiError(422, "language_unavailable", f"Calls are held here in {self.language!r} only.")
        try:
            plan = session.plan(self.language, seconds)
        except SessionRefused as error:
            raise ApiError(422, "invalid_session", str(error)) from error
        return NewInterview(
            definition=written(plan) | {"interviewRole": session.interviewRole},
            language=self.language,
            max_duration_s=seconds,
            transcribes=session.enableTranscription,
            records=session.enableRecording,
            expires_at=self.now() + KEPT_OPEN,
            phone=self.parse(session.phone) if session.phone else None,
            participant_name=session.participantName,
            participant_id=session.participantId,
            external_id=session.interviewId,
            pin_required=session.pinRequired,
        )

    def _check_session(self, session: Session) -> None:
        """Raises ApiError unless the platform, where there is one, says that the session may be held."""
        if self.platform is None:
            return
        if session.interviewId is None:
            raise ApiError(422, "interview_id_missing", "interviewId is missing, which the platform knows it by.")
        verdict = self.platform.check(session.interviewId)
        if verdict == "refused":
            raise ApiError(422, "session_refused", "The platform has no such session that may be held now.")
        if verdict == "unavailable":
            raise ApiError(502, "platform_unavailable", "The platform could not be asked; nothing was created.")

    def call(self, interview_id: int) -> Call:
        """Call the candidate, through the gate that every call passes. Raises ApiError, NotFound, and as the dialer."""
        interview = self.stores.interviews.get(interview_id)
        if interview.status != "ready" or interview.expires_at <= self.now():
            raise ApiError(409, "interview_over", "This interview is not waiting for its candidate any more.")
        if interview.phone is None:
            raise ApiError(422, "no_phone", "This interview has no phone number to call.")
        lead = self.stores.leads.by_phone(interview.phone)
        lead = lead or self.stores.leads.add(interview.participant_name or interview.phone, interview.phone)
        call = self.dialer.call_lead(lead.id, SCENARIO)
        self.stores.interviews.tie(interview.id, call.id)
        return call
