"""What the person at the terminal types, line by line, as what the caller does."""

import re
from collections.abc import Callable

from voicebot.simphone.call import Call, NoRecorder
from voicebot.simphone.events import (
    DIAL_STATUSES,
    CallerInput,
    DialEnd,
    Dialing,
    HangUp,
    Keys,
    Listening,
    Silence,
    Speech,
)
from voicebot.simphone.terminal import Screen

KEY_LINE = re.compile(r"/(?:keys\s+)?([0-9*#]+)")
HELP = (
    "type what the caller says; an empty line is silence",
    "/keys 12# or /12#  press keys",
    "/hangup or Ctrl-D  hang up",
    "/help              this",
)


def converse(call: Call, screen: Screen, ask: Callable[[str], str] = input) -> None:
    """Holds the conversation of a call that has started, until it ends; `ask` reads one line."""
    while call.ended is None:
        act = _next_act(call, screen, ask)
        if act is None:
            continue
        if isinstance(act, Keys | DialEnd | Silence):
            screen.did(act)
        try:
            call.act(act)
        except NoRecorder as error:
            screen.message(f"!!   {error}")
            call.hang_up()


def _next_act(call: Call, screen: Screen, ask: Callable[[str], str]) -> CallerInput | DialEnd | None:
    """What the next line says the caller does; None when it says nothing of use."""
    ringing = isinstance(call.waiting, Dialing)
    try:
        line = ask("dial> " if ringing else "> ").strip()
    except (EOFError, KeyboardInterrupt):
        screen.message("")
        line = "/hangup"
    if line == "/hangup":
        return HangUp()
    return _dial_end(line, screen) if ringing else _caller_act(line, call, screen)


def _caller_act(line: str, call: Call, screen: Screen) -> CallerInput | None:
    keys = KEY_LINE.fullmatch(line)
    if keys:
        return Keys(keys[1])
    if line.startswith("/"):
        for help_line in HELP:
            screen.aside(f"     {help_line}")
        return None
    if line and isinstance(call.waiting, Listening) and not call.waiting.speech:
        screen.aside("     the app listens for keys only here: /keys 1")
        return None
    return Speech(line) if line else Silence()


def _dial_end(line: str, screen: Screen) -> DialEnd | None:
    for status in DIAL_STATUSES:
        if line == status or (not line and status == "completed"):
            return DialEnd(status)
    screen.aside(f"     how does it end? {', '.join(DIAL_STATUSES)} (empty line: completed), or /hangup")
    return None
