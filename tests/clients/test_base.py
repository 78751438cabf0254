"""The base of all adapters: errors, logs, deadlines, one client per process."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from structlog.testing import capture_logs

from tests.rows import each_row
from voicebot.clients.base import Deadline, Fault, PerProcess, Unreadable, asking, status_fault
from voicebot.errors import VendorError, VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable

SECRET = "sk-live-1234 +972501112233"


def unknown(error: Exception) -> Fault | None:
    return None


def refused(error: Exception) -> Fault | None:
    return Fault(VendorRefused, "HTTP 401", 401)


@each_row(
    ("status", "kind"),
    [
        (302, VendorRefused),
        (400, VendorRefused),
        (401, VendorRefused),
        (404, VendorRefused),
        (408, VendorUnavailable),
        (429, VendorUnavailable),
        (500, VendorUnavailable),
        (529, VendorUnavailable),
    ],
)
def test_a_status_is_the_vendors_fault_or_ours(status: int, kind: type[VendorError]) -> None:
    assert status_fault(status).kind is kind


@each_row(
    ("code", "detail"),
    [
        (None, "HTTP 400"),
        (21211, "HTTP 400, 21211"),
        ("model_not_found", "HTTP 400, model_not_found"),
        ("he said hello", "HTTP 400"),
        ("x" * 65, "HTTP 400"),
        ({"a": 1}, "HTTP 400"),
    ],
)
def test_only_what_looks_like_a_code_is_repeated(code: object, detail: str) -> None:
    assert status_fault(400, code).detail == detail


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (Unreadable("no text"), VendorGarbage),
        (TimeoutError(), VendorTimeout),
        (VendorUnavailable("v", "o"), VendorUnavailable),
        (ValueError(SECRET), VendorRefused),
    ],
)
def test_what_is_raised_leaves_as_a_vendor_error(raised: Exception, kind: type[VendorError]) -> None:
    with capture_logs() as logs, pytest.raises(kind) as failure, asking("v", "o", refused, 1):
        raise raised
    assert SECRET not in str(failure.value)
    assert failure.value.__cause__ is None
    [line] = logs
    assert line.pop("ms") >= 0
    assert line == {
        "event": "vendor", "log_level": "warning", "vendor": "v", "operation": "o", "outcome": kind.__name__,
    }  # fmt: skip


def test_a_refusal_tells_its_status() -> None:
    with pytest.raises(VendorRefused) as failure, asking("v", "o", refused, 1):
        raise ValueError
    assert failure.value.status == 401


def test_our_own_mistakes_are_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), asking("v", "o", unknown, 1):
        raise ZeroDivisionError


def test_success_is_logged_too() -> None:
    with capture_logs() as logs, asking("v", "o", unknown, 1):
        pass
    assert [(line["outcome"], line["log_level"]) for line in logs] == [("ok", "info")]


@pytest.mark.parametrize("timeout_s", [0, -1.5])
def test_without_time_nothing_is_asked(timeout_s: float) -> None:
    asked = []
    with pytest.raises(VendorTimeout), asking("v", "o", unknown, timeout_s):
        asked.append(1)
    assert not asked


def test_a_deadline_that_is_over() -> None:
    with pytest.raises(TimeoutError):
        Deadline(0).left()
    assert 0 < Deadline(5).left() <= 5


def test_many_threads_share_one_client() -> None:
    made: list[object] = []
    ready = threading.Barrier(8)

    def make() -> object:
        made.append(object())
        return made[-1]

    client = PerProcess(make)

    def get() -> object:
        ready.wait()
        return client.get()

    with ThreadPoolExecutor(8) as pool:
        got = {id(future.result()) for future in [pool.submit(get) for _ in range(8)]}
    assert (len(got), len(made)) == (1, 1)


def test_a_forked_process_makes_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    client = PerProcess(object)
    parents = client.get()
    assert client.get() is parents
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert client.get() is not parents
