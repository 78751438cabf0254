"""Which link of each chain answered a turn, and why the ones before it did not, as the API shows it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from stores.values import Turn
from voicebot.api.call_schemas import FailureOut, LinksOut

_KINDS = re.compile(
    r"(Vendor[A-Z][A-Za-z]+|CircuitOpen|Untranslatable|answered nothing|wrong language|spoilt)( HTTP \d{3})?"
)
"""What is shown of an error. Earlier releases stored more of it, which may be the vendor's own words."""
_RECORDED = "RE"
_NOBODY = frozenset({"recording", "text", "silence", "noise", "nothing"})
"""What is noted as the hearer where no transcriber is named."""


def links_out(turn: Turn) -> LinksOut:
    """The links of a turn."""
    links: dict[str, Any] = dict(turn.links or {})
    hearer, *deaf = (turn.heard_by or "").split("; ")
    heard = turn.source.startswith(_RECORDED) and bool(hearer) and ":" not in hearer and hearer not in _NOBODY
    return LinksOut(
        transcriber=hearer if heard else None,
        translate_in=links.get("translate_in"),
        model=turn.model,
        translate_out=list(links.get("translate_out", ())),
        failures=[
            *_failures("transcriber", deaf if heard else ()),
            *_failures("translator", links.get("untranslated", ())),
            *_failures("model", links.get("failures", ())),
        ],
    )


def _failures(ability: Literal["model", "translator", "transcriber"], told: Iterable[str]) -> Iterator[FailureOut]:
    """Each of "link: why"."""
    for each in told:
        link, _, why = each.partition(": ")
        yield FailureOut(ability=ability, link=link, why=why if _KINDS.fullmatch(why) else "failed")
