"""Blueprint 1: the turn-based way. Twilio's webhooks come in, TwiML goes out."""

from urllib.parse import urlsplit

from flask import Blueprint

from voicebot.conversation.types import Over, Reply
from voicebot.phone.debug import DebugLog
from voicebot.phone.desk import Desk
from voicebot.phone.outage import Outage
from voicebot.phone.twiml import VoiceStyle
from voicebot.phone.views import create_blueprint
from voicebot.services import Services
from voicebot.settings import Settings
from voicebot.twilio_gate import TwilioGate


def create_phone(services: Services) -> Blueprint:
    """The blueprint for these services."""
    settings = services.settings
    style = style_of(settings)
    line = services.scenarios[settings.scenario].lines.trouble
    spoken = {"he": line.he, "en": line.en, "es": line.es or line.en}[services.language]
    apology = Reply((spoken,), Over(), services.language)
    outage = Outage(style, services.language, lambda: services.now().timestamp())
    desk = Desk(services.conversation, services.replies, style)
    debug = DebugLog(services.stores.debug_events, settings.debug_call_events)
    return create_blueprint(TwilioGate(services.token, settings.base_url), desk, debug, style, apology, outage)


def style_of(settings: Settings) -> VoiceStyle:
    """How TwiML speaks and listens with these settings."""
    return VoiceStyle(
        voice_he=settings.twilio_tts_voice,
        voice_en=settings.twilio_tts_voice_en,
        hears_by=settings.hears_by,
        max_length_s=settings.record_max_length_seconds,
        silence_s=settings.record_silence_timeout_seconds,
        caller_id=settings.twilio_caller_id,
        prefix=urlsplit(settings.base_url).path,
        voice_es=settings.twilio_tts_voice_es,
        lexicon=settings.pronunciation_lexicon,
        recordings=settings.recorded_lines,
    )
