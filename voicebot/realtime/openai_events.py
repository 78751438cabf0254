"""The events we send to OpenAI Realtime (GA), as JSON. Pure.

Source: https://platform.openai.com/docs/api-reference/realtime-client-events
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from voicebot.agents.tool import Tool
from voicebot.realtime.commands import Event, Persona

PCMU = {"type": "audio/pcmu"}
UPDATE = "update"
"""The `event_id` of every update in mid-call: a server that refuses one names it in its error."""

Turns = Literal["server_vad", "semantic_vad"]


@dataclass(frozen=True)
class VoiceOptions:
    """How the voice model hears and speaks. Empty texts are not sent."""

    model: str = "gpt-realtime-2.1"
    voice: str = "marin"
    turns: Turns = "server_vad"
    eagerness: str = "auto"
    silence_ms: int = 500
    noise_reduction: str = ""
    transcription_model: str = "gpt-transcribe"
    language: str = "he"
    keywords: tuple[str, ...] = ()
    backchannels_pass: bool = True


def session_update(persona: Persona, options: VoiceOptions) -> Event:
    """Everything about the session. We alone ask for responses and cut them: the server does neither by itself."""
    session: dict[str, Any] = {
        "type": "realtime",
        "instructions": persona.instructions,
        "output_modalities": ["audio"],
        "audio": {"input": _input(options), "output": {"format": PCMU, "voice": options.voice}},
        "tools": list(persona.tools),
        "tool_choice": "auto",
    }
    return {"type": "session.update", "session": session}


def persona_update(persona: Persona, hears: VoiceOptions | None = None) -> Event:
    """Another agent goes on in the same session; its voice stays, since it cannot change once it has spoken.

    `hears`: how the caller is heard from here on, where that changes.
    """
    session = {"type": "realtime", "instructions": persona.instructions, "tools": list(persona.tools)}
    heard = {"audio": {"input": _input(hears)}} if hears else {}
    return {"type": "session.update", "event_id": UPDATE, "session": session | heard}


def _input(options: VoiceOptions) -> dict[str, Any]:
    heard: dict[str, Any] = {"format": PCMU, "turn_detection": _turn_detection(options)}
    if options.transcription_model:
        heard["transcription"] = _transcription(options)
    if options.noise_reduction:
        heard["noise_reduction"] = {"type": options.noise_reduction}
    return heard


def _turn_detection(options: VoiceOptions) -> dict[str, Any]:
    ours = {"create_response": False, "interrupt_response": False}
    if options.turns == "semantic_vad":
        return {"type": "semantic_vad", "eagerness": options.eagerness, **ours}
    return {"type": "server_vad", "silence_duration_ms": options.silence_ms, "prefix_padding_ms": 300, **ours}


def _transcription(options: VoiceOptions) -> dict[str, Any]:
    """Newer models take `languages` and `keywords`; the older ones one `language`."""
    model = options.transcription_model
    if model.startswith(("whisper", "gpt-4o")):
        return {"model": model, "language": options.language}
    words = {"keywords": list(options.keywords)} if options.keywords else {}
    return {"model": model, "languages": [options.language], **words}


def append(payload: str) -> Event:
    """The caller's audio; base64 as it came."""
    return {"type": "input_audio_buffer.append", "audio": payload}


def commit() -> Event:
    """What the caller has said so far is an utterance; nothing more comes."""
    return {"type": "input_audio_buffer.commit"}


def create(event_id: str, tools: bool = True) -> Event:
    """Answer now; without `tools`, in words alone."""
    only_words: Event = {} if tools else {"response": {"tool_choice": "none"}}
    return {"type": "response.create", "event_id": event_id, **only_words}


def say(event_id: str, line: str) -> Event:
    """Say exactly this; no tool may be called instead."""
    instructions = f"Say exactly the following text, word for word, in its own language, and nothing else:\n{line}"
    response = {"instructions": instructions, "tool_choice": "none"}
    return {"type": "response.create", "event_id": event_id, "response": response}


def cancel(response_id: str) -> Event:
    return {"type": "response.cancel", "response_id": response_id}


def truncate(item_id: str, heard_ms: int) -> Event:
    """The caller heard this much of it; the model shall not believe that more was said."""
    return {"type": "conversation.item.truncate", "item_id": item_id, "content_index": 0, "audio_end_ms": heard_ms}


def function_output(call_id: str, output: str) -> Event:
    item = {"type": "function_call_output", "call_id": call_id, "output": output}
    return {"type": "conversation.item.create", "item": item}


def message(role: Literal["user", "assistant", "system"], text: str) -> Event:
    """Something that was said, as text."""
    kind = "output_text" if role == "assistant" else "input_text"
    item = {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}
    return {"type": "conversation.item.create", "item": item}


@lru_cache(maxsize=256)
def function_tools(tools: tuple[Tool[Any], ...]) -> tuple[Event, ...]:
    """Tools in Realtime's form: flat, and without `strict`, which it does not know. The same for all calls."""
    return tuple(
        {"type": "function", "name": each.name, "description": each.description, "parameters": each.schema()}
        for each in tools
    )
