"""What the person at the terminal sees.

Hebrew needs care: a terminal that knows the bidirectional algorithm gets the text in logical order inside an
isolate, so that it cannot disturb the rest of the line; any other gets it reordered, each line for itself.
BIDI=logical or BIDI=visual decides; else `bidi_mode` guesses.
"""

import re
import shutil
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TextIO
from urllib.parse import urlsplit

from bidi import get_display

from voicebot.simphone.events import (
    CallerInput,
    DialEnd,
    Dialing,
    Ended,
    Event,
    Exchanged,
    HangUp,
    Keys,
    Noted,
    Paused,
    Played,
    Said,
    Speech,
)

BidiMode = Literal["logical", "visual"]
HEBREW = re.compile("[\u0590-\u05ff]")
# Right-to-left isolate, pop isolate.
RLI, PDI = "\u2067", "\u2069"
GREY, BOLD, PLAIN = "\x1b[90m", "\x1b[1m", "\x1b[0m"
# VTE (GNOME Terminal and kin) reorders since 0.58.
VTE_WITH_BIDI = 5800
PROGRAMS_WITH_BIDI = frozenset({"Apple_Terminal", "mintty", "mlterm"})


def bidi_mode(env: Mapping[str, str], is_tty: bool) -> BidiMode:
    """As BIDI says; else logical to a file or to a terminal known to reorder, or visual."""
    if env.get("BIDI") == "logical" or (env.get("BIDI") != "visual" and not is_tty):
        return "logical"
    if env.get("BIDI") == "visual":
        return "visual"
    vte = env.get("VTE_VERSION", "")
    knows = (
        (vte.isdecimal() and int(vte) >= VTE_WITH_BIDI)
        or env.get("TERM_PROGRAM") in PROGRAMS_WITH_BIDI
        or env.get("TERM", "").startswith("mlterm")
        or "KONSOLE_VERSION" in env
    )
    return "logical" if knows else "visual"


@dataclass(frozen=True)
class Screen:
    """Writes the conversation; `width` is in columns and 0 does not wrap."""

    out: TextIO
    bidi: BidiMode = "logical"
    colour: bool = False
    width: int = 0

    def line(self, label: str, text: str = "") -> None:
        """A label of the phone's and a text that may be Hebrew."""
        if not HEBREW.search(text):
            print(f"{label}{text}", file=self.out, flush=True)
            return
        space = self.width - len(label)
        wrapped = textwrap.wrap(text, space) if self.bidi == "visual" and space > len(label) else [text]
        for index, part in enumerate(wrapped):
            start = label if index == 0 else " " * len(label)
            print(f"{start}{self._shown(part)}", file=self.out, flush=True)

    def _shown(self, text: str) -> str:
        if self.bidi == "logical":
            return f"{RLI}{text}{PDI}"
        return str(get_display(text, base_dir="R"))

    def message(self, text: str) -> None:
        """A sentence of the phone's own, English with Hebrew in quotation marks."""
        shown = text if self.bidi == "logical" else str(get_display(text, base_dir="L"))
        print(shown, file=self.out, flush=True)

    def aside(self, text: str) -> None:
        """Something the lead would not hear, in grey."""
        print(f"{GREY}{text}{PLAIN}" if self.colour else text, file=self.out, flush=True)

    def hear(self, event: Event) -> None:
        """Shows one event of the call."""
        match event:
            case Said(text=text):
                self.line("app> ", text)
            case Played(url=url):
                self.line("app> ", f"[plays {url}]")
            case Paused(seconds=seconds):
                self.aside(f"     [{seconds:g} s pause]")
            case Dialing(numbers=numbers):
                self.line("app> ", f"[dials {', '.join(numbers)}]")
            case Noted(code=code, text=text):
                self.aside(f"     ! {f'Twilio {code}: ' if code else ''}{text}")
            case Exchanged(fetch=fetch, answer=answer):
                place = urlsplit(fetch.url)
                where = place.path + (f"?{place.query}" if place.query else "")
                status = answer.status or answer.problem
                self.aside(f"     {answer.took_ms:5.0f} ms  {fetch.method} {where} → {status}")
            case Ended():
                self._ended(event)

    def _ended(self, ended: Ended) -> None:
        if ended.by == "failed":
            code = f" (Twilio {ended.code})" if ended.code else ""
            said = 'Twilio says "an application error has occurred" and hangs up'
            self.message(f"!!   {said}: {ended.how}{code}")
        elif ended.by == "caller":
            self.message("---  you hung up")
        else:
            self.message(f"---  the app ended the call ({ended.how})")

    def did(self, act: CallerInput | DialEnd) -> None:
        """Shows what the caller did, where nobody typed it."""
        match act:
            case Speech(text=text, key=key):
                self.line("you> ", text + (f" [{key}]" if key else ""))
            case HangUp(text=text) if text:
                self.line("you> ", text)
            case _:
                self.line("you> ", f"[{_named(act)}]")


def _named(act: CallerInput | DialEnd) -> str:
    match act:
        case Keys(digits=digits):
            return f"keys {digits}"
        case DialEnd(status=status):
            return f"the dialled call ends: {status}"
        case HangUp():
            return "hangs up"
        case _:
            return "silent"


def terminal_width() -> int:
    return shutil.get_terminal_size().columns
