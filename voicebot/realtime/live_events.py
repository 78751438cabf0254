"""The events we send to OpenAI's GPT-Live, as JSON. Pure.

Source: the types of `openai.types.live` (openai 3.57).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from language.types import Language
from voicebot.realtime.commands import Event
from voicebot.realtime.openai_events import VoiceOptions
from voicebot.realtime.prompt import SPEAK, said_before

MAX_CONTENT = 900
"""Characters of one piece of commentary: the vendor takes 500 tokens, and two Hebrew letters may be one."""

WORD_FOR_WORD = "Say word for word: "
_END = re.compile(r"[.!?…](?=\s)")

FRONT = """You are the voice of an agent who does all the thinking. Delegate whatever the caller says that is more
than a sign of listening: answers, questions, wishes, goodbyes. Tell the caller what the agent answers, word for word
and nothing beside it. Never state a fact, a price, a time or a promise of your own, and never say that something was
done. While the agent thinks, at most say a word such as one says while thinking."""

LISTENS = "A short yes or mm-hm while you speak only says that the caller listens: speak on, and do not delegate it."
STOPS = "Stop as soon as the caller says anything while you speak, and listen."
"""The vendor has no setting for interruptions; its instructions are the place for them."""


def start(options: VoiceOptions, language: Language, said: Sequence[tuple[str, str]]) -> Event:
    """The first event: everything about the session. It knows nothing of the lead: only our agent does."""
    manners = LISTENS if options.backchannels_pass else STOPS
    instructions = f"{FRONT}\n\n{manners}\n\n{SPEAK[language]}"
    if said:
        instructions += f"\n\n{said_before(said)}"
    session: dict[str, Any] = {
        "model": options.model,
        "instructions": instructions,
        "audio": {"format": {"type": "audio/pcmu", "rate": 8000}, "output": {"voice": options.voice}},
        "delegation": {"type": "client"},
        "store": False,
    }
    return {"type": "session.start", "session": session}


def append(payload: str) -> Event:
    """The caller's audio; base64 as it came. Only after `session.started`: the vendor takes no command before."""
    return {"type": "session.input_audio.append", "audio": payload}


def say(text: str, delegation_id: str | None = None) -> list[Event]:
    """What the caller is to be told, in pieces the vendor takes, one after the other."""
    return [_context("session.commentary.append", WORD_FOR_WORD + each, delegation_id) for each in _pieces(text)]


def _pieces(text: str) -> Iterator[str]:
    """Cut where a sentence ends, else between words; only what is longer than a piece without a space is cut in it."""
    rest = text.strip()
    while len(rest) > MAX_CONTENT:
        begins = rest[: MAX_CONTENT + 1]  # a space just behind it is a place to cut, too
        ends = [each.end() for each in _END.finditer(begins)]
        cut = ends[-1] if ends else begins.rfind(" ")
        cut = cut if cut > 0 else MAX_CONTENT
        yield rest[:cut]
        rest = rest[cut:].strip()
    if rest:
        yield rest


def repeat() -> Event:
    """Say the last thing again."""
    return _context("session.commentary.append", "The caller asks to hear it again: repeat what you said last.", None)


def hush() -> Event:
    """Stop speaking: there is no command for it, so it is asked for."""
    content = "The caller pressed a key. Stop what you are saying, and say nothing before you are told the answer."
    return _context("session.instructions.append", content, None)


def speak(language: Language) -> Event:
    """The caller has chosen another language."""
    content = f"From here on another language is spoken; this replaces what you were told of it. {SPEAK[language]}"
    return _context("session.instructions.append", content, None)


def close() -> Event:
    """End the session. The vendor answers with its last event, which tells how many seconds it has lasted."""
    return {"type": "session.close"}


def _context(
    kind: Literal["session.commentary.append", "session.instructions.append"], content: str, delegation_id: str | None
) -> Event:
    return {"type": kind, "content": content, "delegation_id": delegation_id}
