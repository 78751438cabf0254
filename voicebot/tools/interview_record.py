"""What the record of an interview proves: the position, the stages that were held, and whether all of it was."""

from collections.abc import Mapping, Sequence

from stores import Stores
from stores.values import Call, Turn
from voicebot.interviews.asked import progress_of
from voicebot.interviews.plan import not_answered, read

HELD = frozenset({"completed", "time_up"})


def recorded(stores: Stores, call: Call, turns: Sequence[Turn]) -> Mapping[str, str]:
    """The facts by name; nothing for a call in which no interview was begun."""
    interview = stores.interviews.of_call(call.id)
    if interview is None:
        return {}
    plan, stages = read(interview.definition), stores.interviews.stages(interview.id)
    held = dict.fromkeys(each.name for each in stages)
    facts = {"stages": ", ".join(held), "held_whole": "yes" if interview.end_reason in HELD else "no"}
    if plan.role:
        facts["position"] = plan.role.en.removeprefix("of ")
    if stages and (skipped := not_answered(plan, progress_of(interview))):
        facts["not_answered"] = " / ".join(skipped)
    if interview.end_reason == "withdrawn":
        facts["wants_to_go_on"] = "no"
    return facts if stages else {}
