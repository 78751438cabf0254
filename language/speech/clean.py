"""What a voice must never get: direction marks, other scripts' digits, emojis, markdown, stray spaces."""

import re
import unicodedata
from typing import Final

from language.hebrew import remove_bidi
from language.speech.words import cardinal, fraction

# Controls but tab and newline, zero-width marks, surrogates, variation selectors, keycaps, private use (ours).
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\u20e3"
    "\ud800-\udfff\ue000-\uf8ff\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_ODD: Final = re.compile(r"[^\x00-\x7fא-ת\u2010-\u201f₪€£]")
_BULLET: Final = re.compile(r"^[ \t]*(?:(?:[-*•‣◦▪–—·]+|#{1,6})[ \t]+)+", re.MULTILINE)
_NUMBERED: Final = re.compile(r"^[ \t]*(\d{1,2})[.)][ \t]+(?=\D)", re.MULTILINE)
_EMPHASIS: Final = re.compile(r"(\*{1,3}|_{1,3}|`+|~~)(?=\S)(?P<inside>[^*_`~\n]+?)(?<=\S)\1(?!\w)")
_KEPT: Final = {"°": "°", "№": "מספר ", "×": "×", "÷": "÷", "¢": "¢", "±": "±"}
_SPACES: Final = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_BEFORE_MARK: Final = re.compile(r" +([,.!?;:])(?!\w)")
_GLUED: Final = re.compile(r"(?<=\d)(?=[א-ת])")
_LIST: Final = re.compile("(?<=[א-ת]),(?=[א-ת])")
_JOINED: Final = re.compile("(?<![א-ת\"'׳״])(ו?(?:כש|ש)?[בלמכ]?ה?)(?<=[א-ת])[-־](?=[א-ת])")
_PERCENT_FIRST: Final = re.compile(r"(?:(?<=\s)|^)%(\d[\d,.]*)(?!\d|\s?%)")
_NOT_DIGITS: Final = {"No", "Nl"}


def cleaned(text: str) -> str:
    """The text with its digits in ASCII and nothing in it that a voice cannot say or would read out by name."""
    text = _INVISIBLE.sub("", remove_bidi(text)).replace("−", "-").replace("⁄", "/")
    text = _ODD.sub(_plain, text)
    text = _PERCENT_FIRST.sub(r"\1%", text)
    text = _GLUED.sub(" ", _EMPHASIS.sub(lambda found: found["inside"], text))
    return _BULLET.sub("", _NUMBERED.sub(r"\1, ", text))


def tidied(text: str) -> str:
    """Single spaces, none before a comma or a full stop; lines stay apart."""
    lines = (_BULLET.sub("", _SPACES.sub(" ", line)).strip() for line in text.splitlines())
    return "\n".join(_JOINED.sub(r"\1", _LIST.sub(", ", _BEFORE_MARK.sub(r"\1", line))) for line in lines if line)


def _plain(found: re.Match[str]) -> str:
    character = found[0]
    if character in _KEPT:
        return _KEPT[character]
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in _NOT_DIGITS or character.isdigit():
        return _number_sign(character)
    return " " if category in {"So", "Zl", "Zp"} else character


def _number_sign(character: str) -> str:
    """½ is חצי, ² is "בריבוע", Ⅷ and ⑧ are their number."""
    if character in "²³":
        return " בריבוע" if character == "²" else " בשלישית"
    value = unicodedata.numeric(character, -1.0)
    if value == int(value):
        return f" {cardinal(int(value))} " if value >= 0 else " "
    for under in range(2, 17):
        over = value * under
        if abs(over - round(over)) < 1e-6:
            return f" {fraction(round(over), under)} " if over < under else " "
    return " "
