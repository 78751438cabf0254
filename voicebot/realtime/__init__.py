"""Blueprint 2: the realtime path. Twilio Media Streams on one side, a voice model on the other."""

from urllib.parse import urlsplit

from flask import Blueprint

from voicebot.calling_settings import must_end_of
from voicebot.realtime.call_work import Observed, no_trace
from voicebot.realtime.desk import Paths, RealtimeDesk
from voicebot.realtime.engine import ConversationEngine, Redirects
from voicebot.realtime.loop import LoopLimits, RealtimeLoop
from voicebot.realtime.views import create_blueprint
from voicebot.realtime.voices import voices_of
from voicebot.services import Services
from voicebot.twilio_gate import TwilioGate
from voicebot.webhooks import REPEATED

EXTENSION = "voicebot.realtime"
"""Under this name the app keeps its loop, for the server to drain it."""


def create_realtime(services: Services) -> Blueprint:
    """The blueprint for these services. Connects to nothing, and starts its thread with the first stream."""
    settings, stores = services.settings, services.stores
    engine = engine_of(services)
    loop = RealtimeLoop(lambda: engine, LoopLimits(calls=settings.realtime_max_calls))
    paths = Paths(f"ws{settings.base_url.removeprefix('http')}/realtime/stream", urlsplit(settings.base_url).path)
    desk = RealtimeDesk(stores, services.conversation, services.companies, paths, services.leases.owner)
    gate = TwilioGate(services.token, settings.base_url)
    blueprint = create_blueprint(gate, desk, loop, lambda: bool(settings.openai_api_key))
    blueprint.record_once(lambda state: state.app.extensions.update({EXTENSION: loop}))
    return blueprint


def engine_of(services: Services) -> ConversationEngine:
    """What opens calls and holds them, on these services."""
    scenario, tracing = services.companies, services.observability.tracing
    telephone, after = services.vendors.telephone, f"{services.settings.base_url}/realtime/after{REPEATED}"
    return ConversationEngine(
        services.stores,
        scenario,
        services.runner,
        services.translation,
        voices_of(services.settings, lambda name: scenario(name).keywords),
        services.leases.owner,
        services.now,
        Observed(services.observability.meter, tracing.begin if tracing else no_trace),
        services.summarise,
        ends_before=must_end_of(services.settings, services.calling),
        redirects=Redirects(telephone, after) if telephone else None,
    )
