"""What each call asks of whoever speaks OpenAI's API: chat completions, streamed or not, and transcriptions.

They go past the SDK, whose objects cost 1.3 ms of CPU a turn, more than the requests themselves, and which takes 20 MB
of each worker and half a second of its first call. A model that translates is asked through it (`openai_client`).
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

import orjson
from pydantic import ValidationError
from urllib3.exceptions import HTTPError

from voicebot.clients.base import Fault, PerProcess, asking, status_fault
from voicebot.clients.pooled import Answer, PooledHttp, pooled_fault
from voicebot.errors import VendorGarbage

DEFAULT_BASE_URL = "https://api.openai.com/v1"
JSON = {"Content-Type": "application/json", "Accept": "application/json"}
OK = 200
MAX_ERROR = 100_000


class OpenAIWire:
    """Requests with the key to one base URL."""

    def __init__(self, vendor: str, api_key: str, base_url: str) -> None:
        self._vendor = vendor
        self._base = (base_url or DEFAULT_BASE_URL).rstrip("/")
        self._headers = {"Authorization": f"Bearer {api_key}", "User-Agent": "voicebot"}
        self._http = PerProcess(PooledHttp)

    def asking(self, operation: str, timeout_s: float) -> AbstractContextManager[None]:
        """`base.asking` with this vendor's name, and what may be raised inside."""
        return asking(self._vendor, operation, wire_fault, timeout_s)

    def post(self, operation: str, path: str, headers: Mapping[str, str], body: bytes, timeout_s: float) -> Answer:
        """The answer, if it is one; its body is still to be read, and it to be closed. Inside `asking`."""
        answer = self._http.get().open("POST", self._base + path, {**self._headers, **headers}, body, timeout_s)
        if answer.status != OK:
            with answer:
                raise status_fault(answer.status, _code(answer)).error(self._vendor, operation)
        return answer


def _code(answer: Answer) -> object:
    """The vendor's own code of an error, where it tells one."""
    try:
        told: Any = orjson.loads(answer.read(MAX_ERROR))
    except (HTTPError, OSError, orjson.JSONDecodeError):  # the status says enough
        return None
    error = told.get("error") if isinstance(told, dict) else None
    return error.get("code") if isinstance(error, dict) else None


def wire_fault(error: Exception) -> Fault | None:
    """What an exception of a request, or of reading its answer, means."""
    if isinstance(error, ValidationError | UnicodeDecodeError):
        return Fault(VendorGarbage, "the answer is not what OpenAI's API describes")
    return pooled_fault(error)
