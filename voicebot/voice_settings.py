"""The settings of realtime calls; a part of Settings."""

import re
from dataclasses import dataclass
from typing import Literal

from voicebot.setting_values import flag, one_of, setting, text, whole

VOICES = ("realtime", "gpt-live")


def scenario_voices(value: str) -> tuple[tuple[str, str], ...]:
    """ "gpt-live,sales=realtime" as pairs (scenario, voice); the voice of all others has no scenario."""
    chosen = {"": VOICES[0]}
    for part in filter(None, (item.strip() for item in value.split(","))):
        scenario, _, name = part.rpartition("=")
        if name.strip() not in VOICES:
            raise ValueError(f"must be one of {', '.join(VOICES)}, or a list of scenario=voice")
        chosen[scenario.strip()] = name.strip()
    return tuple(chosen.items())


EVERY = "*"
"""Stands for every scenario."""


def scenario_names(value: str) -> frozenset[str]:
    """ "sales, job_offer", or "*" for all."""
    names = frozenset(filter(None, (each.strip() for each in value.split(","))))
    if not all(each == EVERY or re.fullmatch(r"[a-z][a-z0-9_]{0,40}", each) for each in names):
        raise ValueError(f"must be names of scenarios, separated by commas, or {EVERY}")
    return names


@dataclass(frozen=True)
class VoiceSettings:
    """How realtime calls are held: docs/realtime.md."""

    realtime_voice: tuple[tuple[str, str], ...] = setting(
        "REALTIME_VOICE", scenario_voices, (("", "realtime"),),
        "Who speaks on realtime calls: realtime or gpt-live, for all or by scenario (gpt-live,sales=realtime).",
    )  # fmt: skip
    realtime_scenarios: frozenset[str] = setting(
        "REALTIME_SCENARIOS", scenario_names, frozenset(),
        "Scenarios whose outbound calls are realtime calls: names, or * for all.",
    )  # fmt: skip
    openai_realtime_model: str = setting(
        "OPENAI_REALTIME_MODEL", text, "gpt-realtime-2.1", "The model of realtime calls."
    )
    openai_live_model: str = setting("OPENAI_LIVE_MODEL", text, "gpt-live-1.1", "The model of gpt-live calls.")
    realtime_speaker: str = setting("REALTIME_SPEAKER", text, "marin", "The voice of realtime calls.")
    realtime_turns: Literal["server_vad", "semantic_vad"] = setting(
        "REALTIME_TURNS", one_of("server_vad", "semantic_vad"), "server_vad", "How an utterance's end is told."
    )
    realtime_eagerness: str = setting(
        "REALTIME_EAGERNESS", one_of("low", "medium", "high", "auto"), "auto", "How soon, with semantic_vad."
    )
    realtime_silence_ms: int = setting(
        "REALTIME_SILENCE_MS", whole(100, 5000), 500, "The silence that ends an utterance, with server_vad."
    )
    realtime_noise_reduction: str = setting(
        "REALTIME_NOISE_REDUCTION", one_of("near_field", "far_field"), "", "OpenAI's noise reduction; empty: none."
    )
    realtime_transcribe_model: str = setting(
        "REALTIME_TRANSCRIBE_MODEL", text, "gpt-transcribe", "Writes down what callers of realtime calls say."
    )
    realtime_backchannels_pass: bool = setting(
        "REALTIME_BACKCHANNELS_PASS", flag, True, "Let a short yes or mm-hm pass without cutting the agent off."
    )
    realtime_max_calls: int = setting(
        "REALTIME_MAX_CALLS", whole(1, 5000), 200, "Realtime calls of one process; more are answered turn by turn."
    )

    def rings_realtime(self, scenario: str) -> bool:
        """Whether outbound calls of this scenario are realtime calls."""
        return not self.realtime_scenarios.isdisjoint({scenario, EVERY})
