"""Puts together what an app is observed with, from plain options."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from voicebot.observability.alerts import AlertMemory, Alerts
from voicebot.observability.errors import Errors, open_errors
from voicebot.observability.events import EventWatch
from voicebot.observability.exposition import Source, share
from voicebot.observability.metering import Meter
from voicebot.observability.metrics import Metrics
from voicebot.observability.prices import PRICES, Price, PriceTable
from voicebot.observability.tracing import Tracing, open_tracing


@dataclass(frozen=True)
class Options:
    """What the operator chose; "" switches a part off.

    `end_silence_s` is the silence that ends a recording; `prices` come after those of the table; `products` are
    what links sell (`metering`); `mask` takes numbers and secrets out of texts that leave the machine.
    """

    app_env: str = ""
    metrics_dir: str = ""
    otel_endpoint: str = ""
    sentry_dsn: str = ""
    alert_webhook_url: str = ""
    end_silence_s: float = 2.0
    prices: tuple[Price, ...] = ()
    products: Mapping[str, str] = field(default_factory=dict)
    mask: Callable[[str], str] = str


@dataclass(frozen=True)
class Observability:
    """One app's eyes. `watch` goes first into structlog's processors; `source` is what /metrics shows."""

    metrics: Metrics
    source: Source
    meter: Meter
    alerts: Alerts
    watch: EventWatch
    tracing: Tracing | None
    errors: Errors | None

    def close(self) -> None:
        """Send what is left; for the end of a process or a test."""
        self.alerts.close()
        for part in (self.tracing, self.errors):
            if part is not None:
                part.close()


def observe(options: Options, memory: AlertMemory | None = None) -> Observability:
    """What an app is observed with; nothing is connected to. Raises SettingsError.

    `memory` is what processes share of alerts, by default each its own.
    """
    workers = share(options.metrics_dir)
    metrics = Metrics(options.end_silence_s)
    alerts = Alerts(options.alert_webhook_url, memory, options.app_env, options.mask)
    errors = open_errors(options.sentry_dsn, options.app_env, options.mask)
    return Observability(
        metrics=metrics,
        source=workers or metrics.registry,
        meter=Meter(metrics, PriceTable((*PRICES, *options.prices)), options.products),
        alerts=alerts,
        watch=EventWatch(metrics, alerts, errors),
        tracing=open_tracing(options.otel_endpoint, options.app_env, options.mask),
        errors=errors,
    )
