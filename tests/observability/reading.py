"""Reads metrics as a scraper does, and a clock for limits in time."""

from prometheus_client.parser import text_string_to_metric_families

from voicebot.observability.exposition import Source, exposition

Sample = tuple[str, frozenset[tuple[str, str]]]


class HandClock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def parsed(text: str) -> dict[Sample, float]:
    """(name, labels) → value, of every sample that is no bucket."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if not sample.name.endswith("_bucket")
    }


def scraped(source: Source) -> dict[Sample, float]:
    """What a scrape shows."""
    body, _ = exposition(source, lambda: 0)
    return parsed(body.decode())


def value(samples: dict[Sample, float], name: str, **labels: str) -> float:
    """The value of `voicebot_<name>` with these labels; 0.0 when there is none."""
    return samples.get((f"voicebot_{name}", frozenset(labels.items())), 0.0)
