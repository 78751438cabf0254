"""Blueprint 2: the realtime path. Twilio Media Streams on one side, a voice model on the other."""

from urllib.parse import urlsplit

from flask import Blueprint

from voicebot.realtime.desk import Paths, RealtimeDesk
from voicebot.realtime.engine import ConversationEngine
from voicebot.realtime.loop import LoopLimits, RealtimeLoop
from voicebot.realtime.views import create_blueprint
from voicebot.realtime.voices import voices_of
from voicebot.services import Services
from voicebot.twilio_gate import TwilioGate

EXTENSION = "voicebot.realtime"
"""Under this name the app keeps its loop, for the server to drain it."""


def create_realtime(services: Services) -> Blueprint:
    """The blueprint for these services. Connects to nothing, and starts its thread with the first stream."""
    settings, stores = services.settings, services.stores

    scenario = services.companies
    owner = services.leases.owner
    engine = ConversationEngine(
        stores,
        scenario,
        services.runner,
        services.translation,
        voices_of(settings, lambda name: scenario(name).keywords),
        owner,
        services.now,
    )
    loop = RealtimeLoop(lambda: engine, LoopLimits(calls=settings.realtime_max_calls))
    paths = Paths(f"ws{settings.base_url.removeprefix('http')}/realtime/stream", urlsplit(settings.base_url).path)
    desk = RealtimeDesk(stores, services.conversation, scenario, paths, owner)
    gate = TwilioGate(services.token, settings.base_url)
    blueprint = create_blueprint(gate, desk, loop, lambda: bool(settings.openai_api_key))
    blueprint.record_once(lambda state: state.app.extensions.update({EXTENSION: loop}))
    return blueprint
