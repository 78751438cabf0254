"""What a call's end says about its vendor."""

import pytest

from language.types import Untranslatable
from tests.rows import each_row
from voicebot.circuits.verdicts import CircuitOpen, Verdict, of_answer, of_error
from voicebot.clients.base import status_fault
from voicebot.errors import VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable


def answered(status: int) -> Exception:
    """What our adapters raise for that HTTP status."""
    return status_fault(status).error("v", "op")


@pytest.mark.parametrize(("took_s", "verdict"), [(0.0, "fine"), (2.0, "fine"), (2.001, "slow"), (20.0, "slow")])
def test_answers(took_s: float, verdict: Verdict) -> None:
    assert of_answer(took_s, slow_after_s=2.0) == verdict


@each_row(
    ("error", "verdict"),
    [
        *[(answered(status), "failed") for status in (401, 402, 403, 404, 407, 408, 429, 500, 502, 503, 529)],
        *[(answered(status), "ours") for status in (302, 400, 405, 409, 413, 415, 422, 451)],
        (VendorTimeout("v", "op"), "failed"),
        (VendorUnavailable("v", "op", "ConnectionError"), "failed"),
        (VendorGarbage("v", "op"), "failed"),
        (VendorRefused("v", "op"), "ours"),
        (CircuitOpen("v"), "unknown"),
        (Untranslatable("text"), "unknown"),
        (ValueError("ours"), "unknown"),
        (KeyboardInterrupt(), "unknown"),
    ],
)
def test_errors(error: BaseException, verdict: Verdict) -> None:
    assert of_error(error, slow_after_s=2.0) == verdict


def test_a_recording_that_is_gone_is_an_answer() -> None:
    assert of_error(answered(404), 2.0, expected=frozenset({404})) == "ours"
    assert of_error(answered(401), 2.0, expected=frozenset({404})) == "failed"


@pytest.mark.parametrize(
    ("given_s", "verdict"), [(None, "failed"), (20.0, "failed"), (1.0, "failed"), (0.9, "unknown"), (0.0, "unknown")]
)
def test_a_time_out_is_no_fault_of_who_had_no_time(given_s: float | None, verdict: Verdict) -> None:
    assert of_error(VendorTimeout("v", "op"), 2.0, given_s) == verdict
    assert of_error(VendorUnavailable("v", "op"), 2.0, given_s) == "failed"
