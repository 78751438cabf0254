"""Hand-offs of whole calls: a second session stands ready behind the same stream, and the caller hears one voice."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.realtime.served.serving import Served, run, served
from tests.standins.media_phone import MediaPhone
from tests.standins.misbehaving import Misbehaviour
from tests.standins.realtime import RealtimeStandIn, Reply, Talk
from voicebot.services import utc_now

pytestmark = pytest.mark.slow  # each starts a gunicorn of its own

GREETING = "העוזרת הדיגיטלית"
NEED = "אני מחפשת יועץ לפרישה"
GO_ON = "כן, בוא נמשיך"
GOAL = "שיהיה ביטחון לילדים"
LET_US = "בסדר, בוא נקבע"
WAIT = "רגע, מה זה אומר בעצם?"
FIRST, YES, FOUR = "הראשון מתאים לי", "כן, בדיוק", "ארבע"
LONG = "זה אומר שמישהו שמבין בזה יושב איתך ועובר על הכול, לאט ובנחת"


def role(talk: Talk) -> str:
    """The agent whose session this is, by what only it may call."""
    names = {each["name"] for each in talk.session["tools"]}
    return (
        "closer"
        if "schedule_followup" in names
        else "advisor"
        if "Your part: advise" in talk.session["instructions"]
        else "qualifier"
    )


def think(talk: Talk, last: str) -> Reply:
    """The three agents of the funnel."""
    match role(talk), last:
        case "qualifier", words if words == NEED:
            return Reply(calls=(("note_answer", {"need": "a retirement adviser"}),))
        case "qualifier", words if words == GO_ON:
            return Reply(calls=(("handoff", {"to": "advisor", "reason": "The caller agreed to advice."}),))
        case "qualifier", output if '"noted"' in output:
            return Reply("נעבור לעצה קצרה?")
        case "qualifier", output if '"failed"' in output:
            return Reply("אז נמשיך כאן. מה עוד?")
        case "advisor", "":
            return Reply("מה הכי חשוב לך בזה?")
        case "advisor", words if words == GOAL:
            return Reply(calls=(("note_answer", {"goal": "security for the kids"}),))
        case "advisor", output if '"noted"' in output:
            return Reply("נקבע ייעוץ?")
        case "advisor", words if words == WAIT:
            return Reply(LONG, ms=6000)
        case "advisor", words if words == LET_US:
            return Reply(calls=(("handoff", {"to": "closer", "reason": "The caller wants a time."}),))
        case "closer", "":
            return Reply(calls=(("offer_meeting_slots", {}),))
        case "closer", output if '"offered"' in output:
            return Reply("מתי נוח?")
        case "closer", words if words == FIRST:
            return Reply(calls=(("read_back_slot", {"slot_index": 1}),))
        case "closer", output if "read_back" in output:
            return Reply("אז הראשון, נכון?")
        case "closer", words if words == YES:
            return Reply(calls=(("schedule_followup", {"slot_index": 1}),))
        case "closer", output if '"booked"' in output:
            return Reply("קבענו. איך הייתה השיחה, מאחת עד חמש?")
        case "closer", words if words == FOUR:
            return Reply(calls=(("record_satisfaction", {"score": 4}),))
        case "closer", output if '"recorded"' in output:
            return Reply("תודה ולהתראות", (("end_conversation", {"reason": "booked"}),))
        case _, output if output.startswith("output:"):
            return Reply()
    return Reply("לא הבנתי, אפשר שוב?")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Served]:
    with RealtimeStandIn(think) as openai, served(openai, tmp_path, SCENARIO="lead_funnel") as running:
        yield running
        assert openai.wrong == []


async def qualified(phone: MediaPhone) -> None:
    """As far as the first hand-off."""
    await phone.dial()
    await phone.hears_out(GREETING)
    phone.say(NEED)
    await phone.hears_out("נעבור לעצה קצרה?")
    phone.say(GO_ON)


def test_a_call_is_handed_over_twice_interrupted_booked_and_ended(app: Served) -> None:
    phone = app.phone()

    async def story() -> None:
        await qualified(phone)
        await phone.hears_out("מה הכי חשוב לך בזה?")
        phone.say(GOAL)
        await phone.hears_out("נקבע ייעוץ?")
        phone.say(WAIT)
        await phone.hears(LONG)
        phone.say(LET_US, ms=1200)  # into the answer
        await phone.until(lambda: phone.cleared == 1)
        await phone.hears_out("מתי נוח?")
        phone.say(FIRST)
        await phone.hears_out("נכון?")
        phone.say(YES)
        await phone.hears_out("מאחת עד חמש?")
        phone.say(FOUR)
        await phone.hears("תודה ולהתראות")
        assert [each.tag for each in await phone.after()] == ["Hangup"]
        await phone.leave()

    run(story)
    assert_each_agent_had_a_session_of_its_own(app)
    assert_the_record_has_it_all(app, phone)


def assert_each_agent_had_a_session_of_its_own(app: Served) -> None:
    """The new agents know the summary, and not a word of what was said before them."""
    first, second, third = app.openai.talks
    assert [role(each) for each in (first, second, third)] == ["qualifier", "advisor", "closer"]
    assert first.gone.is_set()
    assert second.gone.is_set()
    assert "a retirement adviser" in second.session["instructions"]
    assert NEED not in "".join((*second.told, second.session["instructions"]))
    assert "security for the kids" in third.session["instructions"]


def assert_the_record_has_it_all(app: Served, phone: MediaPhone) -> None:
    """Who spoke when, what was handed over, one meeting of this call, and its figures."""
    call = app.stores.calls.by_sid(phone.sid)
    assert call.state
    assert (call.state["agent"], call.state["handover"]["number"]) == ("closer", 2)
    assert call.state["meeting_id"] is not None
    member = app.stores.members.rotation()[0]
    assert [
        each.call_id for each in app.stores.meetings.between(member.id, utc_now(), utc_now() + timedelta(days=30))
    ] == [call.id]
    turns = app.stores.turns.for_call(call.id)
    assert [each.heard_he for each in turns] == [None, NEED, GO_ON, GOAL, WAIT, LET_US, FIRST, YES, FOUR]
    assert [each.agent for each in turns] == [
        "qualifier", "qualifier", "advisor", "advisor", "advisor", "closer", "closer", "closer", "closer",
    ]  # fmt: skip
    handed = [each for turn in turns for each in turn.tool_calls if each["name"] == "handoff"]
    assert [each["status"] for each in handed] == ["handed_over", "handed_over"]
    assert handed[0]["summary"]["wants"] == "a retirement adviser"
    assert handed[0]["summary"]["agreed"] == ["The caller agreed to advice."]
    assert turns[-1].ending == {"kind": "hangup", "reason": "booked"}
    assert {each.state for each in turns} == {"done"}
    figures = app.stores.figures.get(call.id)
    assert figures
    assert (figures["swapped"], figures["interrupted"]) == (2, 1)


def test_a_session_that_cannot_be_had_leaves_the_call_to_the_agent_before(app: Served) -> None:
    phone = app.phone()

    async def story() -> None:
        await phone.dial()
        await phone.hears_out(GREETING)
        phone.say(NEED)
        await phone.hears_out("נעבור לעצה קצרה?")
        app.openai.misbehaviour = Misbehaviour(refuse=503)
        phone.say(GO_ON)
        await phone.hears_out("אז נמשיך כאן. מה עוד?")
        await phone.hang_up()

    run(story)
    (talk,) = app.openai.talks
    assert role(talk) == "qualifier"
    call = app.stores.calls.by_sid(phone.sid)
    assert call.state
    assert call.state["agent"] == "qualifier"


def test_a_caller_who_speaks_into_the_hand_off_is_answered_by_the_new_agent(app: Served) -> None:
    phone = app.phone()

    async def story() -> None:
        await qualified(phone)
        await phone.until(lambda: len(app.openai.talks) == 2)
        phone.say(GOAL, ms=600)  # while the second session is being prepared, or just after
        await phone.hears("נקבע ייעוץ?")
        await phone.hang_up()

    run(story)
    assert app.stores.calls.by_sid(phone.sid).state["fields"]["goal"] == "security for the kids"  # type: ignore[index]  # it has one by now
