"""Twilio's REST API as far as it is used here: placing and ending calls, recordings."""

import base64
import re
import secrets
from collections.abc import Callable
from typing import Any

from tests.standins.wire import Answer, Asked, StandIn

ACCOUNT = re.compile(r"/2010-04-01/Accounts/(?P<account>AC[0-9a-f]{32})/(?P<rest>.+)")
OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


class TwilioStandIn(StandIn):
    """`calls` by SID as they stand; `recordings` by SID, the WAV or None for one that is not ready. `lines` by SID are
    told where a live call is redirected to."""

    def __init__(self, account_sid: str, auth_token: str, port: int = 0) -> None:
        super().__init__(port)
        self.account_sid = account_sid
        token = base64.b64encode(f"{account_sid}:{auth_token}".encode()).decode()
        self._authorization = f"Basic {token}"
        self.calls: dict[str, dict[str, Any]] = {}
        self.recordings: dict[str, bytes | None] = {}
        self.lines: dict[str, Callable[[str], object]] = {}

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != self._authorization:
            return error(401, 20003)
        found = ACCOUNT.fullmatch(asked.path)
        if not found or found["account"] != self.account_sid:
            return error(404, 20404)
        rest = found["rest"]
        if asked.method == "POST" and rest == "Calls.json":
            return self._create(dict(asked.form))
        if call := re.fullmatch(r"Calls/(CA\w{32})\.json", rest):
            return self._call(asked.method, call[1], dict(asked.form))
        if recording := re.fullmatch(r"Recordings/(RE\w{32})\.(wav|json)", rest):
            return self._recording(asked.method, recording[1])
        return error(404, 20404)

    def _create(self, form: dict[str, str]) -> Answer:
        if not form.get("To", "").startswith("+"):
            return error(400, 21211)
        sid = f"CA{secrets.token_hex(16)}"
        self.calls[sid] = call_resource(self.account_sid, sid, form["To"], form["From"])
        return Answer.of(self.calls[sid], 201)

    def _call(self, method: str, sid: str, form: dict[str, str]) -> Answer:
        if sid not in self.calls:
            return error(404, 20404)
        return Answer.of(self.calls[sid]) if method == "GET" else self._update(sid, form)

    def _update(self, sid: str, form: dict[str, str]) -> Answer:
        if self.calls[sid]["status"] in OVER:
            return error(400, 21220)
        self.calls[sid]["status"] = form.get("Status", self.calls[sid]["status"])
        if "Url" in form and sid in self.lines:
            self.lines[sid](form["Url"])
        return Answer.of(self.calls[sid])

    def connect(self, sid: str, from_: str, line: Callable[[str], object]) -> None:
        """A call that has come in, and is live."""
        self.calls[sid] = call_resource(self.account_sid, sid, "+97233760000", from_) | {"status": "in-progress"}
        self.lines[sid] = line

    def _recording(self, method: str, sid: str) -> Answer:
        if self.recordings.get(sid) is None:
            return error(404, 20404)
        if method == "DELETE":
            del self.recordings[sid]
            return Answer(204)
        return Answer(body=self.recordings[sid] or b"", content_type="audio/x-wav")


def call_resource(account_sid: str, sid: str, to: str, from_: str) -> dict[str, Any]:
    """A call as the API shows it just after it was created."""
    uri = f"/2010-04-01/Accounts/{account_sid}/Calls/{sid}"
    nothing = (
        "parent_call_sid", "phone_number_sid", "start_time", "end_time", "duration", "price", "answered_by",
        "forwarded_from", "group_sid", "caller_name", "date_created", "date_updated",
    )  # fmt: skip
    return {
        **dict.fromkeys(nothing),
        "sid": sid,
        "account_sid": account_sid,
        "to": to,
        "to_formatted": to,
        "from": from_,
        "from_formatted": from_,
        "status": "queued",
        "direction": "outbound-api",
        "price_unit": "USD",
        "api_version": "2010-04-01",
        "queue_time": "0",
        "trunk_sid": None,
        "uri": f"{uri}.json",
        "subresource_uris": {"recordings": f"{uri}/Recordings.json"},
    }


def error(status: int, code: int) -> Answer:
    """An error as Twilio writes it."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Answer.of({"code": code, "message": "so says the stand-in", "more_info": more, "status": status}, status)
