"""Forms: fields that are asked for one after the other, read back, and kept after a yes.

A form is steps and results for a Flow, and three tools. Rules or a model only say what they heard: the field's own
`read` decides what of it is a value, the same words are always read back, and only the caller's plain yes keeps it.
A field that is named with another value, at any time, is corrected, and one that is to be corrected is asked for
again; then the form goes on where it was. After its tries a field gives up, and the scenario says what then follows: a
person. `form_fields` has the fields themselves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import Field as Schema
from pydantic import StringConstraints

from voicebot.agents.flow import Arguments, Invoke, Move, Route, Step
from voicebot.agents.form_fields import NONE, Field, FieldValue, filling, labelled, missing, says_no, wants_correction
from voicebot.agents.form_which import WHICH, agreed_but, unclear_which, which_step
from voicebot.agents.state import CallState, Unconfirmed
from voicebot.agents.tool import Tool, ToolResult, refusal, tool
from voicebot.agents.types import Heard, Line

__all__ = ("Field", "FieldValue", "FormFlow", "form_flow", "form_tools", "instructions_of", "missing", "says_no")

MAX_VALUE = 200
"""Characters of what was heard that a field reads."""
Said = Annotated[str, StringConstraints(max_length=MAX_VALUE)]
YES = ("yes",)


@dataclass(frozen=True)
class FormFlow:
    """What a form adds to a Flow: its steps, what follows its tools, and the step it begins with."""

    steps: Mapping[str, Step]
    results: Mapping[str, Mapping[str, Move]]
    start: str


def form_flow(
    fields: Sequence[Field],
    *,
    done: Move,
    give_up: Move,
    denies: Callable[[Heard], bool] = says_no,
    which: Line | None = None,
) -> FormFlow:
    """The form as a part of a Flow. `done` follows the last yes, `give_up` a field whose tries are used up.

    `denies` tells a no to what was read back, also one that has another value after it. `which` asks for the field
    that is to be corrected, where that is not clear.
    """
    fields = labelled(fields)
    steps: dict[str, Step] = {WHICH: which_step(fields, which)} if which else {}
    for each in fields:
        corrections = (*_corrections(fields, each, denies), *(unclear_which(fields, each, denies) if which else ()))
        fill = Move(call=Invoke("fill_field", filling(each)), ask=False)
        value = Route(fill, hears=each.read)
        for name, ask in ((each.name, each.ask), (_again(each), each.again)):
            routes = (*corrections, *_lacks(each), value)
            steps[name] = Step(name, ask, routes, otherwise=fill, patient=each.patient, again=each.again)
        agreed = Move(call=Invoke("confirm_field", _naming(each)), ask=False)
        refused = Move(call=Invoke("reject_field", _naming(each)), ask=False)
        routes = (
            Route(agreed, intents=YES, when=lambda state: state.confirmed),
            *corrections,
            Route(fill, hears=_another(each, denies)),
            Route(refused, hears=denies, label="no"),
            *(agreed_but(fields, each) if which else ()),
        )
        steps[_confirm(each)] = Step(
            _confirm(each), each.confirm, routes, otherwise=Move(), patient="yes_no", lost=refused
        )
        if each.without:
            steps[_none(each)] = replace(steps[_confirm(each)], name=_none(each), ask=each.without.confirm)
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


def _fill(fields: Mapping[str, Field], state: CallState, name: str, value: str) -> ToolResult:
    if name not in fields:
        return _unknown(fields)
    found = _value(fields[name], value)
    if found is None:
        return _missed(fields[name], state, "needed" if _cannot_give(fields[name])(Heard(value, value)) else "unclear")
    spoken = found.spoken
    heard = Unconfirmed(field=name, value=found.value, he=spoken.he, en=spoken.en, es=spoken.es)
    dropped = {name} | _none_with(fields, state, name)
    known = {**state.fields, **_conceded(fields, state, name)}
    return _read_back(heard, {"fields": {key: each for key, each in known.items() if key not in dropped}})


def _conceded(fields: Mapping[str, Field], state: CallState, name: str) -> Mapping[str, str]:
    """What was read back and agreed to in the same breath in which another field is corrected."""
    waits = state.unconfirmed
    if waits is None or not state.conceded or waits.field == name or waits.field not in fields:
        return {}
    return dict.fromkeys(_settled(fields[waits.field], waits.value), waits.value)


def _value(field: Field, said: str) -> FieldValue | None:
    """What the words are for that field; that there is none where that may be."""
    heard, without = Heard(said, said), field.without
    if without and (said == NONE or without.hears(heard)):
        return FieldValue(NONE, without.value)
    return field.read(heard)


def _settled(field: Field, value: str) -> tuple[str, ...]:
    """The fields for which this value is kept."""
    return field.without.fields if field.without and value == NONE else (field.name,)


def _none_with(fields: Mapping[str, Field], state: CallState, name: str) -> set[str]:
    """What was kept as none together with this field: a trailer's plates bring its number back as a question."""
    if state.fields.get(name) != NONE:
        return set()
    together = (each.without.fields for each in fields.values() if each.without and name in each.without.fields)
    return {other for group in together for other in group if state.fields.get(other) == NONE}


def _read_back(heard: Unconfirmed, others: Mapping[str, Any]) -> ToolResult:
    data = {"read_back": heard.value, "note": "Kept after the caller has said yes to exactly this."}
    status = f"read_{heard.field}" if heard.value != NONE else f"read_no_{heard.field}"
    return ToolResult(status, data, changes={"unconfirmed": heard, "confirmed": False, "conceded": False, **others})


def _confirmed(fields: Mapping[str, Field], state: CallState, name: str) -> ToolResult:
    heard = state.unconfirmed
    if heard is None or heard.field != name or name not in fields:
        return refusal("nothing_read_back", "Nothing was read back for that field.")
    if not state.confirmed:
        return _read_back(heard, {})
    kept = {**state.fields, **dict.fromkeys(_settled(fields[name], heard.value), heard.value)}
    still = missing(list(fields.values()), state.but(fields=kept))
    status = f"ask_{still[0].name}" if still else "complete"
    changes = {"fields": kept, "unconfirmed": None, "confirmed": False}
    return ToolResult(status, {"kept": heard.value, "still_open": [each.name for each in still]}, changes=changes)


def _missed(field: Field, state: CallState, why: str = "unclear") -> ToolResult:
    """One try is used up: the field is asked for again, or given up."""
    tries = state.tries.get(field.name, 0) + 1
    changes = {"tries": {**state.tries, field.name: tries}, "unconfirmed": None, "confirmed": False}
    stuck = state.stuck if state.stuck and state.stuck.at(state.agent, state.step) else None
    if tries >= field.tries or (stuck and stuck.over()):
        return ToolResult("gave_up", {"field": field.name, "note": "Offer a person."}, changes=changes)
    return ToolResult(f"{why}_{field.name}", {"tries_left": field.tries - tries}, changes=changes)


def _unknown(fields: Mapping[str, Field]) -> ToolResult:
    return refusal("no_such_field", "The form has no such field.", fields=list(fields))


def _corrections(fields: Sequence[Field], asked: Field, denies: Callable[[Heard], bool]) -> tuple[Route, ...]:
    """Words that speak of another field by its name and not of the one that is asked for, that say that one is to be
    corrected, or that there is none of something.
    """
    routes = [_lack(each) for each in fields if each.without]
    for each in fields:
        again = Move(next=each.name)
        if each is not asked:
            fill = Move(call=Invoke("fill_field", filling(each)), ask=False)
            routes.append(Route(fill, hears=_about(each, asked, with_value=True)))
            wrong = _about(each, asked, with_value=False)
            routes.append(Route(again, hears=_both(denies, wrong), label="no+its name"))
        routes.append(Route(again, hears=_both(wants_correction, _without_value(each)), label="to be corrected"))
    return tuple(routes)


def _lack(field: Field) -> Route:
    """That there is none, wherever it is said."""
    hears = field.without.hears if field.without else None
    return Route(Move(call=Invoke("fill_field", _none_of(field)), ask=False), hears=hears, label="none")


def _lacks(field: Field) -> tuple[Route, ...]:
    """To the field's own question: that there is none, and that it cannot be given, which is a try."""
    none = Move(call=Invoke("fill_field", _none_of(field)), ask=False)
    words = Move(call=Invoke("fill_field", _words_for(field)), ask=False)
    there_is_none = (Route(none, hears=field.without.answers, label="none"),) if field.without else ()
    cannot = (Route(words, hears=_cannot_give(field), label="cannot be given"),) if field.needed else ()
    return (*there_is_none, *cannot)


def _cannot_give(field: Field) -> Callable[[Heard], bool]:
    def hears(heard: Heard) -> bool:
        lacks = field.needed is not None and field.lacking is not None and field.lacking(heard)
        return lacks and field.read(heard) is None

    return hears


def _words_for(field: Field) -> Arguments:
    return lambda heard, _state: {"name": field.name, "value": (heard.spoken or heard.text)[:MAX_VALUE]}


def _none_of(field: Field) -> Arguments:
    return lambda _heard, _state: {"name": field.name, "value": NONE}


def _both(first: Callable[[Heard], bool], second: Callable[[Heard], bool]) -> Callable[[Heard], bool]:
    return lambda heard: first(heard) and second(heard)


def _another(field: Field, denies: Callable[[Heard], bool]) -> Callable[[Heard], bool]:
    """Whether the words give another value than the one that was read back."""

    def hears(heard: Heard) -> bool:
        meant = not field.free or field.speaks_of(heard) or denies(heard)
        return meant and field.read(heard) is not None

    return hears


def _about(field: Field, asked: Field, with_value: bool) -> Callable[[Heard], bool]:
    def hears(heard: Heard) -> bool:
        if asked.speaks_of(heard) or not field.speaks_of(heard):
            return False
        return not with_value or field.read(heard) is not None

    return hears


def _without_value(field: Field) -> Callable[[Heard], bool]:
    return lambda heard: field.speaks_of(heard) and field.read(heard) is None


def _naming(field: Field) -> Arguments:
    return lambda _heard, _state: {"name": field.name}


def _results(fields: Sequence[Field], done: Move, give_up: Move) -> dict[str, dict[str, Move]]:
    """All of them are spoken by the rules, word by word, whoever asked for the tool."""
    asks = {f"ask_{each.name}": Move(next=each.name, held=True) for each in fields}
    reads = {f"read_{each.name}": Move(next=_confirm(each), held=True) for each in fields}
    reads |= {f"read_no_{each.name}": Move(next=_none(each), held=True) for each in fields if each.without}
    again = {f"unclear_{each.name}": Move(next=_again(each), held=True) for each in fields}
    again |= {f"needed_{each.name}": Move((each.needed,), next=each.name, held=True) for each in fields if each.needed}
    return {
        "fill_field": {**reads, **again, "gave_up": give_up, "*": Move()},
        "confirm_field": {**asks, **reads, "complete": done, "*": Move()},
        "reject_field": {**again, "gave_up": give_up, "*": Move()},
    }


def _confirm(field: Field) -> str:
    return f"{field.name}?"


def _again(field: Field) -> str:
    return f"{field.name}!"


def _none(field: Field) -> str:
    return f"{field.name}~"
