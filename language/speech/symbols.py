"""Signs in words: &, +, /, @, %, #, and the forms for both genders (מעוניין/ת)."""

import re
from typing import Final

from language.speech.nouns import counted
from language.speech.patterns import WORD

_OPEN: Final = str.maketrans("ךםןףץ", "כמנפצ")
_BOTH: Final = re.compile(r"(?<![א-ת/])(?P<word>[א-ת]{2,})/(?P<end>ית|ות|ת|ה|י|ים|ו)(?![א-ת/\"'׳״])")
_AND: Final = re.compile(r"\s*&\s*(?=(?P<next>[א-ת])?)")
_OR: Final = re.compile(r"(?<=[א-תA-Za-z])\s?/\s?(?=[א-תA-Za-z])")
_PLUS: Final = re.compile(r"\s*\+\s*")
_SIGNS: Final = {
    "%": " אחוז ", "₪": " שקלים ", "$": " דולר ", "€": " אירו ", "£": " פאונד ", "@": " שטרודל ", "=": " שווה ",
    "×": " כפול ", "÷": " חלקי ", "±": " פלוס מינוס ", "°": " מעלות ", "¢": " סנט ", "~": " בערך ", "#": " סולמית ",
    "_": " ", "|": ", ", "*": " ", "^": " ", "\\": " ", "<": " ", ">": " ", "`": " ", "{": " ", "}": " ",
    "•": ", ",
}  # fmt: skip
_SIGN: Final = re.compile("[" + re.escape("".join(_SIGNS)) + "]")
_DEGREES: Final = re.compile(r"(?<=\d)\s?°\s?[CFcf]?(?![A-Za-z])")
_TIMES: Final = re.compile(r"(?<=\d)\s?[×*xX]\s?(?=\d)")
_EQUALS: Final = re.compile(r"(?<=\d)\s*([+=÷])\s*(?=\d)")
_ABOUT: Final = re.compile(r"[~≈]\s?(?=[\d₪$€£])")
_AND_A_HALF: Final = re.compile(rf"(?<![\d.,:/])(\d+) וחצי (?=({WORD}))")
_THOUSANDS: Final = re.compile(r"(?<![\d.,])(\d{1,3})\.000(?![\d.])")
_ARITHMETIC: Final = {"+": " פלוס ", "=": " שווה ", "÷": " חלקי "}
_NUMBER_SIGN: Final = re.compile(r"#\s?(?=\d)")
_DIVIDED: Final = re.compile(r"(?<=\d)\s/\s(?=\d)")
_MINUS_SPACED: Final = re.compile(r"(?<=\d)\s-\s(?=\d+\s?=)")


def units(text: str) -> str:
    """Signs whose meaning depends on the digits beside them, before those become words."""
    text = _ABOUT.sub("בערך ", _DEGREES.sub(" מעלות", _NUMBER_SIGN.sub("מספר ", text)))
    text = _AND_A_HALF.sub(lambda found: f"{found[1]}.5 " if counted(found[2]) else found[0], text)
    text = _THOUSANDS.sub(r"\1,000", text)
    text = _DIVIDED.sub(" חלקי ", text)
    text = _MINUS_SPACED.sub(" מינוס ", _TIMES.sub(" כפול ", text))
    return _EQUALS.sub(lambda found: _ARITHMETIC[found[1]], text)


def symbols(text: str) -> str:
    """The text with what is left of signs in words."""
    text = _BOTH.sub(_both, text)
    text = _AND.sub(lambda found: " ו" if found["next"] else " and ", text)
    text = _OR.sub(_or, _PLUS.sub(" פלוס ", text))
    return _SIGN.sub(lambda found: _SIGNS[found[0]], text).replace("/", " ")


def _both(found: re.Match[str]) -> str:
    """מעוניין/ת is "מעוניין או מעוניינת"."""
    word, end = found["word"], found["end"]
    stem = word.translate(_OPEN)
    stem = stem.removesuffix("ה") if end != "ה" and word.endswith("ה") else stem
    return f"{word} או {stem}{end}"


def _or(found: re.Match[str]) -> str:
    hebrew = "א" <= found.string[found.start() - 1] <= "ת"
    return " או " if hebrew or "א" <= found.string[found.end()] <= "ת" else " or "
