"""What the log's events become, and that the product logs them so."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import structlog

from stores.errors import StoreUnavailable
from tests.observability.reading import scraped, value
from voicebot.observability.alerts import Alerts
from voicebot.observability.events import EVENTS, FAILING, EventWatch
from voicebot.observability.metrics import Metrics
from voicebot.settings import ROOT

NOT_YET: set[str] = set()


LOGGERS = {"log", "level"}
"""What loggers are called in the product; `level` is one chosen by the outcome."""


class Posted:
    """Keeps the kinds and summaries that were posted."""

    def __init__(self) -> None:
        self.alerts: list[tuple[str, str]] = []

    def __call__(self, url: str, body: dict[str, str]) -> None:
        self.alerts.append((body["kind"], body["summary"]))


class Sent:
    """Keeps what was sent to Sentry."""

    def __init__(self) -> None:
        self.errors: list[tuple[str, BaseException | None]] = []

    def capture(self, event: str, error: BaseException | None) -> None:
        self.errors.append((event, error))

    def close(self) -> None:
        """Nothing is left."""


class Watched:
    """A log that is watched."""

    def __init__(self, metrics: Metrics) -> None:
        self.metrics = metrics
        self.posted, self.sent = Posted(), Sent()
        self.alerts = Alerts("http://alerts.test", send=self.posted)
        self.watch = EventWatch(metrics, self.alerts, self.sent)
        self.watch.name_links("translator", ("google-v3", "openai", "phrasebook"))
        self.lines: list[structlog.typing.EventDict] = []

        def keep(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
            self.lines.append(event)
            raise structlog.DropEvent

        self.log = structlog.wrap_logger(
            None, processors=[self.watch, keep], wrapper_class=structlog.stdlib.BoundLogger
        )

    def value(self, name: str, **labels: str) -> float:
        return value(scraped(self.metrics.registry), name, **labels)

    def told(self) -> list[tuple[str, str]]:
        self.alerts.close()
        return self.posted.alerts


@pytest.fixture
def watched(metrics: Metrics) -> Iterator[Watched]:
    watched = Watched(metrics)
    yield watched
    watched.alerts.close()


def test_a_vendors_line(watched: Watched) -> None:
    watched.log.warning("vendor", vendor="openai", operation="chat", ms=1500, outcome="VendorTimeout")
    assert watched.value("vendor_errors_total", vendor="openai", operation="chat", error="VendorTimeout") == 1
    seconds = watched.value("vendor_seconds_sum", vendor="openai", operation="chat", outcome="VendorTimeout")
    assert seconds == 1.5


def test_a_turns_line_has_its_steps_and_failovers(watched: Watched) -> None:
    watched.log.info(
        "turn.done",
        model="rules",
        ending="listen",
        failures=["openai: HTTP 500", "groq: no answer"],
        turn=3,
        transcribe=600.0,
        total=1300.5,
    )
    assert watched.value("turns_total", model="rules", ending="listen") == 1
    assert watched.value("step_seconds_sum", step="total") == 1.3005
    assert watched.value("step_seconds_count", step="turn") == 0, "the turn's number is no time"
    assert watched.value("failovers_total", ability="model", link="openai", to="groq") == 1
    assert watched.value("failovers_total", ability="model", link="groq", to="rules") == 1


def test_a_turn_without_failures_has_no_failover(watched: Watched) -> None:
    watched.log.info("turn.done", model="openai", ending="listen", failures=[], total=900.0)
    assert watched.value("turns_total", model="openai", ending="listen") == 1
    assert watched.value("step_seconds_sum", step="total") == 0.9
    assert "not_counted" not in watched.lines[0]
    assert not [name for name, _ in scraped(watched.metrics.registry) if name == "voicebot_failovers_total"]


@pytest.mark.parametrize(
    ("link", "to"), [("google-v3", "openai"), ("openai", "phrasebook"), ("phrasebook", "none"), ("stranger", "none")]
)
def test_a_translator_gives_way_to_the_next(watched: Watched, link: str, to: str) -> None:
    watched.log.info("translation.next_link", link=link, reason="VendorTimeout")
    assert watched.value("failovers_total", ability="translator", link=link, to=to) == 1


def test_small_lines(watched: Watched) -> None:
    watched.log.info("turn.filler", call_id="c", turn=1)
    watched.log.info("turn.first_word", ms=1250, recorded=True)
    watched.log.info("turn.first_word", ms=500, recorded=True, silence_s=1.0)
    watched.log.info("call.ended", call_id="c", outcome="booked", status="completed")
    watched.log.warning("call.not_admitted", call_id="c", cap="money_today", direction="inbound")
    assert watched.value("fillers_total") == 1
    assert watched.value("first_word_seconds_sum", since="speech") == 3.25 + 1.5
    assert watched.value("calls_ended_total", outcome="booked") == 1
    assert watched.value("calls_refused_total", cap="money_today") == 1


def test_an_open_circuit_is_an_alert_and_a_closed_one_is_none(watched: Watched) -> None:
    watched.log.warning("circuit.changed", circuit="model:openai", state="closed", reason="")
    watched.log.warning("circuit.changed", circuit="model:openai", state="open", reason="3 failures in a row")
    assert watched.told() == [("vendor_circuit_open", "model:openai is left alone for a while: 3 failures in a row.")]
    assert watched.value("circuit_changes_total", circuit="model:openai", state="open") == 1


def test_one_failed_turn_is_an_accident_and_more_are_an_alert(watched: Watched) -> None:
    for _ in range(FAILING - 1):
        watched.log.error("turn.failed")
    watched.alerts.close()
    assert watched.posted.alerts == []
    watched.log.error("turn.failed")
    assert [kind for kind, _ in watched.told()] == ["turns_failing"]
    assert watched.value("turns_total", model="none", ending="failed") == FAILING


@pytest.mark.parametrize(
    ("event", "fields"),
    [
        ("turn.store_failed", {"reason": "StoreUnavailable"}),
        ("circuits.alone", {"error": "StoreUnavailable"}),
        ("heartbeat.failed", {"error": "StoreUnavailable"}),
        ("webhook.status_not_stored", {"reason": "StoreUnavailable"}),
    ],
)
def test_the_database_is_away(watched: Watched, event: str, fields: dict[str, str]) -> None:
    watched.log.warning(event, **fields)
    assert [kind for kind, _ in watched.told()] == ["database_away"]


def test_a_lost_claim_is_not_the_database(watched: Watched) -> None:
    watched.log.error("turn.store_failed", reason="Conflict")
    assert watched.told() == []


def test_orphans(watched: Watched) -> None:
    watched.log.warning("jobs.orphans", calls=2)
    assert watched.told() == [("orphan_calls_swept", "2 calls outlived their limit without an end.")]


def test_guessed_codes(watched: Watched) -> None:
    watched.log.warning("codes.guessed", what="recruiter", tries=10)
    assert watched.told() == [("codes_guessed", "10 wrong codes of a recruiter within 24 hours.")]


@pytest.mark.parametrize(
    ("signed", "same_host", "told"),
    [
        (True, False, "it came for old.example, BASE_URL says voice.example"),
        (True, True, "the token is another account's"),
        (False, False, ""),
    ],
)
def test_unsigned_webhooks(watched: Watched, signed: bool, same_host: bool, told: str) -> None:
    watched.log.warning(
        "webhook.unsigned", host="old.example", base_url_host="voice.example", signed=signed, same_host=same_host
    )
    alerts = watched.told()
    assert [kind for kind, _ in alerts] == (["webhooks_unsigned"] if told else [])
    assert all(told in summary for _, summary in alerts)


def test_errors_go_to_sentry_with_what_was_raised(watched: Watched) -> None:
    broken = ValueError("broken")
    try:
        raise broken
    except ValueError:
        watched.log.exception("turn.failed")
        watched.log.error("request.failed", exc_info=True)
    watched.log.error("webhook.failed", exc_info=False)
    watched.log.warning("turn.lost")
    assert watched.sent.errors == [("turn.failed", broken), ("request.failed", broken), ("webhook.failed", None)]


def test_a_line_that_cannot_be_counted_is_logged_all_the_same(watched: Watched) -> None:
    watched.log.info("vendor", vendor="openai")
    assert watched.lines == [{"event": "vendor", "vendor": "openai", "not_counted": "KeyError"}]


def test_other_lines_pass_untouched(watched: Watched) -> None:
    watched.log.info("some.line", text="x", ms=3)
    watched.log.info(("not", "a", "name"))
    assert watched.lines[0] == {"event": "some.line", "text": "x", "ms": 3}
    assert "not_counted" not in watched.lines[1]


@cache
def logged() -> dict[str, list[set[str]]]:
    """event → the fields of each place in the product that logs it; "**" stands for what is not spelt out."""
    found: dict[str, list[set[str]]] = {}
    for file in (ROOT / "voicebot").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                event = call.args[0].value
                if event in EVENTS and ast.unparse(call.func).split(".")[0] in LOGGERS:
                    found.setdefault(str(event), []).append({each.arg or "**" for each in call.keywords})
    return found


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(
            each, marks=pytest.mark.xfail(strict=True, reason="nothing logs it yet") if each in NOT_YET else ()
        )
        for each in sorted(EVENTS)
    ],
)
def test_the_product_logs_what_is_counted(event: str) -> None:
    places = logged().get(event, [])
    assert places, "nothing logs this event: the metric behind it would stand still"
    for fields in places:
        assert fields >= EVENTS[event] or "**" in fields


def test_every_event_is_handled_and_every_handled_event_is_in_the_contract(watched: Watched) -> None:
    assert set(watched.watch._handlers) == set(EVENTS)


def test_stores_raise_what_the_events_name() -> None:
    assert StoreUnavailable.__name__ == "StoreUnavailable", "events carry the class's name"


def test_the_source_that_is_read_is_there() -> None:
    assert Path(ROOT / "voicebot" / "clients" / "base.py").exists()
    assert "vendor" in logged()
