"""Codes that people say on the phone: kept as salted hashes, compared in constant time."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

_SALT_BYTES: Final = 16
# scrypt with 8 MB for about 20 ms: a stolen table costs something to try, a webhook does not notice (RFC 7914).
_COST: Final = 2**13
_BLOCK: Final = 8


@dataclass(frozen=True)
class CodeHash:
    """What is kept of a code."""

    salt: bytes
    digest: bytes


def hash_code(code: str) -> CodeHash:
    """The code's hash, with a salt of its own."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return CodeHash(salt, _digest(code, salt))


def code_fits(code: str, kept: CodeHash | None) -> bool:
    """Whether this is the code. Without one to compare with it takes as long, and does not fit."""
    known = kept or CodeHash(b"\0" * _SALT_BYTES, b"\0" * hashlib.sha256().digest_size)
    return hmac.compare_digest(_digest(code, known.salt), known.digest) and kept is not None


def _digest(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, n=_COST, r=_BLOCK, p=1, dklen=hashlib.sha256().digest_size)
