"""Whole conversations of the lead funnel by rules, through the real webhooks; what they leave is in the table."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from language.spoken import ISRAEL
from tests.apps import ON_SQLITE
from tests.builders import Worker
from tests.caller import LEAD_NUMBER
from voicebot.agents.state import CallState
from voicebot.agents.types import Heard
from voicebot.scenarios.lead_funnel_moves import tells_nothing
from voicebot.simphone.script import load_script

SCRIPTS = Path(__file__).parent.parent / "conversations" / "lead_funnel"
ADVISED, CLOSED = ("qualifier-advisor",), ("qualifier-advisor", "advisor-closer")


@dataclass(frozen=True)
class Facts:
    """What a call leaves behind: meetings by number, tasks by kind, the rating, and who handed over to whom."""

    outcome: str
    meetings: int = 0
    tasks: tuple[str, ...] = ()
    score: int | None = None
    handoffs: tuple[str, ...] = ()
    suppressed: bool = False


FACTS = {
    "hello": Facts("hung_up"),
    "another_place": Facts("hung_up"),
    "asks_first": Facts("removed", tasks=("question", "question"), suppressed=True),
    "details_before_permission": Facts("callback", tasks=("callback",)),
    "details_with_permission": Facts("callback", tasks=("callback",)),
    "keeps_the_name": Facts("callback", tasks=("callback",)),
    "later_at_the_name": Facts("callback", tasks=("callback",)),
    "busy_at_a_time": Facts("callback", tasks=("callback",)),
    "callback_on_shabbat": Facts("callback", tasks=("callback",)),
    "later_at_a_time": Facts("callback", tasks=("callback",)),
    "angry": Facts("removed", suppressed=True),
    "hostile_orders": Facts("hung_up"),
    "hostile_skip": Facts("hung_up", handoffs=CLOSED),
    "confused_at_the_name": Facts("goodbye"),
    "confused_about_the_name": Facts("booked", 1, ("follow_up",), 5, CLOSED),
    "confused_name_behind_a_no": Facts("hung_up"),
    "confused_cancels_at_the_rating": Facts("booked", 1, ("follow_up", "callback"), handoffs=CLOSED),
    "corrects_the_time": Facts("booked", 1, ("follow_up",), 4, CLOSED),
    "no_advice": Facts("callback", tasks=("callback",)),
    "no_meeting": Facts("not_interested", handoffs=ADVISED),
    "no_rating": Facts("booked", 1, ("follow_up",), handoffs=CLOSED),
    "other_times": Facts("booked", 1, ("follow_up",), 2, CLOSED),
    "own_time_at_once": Facts("booked", 1, ("follow_up",), 5, CLOSED),
    "own_time": Facts("booked", 1, ("follow_up",), 4, CLOSED),
    "person": Facts("transferred", handoffs=CLOSED),
    "rating_of_a_half": Facts("booked", 1, ("follow_up",), 5, CLOSED),
    "rating_of_a_hundred": Facts("booked", 1, ("follow_up",), 3, CLOSED),
    "removed_half_way": Facts("removed", handoffs=ADVISED, suppressed=True),
    "silent": Facts("silence"),
    "tells_little": Facts("hung_up", handoffs=ADVISED),
    "unclear_name": Facts("callback", tasks=("callback",)),
    "whole_way": Facts("booked", 1, ("follow_up",), 5, CLOSED),
    "where_from": Facts("no_consent", suppressed=True),
    "withheld": Facts("booked", 1, ("follow_up",), 5, CLOSED),
}


def test_every_script_has_its_facts() -> None:
    assert {each.stem for each in SCRIPTS.glob("*.yaml")} == set(FACTS)


@ON_SQLITE
@pytest.mark.parametrize("name", FACTS)
def test_conversation(name: str, worker: Worker) -> None:
    worker.stores.leads.add("David Cohen", LEAD_NUMBER, name_he="דוד", company="גליל מערכות")
    caller = worker.caller().plays(load_script(SCRIPTS / f"{name}.yaml"))
    assert caller.problems == []
    assert left_behind(worker, caller.call_sid) == FACTS[name]


@ON_SQLITE
@pytest.mark.parametrize(
    ("script", "fields"),
    [
        ("details_with_permission", {"name": "רונית לוי", "location": "חיפה", "need": "ייעוץ לפרישה"}),
        ("details_before_permission", {"name": "רונית לב", "location": "מודיעין", "need": "ייעוץ לפרישה"}),
        ("later_at_the_name", {}),
        (
            "tells_little",
            {"name": "דנה לוי", "location": "חיפה", "need": "not told", "goal": "not told", "timing": "not told"},
        ),
        ("another_place", {"name": "דוד מזרחי", "location": "באר שבע"}),
        ("confused_name_behind_a_no", {"name": "מיכל בן דוד"}),
        ("keeps_the_name", {"location": "not told", "need": "ייעוץ לפרישה"}),
        ("asks_first", {"name": "דנה לוי", "location": "חיפה"}),
    ],
)
def test_only_what_was_told_and_confirmed_is_kept(script: str, fields: dict[str, str], worker: Worker) -> None:
    """Of a caller without a lead the name goes into a new one, after the yes to it."""
    caller = worker.caller().plays(load_script(SCRIPTS / f"{script}.yaml"))
    assert caller.problems == []
    call = worker.call(caller.call_sid)
    assert CallState.model_validate(call.state).fields == fields
    stored = worker.stores.leads.get(call.lead_id).name if call.lead_id else None
    assert stored in {fields.get("name"), None if "name" in fields else LEAD_NUMBER}


@ON_SQLITE
def test_the_rules_tell_the_next_agent_who_it_is_and_what_is_wanted(worker: Worker) -> None:
    caller = worker.caller().plays(load_script(SCRIPTS / "no_meeting.yaml"))
    handover = CallState.model_validate(worker.call(caller.call_sid).state).handover
    assert handover is not None
    assert handover.summary is not None
    told = (handover.summary.who, handover.summary.wants, handover.summary.agreed)
    assert told == ("דנה לוי", "אני מחפשת ייעוץ לפרישה", ("The caller agreed to some advice.",))


def left_behind(worker: Worker, sid: str) -> Facts:
    call, turns = worker.call(sid), worker.turns(sid)
    assert {each.state for each in turns} == {"done"}
    made = [each["result"] for turn in turns for each in turn.tool_calls if each["status"] == "handed_over"]
    return Facts(
        call.outcome or "",
        len(worker.meetings()),
        tuple(each.kind for each in worker.tasks()),
        worker.stores.satisfaction.get(call.id),
        tuple(f"{each['from']}-{each['to']}" for each in made),
        worker.stores.suppressions.contains(LEAD_NUMBER),
    )


@pytest.mark.parametrize(
    "words", ["לא", "לא יודע", "אני ממש לא יודעת", "רוצה להגיד", "זה פרטי", "I don't know yet", "nothing"]
)
def test_what_tells_nothing(words: str) -> None:
    assert tells_nothing(Heard(words, words))


@pytest.mark.parametrize(
    "words", ["לא לשלם יותר מדי", "לא יודע מה לעשות עם הפנסיה", "ביטחון לילדים", "שיהיה פרטי ונוח", "no surprises"]
)
def test_what_tells_something(words: str) -> None:
    assert not tells_nothing(Heard(words, words))


@ON_SQLITE
@pytest.mark.parametrize(
    ("script", "due"), [("later_at_a_time", "Wednesday 09:00"), ("busy_at_a_time", "Monday 10:00")]
)
def test_a_call_back_is_due_when_it_was_wished_for(script: str, due: str, worker: Worker) -> None:
    worker.caller().plays(load_script(SCRIPTS / f"{script}.yaml"))
    (left,) = worker.tasks()
    assert left.due_at is not None
    assert f"{left.due_at.astimezone(ISRAEL):%A %H:%M}" == due
