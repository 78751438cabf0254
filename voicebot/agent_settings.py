"""The settings of agents and scenarios; a part of Settings."""

from dataclasses import dataclass

from voicebot.circuits.settings import Link, chain_parser
from voicebot.setting_values import setting, text, url, voice
from voicebot.voice_settings import VoiceSettings


def one_model(value: str) -> tuple[Link, ...]:
    """One link of a model chain, no more."""
    links = chain_parser("model", url)(value)
    if len(links) > 1:
        raise ValueError("must be one model: openai, rules, or name=base URL|model|NAME_OF_THE_KEY")
    return links


@dataclass(frozen=True)
class AgentSettings(VoiceSettings):
    """What agents hand over with, and what scenarios write: docs/scenarios.md."""

    handoff_chain: tuple[Link, ...] = setting(
        "HANDOFF_MODEL", one_model, (),
        "The fast model that sums up a call for the next agent, a link as in MODEL_CHAIN; rules: no model.",
    )  # fmt: skip
    twilio_tts_voice_es: str = setting(
        "TWILIO_TTS_VOICE_ES", voice, "Google.es-US-Wavenet-A", "The voice of Spanish calls."
    )
    checkins_dir: str = setting(
        "CHECKINS_DIR",
        text,
        "checkins",
        "The directory that each driver's check-in is written to as a JSON file; empty writes no files.",
    )
