"""The settings of interviews; a part of Settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from voicebot.setting_values import key, setting, text, url, whole

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TOGETHER = ("VH_API_BASE_URL", "VH_M2M_CLIENT_ID", "VH_M2M_CLIENT_SECRET")


def platform_url(value: str) -> str:
    """As any URL, and encrypted: credentials travel there."""
    read = url(value)
    if not read.startswith("https://") and urlsplit(read).hostname not in LOOPBACK:
        raise ValueError("must be an https URL, or one of this machine")
    return read


@dataclass(frozen=True)
class InterviewSettings:
    """How interviews are held and kept: docs/interviews.md."""

    max_interview_duration: int = setting(
        "MAX_INTERVIEW_DURATION", whole(60, 14_400), 1_800, "The longest an interview may take, in seconds."
    )
    agent_session_timeout: int = setting(
        "AGENT_SESSION_TIMEOUT", whole(30, 86_400), 600, "Seconds without a word after which an interview is over."
    )
    transcript_dir: str = setting(
        "TRANSCRIPT_DIR", text, "transcripts", "The directory that interview transcripts are written to."
    )
    transcript_bucket: str = setting(
        "TRANSCRIPT_BUCKET", text, "", "The S3 bucket that keeps the transcripts instead of TRANSCRIPT_DIR."
    )
    transcript_endpoint_url: str = setting(
        "TRANSCRIPT_ENDPOINT_URL", url, "", "A server that speaks S3's API; empty: Amazon's own."
    )
    transcript_region: str = setting("TRANSCRIPT_REGION", text, "", "The bucket's region; empty: the SDK's own rules.")
    vh_api_base_url: str = setting(
        "VH_API_BASE_URL", platform_url, "", "Switches on the platform that says which sessions may be held."
    )
    vh_m2m_client_id: str = setting("VH_M2M_CLIENT_ID", key, "", "Our name there.")
    vh_m2m_client_secret: str = setting("VH_M2M_CLIENT_SECRET", key, "", "Our secret there.", True)


def incomplete(env: Mapping[str, str]) -> list[str]:
    """What of the platform's settings is missing beside the others."""
    given = [name for name in TOGETHER if env.get(name, "").strip()]
    return [f"{', '.join(TOGETHER)} are set together or not at all"] if 0 < len(given) < len(TOGETHER) else []
