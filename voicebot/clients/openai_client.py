"""OpenAI's SDK as the three OpenAI adapters use it. Who speaks its API (Groq, vLLM, …) works too."""

import json
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pydantic

from voicebot.clients.base import Fault, PerProcess, asking, status_fault
from voicebot.errors import VendorGarbage, VendorTimeout, VendorUnavailable

if TYPE_CHECKING:
    import openai

DEFAULT_BASE_URL = "https://api.openai.com/v1"
CONNECT_S = 5.0


class OpenAIClient:
    """The SDK's client, made at the first request of each process: its import takes half a second.

    No retries: after a lost answer the SDK would ask again silently. No redirects, proxies or .netrc.
    """

    def __init__(self, vendor: str, api_key: str, base_url: str) -> None:
        self._vendor = vendor
        self._sdk = PerProcess(lambda: _connect(api_key, base_url or DEFAULT_BASE_URL))

    @property
    def sdk(self) -> "openai.OpenAI":
        return self._sdk.get()

    def asking(self, operation: str, timeout_s: float) -> AbstractContextManager[None]:
        """`base.asking` with this vendor's name and exceptions."""
        return asking(self._vendor, operation, openai_fault, timeout_s)

    def timeout(self, timeout_s: float) -> "openai.Timeout":
        """The time-out of one request: for all of it, its answer's body too (openai_transport)."""
        import openai  # the SDK is loaded by now

        return openai.Timeout(timeout_s, connect=min(timeout_s, CONNECT_S))


def _connect(api_key: str, base_url: str) -> "openai.OpenAI":
    import openai  # only where OpenAI is asked for what `openai_wire` does not ask

    from voicebot.clients.openai_transport import http_client  # it needs the SDK's HTTP library

    return openai.OpenAI(api_key=api_key, base_url=base_url, max_retries=0, http_client=http_client())


def openai_fault(error: Exception) -> Fault | None:
    """What an exception of the SDK means. It lets some of JSON's and of the HTTP library's through."""
    import httpx2  # both are loaded by now
    import openai

    if isinstance(error, openai.APIStatusError):
        return status_fault(error.status_code, error.code)
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return Fault(VendorTimeout, "")
    if isinstance(error, openai.APIResponseValidationError | httpx2.DecodingError):
        return Fault(VendorGarbage, type(error).__name__)
    if isinstance(error, openai.APIError | httpx2.HTTPError):
        return Fault(VendorUnavailable, type(error).__name__)
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError | pydantic.ValidationError):
        return Fault(VendorGarbage, "the answer is not what OpenAI's API describes")
    return None
