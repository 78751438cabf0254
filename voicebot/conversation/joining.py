"""Speech that was cut by the longest recording: its pieces are turns that nobody answers, joined in the next one."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from language.heard import read
from language.types import Heard, Language
from stores import Stores
from stores.values import Turn
from voicebot.conversation.hearing import Outcome, Silence, Unheard

HEAR_S = 20.0
"""How long the next turn waits for a piece to be heard: as long as hearing may take."""

LOOK_S = 1.0
"""How often it is asked meanwhile whether the piece's owner still lives."""

Wait = Callable[[tuple[str, int], Callable[[], bool], float], bool]
"""Waits for a turn until something about it is true, at most so many seconds: `Pool.wait_in_turn`."""


def is_piece(turn: Turn) -> bool:
    """Whether the caller was cut off in this turn, and nothing was answered."""
    return bool((turn.ending or {}).get("piece"))


def pieces(stores: Stores, before: Sequence[Turn], wait: Wait, finish: Callable[[Turn], None]) -> list[Turn]:
    """The last of the turns `before` that are pieces of the next one's utterance, oldest first, heard to their end.

    Nobody asks for a piece: one whose owner has died is finished here, by whoever needs it.
    """
    found: list[Turn] = []
    for turn in reversed(before):
        running = turn.state == "claimed" and turn.number > 0  # 0 is the greeting's
        ended = _ended(stores, turn, wait, finish) if running else turn
        if not is_piece(ended):
            break
        found.insert(0, ended)
    return found


def _ended(stores: Stores, turn: Turn, wait: Wait, finish: Callable[[Turn], None]) -> Turn:
    def ended() -> bool:
        nonlocal turn
        turn = stores.turns.get(turn.call_id, turn.number)
        return turn.state != "claimed"

    left_s, key = HEAR_S, (turn.call_id, turn.number)
    while left_s > 0 and not ended():
        finish(turn)
        wait(key, ended, min(LOOK_S, left_s))
        left_s -= LOOK_S
    return turn


def joined(before: Sequence[Turn], outcome: Outcome) -> Outcome:
    """What was heard with its pieces before it; what comes after a piece and cannot be heard ends what was said."""
    words = [each.heard_he or each.heard_en or "" for each in before]
    language: Language = "he" if any(each.heard_he for each in before) else "en"
    if not any(words):
        return outcome
    match outcome:
        case Heard():
            whole = read(" ".join(filter(None, (*words, outcome.text))), outcome.language, outcome.digits)
            return replace(whole, values=outcome.values)
        case Silence() | Unheard():
            return read(" ".join(filter(None, words)), language)
    return outcome
