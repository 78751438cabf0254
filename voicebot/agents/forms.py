"""Forms: fields that are asked for one after the other, read back, and kept after a yes.

A form is steps and results for a Flow, and three tools. Rules or a model only say what they heard: the field's own
`read` decides what of it is a value, the same words are always read back, and only the caller's plain yes keeps it.
A field that is named with another value, at any time, is corrected. After its tries a field gives up, and the
scenario says what then follows: a person.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field as Schema
from pydantic import StringConstraints

from voicebot.agents.flow import Arguments, Invoke, Move, Route, Step
from voicebot.agents.state import CallState, Unconfirmed
from voicebot.agents.tool import Tool, ToolResult, refusal, tool
from voicebot.agents.types import Heard, Line

MAX_VALUE = 200
"""Characters of what was heard that a field reads."""
Said = Annotated[str, StringConstraints(max_length=MAX_VALUE)]
YES, NO = ("yes",), ("no", "not_interested", "wrong_number")


def says_no(heard: Heard) -> bool:
    """Whether a no was read in the words; to a form a wrong number is one too: "no, David"."""
    return not set(NO).isdisjoint(heard.intents)


@dataclass(frozen=True)
class FieldValue:
    """What was read: the value as it is stored, and as it is spoken when it is read back."""

    value: str
    spoken: Line


@dataclass(frozen=True)
class Field:
    """One field. `confirm` has a place {value}; `about` and `examples` are for the model.

    `read` finds the value in the caller's own words, `named` tells whether they speak of this field by its name. Both
    get what a model passes on as well, and `read` must read its own `value` again. `free`: almost any words could be
    its value, so that after it was read back only a no, or its name, brings another one.
    """

    name: str
    ask: Line
    again: Line
    confirm: Line
    about: str
    read: Callable[[Heard], FieldValue | None]
    tries: int = 3
    patient: str = "dictation"
    examples: tuple[str, ...] = ()
    named: Callable[[Heard], bool] = lambda heard: False
    free: bool = False


@dataclass(frozen=True)
class FormFlow:
    """What a form adds to a Flow: its steps, what follows its tools, and the step it begins with."""

    steps: Mapping[str, Step]
    results: Mapping[str, Mapping[str, Move]]
    start: str


def form_flow(
    fields: Sequence[Field], *, done: Move, give_up: Move, denies: Callable[[Heard], bool] = says_no
) -> FormFlow:
    """The form as a part of a Flow. `done` follows the last yes, `give_up` a field whose tries are used up.

    `denies` tells a no to what was read back, also one that has another value after it.
    """
    steps: dict[str, Step] = {}
    for each in fields:
        corrections = _corrections(fields, each, denies)
        fill = Move(call=Invoke("fill_field", _filling(each)), ask=False)
        value = Route(fill, hears=each.read)
        for name, ask in ((each.name, each.ask), (_again(each), each.again)):
            steps[name] = Step(name, ask, (*corrections, value), otherwise=fill, patient=each.patient)
        agreed = Move(call=Invoke("confirm_field", _naming(each)), ask=False)
        refused = Move(call=Invoke("reject_field", _naming(each)), ask=False)
        routes = (
            Route(agreed, intents=YES, when=lambda state: state.confirmed),
            *corrections,
            Route(fill, hears=_another(each, denies)),
            Route(refused, hears=denies, label="no"),
        )
        steps[_confirm(each)] = Step(_confirm(each), each.confirm, routes, otherwise=Move(), patient="yes_no")
    return FormFlow(steps, _results(fields, done, give_up), fields[0].name)


def form_tools(fields: Sequence[Field]) -> tuple[Tool[Any], ...]:
    """fill_field, confirm_field and reject_field for these fields."""
    by_name = {each.name: each for each in fields}
    Name = Annotated[str, Schema(json_schema_extra={"enum": list(by_name)})]

    def fill_field(context: Any, state: CallState, name: Name, value: Said) -> ToolResult:
        """Note what the caller said for a field of the form, also when it corrects an earlier one. It is read back
        to the caller for you, and kept only after a yes.

        name: the field that the words are for
        value: the caller's own words for it, unchanged
        """
        return _fill(by_name, state, str(name), value)

    def confirm_field(context: Any, state: CallState, name: Name) -> ToolResult:
        """Keep the value that was read back, after the caller has said yes to it.

        name: the field that was read back
        """
        return _confirmed(by_name, state, str(name))

    def reject_field(context: Any, state: CallState, name: Name) -> ToolResult:
        """Drop the value that was read back, when the caller says that it is wrong; the field is asked for again.

        name: the field that was read back
        """
        return _missed(by_name[str(name)], state) if str(name) in by_name else _unknown(by_name)

    return (tool(fill_field), tool(confirm_field), tool(reject_field))


def instructions_of(fields: Sequence[Field]) -> str:
    """Lines of a prompt: each field, what it is, and examples of answers."""
    return "\n".join(
        f"- {each.name}: {each.about}" + (f" Examples: {'; '.join(each.examples)}." if each.examples else "")
        for each in fields
    )


def missing(fields: Sequence[Field], state: CallState) -> list[Field]:
    """The fields that nothing was kept for yet, in order."""
    return [each for each in fields if not state.fields.get(each.name)]


def _fill(fields: Mapping[str, Field], state: CallState, name: str, value: str) -> ToolResult:
    if name not in fields:
        return _unknown(fields)
    found = fields[name].read(Heard(value, value))
    if found is None:
        return _missed(fields[name], state)
    spoken = found.spoken
    heard = Unconfirmed(field=name, value=found.value, he=spoken.he, en=spoken.en, es=spoken.es)
    kept = {key: each for key, each in state.fields.items() if key != name}
    return _read_back(heard, {"fields": kept})


def _read_back(heard: Unconfirmed, others: Mapping[str, Any]) -> ToolResult:
    data = {"read_back": heard.value, "note": "Kept after the caller has said yes to exactly this."}
    return ToolResult(f"read_{heard.field}", data, changes={"unconfirmed": heard, "confirmed": False, **others})


def _confirmed(fields: Mapping[str, Field], state: CallState, name: str) -> ToolResult:
    heard = state.unconfirmed
    if heard is None or heard.field != name or name not in fields:
        return refusal("nothing_read_back", "Nothing was read back for that field.")
    if not state.confirmed:
        return _read_back(heard, {})
    kept = {**state.fields, name: heard.value}
    still = missing(list(fields.values()), state.but(fields=kept))
    status = f"ask_{still[0].name}" if still else "complete"
    changes = {"fields": kept, "unconfirmed": None, "confirmed": False}
    return ToolResult(status, {"kept": heard.value, "still_open": [each.name for each in still]}, changes=changes)


def _missed(field: Field, state: CallState) -> ToolResult:
    """One try is used up: the field is asked for again, or given up."""
    tries = state.tries.get(field.name, 0) + 1
    changes = {"tries": {**state.tries, field.name: tries}, "unconfirmed": None, "confirmed": False}
    if tries >= field.tries:
        return ToolResult("gave_up", {"field": field.name, "note": "Offer a person."}, changes=changes)
    return ToolResult(f"unclear_{field.name}", {"tries_left": field.tries - tries}, changes=changes)


def _unknown(fields: Mapping[str, Field]) -> ToolResult:
    return refusal("no_such_field", "The form has no such field.", fields=list(fields))


def _corrections(fields: Sequence[Field], asked: Field, denies: Callable[[Heard], bool]) -> tuple[Route, ...]:
    """Words that speak of another field by its name, and not of the one that is asked for."""
    routes: list[Route] = []
    for each in fields:
        if each is not asked:
            fill = Move(call=Invoke("fill_field", _filling(each)), ask=False)
            routes.append(Route(fill, hears=_about(each, asked, with_value=True)))
            wrong = _both(denies, _about(each, asked, with_value=False))
            routes.append(Route(Move(next=each.name), hears=wrong, label="no+its name"))
    return tuple(routes)


def _both(first: Callable[[Heard], bool], second: Callable[[Heard], bool]) -> Callable[[Heard], bool]:
    return lambda heard: first(heard) and second(heard)


def _another(field: Field, denies: Callable[[Heard], bool]) -> Callable[[Heard], bool]:
    """Whether the words give another value than the one that was read back."""

    def hears(heard: Heard) -> bool:
        meant = not field.free or field.named(heard) or denies(heard)
        return meant and field.read(heard) is not None

    return hears


def _about(field: Field, asked: Field, with_value: bool) -> Callable[[Heard], bool]:
    def hears(heard: Heard) -> bool:
        if asked.named(heard) or not field.named(heard):
            return False
        return not with_value or field.read(heard) is not None

    return hears


def _filling(field: Field) -> Arguments:
    """What was read, else the words as they are, which the tool counts as a try."""

    def arguments(heard: Heard, _state: CallState) -> Mapping[str, Any]:
        found = field.read(heard)
        return {"name": field.name, "value": found.value if found else ""}

    return arguments


def _naming(field: Field) -> Arguments:
    return lambda _heard, _state: {"name": field.name}


def _results(fields: Sequence[Field], done: Move, give_up: Move) -> dict[str, dict[str, Move]]:
    """All of them are spoken by the rules, word by word, whoever asked for the tool."""
    asks = {f"ask_{each.name}": Move(next=each.name, held=True) for each in fields}
    reads = {f"read_{each.name}": Move(next=_confirm(each), held=True) for each in fields}
    again = {f"unclear_{each.name}": Move(next=_again(each), held=True) for each in fields}
    return {
        "fill_field": {**reads, **again, "gave_up": give_up, "*": Move()},
        "confirm_field": {**asks, **reads, "complete": done, "*": Move()},
        "reject_field": {**again, "gave_up": give_up, "*": Move()},
    }


def _confirm(field: Field) -> str:
    return f"{field.name}?"


def _again(field: Field) -> str:
    return f"{field.name}!"
