"""How the app is observed, as the settings say it."""

from dataclasses import replace

from voicebot.logs import Mask
from voicebot.observability.setup import Options
from voicebot.settings import Settings


def observed_by(settings: Settings) -> Options:
    """How the app is observed with these settings; what leaves the machine is masked, also with LOG_TEXTS."""
    return Options(
        app_env=settings.app_env,
        metrics_dir=settings.metrics_dir,
        otel_endpoint=settings.otel_endpoint,
        sentry_dsn=settings.sentry_dsn,
        alert_webhook_url=settings.alert_webhook_url,
        end_silence_s=settings.record_silence_timeout_seconds,
        prices=settings.prices,
        products=products_of(settings),
        mask=Mask.of(replace(settings, log_texts=False)).text,
    )


def products_of(settings: Settings) -> dict[str, str]:
    """What each link sells, for the price table: the model that is asked."""
    sold = {
        "model": settings.openai_model,
        "analyst": settings.openai_model,
        "translator": settings.openai_model,
        "transcriber": settings.openai_transcribe_model,
    }
    chains = {
        "model": (*settings.model_chain, *settings.handoff_chain),
        "analyst": settings.model_chain,
        "translator": (*settings.model_chain, *settings.translator_chain),
        "transcriber": settings.transcriber_chain,
    }
    own = {
        f"{ability}:{link.name}": link.model for ability, chain in chains.items() for link in chain if not link.known
    }
    return {f"{ability}:openai": model for ability, model in sold.items()} | own
