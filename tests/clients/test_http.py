"""Sessions of `requests` for vendors, with the network under them replaced."""

from collections.abc import Iterator

import pytest
import requests
import responses

from voicebot.clients.http import http_fault, new_session
from voicebot.errors import VendorError, VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable

URL = "https://vendor.example/thing"


@pytest.fixture
def net() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def fault_of(session: requests.Session) -> type[VendorError] | None:
    with pytest.raises(requests.RequestException) as raised:
        session.get(URL, timeout=5, allow_redirects=False)
    fault = http_fault(raised.value)
    return fault.kind if fault else None


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (requests.ConnectionError("refused"), VendorUnavailable),
        (requests.ConnectTimeout(), VendorTimeout),
        (requests.ReadTimeout(), VendorTimeout),
        (requests.exceptions.ContentDecodingError(), VendorGarbage),
    ],
)
def test_exceptions_are_mapped(net: responses.RequestsMock, raised: Exception, kind: type[VendorError]) -> None:
    net.get(URL, body=raised)
    assert fault_of(new_session()) is kind


def test_an_answer_has_a_largest_size(net: responses.RequestsMock) -> None:
    net.get(URL, body=b"12345")
    assert new_session(max_bytes=5).get(URL, timeout=5).content == b"12345"
    assert fault_of(new_session(max_bytes=4)) is VendorGarbage


@pytest.mark.parametrize("target", ["https://[broken/a", "https://vendor.example:99999/a"])
def test_a_redirect_to_no_address_is_refused(net: responses.RequestsMock, target: str) -> None:
    net.get(URL, status=302, headers={"Location": target})
    assert fault_of(new_session()) is VendorRefused


def test_a_request_needs_a_deadline(net: responses.RequestsMock) -> None:
    with pytest.raises(ValueError, match="time-out"):
        new_session().get(URL)
    assert not net.calls
