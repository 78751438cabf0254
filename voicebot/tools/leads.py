"""Tools that change what is known about this call's lead."""

from typing import Annotated, Any, Literal, cast

from pydantic import BeforeValidator, StringConstraints

from stores.leads import LeadChanges
from stores.values import Lead
from voicebot.agents.sentences import storable
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, tool
from voicebot.errors import ToolRefused
from voicebot.tools.context import CallContext

MAX_NOTES = 2_000
"""Characters of notes kept; the oldest go first."""


def _one_line(value: Any) -> Any:
    return " ".join(storable(value).split()) if isinstance(value, str) else value


OneLine = BeforeValidator(_one_line)
# Letters of any script, spaces, dots, hyphens, apostrophes: a name is spoken and shown, so nothing else gets in.
NAME = r"^[^\W\d_][\w .'’׳״\"-]*$"
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=NAME), OneLine]
Short = Annotated[str, StringConstraints(min_length=1, max_length=120), OneLine]
Email = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}$"), OneLine]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500), OneLine]


@tool
def update_lead(
    context: CallContext,
    state: CallState,
    name: PersonName | None = None,
    company: Short | None = None,
    email: Email | None = None,
    gender: Literal["m", "f"] | None = None,
    notes: Text | None = None,
) -> ToolResult:
    """Store what the caller has just told about himself or herself. Give only what was really said, null for the rest.

    name: the caller's name
    company: the company the caller works for
    email: the caller's e-mail address
    gender: m or f, only when the caller's own words show it
    notes: one sentence about the caller's needs, added to the notes
    """
    told = {"name": name, "company": company, "email": email, "gender": gender}
    given = {key: value for key, value in told.items() if value is not None}
    if not given and notes is None:
        raise ToolRefused("nothing_given", "Nothing to store was given.")
    if state.others:
        raise ToolRefused("another_person", "Another person is on the line: nothing is stored about the lead.")
    lead = _lead(context, name)
    changes, notes_added = _split(lead, given, context.verified)
    added = [each for each in (*notes_added, notes) if each and each not in (lead.notes or "")]
    if added:
        changes["notes"] = "\n".join(filter(None, (lead.notes, *added)))[-MAX_NOTES:]
    if changes:
        context.stores.leads.update(lead.id, **changes)
    return ToolResult("updated", {"stored": sorted([*given, *(["notes"] if notes else [])])}, effect="updated")


def _split(lead: Lead, given: dict[str, Any], verified: bool) -> tuple[LeadChanges, list[str]]:
    """What replaces stored values, and what only becomes a note.

    A caller known by the number alone may fill what is empty, but not replace what is stored.
    """
    changes: dict[str, Any] = {}
    noted: list[str] = []
    for key, value in given.items():
        stored = getattr(lead, key)
        if verified or stored in (None, "", lead.phone):
            changes[key] = value
        elif stored != value:
            noted.append(f"The caller said {key}: {value}")
    return cast("LeadChanges", changes), noted


def _lead(context: CallContext, name: str | None) -> Lead:
    """The call's lead, made from the number if need be. Raises ToolRefused for a withheld number."""
    lead = context.lead_or_new(name)
    if lead is None:
        raise ToolRefused("no_number", "The caller's number is withheld, so nothing can be stored.")
    return lead
