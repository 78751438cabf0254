"""Machine-to-machine tokens (OAuth 2.0 client credentials, RFC 6749, 4.4): fetched once, shared, renewed in time."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

RENEW_BEFORE_S = 300.0
"""A token is renewed five minutes before it expires, or at half of a shorter life."""
USUAL_LIFE_S = 3600.0
"""Of a token that does not say how long it lasts."""


@dataclass(frozen=True)
class Token:
    """A token, and when on the monotonic clock it is to be renewed."""

    value: str
    renew_at: float


class Tokens:
    """The one token of a process. Of many threads that need a new one, one fetches it, and the others wait for that."""

    def __init__(self, fetch: Callable[[], tuple[str, float]], clock: Callable[[], float] = time.monotonic) -> None:
        """`fetch` gives (token, seconds it lasts); what it raises goes to every caller."""
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._token: Token | None = None

    def get(self) -> str:
        """A token that is good for now."""
        token = self._token
        if token is not None and self._clock() < token.renew_at:
            return token.value
        with self._lock:
            token = self._token
            if token is None or self._clock() >= token.renew_at:
                token = self._token = self._renewed()
            return token.value

    def refused(self, value: str) -> None:
        """This token was not accepted: the next `get` fetches another, unless somebody has already."""
        with self._lock:
            if self._token is not None and self._token.value == value:
                self._token = None

    def _renewed(self) -> Token:
        value, life_s = self._fetch()
        return Token(value, self._clock() + life_s - min(RENEW_BEFORE_S, life_s / 2))


def read_token(answer: Any) -> tuple[str, float]:
    """(token, seconds it lasts) of a token endpoint's JSON. Raises ValueError for what is none."""
    if not isinstance(answer, dict):
        raise ValueError("the token is no JSON object")
    value, life = answer.get("access_token"), answer.get("expires_in", USUAL_LIFE_S)
    if not isinstance(value, str) or not value.isascii() or not value.isprintable() or not value or " " in value:
        raise ValueError("there is no access_token")
    if isinstance(life, bool) or not isinstance(life, int | float) or life <= 0:
        raise ValueError("expires_in is no number of seconds")
    return value, float(life)
