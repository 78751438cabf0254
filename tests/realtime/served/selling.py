"""A whole sales call on a stream: what the voice model thinks, what the caller says, and what is left of it."""

from datetime import timedelta

from tests.realtime.served.serving import Served
from tests.standins.media_phone import MediaPhone
from tests.standins.realtime import Reply, Talk
from voicebot.services import utc_now

GREETING = "העוזרת הדיגיטלית"
DONE = frozenset({"done"})
QUESTION = "ספרו לי עליכם"
WANTS = "כן, אני רוצה לקבוע פגישה"
FIRST = "הראשון מתאים לי"
YES = "כן, בדיוק"
BYE = "זה הכל, להתראות"
LONG = "אנחנו עוזרים לחברות למכור יותר, ויש הרבה מה לספר על זה"


def think(_talk: Talk, last: str) -> Reply:
    """A sales agent: offers, books, says goodbye."""
    if last == QUESTION:
        return Reply(LONG, ms=6000)
    if last == WANTS:
        return Reply(calls=(("offer_meeting_slots", {}),))
    if last.startswith("output:") and '"offered"' in last:
        return Reply("מתי נוח?")
    if last.startswith("output:") and "read_back" in last:
        return Reply("אז הראשון, נכון?")
    if last in {FIRST, YES}:
        return Reply(calls=(("book_meeting", {"slot_index": 1}),))
    if last.startswith("output:") and '"booked"' in last:
        return Reply("קבענו. יש עוד משהו?")
    if last == BYE:
        return Reply("תודה ולהתראות", (("end_call", {"reason": "booked"}),))
    if last.startswith("output:"):
        return Reply()
    return Reply("לא הבנתי, אפשר שוב?")


async def sold_to(phone: MediaPhone) -> None:
    """Greets, is interrupted, books, says goodbye, hangs up."""
    await phone.dial()
    await phone.hears_out(GREETING)
    phone.say(QUESTION)
    await phone.hears(LONG)
    phone.say(WANTS, ms=1200)  # long enough to be more than a sign of listening
    await phone.until(lambda: phone.cleared == 1)
    await phone.hears_out("מתי נוח?")
    phone.say(FIRST)
    await phone.hears_out("נכון?")
    phone.say(YES)
    await phone.hears_out("קבענו")
    phone.say(BYE)
    await phone.hears("תודה ולהתראות")
    ending = await phone.after()
    assert [each.tag for each in ending] == ["Hangup"]
    await phone.leave()


def assert_sold(app: Served, phone: MediaPhone) -> None:
    """The record of that call, and its meeting."""
    call = app.stores.calls.by_sid(phone.sid)
    assert call.channel == "realtime"
    assert call.state
    assert call.state["meeting_id"] is not None
    member = app.stores.members.rotation()[0]
    meetings = app.stores.meetings.between(member.id, utc_now(), utc_now() + timedelta(days=30))
    assert [each.call_id for each in meetings].count(call.id) == 1
    turns = app.stores.turns.for_call(call.id)
    assert [each.heard_he for each in turns] == [None, QUESTION, WANTS, FIRST, YES, BYE]
    assert [[call["name"] for call in each.tool_calls] for each in turns] == [
        [], [], ["offer_meeting_slots"], ["book_meeting"], ["book_meeting"], ["end_call"],
    ]  # fmt: skip
    assert turns[1].sentences[0].he.endswith("…")
    assert turns[-1].ending == {"kind": "hangup", "reason": "booked"}
    assert {each.state for each in turns} == {"done"}


def goes_on_in_the_same_state(app: Served, phone: MediaPhone, ends: frozenset[str] = DONE) -> None:
    """What was offered on the stream is what the turn-based way asks about. `ends`: how turns may have ended."""
    call = app.stores.calls.by_sid(phone.sid)
    assert call.state
    assert call.state["offered"]
    assert call.ended_at is None
    assert {each.state for each in app.stores.turns.for_call(call.id)} <= ends


async def offered(phone: MediaPhone) -> None:
    """A call up to the question which of the offered times suits."""
    await phone.dial()
    await phone.hears_out(GREETING)
    phone.say(WANTS)
    await phone.hears_out("מתי נוח?")
