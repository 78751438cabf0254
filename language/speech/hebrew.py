"""Hebrew as a voice says it: the rules of this folder in their order."""

import re
from typing import Final

from language.gender import as_agent
from language.lexicon import Entry, Lexicon, Mark, default_lexicon
from language.speech.abbreviations import abbreviations
from language.speech.addresses import addresses
from language.speech.amounts import amounts
from language.speech.clean import cleaned, tidied
from language.speech.clock import times
from language.speech.counts import counts, mixed
from language.speech.dates import dashed_dates, dates
from language.speech.dialled import dialled
from language.speech.symbols import symbols, units
from language.types import Gender

_FIRST: Final = 0xE000
_LAST: Final = 0xF8FF
_DIGIT: Final = re.compile("[0-9]")
_PLACE: Final = re.compile("([\ue000-\uf8ff])")
_MOST_PASSES: Final = 6
"""What one pass says may show the next something to say; two are the rule, and strange texts take more."""
_NUMBER_RULES: Final = (dashed_dates, dialled, times, dates, units, mixed, amounts, counts)


def spoken_hebrew(text: str, lexicon: Lexicon | None = None, agent_gender: Gender = "f") -> str:
    """The text as it is said: no digit, sign, abbreviation or invisible mark remains.

    `lexicon` is one bound to a voice (`Lexicon.for_voice`); None is the package's own. What the agent says of
    itself agrees with `agent_gender`. Latin words that no table knows stay, for the voice's own reading.
    Idempotent.
    """
    for _ in range(_MOST_PASSES):
        said = "".join(
            part if isinstance(part, str) else part.plain for part in _parts(text, lexicon, agent_gender, ssml=False)
        )
        if said == text:
            break
        text = said
    return text


def spoken_parts(text: str, lexicon: Lexicon | None = None, agent_gender: Gender = "f") -> tuple[str | Mark, ...]:
    """`spoken_hebrew` in pieces: text, and between it what the lexicon has SSML for."""
    parts = _parts(text, lexicon, agent_gender, ssml=True)
    if any(isinstance(part, Mark) for part in parts):
        return parts
    said = "".join(map(str, parts))  # what the first pass of `spoken_hebrew` says; most lines need no other
    return tuple(filter(None, (said if said == text else spoken_hebrew(said, lexicon, agent_gender),)))


def _parts(text: str, lexicon: Lexicon | None, agent_gender: Gender, *, ssml: bool) -> tuple[str | Mark, ...]:
    kept: list[Entry] = []

    def keep(entry: Entry) -> str:
        kept.append(entry)
        return chr(min(_FIRST + len(kept) - 1, _LAST))

    text = (lexicon or default_lexicon()).replace(addresses(cleaned(text)), keep)
    text = abbreviations(text)
    for rule in _NUMBER_RULES:
        if not _DIGIT.search(text):
            break
        text = rule(text)
    text = symbols(text)
    text = tidied(as_agent(text, agent_gender))
    return _restored(text, kept[: _LAST - _FIRST + 1], ssml)


def _restored(text: str, kept: list[Entry], ssml: bool) -> tuple[str | Mark, ...]:
    parts: list[str | Mark] = []
    for piece in filter(None, _PLACE.split(text)):
        entry = kept[ord(piece) - _FIRST] if _PLACE.fullmatch(piece) else None
        part = piece if entry is None else (entry.mark if ssml and entry.mark else entry.said)
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        else:
            parts.append(part)
    return tuple(parts)
