"""The command behind `make call`: reads the environment, places a call, tells how it went by its exit code.

SCRIPT, AUDIO, FROM, TO, DIRECTION, CALL_ID, VOICE_URL, SCENARIO, BASE_URL, TARGET_URL, PORT, BIDI,
TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_CALLER_ID, TWILIO_BASE_URL; `.env` is read too.
Exit codes: 0 the call went as expected, 1 it failed or an expectation did, 2 it could not be placed.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import cast, get_args
from urllib.parse import urlsplit

from dotenv import dotenv_values

from voicebot.simphone.call import Call, voice_fetch
from voicebot.simphone.events import NotReachable, Recorder, new_sid
from voicebot.simphone.keyboard import converse
from voicebot.simphone.recordings import DEFAULT_URL, CannotServe, RecordingServer, loopback_address
from voicebot.simphone.runner import ExpectationFailed, play_script
from voicebot.simphone.script import BadScript, Script, load_script
from voicebot.simphone.terminal import Screen, bidi_mode, terminal_width
from voicebot.simphone.webhook import Direction, HttpTransport, Identity, Webhooks

TOKEN_FILE = ".dev-signing-token"
DEVELOPMENT_ACCOUNT = "AC" + "0" * 32
LEAD_NUMBER = "+972547654321"
OUR_NUMBER = "+97233760000"
NOT_PLACED = 2
YES = frozenset({"1", "true", "yes", "on"})


class Unusable(Exception):
    """The phone cannot be used like this; the text is one sentence."""


@dataclass(frozen=True)
class Config:
    """All the phone must know for one call; "" where nothing is set."""

    base_url: str
    target_url: str
    token: str
    identity: Identity
    scenario: str
    call_id: str
    voice_url: str
    audio: bool
    recordings_url: str
    script: Script | None


def read_environment(env: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment over the folder's `.env`; what is set to nothing counts as not set."""
    from_file = {name: value or "" for name, value in dotenv_values(folder / ".env").items()}
    set_in_env = {name: value for name, value in env.items() if value}
    return {name: value for name, value in (from_file | set_in_env).items() if value}


def configure(env: Mapping[str, str], folder: Path) -> Config:
    """Raises Unusable, BadScript, CannotServe."""
    script = load_script(folder / env["SCRIPT"]) if "SCRIPT" in env else None
    if script and script.in_text:
        raise Unusable(f"{env['SCRIPT']} was held in text, which has no telephone: play it with `flask eval`.")
    said = dict(script.call) if script else {}
    audio = env["AUDIO"].lower() in YES if "AUDIO" in env else bool(script and script.audio)
    recordings_url = env.get("TWILIO_BASE_URL", DEFAULT_URL)
    if audio:
        loopback_address(recordings_url)
    if env.get("BIDI", "visual") not in {"visual", "logical"}:
        raise Unusable("BIDI is visual or logical.")
    return Config(
        base_url=_address(env.get("BASE_URL") or f"http://127.0.0.1:{env.get('PORT', '8000')}", "BASE_URL"),
        target_url=_address(env["TARGET_URL"], "TARGET_URL") if "TARGET_URL" in env else "",
        token=env.get("TWILIO_AUTH_TOKEN") or _development_token(folder / TOKEN_FILE),
        identity=_identity(env, said),
        scenario=env.get("SCENARIO") or said.get("scenario", ""),
        call_id=env.get("CALL_ID") or said.get("call_id", ""),
        voice_url=_address(env["VOICE_URL"], "VOICE_URL") if "VOICE_URL" in env else "",
        audio=audio,
        recordings_url=recordings_url,
        script=script,
    )


def _identity(env: Mapping[str, str], said: Mapping[str, str]) -> Identity:
    direction = env.get("DIRECTION") or said.get("direction", "inbound")
    if direction not in get_args(Direction):
        raise Unusable(f"DIRECTION is one of {', '.join(get_args(Direction))}.")
    ours, lead = env.get("TWILIO_CALLER_ID") or OUR_NUMBER, LEAD_NUMBER
    from_, to = (lead, ours) if direction == "inbound" else (ours, lead)
    return Identity(
        from_=env.get("FROM") or said.get("from", from_),
        to=env.get("TO") or said.get("to", to),
        account_sid=env.get("TWILIO_ACCOUNT_SID", DEVELOPMENT_ACCOUNT),
        call_sid=new_sid("CA"),
        direction=cast(Direction, direction),
    )


def _address(url: str, name: str) -> str:
    try:
        parts = urlsplit(url)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise Unusable(f"{name} must be a web address like http://127.0.0.1:8000, not {url}.")
    return url


def _development_token(path: Path) -> str:
    try:
        token = path.read_text("utf-8").strip()
    except FileNotFoundError as error:
        raise Unusable(f"There is no {TOKEN_FILE} here: start the app first, with `make run`.") from error
    except OSError as error:
        raise Unusable(f"{TOKEN_FILE} cannot be read: {error.strerror}.") from error
    if not token:
        raise Unusable(f"{TOKEN_FILE} is empty: start the app again, with `make run`.")
    return token


def main(env: Mapping[str, str], folder: Path | None = None, ask: Callable[[str], str] = input) -> int:
    """Places one call; returns the exit code."""
    _force_utf8()
    try:
        place = folder or Path.cwd()
        settings = read_environment(env, place)
        config = configure(settings, place)
        with _recorder(config) as recorder:
            return _call(config, _screen(settings), recorder, ask)
    except NotReachable as error:
        print(f"The app is not there: {error}; start it with `make run`.", file=sys.stderr)
    except (Unusable, BadScript, CannotServe) as error:
        print(error, file=sys.stderr)
    return NOT_PLACED


def _call(config: Config, screen: Screen, recorder: Recorder | None, ask: Callable[[str], str]) -> int:
    webhooks = Webhooks(HttpTransport(), config.token, config.identity, config.base_url, config.target_url)
    call = Call(webhooks, screen.hear, recorder)
    who = config.identity
    screen.aside(f"{who.from_} calls {who.to} ({who.direction}, {who.call_sid}) at {config.base_url}")
    call.start(voice_fetch(webhooks, config.scenario, config.call_id, config.voice_url))
    if config.script is None:
        converse(call, screen, ask)
        return int(call.ended is None or call.ended.by == "failed")
    try:
        play_script(config.script, call, screen.did)
    except ExpectationFailed as error:
        screen.message(f"FAILED  {error}")
        return 1
    screen.message(f"PASSED  {len(config.script.steps)} steps")
    return 0


@contextmanager
def _recorder(config: Config) -> Iterator[Recorder | None]:
    if not config.audio:
        yield None
        return
    with RecordingServer(config.recordings_url, config.identity.account_sid, config.token) as server:
        yield server


def _screen(env: Mapping[str, str]) -> Screen:
    tty = sys.stdout.isatty()
    if sys.stdin.isatty():
        # Line editing for `input`, where the platform has it.
        with suppress(ImportError):
            import_module("readline")
    colour = tty and "NO_COLOR" not in env
    return Screen(sys.stdout, bidi_mode(env, tty), colour, terminal_width() if tty else 0)


def _force_utf8() -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
