"""Which voice model speaks in which scenario, and how it is set."""

from collections.abc import Callable
from urllib.parse import urlencode

from voicebot.realtime.engine import Voice
from voicebot.realtime.live_session import LiveSession
from voicebot.realtime.model_line import Address
from voicebot.realtime.openai_events import VoiceOptions
from voicebot.settings import Settings


def voices_of(settings: Settings, keywords_of: Callable[[str], tuple[str, ...]]) -> Callable[[str], Voice]:
    """The voice of each scenario, by its name."""
    chosen = dict(settings.realtime_voice)

    def voice(scenario: str) -> Voice:
        kind = chosen.get(scenario, chosen[""])
        return VOICES[kind](settings, keywords_of(scenario))

    return voice


def realtime(settings: Settings, keywords: tuple[str, ...]) -> Voice:
    """OpenAI Realtime: the model reasons, and calls our tools itself."""
    model = settings.openai_realtime_model
    address = Address(f"{_ws(settings)}/realtime?{urlencode({'model': model})}", _headers(settings))
    return Voice(model, address, options_of(settings, model, keywords))


def gpt_live(settings: Settings, keywords: tuple[str, ...]) -> Voice:
    """GPT-Live: the model listens and speaks, and our own agent reasons."""
    model = settings.openai_live_model
    address = Address(f"{_ws(settings)}/live/sessions", _headers(settings))
    return Voice(model, address, options_of(settings, model, keywords), LiveSession)


def options_of(settings: Settings, model: str, keywords: tuple[str, ...]) -> VoiceOptions:
    """The settings, as a voice takes them."""
    return VoiceOptions(
        model=model,
        voice=settings.realtime_speaker,
        turns=settings.realtime_turns,
        eagerness=settings.realtime_eagerness,
        silence_ms=settings.realtime_silence_ms,
        noise_reduction=settings.realtime_noise_reduction,
        transcription_model=settings.realtime_transcribe_model,
        keywords=keywords,
        backchannels_pass=settings.realtime_backchannels_pass,
    )


def _ws(settings: Settings) -> str:
    return "ws" + settings.openai_base_url.removeprefix("http")


def _headers(settings: Settings) -> dict[str, str]:
    """No beta header: the GA interface refuses it."""
    return {"Authorization": f"Bearer {settings.openai_api_key}"}


VOICES = {"realtime": realtime, "gpt-live": gpt_live}
