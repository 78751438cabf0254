"""Which field of a form is to be corrected: asked where the words do not tell it.

"The tractor is 780" may be its number or its plates: the value decides where only one of them could hold it.
"""

import re
from collections.abc import Callable, Sequence

from voicebot.agents.flow import Invoke, Move, Route, Step
from voicebot.agents.form_fields import Field, filling, missing, wants_correction
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard, Line

WHICH = "which"
_ASK = Move(next=WHICH)
_BUT = re.compile(r"\b(?:אבל|רק|but|only|except|pero|solo|sólo)\b", re.IGNORECASE)


def which_step(fields: Sequence[Field], ask: Line) -> Step:
    """The question for the field; a yes or a no to it goes on where the form was."""
    routes: list[Route] = []
    for each in fields:
        fill = Move(call=Invoke("fill_field", filling(each)), ask=False)
        routes.append(Route(fill, hears=_with_value(each), label="a field and its value"))
        routes.append(Route(Move(next=each.name), hears=each.speaks_of, label="a field"))
    for each in fields:
        routes.append(Route(Move(next=f"{each.name}?"), intents=("no", "yes"), when=_waits(each)))
        routes.append(Route(Move(next=each.name), intents=("no", "yes"), when=_next(fields, each)))
    return Step(WHICH, ask, tuple(routes), otherwise=Move())


def unclear_which(fields: Sequence[Field], asked: Field, denies: Callable[[Heard], bool]) -> tuple[Route, ...]:
    """At every step: words that may speak of several fields. Where one alone could hold the value it is that one."""
    others = [each for each in fields if each is not asked]
    fills = [
        Route(Move(call=Invoke("fill_field", filling(each)), ask=False), hears=_only(fields, each, asked))
        for each in others
    ]

    def unclear(heard: Heard) -> bool:
        hinted = _hinted(fields, heard)
        if len(hinted) < 2 or any(each.speaks_of(heard) for each in fields):
            return False
        fits = [each for each in hinted if each.read(heard)]
        if fits or asked in hinted:
            return len(fits) > 1 and asked not in fits
        return wants_correction(heard) or denies(heard)

    return (*fills, Route(_ASK, hears=unclear, label="unclear which field"))


def agreed_but(fields: Sequence[Field], asked: Field) -> tuple[Route, ...]:
    """At a read-back: a "but" with another field's value behind it, or a wish to correct something; none is named."""

    def unclear(heard: Heard) -> bool:
        if wants_correction(heard):
            return True
        another = any(each.read(heard) for each in fields if each is not asked and not each.free)
        return another and not asked.read(heard) and bool(_BUT.search(heard.spoken or heard.text))

    return (Route(_ASK, hears=unclear, label="unclear which field"),)


def _hinted(fields: Sequence[Field], heard: Heard) -> list[Field]:
    return [each for each in fields if each.hinted and each.hinted(heard)]


def _only(fields: Sequence[Field], field: Field, asked: Field) -> Callable[[Heard], bool]:
    """Whether the words hint at this field, and their value fits no other one that they hint at."""

    def hears(heard: Heard) -> bool:
        if asked.speaks_of(heard) or any(each.speaks_of(heard) for each in fields):
            return False
        return [each for each in _hinted(fields, heard) if each.read(heard)] == [field]

    return hears


def _with_value(field: Field) -> Callable[[Heard], bool]:
    return lambda heard: field.speaks_of(heard) and field.read(heard) is not None


def _waits(field: Field) -> Callable[[CallState], bool]:
    return lambda state: state.unconfirmed is not None and state.unconfirmed.field == field.name


def _next(fields: Sequence[Field], field: Field) -> Callable[[CallState], bool]:
    return lambda state: missing(fields, state)[:1] == [field]
