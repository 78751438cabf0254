"""The pool over TLS: whom it trusts, and that streams are read through it."""

import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import certifi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from voicebot.clients.pooled import PooledHttp, pooled_fault
from voicebot.errors import VendorUnavailable

HERE = x509.IPAddress(ip_address("127.0.0.1"))
ELSEWHERE = x509.DNSName("vendor.example")
Serve = Callable[[x509.GeneralName], str]


class _Streaming(BaseHTTPRequestHandler):
    """Answers in three chunks, on a connection that stays open."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for each in (b"5\r\nhello\r\n", b"5\r\nhello\r\n", b"0\r\n\r\n"):
            self.wfile.write(each)

    def log_message(self, *_: object) -> None:
        """Nothing is told."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that does not trust us goes away."""


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return tmp_path / "certificate.pem"


@pytest.fixture
def serve(certificate: Path) -> Iterator[Serve]:
    """Starts a server of that name, with a certificate that it has signed itself; gives its address."""
    servers: list[_Server] = []

    def start(name: x509.GeneralName) -> str:
        certificate.write_bytes(_signed_by_itself(name))
        server = _Server(("127.0.0.1", 0), _Streaming)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        return f"https://127.0.0.1:{server.server_address[1]}/v1"

    yield start
    for each in servers:
        each.shutdown()
        each.server_close()


def _signed_by_itself(name: x509.GeneralName) -> bytes:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a vendor")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([name]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.public_bytes(Encoding.PEM) + secret


def ask(http: PooledHttp, url: str) -> bytes:
    with http.open("POST", url, {}, b"{}", 5.0) as answer:
        return answer.read()


def trust(monkeypatch: pytest.MonkeyPatch, certificate: Path) -> None:
    monkeypatch.setattr(certifi, "where", lambda: str(certificate))


def test_a_trusted_vendor_streams_and_keeps_its_connection(
    serve: Serve, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, http = serve(HERE), PooledHttp()
    trust(monkeypatch, certificate)
    assert [ask(http, url) for _ in range(2)] == [b"hellohello"] * 2
    http.close()


def test_nobody_else_is_asked(serve: Serve, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither whom nobody vouches for, nor who goes by another name: the key would be theirs."""
    _is_not_asked(serve(HERE))
    url = serve(ELSEWHERE)
    trust(monkeypatch, certificate)
    _is_not_asked(url)


def _is_not_asked(url: str) -> None:
    with pytest.raises(Exception, match="CERTIFICATE_VERIFY_FAILED") as failed:
        ask(PooledHttp(), url)
    fault = pooled_fault(failed.value)
    assert fault is not None
    assert fault.kind is VendorUnavailable
