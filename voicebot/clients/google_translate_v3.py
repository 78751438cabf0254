"""Google Cloud Translation v3 through google-cloud-translate, where a project is configured."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from language.terms import Marked
from language.types import Language
from voicebot.clients.base import Deadline, Fault, PerProcess, asking, status_fault
from voicebot.clients.google_errors import is_quota
from voicebot.clients.http import bound, http_fault
from voicebot.clients.translating import in_batches, marked_in_html
from voicebot.errors import VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable

if TYPE_CHECKING:
    from google.api_core.exceptions import GoogleAPICallError
    from google.cloud.translate_v3 import TranslationServiceClient

BATCH = 1024
"""The most strings that v3 takes in one request."""

LOOK_AGAIN_S = 600.0
"""After this long a glossary that did not exist may have been made."""

UNKNOWN = 500
"""Stands for the status of an error that has none."""

_V2_HOST = "translation.googleapis.com"
"""v2's address, the default of the setting that both versions share; v3 has its own."""

_SCOPE = "https://www.googleapis.com/auth/cloud-translation"


class GoogleTranslateV3:
    """`project` pays. `credentials_file` is a service account's; without one, the machine's own credentials.

    `base_url` with https is another endpoint of Google's; with http a stand-in, which is sent no credentials.
    `glossary` is the id of one in the same location, used while it exists; no glossary lies in "global".
    """

    def __init__(
        self,
        project: str,
        base_url: str = "",
        location: str = "global",
        credentials_file: str = "",
        name: str = "google-v3",
        glossary: str = "",
    ) -> None:
        self.name = name
        self._parent = f"projects/{project}/locations/{location}"
        self._glossary = f"{self._parent}/glossaries/{glossary}" if glossary else ""
        self._looked_for: float | None = None
        self._client = PerProcess(lambda: connect(base_url, credentials_file))

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        """One rendering for each text, in order. Raises VendorError.

        The source is always sent; what Google calls it in its answer (`iw` for `he`) is not looked at.
        """
        with asking(self.name, "translate", google_fault, timeout_s):
            deadline = Deadline(timeout_s)
            return in_batches(texts, BATCH, lambda batch: self._ask(batch, source, target, "text/plain", deadline))

    def translate_marked(
        self, sentences: Sequence[Marked], source: Language, target: Language, timeout_s: float
    ) -> list[str]:
        """One rendering for each sentence, its terms in spans that Google leaves alone. Raises VendorError."""
        with asking(self.name, "translate", google_fault, timeout_s):
            deadline = Deadline(timeout_s)

            def ask(batch: list[str], html: bool) -> list[object]:
                return self._ask(batch, source, target, "text/html" if html else "text/plain", deadline)

            return marked_in_html(sentences, target, BATCH, ask)

    def _ask(self, texts: list[str], source: Language, target: Language, form: str, deadline: Deadline) -> list[object]:
        # The default form is HTML, in which apostrophes come back as &#39;.
        request: dict[str, object] = {
            "parent": self._parent,
            "contents": texts,
            "mime_type": form,
            "source_language_code": source,
            "target_language_code": target,
        }
        if not self._has_glossary():
            return [each.translated_text for each in self._send(request, deadline).translations]
        try:
            answer = self._send({**request, "glossary_config": {"glossary": self._glossary}}, deadline)
        except Exception as error:
            if not is_missing(error):
                raise
            # Not synced yet, or just replaced: sentences go without it, and it is looked for again later.
            self._looked_for = time.monotonic()
            return [each.translated_text for each in self._send(request, deadline).translations]
        return [each.translated_text for each in answer.glossary_translations or answer.translations]

    def _send(self, request: dict[str, object], deadline: Deadline) -> Any:
        return self._client.get().translate_text(request=request, retry=None, timeout=deadline.left())

    def _has_glossary(self) -> bool:
        if not self._glossary:
            return False
        return self._looked_for is None or time.monotonic() - self._looked_for > LOOK_AGAIN_S


def is_missing(error: Exception) -> bool:
    """Whether Google says that something named in a request does not exist."""
    from google.api_core.exceptions import NotFound  # loaded by now

    return isinstance(error, NotFound)


def connect(base_url: str, credentials_file: str) -> "TranslationServiceClient":
    from google.cloud.translate_v3 import TranslationServiceClient  # 0.2 s and 59 MB: only where configured
    from google.oauth2.service_account import Credentials

    parts = urlsplit(base_url)
    if parts.scheme == "http":
        return _plain(parts.netloc)
    credentials = None
    if credentials_file:
        load: Any = Credentials.from_service_account_file  # google-auth's types are not complete
        credentials = load(credentials_file, scopes=[_SCOPE])
    options = {"api_endpoint": parts.netloc} if parts.netloc and parts.hostname != _V2_HOST else None
    return TranslationServiceClient(credentials=credentials, client_options=options)


def _plain(host: str) -> "TranslationServiceClient":
    """A client for a stand-in without TLS: only the REST transport can be told so."""
    from google.auth.credentials import AnonymousCredentials
    from google.cloud.translate_v3 import TranslationServiceClient
    from google.cloud.translate_v3.services.translation_service.transports.rest import (
        TranslationServiceRestTransport,
    )

    nobody: Any = AnonymousCredentials  # google-auth's types are not complete
    transport = TranslationServiceRestTransport(host=host, url_scheme="http", credentials=nobody())
    session = transport._session  # there is no other way to it
    bound(session)
    session.max_redirects = 0
    return TranslationServiceClient(transport=transport)


def google_fault(error: Exception) -> Fault | None:
    """What an exception of Google's libraries means; the REST transport lets those of `requests` through."""
    from google.api_core.exceptions import GoogleAPICallError  # both are loaded by now
    from google.auth.exceptions import GoogleAuthError, TransportError

    if fault := http_fault(error):
        return fault
    if isinstance(error, GoogleAPICallError):
        return _api_fault(error)
    if isinstance(error, TransportError):
        return Fault(VendorUnavailable, "no connection to Google's sign-in")
    if isinstance(error, GoogleAuthError | OSError | json.JSONDecodeError):
        return Fault(VendorRefused, f"credentials: {type(error).__name__}")
    if isinstance(error, UnicodeDecodeError) or type(error).__module__ == "google.protobuf.json_format":
        return Fault(VendorGarbage, "the answer is no JSON of that kind")
    return None


def _api_fault(error: "GoogleAPICallError") -> Fault:
    from google.api_core.exceptions import DeadlineExceeded, Forbidden  # loaded by now

    if isinstance(error, DeadlineExceeded):
        return Fault(VendorTimeout, "")
    if isinstance(error, Forbidden) and is_quota(_reasons(error)):
        return Fault(VendorUnavailable, "the quota is used up")
    return status_fault(int(error.code or UNKNOWN), error.reason)


def _reasons(error: "GoogleAPICallError") -> Iterator[object]:
    """The reasons in an error of the newer form, and of the older."""
    yield error.reason
    for each in error.errors:
        yield each.get("reason") if isinstance(each, Mapping) else None
