"""Google v3 as it goes to Google itself: gRPC over TLS, with a service account."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.standins.wire import closed_port
from voicebot.clients.google_translate_v3 import GoogleTranslateV3
from voicebot.errors import VendorRefused, VendorTimeout, VendorUnavailable


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file of a service account that was made up just now."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("google") / "account.json"
    path.write_text(
        json.dumps(
            {
                "type": "service_account",
                "private_key_id": "one",
                "private_key": pem.decode(),
                "client_email": "bot@alta.example",
                "token_uri": f"http://127.0.0.1:{closed_port()}/token",
            }
        )
    )
    return str(path)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        yield silent.getsockname()[1]


def test_nobody_there(account: str) -> None:
    translator = GoogleTranslateV3("p", f"https://127.0.0.1:{closed_port()}", credentials_file=account)
    with pytest.raises(VendorUnavailable):
        translator.translate(["כן"], "he", "en", 5)


def test_nothing_outlasts_its_deadline(account: str, silent_port: int) -> None:
    translator = GoogleTranslateV3("p", f"https://127.0.0.1:{silent_port}", credentials_file=account)
    with pytest.raises(VendorTimeout):
        translator.translate(["כן"], "he", "en", 0.2)


def test_without_credentials_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_text("{}")
    (tmp_path / "none.json").write_text("no JSON")
    for name in ("missing.json", "empty.json", "none.json"):
        translator = GoogleTranslateV3("p", credentials_file=str(tmp_path / name))
        with pytest.raises(VendorRefused, match="credentials"):
            translator.translate(["כן"], "he", "en", 5)
