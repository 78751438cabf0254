"""English text, as it streams in, cut into sentences that are fit for speaking."""

import re
from collections.abc import Iterator

MAX_SENTENCE = 300
"""Characters; a longer run without an end is cut at a space, so that one reply cannot fill a call."""

_ABBREVIATIONS = frozenset({"a.m", "p.m", "mr", "mrs", "ms", "dr", "prof", "st", "vs", "e.g", "i.e", "inc", "ltd"})
_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s)|\n+")
_LIST_MARK = re.compile(r"^\s*(?:[-*•]+|#{1,6}|\d{1,2}[.)])\s+", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]{1,200})\]\([^)\s]{1,500}\)")
_MARKS = re.compile(r"[*_`~#|<>{}\\]+")
_UNSPOKEN = re.compile(
    "[\U0001f000-\U0001faff\U00002600-\U000027bf\U0000fe00-\U0000fe0f\U0000200b-\U0000200f\U0000202a-\U0000202e"
    "\U00002066-\U00002069\U0000061c\U0000feff\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]"
)


_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` without control characters and halves of surrogate pairs, which databases and XML refuse."""
    return _UNSTORABLE.sub("", text)


def speakable(text: str) -> str:
    """`text` without markdown, emojis, control and direction characters; "" when nothing is left to say."""
    text = _LINK.sub(r"\1", text)
    text = _LIST_MARK.sub("", text)
    text = _MARKS.sub("", _UNSPOKEN.sub("", text))
    text = " ".join(text.split())
    return text if re.search(r"\w", text) else ""


class SentenceSplitter:
    """Takes pieces of text and gives sentences as soon as each is complete.

    A full stop counts as an end only when white space follows it, so "10.30" stays whole, and not after an
    abbreviation.
    """

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, piece: str) -> Iterator[str]:
        """The sentences that `piece` completes."""
        self._rest += piece
        while (cut := self._cut()) is not None:
            sentence, self._rest = self._rest[:cut], self._rest[cut:]
            if spoken := speakable(sentence):
                yield spoken

    def flush(self) -> Iterator[str]:
        """What is left at the end of the text."""
        rest, self._rest = self._rest, ""
        if spoken := speakable(rest):
            yield spoken

    def _cut(self) -> int | None:
        for end in _END.finditer(self._rest):
            if not self._is_abbreviation(end):
                return end.end()
        if len(self._rest) > MAX_SENTENCE:
            space = self._rest.rfind(" ", 1, MAX_SENTENCE)
            return space if space > 0 else MAX_SENTENCE
        return None

    def _is_abbreviation(self, end: re.Match[str]) -> bool:
        if not end.group().startswith(".") or end.group() != ".":
            return False
        before = re.search(r"([A-Za-z.]+)$", self._rest[: end.start()])
        word = before.group(1).lower() if before else ""
        if not word:
            return self._rest[: end.start()].strip().isdigit()
        return word in _ABBREVIATIONS or (len(word) == 1 and word != "i")
