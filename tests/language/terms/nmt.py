"""A translator that treats HTML as neural translation does: words become words of the other language, spans mostly
stay, and now and then something happens to them."""

import html
import re
from collections.abc import Callable, Sequence

from language.terms import Marked, from_html, to_html
from language.types import Language

SPAN = re.compile(r'<span translate="no">(.*?)</span>', re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

Pieces = list[str]
"""Text and spans by turns: text, the words of a span, text, …"""
Behaviour = Callable[[Pieces], str]


def join(pieces: Pieces, opening: str = '<span translate="no">', closing: str = "</span>", before: str = "") -> str:
    """The pieces as HTML again; `before` stands before each span."""
    done = ""
    for index, piece in enumerate(pieces):
        done += f"{before}{opening}{piece}{closing}" if index % 2 else piece
    return done


def with_prefix(prefix: str) -> Behaviour:
    """Each span behind a Hebrew prefix, however it is attached."""
    return lambda pieces: join(
        [f"{each} " if not index % 2 else each for index, each in enumerate(pieces)], before=prefix
    )


def reorder(pieces: Pieces) -> str:
    turned = pieces[1::2][::-1]
    return join([turned[index // 2] if index % 2 else piece for index, piece in enumerate(pieces)])


def drop_first(pieces: Pieces) -> str:
    return join([pieces[0] + pieces[2], *pieces[3:]])


def double_last(pieces: Pieces) -> str:
    return join([*pieces, pieces[-2], " "])


def translate_inside(pieces: Pieces) -> str:
    return join([pieces[0], "משהו אחר לגמרי", *pieces[2:]])


KINDLY: dict[str, Behaviour] = {
    "faithful": join,
    "reorders": reorder,
    "spaces inside": lambda pieces: join(pieces, '<span translate="no"> ', " </span>"),
    "loses the attribute": lambda pieces: join(pieces, "<span>"),
    "spells tags otherwise": lambda pieces: join(pieces, "<SPAN translate='no' >", "</ span >"),
    "adds a language": lambda pieces: join(pieces, '<span translate="no" lang="en">'),
    "adds a break": lambda pieces: join(pieces) + "<br>",
    "unwraps": lambda pieces: join(pieces, " ", " "),
    "shouts": lambda pieces: join([each.upper() if index % 2 else each for index, each in enumerate(pieces)]),
    "changes one inside": translate_inside,
    "no-break spaces": lambda pieces: join(pieces).replace("מילה מילה", "מילה&nbsp;מילה"),
    "prefix with a hyphen": with_prefix("ב-"),
    "prefix with a maqaf": with_prefix("ל־"),
    "prefix and a space": with_prefix("מ "),
    "glued prefix": with_prefix("ו"),
    "two prefixes": with_prefix("שב-"),
}
UNKINDLY: dict[str, Behaviour] = {"drops": drop_first, "doubles": double_last}


class Nmt:
    """Makes "מילה" or "word" of every word, and does to the spans what its behaviour says."""

    def __init__(self, behaviour: Behaviour = join, name: str = "nmt") -> None:
        self.name = name
        self._behaviour = behaviour
        self.asked: list[Marked] = []
        self.sent: list[str] = []

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        return [html.unescape(_words(text, target)) for text in texts]

    def translate_marked(
        self, sentences: Sequence[Marked], source: Language, target: Language, timeout_s: float
    ) -> list[str]:
        self.asked.extend(sentences)
        return [from_html(self._one(each, target), each, target) for each in sentences]

    def _one(self, sentence: Marked, target: Language) -> str:
        sent = to_html(sentence)
        self.sent.append(sent)
        pieces = SPAN.split(sent)
        pieces[::2] = [_words(each, target) for each in pieces[::2]]
        return self._behaviour(pieces) if len(pieces) > 1 else pieces[0]


def _words(text: str, target: Language) -> str:
    """Every word by another; marks of punctuation stay, apostrophes and quotes come back as entities."""
    word = "מילה" if target == "he" else "word"
    return html.escape(_WORD.sub(word, html.unescape(text)))
