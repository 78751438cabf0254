"""What one call of a vendor says about that vendor. Pure.

verdict     the vendor …                                   a closed circuit    a probe
fine        answered in time                               counts it           closes the circuit
slow        answered, but later than a turn can wait       counts it           opens it again
failed      failed, or will not serve our account          counts it           opens it again
ours        refused a request that was at fault itself     leaves it out       closes the circuit
unknown     was not heard out, or had no fair chance       leaves it out       is free for the next caller
"""

from typing import Literal

from voicebot.errors import VendorError, VendorRefused, VendorTimeout, VendorUnavailable

Verdict = Literal["fine", "slow", "failed", "ours", "unknown"]

ACCOUNT_FAULTS = frozenset({401, 402, 403, 404, 407, 429})
"""Refusals that the next request will meet too: a wrong key, no money, no right, a wrong address or model, a quota.

Other 4xx are about one request (400, 413, 415, 422 …) and the next one may be fine.
"""

FAIR_SHARE = 0.5
"""A vendor that had less than this share of the time that counts as slow was stopped by us: no fault of its own."""


class CircuitOpen(VendorUnavailable):
    """The vendor was not asked: its circuit is open. `vendor` is the circuit's name, `detail` why it opened."""

    def __init__(self, name: str, reason: str = "") -> None:
        super().__init__(name, "circuit open", reason)


def of_answer(took_s: float, slow_after_s: float) -> Verdict:
    """The verdict on an answer that came after `took_s`."""
    return "slow" if took_s > slow_after_s else "fine"


def of_error(
    error: BaseException, slow_after_s: float, given_s: float | None = None, expected: frozenset[int] = frozenset()
) -> Verdict:
    """The verdict on a call that ended in `error`.

    `given_s` is the time-out the vendor was given; `expected` are statuses that are an answer here, as 404 is
    for a recording that is gone. What is no VendorError is a mistake of our own, or nobody waited any longer.
    """
    match error:
        case CircuitOpen():
            return "unknown"
        case VendorRefused():
            return "failed" if error.status in ACCOUNT_FAULTS - expected else "ours"
        case VendorTimeout() if given_s is not None and given_s < FAIR_SHARE * slow_after_s:
            return "unknown"
        case VendorError():
            return "failed"
    return "unknown"
