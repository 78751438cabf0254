"""The pool that a turn's requests go through, over real sockets."""

import gzip
from collections.abc import Iterator

import pytest

from tests.standins.wire import Answer, Asked, StandIn, closed_port
from voicebot.clients.pooled import PooledHttp, TooLong, pooled_fault
from voicebot.errors import VendorGarbage, VendorRefused, VendorUnavailable


class Vendor(StandIn):
    """Says the same every time."""

    said = Answer.of({"text": "שלום"})

    def answer(self, asked: Asked) -> Answer:
        return self.said


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    with Vendor() as running:
        yield running


def ask(http: PooledHttp, url: str) -> object:
    with http.open("POST", url, {"Accept": "*/*"}, b"{}", 5.0) as answer:
        return answer.json()


def test_a_connection_serves_many_requests(vendor: Vendor) -> None:
    http = PooledHttp()
    assert [ask(http, vendor.url) for _ in range(5)] == [{"text": "שלום"}] * 5
    assert (len(vendor.asked), vendor.connections) == (5, 1)


def test_each_host_has_connections_of_its_own_and_they_are_closed_together(vendor: Vendor) -> None:
    http = PooledHttp()
    with Vendor() as other:
        other.said = Answer.of({"text": "other"})
        for _ in range(2):
            assert ask(http, vendor.url) == {"text": "שלום"}
            assert ask(http, f"{other.url}/a path") == {"text": "other"}
        assert (vendor.connections, other.connections) == (1, 1)
        assert other.asked[0].path == "/a%20path"
        http.close()
        assert ask(http, other.url) == {"text": "other"}
        assert other.connections == 2


@pytest.mark.parametrize("url", ["127.0.0.1/x", "ftp://127.0.0.1/x", "http:///x", "http://[::1/x", "http://a:b/x"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    assert fault_of(url) is VendorRefused


def test_an_answer_that_nobody_reads_costs_no_connection(vendor: Vendor) -> None:
    vendor.said = Answer(200, [b"one", b"two"])
    http = PooledHttp()
    for _ in range(3):
        with http.open("POST", vendor.url, {}, b"", 5.0) as answer:
            next(answer.pieces())
    assert len(vendor.asked) == 3


def test_what_is_compressed_is_read(vendor: Vendor) -> None:
    vendor.said = Answer(200, gzip.compress(b'{"a": 1}'), headers={"Content-Encoding": "gzip"})
    assert ask(PooledHttp(), vendor.url) == {"a": 1}


def test_what_is_compressed_badly_is_garbage(vendor: Vendor) -> None:
    vendor.said = Answer(200, b"no gzip at all", headers={"Content-Encoding": "gzip"})
    assert fault_of(vendor.url) is VendorGarbage


def test_too_long_an_answer_is_not_read_to_its_end(vendor: Vendor) -> None:
    vendor.said = Answer(200, (b"x" * 1000 for _ in range(100)))
    with PooledHttp().open("GET", vendor.url, {}, b"", 5.0) as answer, pytest.raises(TooLong):
        answer.read(most=10_000)
    assert pooled_fault(TooLong()) is not None


def test_a_redirect_is_given_back_and_not_followed(vendor: Vendor) -> None:
    vendor.said = Answer(302, b"", headers={"Location": f"{vendor.url}/elsewhere"})
    with PooledHttp().open("POST", vendor.url, {"Authorization": "Bearer k"}, b"", 5.0) as answer:
        assert answer.status == 302
    assert len(vendor.asked) == 1


@pytest.mark.parametrize("proxy", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_the_environment_has_no_say(vendor: Vendor, monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv(proxy, f"http://127.0.0.1:{closed_port()}")
    assert ask(PooledHttp(), vendor.url) == {"text": "שלום"}


def test_a_header_cannot_bring_another(vendor: Vendor) -> None:
    with pytest.raises(ValueError, match="header"):
        PooledHttp().open("GET", vendor.url, {"Authorization": "Bearer k\r\nX-Other: 1"}, b"", 5.0)
    assert not vendor.asked


@pytest.mark.parametrize(
    ("url", "kind"),
    [("http://127.0.0.1:{closed}/", VendorUnavailable), ("ftp://127.0.0.1/", VendorRefused)],
)
def test_addresses_where_nobody_is(url: str, kind: type[Exception]) -> None:
    assert fault_of(url.format(closed=closed_port())) is kind


def fault_of(url: str) -> type[Exception]:
    """What a request there fails as."""
    with pytest.raises(Exception) as failed:  # noqa: PT011  which one is what is asked
        ask(PooledHttp(), url)
    fault = pooled_fault(failed.value)
    assert fault is not None, failed.value
    return fault.kind
