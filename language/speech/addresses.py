"""E-mail and web addresses in words: דנה שטרודל אקזמפל נקודה קו נקודה איי אל."""

import re
from typing import Final

from language.letters import hebrew_letters
from language.speech.words import cardinal, digits

EMAIL: Final = re.compile(
    r"(?:(?<![א-ת])(?P<pre>[ושכהבלמ]{1,2})[-־])?(?<![\w.+%])(?<!\w-)([A-Za-z0-9][\w.+%-]{0,63})@((?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24})\b",
    re.ASCII,
)
_URL: Final = re.compile(
    r"(?:(?<![א-ת])(?P<pre>[ושכהבלמ]{1,2})[-־])?(?<![\w@.])(?:https?://|(?=www\.)|(?=(?:[A-Za-z0-9-]{1,63}\.){1,4}(?:com|co\.il|org\.il|net\.il|ac\.il|gov\.il|"
    r"net|org|io|info|app|dev|il)\b))"
    r"((?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24})(?::\d{1,5})?(/[^\s<>\"״,;א-ת]*)?(?<![.!?:)])",
    re.ASCII,
)
_PIECE: Final = re.compile(r"[A-Za-z]+|\d+|[^A-Za-z\d]", re.ASCII)
_SIGNS: Final = {".": "נקודה", "-": "מקף", "_": "קו תחתון", "+": "פלוס", "%": "אחוז", "@": "שטרודל", "/": "סלש"}
_PATH_SIGNS: Final = {**_SIGNS, "=": "שווה", "?": "סימן שאלה", "&": "אנד", "#": "סולמית", ":": "נקודתיים"}
_AS_NUMBER: Final = 2


def addresses(text: str) -> str:
    """The text with its e-mail and web addresses in words."""
    if "." not in text:
        return text
    return _URL.sub(_url, EMAIL.sub(lambda found: (found["pre"] or "") + email_words(f"{found[2]}@{found[3]}"), text))


def email_words(address: str) -> str:
    """One e-mail address in words."""
    return _pieces(address, _SIGNS)


def _url(found: re.Match[str]) -> str:
    path = (found[3] or "").partition("?")[0].rstrip("/")
    return (found["pre"] or "") + _pieces(found[2].removeprefix("www.") + path, _PATH_SIGNS)


def _pieces(text: str, signs: dict[str, str]) -> str:
    return " ".join(filter(None, (_piece(piece, signs) for piece in _PIECE.findall(text))))


def _piece(piece: str, signs: dict[str, str]) -> str:
    if piece.isdigit():
        short = len(piece) <= _AS_NUMBER and not piece.startswith("0")
        return cardinal(int(piece)) if short else digits(piece)
    return hebrew_letters(piece) if piece.isalpha() else signs.get(piece, "")
