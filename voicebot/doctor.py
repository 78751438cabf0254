"""What runs on what, what is set and what is wrong, in plain words."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from stores import Database
from stores.errors import StoreError
from voicebot.circuits.settings import Chain
from voicebot.settings import LOOPBACK, Settings


@dataclass(frozen=True)
class Part:
    """One part of the product and what it runs on."""

    name: str
    runs_on: str
    note: str = ""


def parts(settings: Settings) -> tuple[Part, ...]:
    """Each part and what it runs on with these settings."""
    return (
        Part("mode", "development" if settings.development else "production"),
        Part("database", "SQLite" if settings.database_url.startswith("sqlite") else "PostgreSQL"),
        Part(
            "telephone",
            _telephone(settings),
            _telephone_note(settings),
        ),
        Part("hearing", _hearing(settings)),
        Part("translation", _translation(settings)),
        Part("agent", _agent(settings)),
        Part("hand-offs", _handoffs(settings)),
        Part("voice", settings.twilio_tts_voice, _voice_note(settings)),
        Part("calling", f"{', '.join(settings.dial_countries)}, Shabbat as in {settings.calling_city}"),
        Part("jobs", "a web worker" if settings.runs_jobs_in_web else "processes of their own", _jobs_note(settings)),
        Part("transcripts", "an S3 bucket" if settings.transcript_bucket else "a directory", _sessions_note(settings)),
        Part("rate limits", "Redis" if settings.redis_url else "each worker by itself"),
    )


def _sessions_note(settings: Settings) -> str:
    return "sessions are checked by the platform" if settings.vh_api_base_url else ""


def warnings(settings: Settings) -> tuple[str, ...]:
    """What an operator should know or mend, a sentence each."""
    found = []
    if not settings.development and urlsplit(settings.base_url).hostname in LOOPBACK:
        found.append("BASE_URL is a loopback address, so Twilio cannot reach the webhooks.")
    if not settings.development and settings.base_url.startswith("http://"):
        found.append("BASE_URL is not https, so webhooks travel unencrypted.")
    if settings.twilio_auth_token and not settings.twilio_account_sid:
        found.append("TWILIO_ACCOUNT_SID is not set, so no recording can be fetched and no call be placed.")
    if settings.twilio_account_sid and not settings.twilio_caller_id:
        found.append("TWILIO_CALLER_ID is not set, so no call can be placed.")
    if settings.caller_input == "record" and settings.hears_by == "speech":
        found.append("No transcriber with recordings is configured, so callers are heard by <Gather>, not <Record>.")
    if not settings.transfer_number:
        found.append("TRANSFER_NUMBER is not set, so nobody can take transfers until a member with a phone exists.")
    if settings.openai_api_key and settings.caller_language == "he-IL" and not _google(settings):
        found.append("No Google translation is configured, so the language model translates, which is slower.")
    if settings.recorded_lines_url and not settings.recorded_lines.urls:
        found.append("RECORDED_LINES names no recording that is there, so every line is said.")
    if settings.dyno and not settings.transcript_bucket:
        found.append("TRANSCRIPT_BUCKET is not set, so transcripts of interviews are lost with the dyno's disk.")
    if set(settings.dial_countries) != {"IL"}:
        found.append("DIAL_COUNTRIES names more than IL: calling hours and holidays are Israel's for all of them.")
    return tuple(found)


REMEDIES = {
    "unavailable": "The database cannot be reached: check that it runs and that DATABASE_URL is right.",
    "read_only": "The database takes no writes: DATABASE_URL leads to a standby, or its server is set to read only.",
    "behind": "The database is behind this release: run `flask --app wsgi migrate`.",
}
"""What to do about a check of `readiness`, by its state."""


def readiness(settings: Settings, database: Database) -> dict[str, Any]:
    """The answer of /health/ready."""
    checks = {"database": "ok", "migrations": "ok"}
    try:
        revision = database.revision()
        if revision != database.head_revision():
            checks["migrations"] = "behind"
        if not database.takes_writes():
            checks["database"] = "read_only"
    except StoreError:
        checks = {"database": "unavailable", "migrations": "unknown"}
    ready = all(value == "ok" for value in checks.values())
    return {
        "status": "ready" if ready else "not_ready",
        "checks": checks,
        "parts": {part.name: part.runs_on for part in parts(settings)},
    }


def _telephone(settings: Settings) -> str:
    if settings.twilio_account_sid:
        return "Twilio"
    return "simulated phone (make call)" if settings.development else "Twilio's webhooks only (no account)"


def _telephone_note(settings: Settings) -> str:
    return "calls out" if settings.twilio_configured else "no outbound calls"


def _jobs_note(settings: Settings) -> str:
    return "" if settings.runs_jobs_in_web else "flask --app wsgi worker"


def _hearing(settings: Settings) -> str:
    if settings.hears_by == "record":
        return f"<Record>, {_named(settings.usable(settings.transcriber_chain), settings.openai_transcribe_model)}"
    return "<Gather> (Twilio's own speech recognition)"


def _voice_note(settings: Settings) -> str:
    own = ["a lexicon of your own"] if settings.pronunciation_lexicon else []
    recorded = len(settings.recorded_lines.urls)
    return ", ".join([*own, *([f"{recorded} recorded lines"] if recorded else [])])


def _google(settings: Settings) -> bool:
    return bool(settings.google_cloud_project or settings.google_translate_api_key)


def _translation(settings: Settings) -> str:
    if settings.caller_language == "en-US":
        return "none (English calls)"
    if settings.caller_language == "es-US":
        return "none (Spanish calls)"
    links = [each for each in settings.usable(settings.translator_chain) if each.name != "phrasebook"]
    return ", then ".join([*(_TRANSLATORS.get(each.name, each.name) for each in links), "phrasebook"])


_TRANSLATORS = {"google-v3": "Google v3", "google-v2": "Google v2", "model": "language model"}


def _agent(settings: Settings) -> str:
    links = tuple(each for each in settings.usable(settings.model_chain) if each.name != "rules")
    return f"{_named(links, settings.openai_model)}, then rules" if links else "rules (no language model)"


def _handoffs(settings: Settings) -> str:
    """Who sums a call up for the next agent."""
    chain = settings.usable(settings.handoff_chain or settings.model_chain)
    link = next((each for each in chain if each.name != "rules"), None)
    return _named((link,), settings.openai_model) if link else "rules (no language model)"


def _named(chain: Chain, openai_model: str) -> str:
    """The links and their models, in order."""
    names = {"openai": f"OpenAI {openai_model}", "gather": "<Gather>"}
    return ", then ".join(names.get(each.name) or f"{each.name} {each.model}" for each in chain)
