"""Makes a process's tables before its first caller needs them, and after it has begun to answer."""

import gc
import threading
import time
from collections.abc import Callable

import structlog

from language.choices import Choice, choose_slot
from language.ears import is_hallucination
from language.ears.silero import LISTENERS
from language.intents import read_intents
from language.times import parse_time
from language.types import Language
from voicebot.phone import style_of
from voicebot.services import Services

log = structlog.get_logger()

AFTER_S = 0.5
"""A worker that has just started answers first whoever asks whether it serves."""
SAID: tuple[tuple[Language, str], ...] = (("he", "מחר בעשר"), ("en", "tomorrow at ten"))


def warm_up(services: Services) -> None:
    """Read, speak and decide once of everything that is made at its first use: patterns, calendars, the detector."""
    now = services.now()
    for language, said in SAID:
        is_hallucination(said)
        read_intents(said, language)
        moment = parse_time(said, language, now)
        choose_slot(said, language, [Choice(1, moment)] if moment else [], now)
    style_of(services.settings).speaker(services.language).render("אני בודקת: 10:30, ₪250")
    services.calling.may_call(now)
    if services.settings.hears_by == "record":
        with LISTENERS.lent():
            log.debug("warm.detector")


def settle_heap() -> None:
    """Let the collector leave alone what the process has made so far: modules, tables, statements, scenarios.

    They live as long as the process, some half a million objects. Each full collection looked at all of them and
    stopped every call for 0.1 s; without them it takes some milliseconds.
    """
    gc.collect()
    gc.freeze()


def start_warming(
    services: Services, after_s: float = AFTER_S, then: Callable[[], None] = lambda: None
) -> threading.Thread:
    """Warm up on a thread of its own, which nobody waits for: a failure costs the first caller a moment, no more."""
    thread = threading.Timer(after_s, _warm, (services, then))
    thread.name, thread.daemon = "warming", True
    thread.start()
    return thread


def _warm(services: Services, then: Callable[[], None]) -> None:
    began = time.perf_counter()
    try:
        warm_up(services)
        then()
    except Exception:
        log.error("warm.failed", exc_info=True)
    else:
        log.info("warm.done", ms=round((time.perf_counter() - began) * 1000))
