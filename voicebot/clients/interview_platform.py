"""The platform whose sessions we hold: asked, with a machine's token, whether one may be held now.

POST {base}/oauth/token           {"grant_type": "client_credentials", "client_id": …, "client_secret": …}
                                  → {"access_token": …, "expires_in": seconds}
GET  {base}/api/interviews/{id}   Authorization: Bearer …
                                  → {"id": …, "status": "scheduled" | "ready" | "active" | …}
"""

from collections.abc import Callable
from typing import Literal
from urllib.parse import quote

import requests

from voicebot.clients.base import Deadline, Unreadable, asking, status_fault
from voicebot.clients.http import http_fault, new_session
from voicebot.clients.m2m_tokens import Tokens, read_token
from voicebot.errors import VendorError, VendorRefused

VENDOR = "platform"
TIMEOUT_S = 5.0
"""For token and answer together: a candidate waits."""
MAX_BYTES = 100_000
OK, UNAUTHORIZED = 200, 401
NO_SESSION = frozenset({403, 404, 409, 410, 422})
"""The platform knows no such session for us, or not any more."""
MAY_BE_HELD = frozenset({"scheduled", "ready", "active"})


class InterviewPlatform:
    """One platform. Its credentials go to its own address only: redirects are not followed."""

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str,
        session: Callable[[], requests.Session] = lambda: new_session(MAX_BYTES),
    ) -> None:
        self._base = base_url.rstrip("/")
        self._credentials = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": client_secret,
        }
        self._session = session
        self._tokens = Tokens(self._fetch_token)

    def check(self, session_id: str) -> Literal["valid", "refused", "unavailable"]:
        """Whether the session of this id may be held now; "unavailable" when nobody could say. Never raises."""
        try:
            with asking(VENDOR, "check session", http_fault, TIMEOUT_S):
                return self._checked(session_id, Deadline(TIMEOUT_S))
        except VendorError:
            return "unavailable"  # `asking` has logged why

    def _checked(self, session_id: str, deadline: Deadline) -> Literal["valid", "refused"]:
        response = self._ask(session_id, deadline)
        if response.status_code == UNAUTHORIZED:
            response = self._ask(session_id, deadline)
        if response.status_code in NO_SESSION:
            return "refused"
        if response.status_code != OK:
            raise status_fault(response.status_code).error(VENDOR, "check session")
        found = response.json()
        if not isinstance(found, dict) or str(found.get("id", session_id)) != session_id:
            raise Unreadable("the session is another one")
        return "valid" if found.get("status") in MAY_BE_HELD else "refused"

    def _ask(self, session_id: str, deadline: Deadline) -> requests.Response:
        """Ask with the token; one that is refused is given up, so that the next question has another."""
        token = self._tokens.get()
        with self._session() as session:
            response = session.get(
                f"{self._base}/api/interviews/{quote(session_id, safe='')}",
                headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
                timeout=deadline.left(),
                allow_redirects=False,
            )
        if response.status_code == UNAUTHORIZED:
            self._tokens.refused(token)
        return response

    def _fetch_token(self) -> tuple[str, float]:
        with asking(VENDOR, "fetch token", http_fault, TIMEOUT_S), self._session() as session:
            response = session.post(
                f"{self._base}/oauth/token", json=self._credentials, timeout=TIMEOUT_S, allow_redirects=False
            )
            if response.status_code != OK:
                raise VendorRefused(VENDOR, "fetch token", f"HTTP {response.status_code}", response.status_code)
            try:
                return read_token(response.json())
            except ValueError as error:
                raise Unreadable("the token cannot be read") from error
