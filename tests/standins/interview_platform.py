"""A platform that knows interview sessions, with machine-to-machine tokens, as `clients.interview_platform` asks it."""

import itertools
from urllib.parse import unquote

from tests.standins.wire import Answer, Asked, StandIn

CLIENT_ID, CLIENT_SECRET = "lambda-client", "a-secret-for-tests"


class PlatformStandIn(StandIn):
    """`sessions` by id: their status. `lives_s` is what it says of a token, `accepted` the tokens that are good."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.sessions: dict[str, str] = {}
        self.lives_s: float = 3600
        self.accepted: set[str] = set()
        self._numbers = itertools.count(1)

    def answer(self, asked: Asked) -> Answer:
        if (asked.method, asked.path) == ("POST", "/oauth/token"):
            return self._token(asked)
        if asked.method != "GET" or not asked.path.startswith("/api/interviews/"):
            return Answer.of({"error": "not found"}, 404)
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.accepted:
            return Answer.of({"error": "unauthorized"}, 401)
        session = unquote(asked.path.rpartition("/")[2])
        if session not in self.sessions:
            return Answer.of({"error": "not found"}, 404)
        return Answer.of({"id": session, "status": self.sessions[session]})

    def _token(self, asked: Asked) -> Answer:
        expected = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        if asked.json != expected:
            return Answer.of({"error": "invalid_client"}, 401)
        token = f"token-{next(self._numbers)}"
        self.accepted.add(token)
        return Answer.of({"access_token": token, "token_type": "Bearer", "expires_in": self.lives_s})

    @property
    def tokens_asked(self) -> int:
        """How many tokens were asked for."""
        return sum(each.path == "/oauth/token" for each in self.asked)
