"""The caller speaks or presses a key while an answer is being given: the rest of that answer is not given any more.

Only a Gather hears that. Its address says after how many sentences of the turn before it the caller cut in, and what
was not given goes from the record: nobody has heard it.
"""

from language.heard import is_command
from language.types import Heard
from stores.values import Turn
from voicebot.agents.state import CallState
from voicebot.conversation.working import Work

CUT_S = 4.0
"""So long the turn that was cut may come to its end: what it is about to do is then done, and what it has noted is
known. Meanwhile the caller hears fillers; later it is cut off where it stands."""
URGENT = frozenset({"human", "optout"})
"""With what rules must answer at once: nothing is waited for."""
FINAL = frozenset({"hangup", "dial"})


def cut_in(work: Work, heard: Heard, given: int) -> Turn | None:
    """End the turn before this one, of which `given` sentences were given.

    Returns it when it has ended the call, or connects the caller, and what cut in is no reason against that: then its
    rest is still to be said. Harmless when done twice.
    """
    before = work.before[-1] if work.before else None
    if before is None or before.number != work.turn.number - 1:
        return None
    urgent = not _urgent(work).isdisjoint(heard.intents)
    ended = _ended(work, before, at_once=urgent or is_command(heard.digits))
    if not urgent and (ended.ending or {}).get("kind") in FINAL:
        work.renew()
        return ended
    work.parts.stores.turns.cut(work.call.id, ended.number, given)
    work.renew()
    return None


def _urgent(work: Work) -> frozenset[str]:
    return URGENT | work.scenario.agent(work.state.agent).flow.safety


def _ended(work: Work, turn: Turn, *, at_once: bool) -> Turn:
    """The turn once it is over, by itself or because nobody listens any more."""
    turns = work.parts.stores.turns

    def ended() -> bool:
        return turns.progress(turn.call_id, turn.number)[0] != "claimed"

    if not at_once:
        work.parts.wait((turn.call_id, turn.number), ended, CUT_S)
    while (turn := turns.get(turn.call_id, turn.number)).state == "claimed":
        state = CallState.model_validate(work.parts.stores.calls.get(turn.call_id).state or {})
        work.parts.claims.supersede(turn, state.agent)
    return turn
