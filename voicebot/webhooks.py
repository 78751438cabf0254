"""What a Twilio webhook says, read from the signed form and the signed query. Shared by both ways of talking."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from werkzeug.datastructures import MultiDict

from stores.statuses import RANKS, is_terminal
from voicebot.conversation.hearing import RECORDING_SID
from voicebot.conversation.types import KEYS, Incoming, Input

Form = MultiDict[str, str]

CALL_SID = re.compile(r"[A-Za-z0-9_-]{2,64}")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_DIGITS = re.compile(r"[0-9*#]{1,32}")
_CALL_ID = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")

# Withheld numbers come as words or as these numbers. Source:
# https://support.twilio.com/hc/en-us/articles/223179988
WITHHELD = frozenset({"", "anonymous", "restricted", "unavailable", "unknown", "+266696687", "+7378742833", "+8656696"})


SANE_YEARS = range(2008, 2200)
"""Twilio's first year, and far beyond ours: databases differ in what they make of the ends of time."""


CARRIED = ("RecordingSid", "RecordingDuration", "Digits", "SpeechResult", "DialCallStatus")
"""What only one webhook says, and the address of the next try says again when this one could not be answered."""


REPEATED = "#rc=2&rp=all"
"""Asks Twilio to repeat a webhook whose answer was lost, as when a process is killed; ours bear repeating.

The fragment is neither sent nor signed. Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""
TRIMMED_S = 2
"""A recording that was cut may be told to be so much shorter than allowed: without the silence before the first word.

`action` gets the length before Twilio trims ("RecordingStatusCallback" the final one), but nothing says that it
always does. Source: https://www.twilio.com/docs/voice/twiml/record (RecordingDuration)
"""
MOST_PIECES = 4
"""An utterance is recorded on so often; then whatever was said is answered."""


class BadWebhook(ValueError):
    """A signed webhook without what every webhook has; `args[0]` says what."""


@dataclass(frozen=True)
class Webhook:
    """One webhook of a call."""

    call_sid: str
    form: Form
    query: Form

    @classmethod
    def read(cls, form: Form, query: Form) -> "Webhook":
        """Raises BadWebhook when there is no usable CallSid."""
        sid = form.get("CallSid", "")
        if not CALL_SID.fullmatch(sid):
            raise BadWebhook("CallSid is missing or malformed")
        return cls(sid, form, query)

    def incoming(self) -> Incoming:
        """The call this webhook belongs to."""
        outbound = self.form.get("Direction", "inbound").startswith("outbound")
        call_id, scenario = self.query.get("call", ""), self.query.get("scenario", "")
        return Incoming(
            sid=self.call_sid,
            direction="outbound" if outbound else "inbound",
            caller=phone_number(self.form.get("From", "")),
            called=phone_number(self.form.get("To", "")),
            call_id=call_id if _CALL_ID.fullmatch(call_id) else None,
            scenario=scenario if _NAME.fullmatch(scenario) else None,
        )

    def said(self, name: str) -> str:
        """What the form says, or else the address, which is as much signed."""
        return self.form.get(name) or self.query.get(name, "")

    def over(self) -> bool:
        """Whether the call is over by what the form itself says: no verb of an answer is followed any more."""
        status = self.form.get("CallStatus", "").lower()
        return self.form.get("Digits") == "hangup" or (status in RANKS and is_terminal(status))

    def waiting_since(self) -> int | None:
        """Unix seconds since when the caller waits for us to be able to answer; None before that."""
        since = self.query.get("since", "")
        return int(since) if since.isascii() and since.isdigit() and len(since) <= 12 else None

    def turn(self) -> int | None:
        """The turn that the signed address names, if it names one."""
        return _whole(self.query.get("turn", ""))

    def cursor(self) -> int:
        """How many of the turn's sentences have been given."""
        return _whole(self.query.get("from", "")) or 0

    def recorded(self, max_length_s: int) -> Input:
        """What `<Record>` brought: a recording, of at most so many seconds, keys, or silence."""
        sid = self.said("RecordingSid")
        keys = self.said("Digits")
        digits = keys if _DIGITS.fullmatch(keys) else ""
        left = keys == "hangup"
        if not sid:
            return Input("silence" if not digits else f"{KEYS}{digits}", digits=digits, left=left)
        if not RECORDING_SID.fullmatch(sid):
            return Input("malformed", digits=digits, left=left, unusable=not digits)
        seconds = _whole(self.said("RecordingDuration")) or 0
        piece = _whole(self.query.get("piece", "")) or 0
        full = seconds >= max_length_s - TRIMMED_S and not digits and not left and piece < MOST_PIECES
        return Input(sid, recording_sid=sid, digits=digits, left=left, full=full, piece=piece)

    def spoken(self) -> Input:
        """What `<Gather>` brought: words, keys, or silence."""
        keys = self.said("Digits")
        digits = keys if _DIGITS.fullmatch(keys) else ""
        text = self.said("SpeechResult").strip()
        after = _whole(self.query.get("from", "")) if text or digits else None
        if text:
            return Input("text", text=text, digits=digits, after=after)
        return Input(f"{KEYS}{digits}" if digits else "silence", digits=digits, after=after)

    def status(self) -> tuple[str, int | None, datetime | None]:
        """(Twilio's status, seconds talked, when it happened)."""
        seconds = _whole(self.form.get("CallDuration", ""))
        return self.form.get("CallStatus", "").lower(), seconds, _moment(self.form.get("Timestamp", ""))


def phone_number(text: str) -> str | None:
    """E.164, or None for a withheld number and for what is no phone number (SIP, client names)."""
    text = text.strip()
    return text if text.lower() not in WITHHELD and _E164.fullmatch(text) else None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def _moment(text: str) -> datetime | None:
    """An RFC 2822 moment with a zone; Twilio's clock is not ours, so what cannot be read is left out."""
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo and moment.year in SANE_YEARS else None
