"""Numbers as the stores take them: E.164. Whether one may be dialled is decided elsewhere."""

import hashlib
import re

# ITU-T E.164: a plus, a country code that does not begin with 0, fifteen digits at most.
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def checked_phone(phone: str) -> str:
    """The number itself. Raises ValueError (without the number: it may be logged) when it is not E.164."""
    if _E164.fullmatch(phone) is None:
        raise ValueError("not a phone number in E.164")
    return phone


def phone_hash(phone: str) -> str:
    """SHA-256 of the number in hex: enough to recognise it, not to read it."""
    return hashlib.sha256(checked_phone(phone).encode()).hexdigest()
