"""A conversation as YAML: what the caller does, and what must be heard.

    call: {from: "+972547654321", to: "+97233760000", direction: inbound, audio: false, channel: phone}
    steps:
      - hears: "דיגיטלי"       # also a list, `hears_not`, `hears_regex`: since the caller's last step
      - says: "כן"             # with `keys: "#"` or `hangs_up: true` in the same step: what follows the words
      - keys: "0"
      - silent: true
      - dial: no-answer        # how the next <Dial> ends
      - hangs_up: true
      - ends: hangup           # the app has ended the call: hangup | dial | any

    at: "2026-11-22T20:00"
    lead: {gender: f, consent: "a form"}
    facts: {outcome: booked, meetings: 1, tasks: [callback], suppressed: false, never: ["a secret"]}
    kind: plain            # what caller it is: plain | confused | hostile
    excluded: {text: "why it cannot be held in text"}

What the call leaves behind (`facts`, each optional) is looked up in the store by `flask eval`, which also lets the call
take place at that moment on Israel's clock (`at`), with a lead of whom that is on record, and with what is `given`
(see `given.py`): the phone can do none of it.
A call whose `channel` is text was held in text (`POST /agent/turn`): it begins with the caller's words and has no
greeting. `flask eval` plays it in text, the phone refuses it.
In one step, what must be heard comes first, then what the caller does, then `ends`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast, get_args

import yaml

from voicebot.simphone.events import DIAL_STATUSES, DialStatus
from voicebot.simphone.given import BadGiven, Given, given_of
from voicebot.simphone.webhook import Direction

TEXT = "text"
KINDS = ("plain", "confused", "hostile")
WAYS = (TEXT, "model")
"""Ways of holding a conversation, besides the telephone, that a script can be kept from."""
ENDINGS = ("hangup", "dial", "any")
KEYS = re.compile(r"[0-9*#]+")
CALL_TEXTS = ("from", "to", "direction", "scenario", "call_id", "channel")
CHANNELS = ("phone", TEXT)
EXPECTATIONS = ("hears", "hears_not", "hears_regex")
FACTS = {"outcome": str, "meetings": int, "tasks": str, "suppressed": bool, "never": str}
LISTED = ("tasks", "never")
ACTS = ("says", "keys", "silent", "dial", "hangs_up")
# What may be done in one step, besides one thing alone.
TOGETHER = ({"says", "keys"}, {"says", "hangs_up"})


class BadScript(Exception):
    """The script cannot be played; the text is one sentence with the line or the step."""


@dataclass(frozen=True)
class Step:
    """One step; None, False or () where it says nothing."""

    number: int
    hears: tuple[str, ...] = ()
    hears_not: tuple[str, ...] = ()
    hears_regex: tuple[str, ...] = ()
    says: str | None = None
    keys: str | None = None
    silent: bool = False
    dial: DialStatus | None = None
    hangs_up: bool = False
    ends: str | None = None


@dataclass(frozen=True)
class Script:
    """A whole conversation; `call` holds from, to, direction, scenario, call_id, channel where they are given."""

    steps: tuple[Step, ...]
    call: Mapping[str, str] = field(default_factory=dict)
    audio: bool = False
    facts: Mapping[str, object] = field(default_factory=dict)
    at: datetime | None = None
    lead: Mapping[str, str] = field(default_factory=dict)
    given: Given = field(default_factory=Given)
    kind: str | None = None
    excluded: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_text(self) -> bool:
        """Whether it is a conversation that was held in text."""
        return self.call.get("channel") == TEXT


def load_script(path: Path) -> Script:
    """Raises BadScript."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise BadScript(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadScript(f"{path} is not UTF-8 text (byte {error.start}).") from error
    return parse_script(text, str(path), path.parent)


def parse_script(text: str, name: str = "script", folder: Path = Path()) -> Script:
    """The files that it names are in `folder`. Raises BadScript."""
    try:
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadScript(f"{name}, line {line}: this is not YAML ({error.problem}).") from error
    except RecursionError:
        raise BadScript(f"{name} is nested too deeply for a script.") from None
    except yaml.YAMLError as error:
        raise BadScript(f"{name} is not YAML ({error}).") from error
    try:
        return _script(data, folder)
    except (BadScript, BadGiven) as error:
        raise BadScript(f"{name}: {error}") from error


def _script(data: object, folder: Path) -> Script:
    if not isinstance(data, dict) or not isinstance(data.get("steps"), list) or not data["steps"]:
        raise BadScript("a script is a mapping with a list of `steps`.")
    _only_known(data, ("call", "steps", "facts", "at", "lead", "given", "kind", "excluded"), "the script")
    call = data.get("call") or {}
    if not isinstance(call, dict):
        raise BadScript("`call` must be a mapping.")
    _only_known(call, (*CALL_TEXTS, "audio"), "`call`")
    texts = {name: _text(call[name], f"`call`, {name}") for name in CALL_TEXTS if name in call}
    if texts.get("direction", "inbound") not in get_args(Direction):
        raise BadScript(f"`call`, direction is one of {', '.join(get_args(Direction))}.")
    _choice(call, "channel", CHANNELS, "`call`")
    audio = _flag(call.get("audio", False), "`call`, audio")
    steps = tuple(_step(raw, number) for number, raw in enumerate(data["steps"], start=1))
    facts, given = _facts(data.get("facts") or {}), given_of(data.get("given"), folder)
    kind = _choice(data, "kind", KINDS, "the script")
    return Script(steps, texts, audio, facts, _moment(data.get("at")), _lead(data), given, kind, _excluded(data))


def _excluded(data: dict[str, object]) -> Mapping[str, str]:
    excluded = data.get("excluded") or {}
    if not isinstance(excluded, dict):
        raise BadScript("`excluded` must be a mapping of a way to its reason.")
    _only_known(excluded, WAYS, "`excluded`")
    return {name: _text(reason, f"`excluded`, {name}") for name, reason in excluded.items()}


def _lead(data: dict[str, object]) -> Mapping[str, str]:
    lead = data.get("lead") or {}
    if not isinstance(lead, dict):
        raise BadScript("`lead` must be a mapping.")
    _only_known(lead, ("gender", "consent"), "`lead`")
    _choice(lead, "gender", ("m", "f"), "`lead`")
    return {name: _text(value, f"`lead`, {name}") for name, value in lead.items()}


def _moment(raw: object) -> datetime | None:
    try:
        return None if raw is None else datetime.fromisoformat(_text(raw, "`at`"))
    except ValueError as error:
        raise BadScript('`at` is a moment like "2026-11-22T20:00".') from error


def _facts(raw: object) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        raise BadScript("`facts` must be a mapping.")
    _only_known(raw, tuple(FACTS), "`facts`")
    for name, value in raw.items():
        listed = value if isinstance(value, list) else [value]
        kind = FACTS[name]
        if not all(type(each) is kind for each in listed) or isinstance(value, list) != (name in LISTED):
            raise BadScript(f"`facts`, {name} is {'a list of texts' if name in LISTED else kind.__name__}.")
    return raw


def _step(raw: object, number: int) -> Step:
    where = f"step {number}"
    if not isinstance(raw, dict) or not raw:
        raise BadScript(f'{where} must be a mapping like `says: "כן"`.')
    _only_known(raw, (*EXPECTATIONS, *ACTS, "ends"), where)
    acts = {name for name in ACTS if name in raw}
    if len(acts) > 1 and acts not in TOGETHER:
        raise BadScript(f"{where} does several things at once ({', '.join(sorted(acts))}): make them steps.")
    return Step(
        number,
        hears=_texts(raw, "hears", where),
        hears_not=_texts(raw, "hears_not", where),
        hears_regex=_patterns(raw, where),
        says=_text(raw["says"], f"{where}, says") if "says" in raw else None,
        keys=_keys(raw, where),
        silent="silent" in acts and _true(raw["silent"], f"{where}, silent"),
        dial=cast(DialStatus | None, _choice(raw, "dial", DIAL_STATUSES, where)),
        hangs_up="hangs_up" in acts and _true(raw["hangs_up"], f"{where}, hangs_up"),
        ends=_choice(raw, "ends", ENDINGS, where),
    )


def _only_known(raw: dict[object, object], known: tuple[str, ...], where: str) -> None:
    for name in raw:
        if name not in known:
            raise BadScript(f"{where} has `{name}`, which is none of {', '.join(known)}.")


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadScript(f"{where} must be text, in quotes.")
    return value


def _texts(raw: dict[str, object], name: str, where: str) -> tuple[str, ...]:
    if name not in raw:
        return ()
    values = raw[name]
    if values == []:
        raise BadScript(f"{where}, {name} is an empty list.")
    listed = values if isinstance(values, list) else [values]
    return tuple(_text(value, f"{where}, {name}") for value in listed)


def _patterns(raw: dict[str, object], where: str) -> tuple[str, ...]:
    patterns = _texts(raw, "hears_regex", where)
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise BadScript(f"{where}, hears_regex is no regular expression ({error}).") from error
    return patterns


def _keys(raw: dict[str, object], where: str) -> str | None:
    if "keys" not in raw:
        return None
    keys = _text(raw["keys"], f"{where}, keys")
    if not KEYS.fullmatch(keys):
        raise BadScript(f"{where}, keys are digits, * and #.")
    return keys


def _choice(raw: dict[str, object], name: str, choices: tuple[str, ...], where: str) -> str | None:
    if name not in raw:
        return None
    if raw[name] not in choices:
        raise BadScript(f"{where}, {name} is one of {', '.join(choices)}.")
    return str(raw[name])


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise BadScript(f"{where} is true or false.")
    return value


def _true(value: object, where: str) -> bool:
    if value is not True:
        raise BadScript(f"{where} can only be true: leave it out otherwise.")
    return True
