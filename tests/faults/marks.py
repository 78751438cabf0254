"""Words that make a sentence a new one and mean nothing: no translation of it is remembered. Translators drop them."""

import re

_HEBREW, _LATIN = "אבגדהוזחטיכלמנסעפצקרשת", "abcdefghijklmnopqrstuvwxyz"
_MARK = re.compile(r",? (?:זקט[א-ת]+|xq[a-z]+)(?=[.?!,]|$)")


def hebrew_mark(number: int) -> str:
    """A word for this number."""
    return "זקט" + _letters(number, _HEBREW)


def marked(text: str, number: int) -> str:
    """English sentences, each made new."""
    return re.sub(r"([.?!])(?=\s|$)", rf", xq{_letters(number, _LATIN)}\1", text)


def unmarked(text: str) -> str:
    return _MARK.sub("", text)


def _letters(number: int, alphabet: str) -> str:
    rest, letter = divmod(number, len(alphabet))
    return (_letters(rest, alphabet) if rest else "") + alphabet[letter]
