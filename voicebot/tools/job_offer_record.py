"""What the record of a call about a job offer proves: who was verified, what for, and how far they came."""

from collections.abc import Iterator, Sequence
from typing import Final

from stores import Stores
from stores.job_offer_values import NegotiationStep
from stores.values import Call, Turn
from voicebot.tools.job_offer_callers import RECRUITER

_THEIRS: Final = frozenset({"confirmed", "offered"})
"""Steps whose salary the recruiter named or confirmed."""
_TOLD: Final = frozenset({"tell_about", "list_topics"})


def recorded(stores: Stores, call: Call, turns: Sequence[Turn]) -> dict[str, str]:
    """The scenario's facts by name; "" for what is not on record, so that no internal field stands for it."""
    steps = stores.negotiations.of_call(call.id)
    offers = [each.salary for each in steps if each.kind in _THEIRS and each.salary is not None]
    return {
        **dict(_who(stores, call)),
        "wanted": _wanted(call, turns, steps),
        "last_offer": str(offers[-1]) if offers else "",
        "agreed": ("yes" if any(each.kind == "agreed" for each in steps) else "no") if steps else "",
    }


def _who(stores: Stores, call: Call) -> Iterator[tuple[str, str]]:
    """A verified recruiter as on record; else what the caller claims to be."""
    fields = (call.state or {}).get("fields", {})
    key = str(fields.get(RECRUITER, ""))
    known = stores.job_offers.recruiter(int(key)) if key.isdigit() else None
    yield "recruiter", known.name.en if known else str(fields.get("caller_name", ""))
    yield "company", known.company.en if known else str(fields.get("caller_company", ""))


def _wanted(call: Call, turns: Sequence[Turn], steps: Sequence[NegotiationStep]) -> str:
    if steps:
        return "negotiation"
    if "booked" in (call.state or {}).get("done", ()):
        return "meeting"
    used = {each.get("name") for turn in turns for each in turn.tool_calls}
    return "information" if used & _TOLD else ""
