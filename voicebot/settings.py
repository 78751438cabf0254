"""The environment, read once: frozen, typed, and every wrong or missing name told in one error."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values

from language.calling_calendar import Week
from language.calling_calendar.rules import OFFICE_HOURS
from language.lexicon import Lexicon
from language.voice import Recordings
from voicebot.agent_settings import AgentSettings
from voicebot.circuits.settings import Chain, Link, chain_parser, default_chain, usable, with_keys
from voicebot.errors import SettingsError
from voicebot.interview_settings import InterviewSettings, incomplete
from voicebot.observability.prices import Price, read_prices
from voicebot.setting_values import (
    account,
    city,
    countries,
    database,
    days,
    flag,
    key,
    lexicon_in,
    money,
    number,
    one_of,
    recordings_in,
    redis,
    scenario_numbers,
    setting,
    text,
    url,
    voice,
    week,
    whole,
)

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
"""The directory the app lives in: the embedded database and the development token lie here."""

DEVELOPMENT_ACCOUNT_SID = "AC" + "0" * 32
"""Stands for the account where no Twilio account is configured."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Settings(AgentSettings, InterviewSettings):
    """What the operator set. Defaults are what `make run` needs on a machine with no account anywhere."""

    app_env: str = setting("APP_ENV", text, "", "A name for this installation, written into every log line.")
    port: int = setting("PORT", whole(1, 65535), 8000, "The port to serve on.")
    web_concurrency: int = setting("WEB_CONCURRENCY", whole(1, 64), 2, "Worker processes.")
    pin_workers: bool = setting(
        "PIN_WORKERS", flag, True, "Whether each worker keeps to one core, where all cores have as many workers."
    )
    database_url: str = setting(
        "DATABASE_URL", database, f"sqlite:///{ROOT / 'voicebot.sqlite3'}",
        "The database: postgres://… or sqlite:///….", True,
    )  # fmt: skip
    redis_url: str = setting("REDIS_URL", redis, "", "Redis, for rate limits that all workers share.", True)
    base_url: str = setting("BASE_URL", url, "", "The public URL Twilio calls; default http://127.0.0.1:PORT.")
    api_key: str = setting("API_KEY", key, "", "The key of the JSON API (X-API-Key or Bearer).", True)

    openai_api_key: str = setting("OPENAI_API_KEY", key, "", "Switches on OpenAI: model and transcription.", True)
    openai_base_url: str = setting("OPENAI_BASE_URL", url, "https://api.openai.com/v1", "Where OpenAI answers.")
    openai_model: str = setting("OPENAI_MODEL", text, "gpt-6-luna", "The chat model.")
    openai_reasoning_effort: str = setting(
        "OPENAI_REASONING_EFFORT", text, "none", "Sent with chat requests; empty sends none."
    )
    openai_transcribe_model: str = setting(
        "OPENAI_TRANSCRIBE_MODEL", text, "gpt-transcribe", "The transcription model."
    )

    twilio_account_sid: str = setting("TWILIO_ACCOUNT_SID", account, "", "Twilio's account.")
    twilio_auth_token: str = setting("TWILIO_AUTH_TOKEN", key, "", "Signs webhooks and opens the REST API.", True)
    twilio_caller_id: str = setting("TWILIO_CALLER_ID", number, "", "The number outbound calls come from.")
    twilio_base_url: str = setting(
        "TWILIO_BASE_URL", url, "https://api.twilio.com", "Where Twilio's REST API and recordings are."
    )
    fallback_url: str = setting(
        "FALLBACK_URL", url, "", "TwiML outside the app, which outbound calls fall back to when we do not answer."
    )
    twilio_tts_voice: str = setting("TWILIO_TTS_VOICE", voice, "Google.he-IL-Wavenet-A", "The Hebrew voice.")
    twilio_tts_voice_en: str = setting(
        "TWILIO_TTS_VOICE_EN", voice, "Google.en-US-Wavenet-F", "The voice of English calls."
    )
    pronunciation_lexicon: Lexicon | None = setting(  # noqa: RUF009  a field
        "PRONUNCIATION_LEXICON", lexicon_in(ROOT), None, "How words are pronounced: a CSV; default the one of the app."
    )
    recorded_lines: Recordings = setting(  # noqa: RUF009  a field
        "RECORDED_LINES", text, Recordings(), "Lines that a person recorded: a JSON file of line and file name."
    )
    recorded_lines_url: str = setting("RECORDED_LINES_URL", url, "", "Where the recordings are served.")
    transfer_number: str = setting(
        "TRANSFER_NUMBER", number, "", "The phone of the default member of the team, who takes transfers."
    )

    google_translate_api_key: str = setting(
        "GOOGLE_TRANSLATE_API_KEY", key, "", "Switches on Google Translate v2.", True
    )
    google_translate_base_url: str = setting(
        "GOOGLE_TRANSLATE_BASE_URL", url, "https://translation.googleapis.com", "Where Google Translate answers."
    )
    google_application_credentials: str = setting(
        "GOOGLE_APPLICATION_CREDENTIALS", text, "", "The service account's file, read by Google's own client."
    )
    google_cloud_project: str = setting("GOOGLE_CLOUD_PROJECT", text, "", "Switches on Google Translate v3.")
    google_glossary_uri: str = setting(
        "GOOGLE_GLOSSARY_URI", text, "", "A CSV in Google Cloud Storage (gs://…) that seeds the glossary of v3."
    )

    model_chain: tuple[Link, ...] = setting(
        "MODEL_CHAIN", chain_parser("model", url), default_chain("model"),
        "The language models in order: openai, rules, name=base URL|model|NAME_OF_THE_KEY.",
    )  # fmt: skip
    translator_chain: tuple[Link, ...] = setting(
        "TRANSLATOR_CHAIN", chain_parser("translator", url), default_chain("translator"),
        "The translators in order: google-v3, google-v2, model, phrasebook, or a server as in MODEL_CHAIN.",
    )  # fmt: skip
    transcriber_chain: tuple[Link, ...] = setting(
        "TRANSCRIBER_CHAIN", chain_parser("transcriber", url), default_chain("transcriber"),
        "The transcribers in order: openai, gather (Twilio's own), or a server as in MODEL_CHAIN.",
    )  # fmt: skip

    scenario: str = setting("SCENARIO", text, "sales", "The scenario of calls that name no other.")
    number_scenarios: tuple[tuple[str, str], ...] = setting(
        "NUMBER_SCENARIOS", scenario_numbers, (), "Inbound: which called number has which scenario."
    )
    caller_language: Literal["he-IL", "en-US", "es-US"] = setting(
        "CALLER_LANGUAGE", one_of("he-IL", "en-US", "es-US"), "he-IL",
        "The callers' language; en-US and es-US switch translation off.",
    )  # fmt: skip
    caller_input: Literal["record", "speech"] = setting(
        "CALLER_INPUT", one_of("record", "speech"), "record", "How callers are heard: <Record> or <Gather>."
    )
    record_max_length_seconds: int = setting(
        "RECORD_MAX_LENGTH_SECONDS", whole(1, 600), 15, "The longest a caller is recorded for in one turn."
    )
    record_silence_timeout_seconds: int = setting(
        "RECORD_SILENCE_TIMEOUT_SECONDS", whole(1, 60), 2, "The silence that ends a recording."
    )
    filler_after_ms: int = setting(
        "FILLER_AFTER_MS", whole(500, 10_000), 4_500, "After the caller's last speech, when a filler is spoken."
    )
    delete_recordings: bool = setting(
        "DELETE_RECORDINGS", flag, True, "Delete what was recorded at Twilio once a call is over."
    )

    calling_hours: Week = setting(  # noqa: RUF009  a field
        "CALLING_HOURS", week, OFFICE_HOURS, "When leads are called, by Israel's clock."
    )
    calling_city: str = setting(
        "CALLING_CITY", city, "Jerusalem", "The city whose candle-lighting and nightfall bound Shabbat and holidays."
    )
    call_on_chol_hamoed: bool = setting(
        "CALL_ON_CHOL_HAMOED", flag, True, "Call on the middle days of Sukkot and Pesach."
    )
    call_on_independence_day: bool = setting("CALL_ON_INDEPENDENCE_DAY", flag, False, "Call on Independence Day.")
    closed_days: frozenset[date] = setting("CLOSED_DAYS", days, frozenset(), "Further days on which nobody is called.")
    dial_countries: tuple[str, ...] = setting(
        "DIAL_COUNTRIES", countries, ("IL",), "The countries whose numbers are dialled, as ISO codes."
    )

    jobs_in_web: bool | None = setting(
        "JOBS_IN_WEB", flag, None, "Run jobs inside a web worker; by default everywhere but on a dyno."
    )
    max_live_calls: int = setting("MAX_LIVE_CALLS", whole(0, 100_000), 400, "Calls at once; 0 is no cap.")
    max_live_calls_per_number: int = setting(
        "MAX_LIVE_CALLS_PER_NUMBER", whole(0, 100_000), 250, "Calls at once with one number; 0 is no cap."
    )
    max_calls_per_number_per_day: int = setting(
        "MAX_CALLS_PER_NUMBER_PER_DAY", whole(0, 1_000_000), 5_000, "Calls a day with one number; 0 is no cap."
    )
    max_micro_usd_per_day: int = setting(
        "MAX_MONEY_PER_DAY_USD", money, 250_000_000, "Dollars a day for models, ears and translation; 0 is no cap."
    )

    company_name: str = setting("COMPANY_NAME", text, "Alta", "The company, as English text has it.")
    company_name_he: str = setting("COMPANY_NAME_HE", text, "אלטה", "The company, as the voice should say it.")
    company_offer: str = setting(
        "COMPANY_OFFER", text, "help companies increase sales with AI agents", "What it does: “We …”."
    )
    company_offer_he: str = setting(
        "COMPANY_OFFER_HE", text, "עוזרים לחברות להגדיל מכירות בעזרת סוכני בינה מלאכותית",
        "The same in Hebrew: “אנחנו …”.",
    )  # fmt: skip
    company_price_line: str = setting(
        "COMPANY_PRICE_LINE", text, "The price depends on the scope, and we go over it together in the meeting",
        "The only thing that is ever said about prices.",
    )  # fmt: skip
    company_price_line_he: str = setting(
        "COMPANY_PRICE_LINE_HE", text, "המחיר תלוי בהיקף, ועוברים עליו יחד בפגישה", "The same in Hebrew."
    )

    log_level: str = setting("LOG_LEVEL", one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "How much is logged.")
    log_texts: bool = setting("LOG_TEXTS", flag, False, "Log phone numbers and what was said, unmasked.")
    debug_call_events: bool = setting(
        "DEBUG_CALL_EVENTS", flag, False, "Keep each call's webhooks for GET /twilio/debug/<call_sid>."
    )
    otel_endpoint: str = setting(
        "OTEL_EXPORTER_OTLP_ENDPOINT", url, "", "An OpenTelemetry collector (OTLP over HTTP) that gets traces."
    )
    sentry_dsn: str = setting("SENTRY_DSN", text, "", "The Sentry project that gets our errors.", True)
    alert_webhook_url: str = setting("ALERT_WEBHOOK_URL", text, "", "Gets alerts as JSON; Slack's kind fits.", True)
    prices: tuple[Price, ...] = setting(
        "PRICES", read_prices, (), "What vendors charge, where the built-in table does not know: model=in/out,…."
    )
    metrics_dir: str = setting(
        "PROMETHEUS_MULTIPROC_DIR", text, "", "Set by gunicorn.conf.py: where workers put their metrics together."
    )
    dyno: str = setting("DYNO", text, "", "Set by Heroku; its disk is lost at every restart.")

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """The settings in `env`. Raises SettingsError that names every wrong and every missing one."""
        values, wrong = _read(env)
        for each in fields(cls):
            if each.name.endswith("_chain") and each.name in values:
                values[each.name], missing = with_keys(each.metadata["name"], values[each.name], env, key)
                wrong += missing
        wrong += _read_recorded_lines(values)
        values["base_url"] = values.get("base_url") or f"http://127.0.0.1:{values.get('port', 8000)}"
        settings = cls(**values)
        wrong += _missing(settings, env)
        if wrong:
            raise SettingsError("voicebot cannot start: " + "; ".join(wrong) + ".")
        return settings

    @property
    def development(self) -> bool:
        """No Twilio credentials, a loopback BASE_URL and no dyno: only here are demo data and open pages."""
        credentials = self.twilio_account_sid or self.twilio_auth_token
        return not credentials and urlsplit(self.base_url).hostname in LOOPBACK and not self.dyno

    @property
    def twilio_configured(self) -> bool:
        """Whether calls can be placed."""
        return bool(self.twilio_account_sid and self.twilio_auth_token and self.twilio_caller_id)

    @property
    def runs_jobs_in_web(self) -> bool:
        """Whether a web worker runs jobs; on a dyno a process of their own does."""
        return not self.dyno if self.jobs_in_web is None else self.jobs_in_web

    @property
    def recordings_reachable(self) -> bool:
        """Whether recordings can be fetched: with an account, or in development from a stand-in on this machine."""
        if self.twilio_account_sid and self.twilio_auth_token:
            return True
        return self.development and urlsplit(self.twilio_base_url).hostname in LOOPBACK

    @property
    def hears_by(self) -> Literal["record", "speech"]:
        """How callers are heard in fact: `<Record>` needs a transcriber and somewhere to fetch recordings from."""
        transcribers = [each for each in self.usable(self.transcriber_chain) if each.name != "gather"]
        can_record = bool(transcribers) and self.recordings_reachable
        return "record" if self.caller_input == "record" and can_record else "speech"

    def usable(self, chain: Chain) -> Chain:
        """The links that have what they need: a key that is absent switches its vendor off."""
        google = {"google-v3": self.google_cloud_project, "google-v2": self.google_translate_api_key}
        return usable(chain, self.model_chain, {"openai": self.openai_api_key, **google})

    @property
    def account_sid(self) -> str:
        """The account in recordings' addresses."""
        return self.twilio_account_sid or DEVELOPMENT_ACCOUNT_SID


def _read(env: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """(field → value) of what is set, and what could not be read."""
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for each in fields(Settings):
        name = each.metadata["name"]
        given = env.get(name, "").strip()
        if not given and name not in _EMPTY_COUNTS:
            continue
        if name not in env:
            continue
        try:
            values[each.name] = each.metadata["parse"](given)
        except ValueError as error:
            wrong.append(f"{name} {error}")
    return values, wrong


def _read_recorded_lines(values: dict[str, Any]) -> list[str]:
    """Put the lines in the place of their manifest's path, for which their address is needed; what is wrong."""
    manifest, address = values.pop("recorded_lines", ""), values.get("recorded_lines_url", "")
    if not manifest or not address:
        return []
    try:
        values["recorded_lines"] = recordings_in(ROOT)(manifest, address)
    except ValueError as error:
        return [f"RECORDED_LINES {error}"]
    return []


_EMPTY_COUNTS = frozenset({"OPENAI_REASONING_EFFORT", "CHECKINS_DIR"})
"""Names for which an empty value means something else than an absent one."""


def _missing(settings: Settings, env: Mapping[str, str]) -> list[str]:
    """What design forbids to be absent outside development, and pairs of which only one half is set."""
    wrong = incomplete(env)
    for name in ("COMPANY_NAME", "COMPANY_OFFER", "COMPANY_PRICE_LINE"):
        if bool(env.get(name, "").strip()) != bool(env.get(f"{name}_HE", "").strip()):
            wrong.append(f"{name} and {name}_HE are set together or not at all")
    if bool(env.get("RECORDED_LINES", "").strip()) != bool(env.get("RECORDED_LINES_URL", "").strip()):
        wrong.append("RECORDED_LINES and RECORDED_LINES_URL are set together or not at all")
    if settings.dyno and settings.database_url.startswith("sqlite"):
        wrong.append("DATABASE_URL must name a PostgreSQL database, because a dyno's disk is lost at every restart")
    if settings.development:
        return wrong
    if not settings.twilio_auth_token:
        wrong.append("TWILIO_AUTH_TOKEN is missing, without which no webhook can be trusted")
    if not settings.api_key:
        wrong.append("API_KEY is missing, without which the API would be open to everyone")
    return wrong


def environment() -> Mapping[str, str]:
    """The process's environment over the `.env` file beside the app; on a dyno there is no such file.

    The only place that reads os.environ. Raises SettingsError for a file that cannot be read.
    """
    try:
        file = {} if os.environ.get("DYNO") else dotenv_values(ROOT / ".env", interpolate=False)
    except UnicodeDecodeError as error:
        raise SettingsError("voicebot cannot start: .env is not a text file in UTF-8.") from error
    except OSError as error:
        raise SettingsError(f"voicebot cannot start: .env cannot be read: {error.strerror}.") from error
    return {**{name: value for name, value in file.items() if value is not None}, **os.environ}
