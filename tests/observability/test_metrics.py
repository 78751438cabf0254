"""Counting and measuring, and what labels let in."""

from decimal import Decimal

import pytest

from stores.errors import StoreUnavailable
from tests.observability.reading import parsed, scraped, value
from tests.rows import each_row
from voicebot.observability.exposition import exposition
from voicebot.observability.labels import OTHER, Bounded
from voicebot.observability.metrics import BUCKETS, Metrics


def test_the_first_word_is_counted_from_the_webhook_and_from_the_last_speech(metrics: Metrics) -> None:
    metrics.first_word(1.25, recorded=True)
    metrics.first_word(0.5, recorded=False)
    seen = scraped(metrics.registry)
    assert value(seen, "first_word_seconds_count", since="webhook") == 2
    assert value(seen, "first_word_seconds_sum", since="webhook") == 1.75
    assert value(seen, "first_word_seconds_sum", since="speech") == 3.25, "the silence that ends a recording is waited"


def test_a_turn_is_counted_by_model_and_ending_with_its_steps(metrics: Metrics) -> None:
    metrics.turn("openai", "listen", {"transcribe": 0.6, "total": 1.3})
    metrics.turn("rules", "hangup", {"total": 0.02})
    seen = scraped(metrics.registry)
    assert value(seen, "turns_total", model="openai", ending="listen") == 1
    assert value(seen, "turns_total", model="rules", ending="hangup") == 1
    assert value(seen, "step_seconds_count", step="total") == 2
    assert value(seen, "step_seconds_sum", step="transcribe") == 0.6


@pytest.mark.parametrize(("outcome", "errors"), [("ok", 0), ("abandoned", 0), ("VendorTimeout", 1), ("KeyError", 1)])
def test_a_vendors_outcome_is_an_error_or_not(metrics: Metrics, outcome: str, errors: int) -> None:
    metrics.vendor("openai", "chat", outcome, 0.4)
    seen = scraped(metrics.registry)
    label = OTHER if outcome == "KeyError" else outcome
    assert value(seen, "vendor_seconds_count", vendor="openai", operation="chat", outcome=label) == 1
    assert value(seen, "vendor_errors_total", vendor="openai", operation="chat", error=label) == errors


def test_tokens_and_money(metrics: Metrics) -> None:
    metrics.used("gpt-6-luna", input_tokens=900, output_tokens=40)
    metrics.used("gpt-transcribe", seconds=3.5)
    metrics.used("google-v3", characters=80)
    metrics.money("gpt-6-luna", Decimal("0.00011"))
    metrics.money("a-stranger", None)
    seen = scraped(metrics.registry)
    assert value(seen, "tokens_total", model="gpt-6-luna", direction="in") == 900
    assert value(seen, "tokens_total", model="gpt-6-luna", direction="out") == 40
    assert value(seen, "audio_seconds_total", model="gpt-transcribe") == 3.5
    assert value(seen, "characters_total", model="google-v3") == 80
    assert value(seen, "money_usd_total", model="gpt-6-luna") == pytest.approx(0.00011)
    assert value(seen, "unpriced_total", model="a-stranger") == 1
    assert value(seen, "money_usd_total", model="a-stranger") == 0, "what is not known is not invented"


@pytest.mark.parametrize(
    ("status", "group"), [(200, "2xx"), (204, "2xx"), (302, "3xx"), (403, "4xx"), (503, "5xx"), (999, OTHER)]
)
def test_requests_are_counted_by_status_class(metrics: Metrics, status: int, group: str) -> None:
    metrics.request("/twilio/voice", status, 0.01)
    assert value(scraped(metrics.registry), "requests_total", path="/twilio/voice", status=group) == 1


def test_two_apps_in_one_process_do_not_count_together() -> None:
    first, second = Metrics(2.0), Metrics(2.0)
    first.filler()
    assert value(scraped(first.registry), "fillers_total") == 1
    assert value(scraped(second.registry), "fillers_total") == 0


def test_live_calls_are_asked_of_the_database_at_each_scrape(metrics: Metrics) -> None:
    answers = iter([3, 0])
    for expected in (3, 0):
        body, content_type = exposition(metrics.registry, lambda: next(answers))
        seen = parsed(body.decode())
        assert value(seen, "live_calls") == expected
        assert value(seen, "database_up") == 1
        assert content_type.startswith("text/plain; version=0.0.4")


def test_without_the_database_the_rest_is_still_shown(metrics: Metrics) -> None:
    metrics.filler()

    def away() -> int:
        raise StoreUnavailable("away")

    seen = parsed(exposition(metrics.registry, away)[0].decode())
    assert value(seen, "database_up") == 0
    assert ("voicebot_live_calls", frozenset()) not in seen, "unknown is not none"
    assert value(seen, "fillers_total") == 1


def test_a_scraper_that_wants_openmetrics_gets_it(metrics: Metrics) -> None:
    body, content_type = exposition(metrics.registry, lambda: 0, "application/openmetrics-text; version=1.0.0")
    assert content_type.startswith("application/openmetrics-text")
    assert body.endswith(b"# EOF\n")


def test_no_moments_of_creation_are_shown(metrics: Metrics) -> None:
    metrics.filler()
    assert b"_created" not in exposition(metrics.registry, lambda: 0)[0]


def test_buckets_are_for_a_phone() -> None:
    assert 0.1 in BUCKETS
    assert BUCKETS[-1] == 15.0, "there Twilio hangs up"
    assert {3.0, 5.0} <= set(BUCKETS), "the figures that are promised"
    assert list(BUCKETS) == sorted(BUCKETS)


@each_row(
    "stranger",
    [
        "+972541234567", "0541234567", "אני רוצה פגישה", "9f8b2c1d3e4f5a6b7c8d9e0f1a2b3c4d", "", "x" * 49, "a\nb",
        "RE0123456789abcdef", "call 12345", None, 7, 3.5, "' OR 1=1",
    ],
)  # fmt: skip
def test_numbers_texts_and_ids_are_no_labels(stranger: object) -> None:
    assert Bounded(room=5)(stranger) == OTHER


@each_row(
    "name", ["openai", "gpt-6-luna", "gpt-4o-2024-08-06", "model:openai", "/calls/<call_id>", "groq/llama-3.3-70b"]
)
def test_names_are_labels(name: str) -> None:
    assert Bounded(room=5)(name) == name


def test_only_so_many_names_are_let_in() -> None:
    label = Bounded(("known",), room=2)
    assert [label(each) for each in ("a", "b", "c", "known", "a")] == ["a", "b", OTHER, "known", "a"]


def test_without_room_only_the_known_are_let_in() -> None:
    assert [Bounded(("known",))(each) for each in ("known", "a")] == ["known", OTHER]
