"""Settings: defaults, one error for all that is wrong, what refuses to start where."""

from dataclasses import fields
from pathlib import Path

import pytest

from language.voice import Play, Say
from tests.rows import each_row
from voicebot.errors import SettingsError
from voicebot.phone import style_of
from voicebot.services import build
from voicebot.settings import ROOT, Settings

PRODUCTION = {
    "BASE_URL": "https://voice.example",
    "TWILIO_ACCOUNT_SID": "AC" + "0123456789abcdef" * 2,
    "TWILIO_AUTH_TOKEN": "a-token",
    "API_KEY": "a-key",
}
WRONG = {
    "PORT": ("0", "65536", "-1", "8000.5", "http", "99999999999999", "８０"),
    "WEB_CONCURRENCY": ("0", "65", "many"),
    "DATABASE_URL": (
        "nonsense", "mysql://u:p@host/db", "postgres://", "postgres://host", "postgres://u:p@host:port/db",
        "postgres://u:p/w@host/db", "postgres://[host/db", "sqlite://", "sqlite:///", "sqlite:///:memory:",
    ),
    "BASE_URL": (
        "voice.example", "ftp://voice.example", "https://", "https://voice.example:port", "https://voice.example?a=b",
        "https://user@voice.example", "https://:pw@voice.example", "https://voice.example/#x", "http://[::1",
        "https://voice example", "http://host:0",
    ),
    "OPENAI_BASE_URL": ("api.openai.com",),
    "TWILIO_BASE_URL": ("twilio",),
    "GOOGLE_TRANSLATE_BASE_URL": ("google",),
    "REDIS_URL": ("localhost:6379", "http://redis:6379", "redis://", "redis://host:port", "unix://"),
    "MAX_INTERVIEW_DURATION": ("59", "14401", "half an hour"),
    "AGENT_SESSION_TIMEOUT": ("0", "600.5"),
    "TRANSCRIPT_ENDPOINT_URL": ("s3.example",),
    "VH_API_BASE_URL": ("http://api.voicehire.example", "api.voicehire.example", "https://id:secret@api.example"),
    "VH_M2M_CLIENT_SECRET": ("a secret",),
    "FALLBACK_URL": ("fallback.xml", "https://files.example/fallback.xml?x=1"),
    "DELETE_RECORDINGS": ("maybe",),
    "JOBS_IN_WEB": ("sometimes",),
    "PIN_WORKERS": ("both",),
    "MAX_LIVE_CALLS": ("-1", "1.5"),
    "MAX_LIVE_CALLS_PER_NUMBER": ("many",),
    "MAX_CALLS_PER_NUMBER_PER_DAY": ("1e3",),
    "MAX_MONEY_PER_DAY_USD": ("$20", "-1", "1,000", "0.0000001", "٢٠"),
    "API_KEY": ("with space", "schlüssel", "tab\tkey", "\udcff"),
    "OPENAI_API_KEY": ("мой ключ",),
    "TWILIO_AUTH_TOKEN": ("a b",),
    "GOOGLE_TRANSLATE_API_KEY": ("\u200bkey",),
    "TWILIO_ACCOUNT_SID": ("AC123", "SK" + "0" * 32, "AC" + "x" * 32, "../Accounts"),
    "TWILIO_CALLER_ID": ("0541234567", "+0541234567", "+972-54-765-4321", "Alta", "+٩٧٢٥٤٧٦٥٤٣٢١"),
    "TRANSFER_NUMBER": ("*1234",),
    "TWILIO_TTS_VOICE": ("a voice", "<Say>", ""),
    "PRONUNCIATION_LEXICON": ("nowhere.csv", "README.md", "docs"),
    "RECORDED_LINES": ("lines.json",),
    "RECORDED_LINES_URL": ("files.example/lines", "https://files.example/lines?a=b"),
    "CALLING_HOURS": ("always", ",", "Sun 9", "Sun-Tue 09:00-25:00", "א 09:00-10:00"),
    "CALLING_CITY": ("Paris", "Jeru"),
    "CALL_ON_CHOL_HAMOED": ("half",),
    "CALL_ON_INDEPENDENCE_DAY": ("2",),
    "CLOSED_DAYS": ("27.10.2026", "2026-02-30", "tomorrow", "2026-10-27 2026-10-28", "٢٠٢٦-١٠-٢٧"),
    "DIAL_COUNTRIES": ("Israel", ",", "IL GB", "XX", "972"),
    "NUMBER_SCENARIOS": ("sales", "+97233760000", "+97233760000=", "0337=sales"),
    "REALTIME_SCENARIOS": ("Sales", "sales;other", "**"),
    "CALLER_LANGUAGE": ("he", "iw-IL", "fr-FR"),
    "CALLER_INPUT": ("gather",),
    "RECORD_MAX_LENGTH_SECONDS": ("0", "601"),
    "RECORD_SILENCE_TIMEOUT_SECONDS": ("0", "61"),
    "LOG_LEVEL": ("info", "TRACE"),
    "LOG_TEXTS": ("maybe",),
    "DEBUG_CALL_EVENTS": ("2",),
}  # fmt: skip


def error_of(env: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as raised:
        Settings.from_env(env)
    return str(raised.value)


def test_nothing_has_to_be_set() -> None:
    settings = Settings.from_env({})
    assert settings.development
    assert (settings.port, settings.base_url, settings.scenario) == (8000, "http://127.0.0.1:8000", "sales")
    assert (settings.caller_language, settings.caller_input, settings.hears_by) == ("he-IL", "record", "speech")
    assert settings.database_url == f"sqlite:///{ROOT / 'voicebot.sqlite3'}"
    assert (settings.openai_reasoning_effort, settings.log_level, settings.log_texts) == ("none", "INFO", False)


@pytest.mark.parametrize(
    ("text", "micro_usd"), [("0", 0), ("20", 20_000_000), ("2.50", 2_500_000), ("0.000001", 1), ("", 250_000_000)]
)
def test_money_is_kept_in_millionths(text: str, micro_usd: int) -> None:
    assert Settings.from_env({"MAX_MONEY_PER_DAY_USD": text}).max_micro_usd_per_day == micro_usd


@pytest.mark.parametrize(
    ("env", "in_web"),
    [
        ({}, True),
        ({"DATABASE_URL": "postgres://u:p@h/d"}, True),
        ({"JOBS_IN_WEB": "false"}, False),
        ({"DYNO": "web.1", "DATABASE_URL": "postgres://u:p@h/d", **PRODUCTION}, False),
        ({"DYNO": "web.1", "DATABASE_URL": "postgres://u:p@h/d", **PRODUCTION, "JOBS_IN_WEB": "true"}, True),
    ],
)
def test_where_jobs_are_run(env: dict[str, str], in_web: bool) -> None:
    assert Settings.from_env(env).runs_jobs_in_web is in_web


def test_the_port_is_the_public_urls_when_none_is_given() -> None:
    assert Settings.from_env({"PORT": "9000"}).base_url == "http://127.0.0.1:9000"
    assert Settings.from_env({"BASE_URL": "http://localhost:1/"}).base_url == "http://localhost:1"


@each_row(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values if value])
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    said = error_of({name: value, **({} if name != "TWILIO_AUTH_TOKEN" else {"API_KEY": "k"})})
    assert said.startswith("voicebot cannot start: ")
    assert f"{name} " in said
    assert "\n" not in said
    assert said.endswith(".")


@each_row("name", sorted({each.metadata["name"] for each in fields(Settings) if each.metadata["secret"]} & set(WRONG)))
def test_a_wrong_secret_is_not_repeated(name: str) -> None:
    assert "hunter2" not in error_of({name: "mysql://bot:hunter2 \x07@host"})


@each_row("name", sorted(each.metadata["name"] for each in fields(Settings)))
@pytest.mark.parametrize("secret", ["sk-proj-Leaked_9", "leaked_scenario", "+97250leaked=leaked_9"])
def test_a_secret_in_the_wrong_place_is_not_repeated(name: str, secret: str) -> None:
    """Two values are easily swapped, and logs are read by more people than settings are."""
    beside = {"RECORDED_LINES_URL": "https://files.example"} if name == "RECORDED_LINES" else {}
    told = ""
    try:
        Settings.from_env({name: secret, **beside})
    except SettingsError as error:
        told = str(error)
    assert "leaked" not in told.lower()


def test_all_that_is_wrong_is_named_in_one_error() -> None:
    env = {name: values[0] for name, values in WRONG.items()} | {"COMPANY_NAME": "Acme", "DYNO": "web.1"}
    said = error_of(env)
    for name in (*WRONG, "COMPANY_NAME_HE", "a dyno's disk"):
        assert name in said
    assert said.count("voicebot cannot start") == 1


def test_what_is_missing_is_named_with_what_is_wrong() -> None:
    said = error_of({"BASE_URL": "https://voice.example", "PORT": "http"})
    for name in ("PORT", "TWILIO_AUTH_TOKEN is missing", "API_KEY is missing"):
        assert name in said


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("TWILIO_AUTH_TOKEN", {}),
        ("API_KEY", {}),
        ("DATABASE_URL", {"DYNO": "web.1"}),
        ("DATABASE_URL", {"DYNO": "web.1", "DATABASE_URL": "sqlite:////data/voice.db"}),
    ],
)
def test_outside_development_it_refuses_to_start_without(name: str, changes: dict[str, str]) -> None:
    given = {each: value for each, value in PRODUCTION.items() if each != name} | changes
    assert f"{name} " in error_of(given)


@each_row(
    ("env", "development"),
    [
        ({}, True),
        ({"BASE_URL": "http://localhost:8000"}, True),
        ({"BASE_URL": "http://[::1]:8000"}, True),
        ({"OPENAI_API_KEY": "sk-x", "TWILIO_CALLER_ID": "+97233760000"}, True),
        ({"API_KEY": "k", "TWILIO_ACCOUNT_SID": " ", "TWILIO_AUTH_TOKEN": ""}, True),
        ({"API_KEY": "k", "TWILIO_AUTH_TOKEN": "t"}, False),
        ({"API_KEY": "k", "TWILIO_AUTH_TOKEN": "t", "TWILIO_ACCOUNT_SID": "AC" + "0" * 32}, False),
        ({"API_KEY": "k", "TWILIO_AUTH_TOKEN": "t", "BASE_URL": "https://127.0.0.1.voice.example"}, False),
        ({"API_KEY": "k", "TWILIO_AUTH_TOKEN": "t", "DYNO": "web.1", "DATABASE_URL": "postgres://u:p@h/d"}, False),
        (PRODUCTION, False),
    ],
)
def test_what_development_is(env: dict[str, str], development: bool) -> None:
    assert Settings.from_env(env).development is development


@pytest.mark.parametrize("set_one", ["COMPANY_NAME", "COMPANY_OFFER_HE", "COMPANY_PRICE_LINE"])
def test_what_is_said_in_two_languages_is_set_in_both(set_one: str) -> None:
    base = set_one.removesuffix("_HE")
    assert f"{base} and {base}_HE" in error_of({set_one: "something", f"{base}_HE" if base == set_one else base: " "})
    assert Settings.from_env({base: "Acme", f"{base}_HE": "אקמי"})


def test_an_empty_reasoning_effort_means_that_none_is_sent() -> None:
    assert Settings.from_env({"OPENAI_REASONING_EFFORT": ""}).openai_reasoning_effort == ""
    assert Settings.from_env({"OPENAI_MODEL": ""}).openai_model == "gpt-6-luna"


@pytest.mark.parametrize(("value", "meant"), [("true", True), ("1", True), ("ON", True), ("No", False), ("0", False)])
def test_flags_are_read_as_people_write_them(value: str, meant: bool) -> None:
    assert Settings.from_env({"LOG_TEXTS": value}).log_texts is meant


def test_nothing_secret_is_shown() -> None:
    secrets = {each.name: f"hidden-{each.name}" for each in fields(Settings) if each.metadata["secret"]}
    assert len(secrets) == 9
    assert "hidden-" not in repr(Settings(**secrets))  # type: ignore[arg-type]  # all of them are texts


@pytest.mark.parametrize("changes", [{"SCENARIO": "nothing"}, {"NUMBER_SCENARIOS": "+97233760000=nothing"}])
def test_an_unknown_scenario_is_told_with_the_known_ones(changes: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=r"SCENARIO.* an unknown scenario; known are: .*interview.*sales") as raised:
        build(Settings.from_env(changes))
    assert "nothing" not in str(raised.value), "a secret in the wrong place is not repeated"


@each_row(
    ("env", "hears_by"),
    [
        ({}, "speech"),
        ({"OPENAI_API_KEY": "k"}, "speech"),
        ({"OPENAI_API_KEY": "k", "TWILIO_BASE_URL": "http://127.0.0.1:9100"}, "record"),
        (PRODUCTION, "speech"),
        ({**PRODUCTION, "OPENAI_API_KEY": "k"}, "record"),
        ({**PRODUCTION, "OPENAI_API_KEY": "k", "CALLER_INPUT": "speech"}, "speech"),
    ],
)
def test_callers_are_recorded_only_where_recordings_can_be_heard(env: dict[str, str], hears_by: str) -> None:
    assert Settings.from_env(env).hears_by == hears_by


# -- how lines are spoken


def test_a_lexicon_and_recorded_lines_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("term,voice,respelling,ssml\nנובה,,נוֹבָה,\n", "utf-8")
    (tmp_path / "lines.json").write_text('{"כן": "yes.mp3", "לא": "no.mp3"}', "utf-8")
    env = {
        "PRONUNCIATION_LEXICON": f"{tmp_path}/words.csv",
        "RECORDED_LINES": f"{tmp_path}/lines.json",
        "RECORDED_LINES_URL": "https://files.example/he/",
    }
    style = style_of(Settings.from_env(env))
    assert style.speaker("he").render("שלום מנובה") == Say(("שלום מנוֹבָה",))
    assert style.speaker("he").render("לא.") == Play("https://files.example/he/no.mp3", "לא.")
    (tmp_path / "yes.mp3").write_bytes(b"x")
    style = style_of(Settings.from_env(env))
    assert isinstance(style.speaker("he").render("כן"), Play)
    assert isinstance(style.speaker("he").render("לא"), Say), "beside the others there is no such file"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("PRONUNCIATION_LEXICON", "term,voice,respelling,ssml\nנובה,,,\n", ", line 2: 'נובה' has neither"),
        ("RECORDED_LINES", '{"כן": "../yes.mp3"}', "is no name of an mp3, wav or ulaw file"),
        ("RECORDED_LINES", "[", "Expecting value"),
        ("RECORDED_LINES", None, "No such file or directory."),
        ("PRONUNCIATION_LEXICON", None, "No such file or directory."),
    ],
)
def test_a_list_that_cannot_be_used_is_told_with_its_file(
    tmp_path: Path, name: str, content: str | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "list").write_text(content, "utf-8")
    address = {"RECORDED_LINES_URL": "https://files.example"} if name == "RECORDED_LINES" else {}
    error = error_of({name: f"{tmp_path}/list", **address})
    assert error.startswith(f"voicebot cannot start: {name} must be a ")
    assert (f"{tmp_path}/list" in error) is (content is not None), "what is no file may be a secret"
    assert said in error
    assert "Errno" not in error


def test_recorded_lines_need_their_address() -> None:
    for name in ("RECORDED_LINES", "RECORDED_LINES_URL"):
        assert "RECORDED_LINES and RECORDED_LINES_URL are set together" in error_of({name: "https://files.example"})
