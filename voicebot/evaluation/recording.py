"""A real call as a masked YAML script that can be played again. Pure but for the stores it reads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import yaml

from language.spoken import ISRAEL
from language.spoken_codes import without_codes
from stores import Stores
from stores.errors import NotFound
from stores.values import Call, Lead, Turn
from voicebot.agents.types import Scenario
from voicebot.conversation.replies import in_language
from voicebot.conversation.types import keys_of
from voicebot.errors import VoicebotError
from voicebot.evaluation.givens import CALLER, Before, before
from voicebot.evaluation.hidden import Digits, hidden_in
from voicebot.evaluation.masking import introduced, known_of, longest_first, masked
from voicebot.simphone.script import TEXT

SUPPRESSING = frozenset({"removed", "suppressed"})
BOOKED, CANCELLED = frozenset({"booked", "booked_without_number", "rescheduled"}), "cancelled"
"""How a tool's answer calls what it did to the call's meeting; a call has at most one."""
SILENT = frozenset({"silence", "noise"})


class NothingSaid(VoicebotError):
    """Nobody said anything in the call, or it was erased: there is nothing to play."""


def as_script(call: Call, stores: Stores, scenario: Scenario) -> str:
    """The call as YAML. Raises NothingSaid."""
    lead = _lead(call, stores)
    turns = [each for each in stores.turns.for_call(call.id) if each.number > 0 and each.state == "done"]
    said = (words for each in turns for words in (each.heard_he, each.heard_en) if words)
    known, fixed = known_of(call, lead), _fixed_lines(scenario)
    stage = before(call, turns, stores, fixed, known)
    known = longest_first((*stage.known, *known, *introduced(said)))
    steps = list(_steps(call, turns, fixed, replace(stage, known=known)))
    if not any("says" in each or "keys" in each for each in steps):
        raise NothingSaid("Nobody said anything in this call, or it was erased: there is nothing to play.")
    head = f"# {scenario.name}, {call.direction}: {call.outcome or call.status}. Recorded and masked.\n"
    given = {"language": call.language, **stage.given}
    begun = f"{call.created_at.astimezone(ISRAEL):%Y-%m-%dT%H:%M:%S}"
    script = {"call": _call(call), "at": begun, "given": given, "steps": steps, "facts": _facts(call, stores)}
    return head + yaml.safe_dump(script, allow_unicode=True, sort_keys=False, width=120)


def _lead(call: Call, stores: Stores) -> Lead | None:
    try:
        return stores.leads.get(call.lead_id) if call.lead_id is not None else None
    except NotFound:
        return None


def _call(call: Call) -> Mapping[str, str]:
    if call.channel == TEXT:
        return {"scenario": call.scenario, "channel": TEXT, "from": CALLER if call.lead_id else "withheld"}
    outbound = call.direction == "outbound"
    number = {"to": CALLER} if outbound else {"from": CALLER if call.from_number or call.lead_id else "withheld"}
    return {"scenario": call.scenario, "direction": "outbound-api" if outbound else "inbound", **number}


def _steps(call: Call, turns: Sequence[Turn], fixed: frozenset[str], stage: Before) -> Iterator[dict[str, Any]]:
    """What the caller did, each after the fixed lines that were heard before it; last how it ended."""
    heard, now = list[str](), replace(call, state={})  # in the language in which it began
    hidden = hidden_in(turns)
    for turn in turns:
        if any(used.get("name") == "use_language" for used in turn.tool_calls):
            now = call
        if act := _act(turn, stage, hidden.get(turn.number, Digits())):
            yield ({"hears": heard} if heard else {}) | act
            heard = [words for each in turn.sentences if each.he in fixed and (words := in_language(now, each))]
    kind = (turns[-1].ending or {}).get("kind") if turns else None
    ends = {"hangup": {"ends": "hangup"}, "dial": {"ends": "dial"}}.get(str(kind), {"hangs_up": True})
    yield ({"hears": heard} if heard and "ends" in ends else {}) | ends


def _act(turn: Turn, stage: Before, hidden: Digits) -> dict[str, Any] | None:
    words = turn.heard_he or turn.heard_en or ""
    if keys := keys_of(words):
        return {"keys": (hidden.code or masked(keys)) + ("#" if keys.endswith("#") else "")}
    if keys := hidden.in_keys(words):
        return {"keys": keys}
    if words:
        without = without_codes(words) if hidden.code else words
        return {"says": hidden.in_words(masked(without, stage.known, stage.amounts))}
    return {"silent": True} if turn.heard_by in SILENT else None


def _fixed_lines(scenario: Scenario) -> frozenset[str]:
    """Lines that say the same in every call: no value in them, nothing of anybody's."""
    return frozenset(
        form.he
        for line in scenario.phrases
        if not line.placeholders
        for form in (line.for_gender(None), line.for_gender("m"), line.for_gender("f"))
    )


def _facts(call: Call, stores: Stores) -> Mapping[str, Any]:
    state = call.state or {}
    meetings = _booked_at_its_end(stores.turns.for_call(call.id))
    tasks = [each.kind for each in _all(stores.tasks.list) if each.call_id == call.id]
    return {
        "outcome": call.outcome or "",
        "meetings": meetings,
        "tasks": tasks,
        "suppressed": bool(SUPPRESSING & set(state.get("done", ()))),
    }


def _booked_at_its_end(turns: Sequence[Turn]) -> int:
    """How many meetings of the call stood when it ended, whatever became of them later."""
    stands = False
    for status in (each["status"] for turn in turns for each in turn.tool_calls):
        stands = status in BOOKED or (stands and status != CANCELLED)
    return int(stands)


def _all(pages: Any) -> Iterator[Any]:
    """Everything of a list, page by page."""
    after = None
    while True:
        page = pages(200, after)
        yield from page.items
        after = page.next
        if after is None:
            return
