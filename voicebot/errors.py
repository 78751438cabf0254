"""Everything this package raises on purpose.

VoicebotError
├── SettingsError          the environment is wrong; one sentence for the operator
├── VendorError            a vendor did not give what was asked
│   ├── VendorTimeout      no answer within its deadline
│   ├── VendorUnavailable  refused, reset, 429, 5xx: another link may help
│   │   └── CircuitOpen    not asked at all, since it failed too often (voicebot.circuits.verdicts)
│   ├── VendorRefused      4xx: our request or our account is at fault
│   └── VendorGarbage      an answer that cannot be read
├── ConversationError
│   └── UnknownConversation
├── ToolRefused            a tool says no; its words go back to the model
└── ApiError               an answer for an API user: status, code, message
"""

import re


class VoicebotError(Exception):
    """Root of the tree."""


class SettingsError(VoicebotError):
    """The environment cannot be started from; the text is one sentence for the operator."""


class VendorError(VoicebotError):
    """A vendor failed. `vendor` and `operation` name what was asked of whom, never what was said."""

    def __init__(self, vendor: str, operation: str, detail: str = "") -> None:
        super().__init__(f"{vendor} {operation}: {detail or type(self).__name__}")
        self.vendor = vendor
        self.operation = operation
        self.detail = detail

    @property
    def kind(self) -> str:
        """What went wrong, and the HTTP status where there was one: for records, so nothing that the vendor wrote."""
        status = re.match(r"HTTP \d{3}", self.detail)
        return f"{type(self).__name__} {status[0]}" if status else type(self).__name__


class VendorTimeout(VendorError):
    """No answer within the deadline."""


class VendorUnavailable(VendorError):
    """Connection refused or reset, 429 or 5xx."""


class VendorRefused(VendorError):
    """A 4xx that a repeat would not mend. `status` is the vendor's HTTP status."""

    def __init__(self, vendor: str, operation: str, detail: str = "", status: int | None = None) -> None:
        super().__init__(vendor, operation, detail)
        self.status = status


class VendorGarbage(VendorError):
    """An answer arrived and is not what the vendor's own description promises."""


class ConversationError(VoicebotError):
    """A conversation cannot go on as asked."""


class UnknownConversation(ConversationError):
    """No call or conversation has that id."""


class ToolRefused(VoicebotError):
    """A tool will not do this. The text goes to the model as the tool's result."""

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class ApiError(VoicebotError):
    """An answer for an API user."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
