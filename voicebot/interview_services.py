"""What interviews work with, put together from the settings; beside `vendors` the other place that names clients."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from stores import Stores
from stores.interview_values import NewInterview
from stores.news import TurnNews
from voicebot.agents.types import Scenario
from voicebot.calling import Calling
from voicebot.clients.interview_platform import InterviewPlatform
from voicebot.clients.s3_transcripts import S3Transcripts
from voicebot.dialer.outbound import Dialer
from voicebot.interviews.desk import SCENARIO, InterviewDesk
from voicebot.interviews.disk import DiskTranscripts
from voicebot.interviews.handlers import InterviewJobs
from voicebot.interviews.plan import written
from voicebot.interviews.ports import Platform, TranscriptStorage
from voicebot.interviews.questions import default_plan
from voicebot.interviews.streams import Streams
from voicebot.jobs.ports import Recordings
from voicebot.scenarios.company import Company
from voicebot.scenarios.interview import interview
from voicebot.settings import ROOT, Settings


@dataclass(frozen=True)
class Interviews:
    """The desk that makes them, where their transcripts are kept, their live streams, and what their jobs do."""

    desk: InterviewDesk
    storage: TranscriptStorage
    streams: Streams
    jobs: InterviewJobs


def interviews_of(
    settings: Settings,
    stores: Stores,
    dialer: Dialer,
    calling: Calling,
    platform: Platform | None,
    recordings: Recordings | None,
    now: Callable[[], datetime],
) -> Interviews:
    """Everything for these settings; connects to nothing."""
    storage = storage_of(settings)
    desk = InterviewDesk(
        stores=stores,
        dialer=dialer,
        platform=platform,
        parse=calling.parse,
        language="he" if settings.caller_language == "he-IL" else "en",
        longest_s=settings.max_interview_duration,
        number=dial_in_of(settings),
        now=now,
    )
    idle = timedelta(seconds=settings.agent_session_timeout)
    news = TurnNews(stores.database)
    return Interviews(desk, storage, Streams(stores, news.heard_by), InterviewJobs(storage, idle, recordings))


def interview_scenario(settings: Settings, company: Company, platform: Platform | None) -> dict[str, Scenario]:
    """The scenario as these settings have it, by its name."""
    check = platform.check if platform else None
    practice = practice_of(settings) if settings.development and platform is None else None
    made = interview(company, check, settings.max_interview_duration, practice)
    return {made.name: made}


def practice_of(settings: Settings) -> NewInterview:
    """What is held with whoever calls a developer's machine, so that the scenario can be tried by a call alone."""
    seconds = settings.max_interview_duration
    plan = default_plan("general", "General").within(seconds)
    return NewInterview(
        definition=written(plan) | {"interviewRole": "General"},
        language="he" if settings.caller_language == "he-IL" else "en",
        max_duration_s=seconds,
        transcribes=True,
        records=False,
        expires_at=datetime.max.replace(tzinfo=UTC),
    )


def storage_of(settings: Settings) -> TranscriptStorage:
    """The bucket where one is named, else the directory."""
    if settings.transcript_bucket:
        return S3Transcripts(
            settings.transcript_bucket,
            endpoint=settings.transcript_endpoint_url,
            region=settings.transcript_region,
        )
    return DiskTranscripts(ROOT / settings.transcript_dir)


def platform_of(settings: Settings) -> Platform | None:
    """The platform, where one is configured."""
    if not settings.vh_api_base_url:
        return None
    return InterviewPlatform(settings.vh_api_base_url, settings.vh_m2m_client_id, settings.vh_m2m_client_secret)


def dial_in_of(settings: Settings) -> str | None:
    """The number at which interviews are held: one that has the scenario, or ours where all calls have it."""
    own = [number for number, scenario in settings.number_scenarios if scenario == SCENARIO]
    if own:
        return own[0]
    return settings.twilio_caller_id or None if settings.scenario == SCENARIO else None
