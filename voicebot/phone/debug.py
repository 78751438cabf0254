"""Each call's webhooks, kept only while DEBUG_CALL_EVENTS is on."""

from stores.debug_events import DebugEventStore
from stores.errors import StoreError, StoreUnavailable
from voicebot.phone.webhook import Webhook

KEPT = frozenset({
    "CallSid", "CallStatus", "Direction", "RecordingSid", "RecordingDuration", "Digits", "SpeechResult",
    "Confidence", "DialCallStatus", "CallDuration", "SequenceNumber", "Timestamp", "AnsweredBy", "ErrorCode",
})  # fmt: skip
"""Fields that are kept; numbers and places of callers are not."""


class DebugLog:
    """Notes webhooks; a failure to do so never disturbs the call.

    Only a database that is away does, which the webhook would have to wait for once more.
    """

    def __init__(self, events: DebugEventStore, enabled: bool) -> None:
        self._events = events
        self.enabled = enabled

    def note(self, hook: Webhook, path: str) -> None:
        """Keep what the webhook said. Raises StoreUnavailable."""
        if not self.enabled:
            return
        data = {name: value[:500] for name, value in hook.form.items() if name in KEPT}
        data |= {f"?{name}": value[:100] for name, value in hook.query.items()}
        try:
            self._events.add(hook.call_sid, path, data)
        except StoreUnavailable:
            raise
        except StoreError:
            return
