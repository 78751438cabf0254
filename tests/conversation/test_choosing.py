"""What a caller's words mean where a call stands: a yes to what was read back, a time, who is speaking."""

from datetime import UTC, datetime

import pytest

from language.heard import read
from language.types import Gender
from stores.values import Sentence
from tests.rows import each_row
from voicebot.agents.state import CallState, OfferedSlot, SpokenMoment
from voicebot.conversation.choosing import for_agent, listened, named_time

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
HE, EN = "מחרתיים, יום שלישי, עשרים וארבעה בנובמבר, בעשר בבוקר", "Tuesday, November 24, at 10:00 AM"
SLOT = OfferedSlot(index=2, start="2026-11-24T08:00:00+00:00", member_id=1, he=HE, en=EN)
STATE = CallState(scenario="sales", agent="sales", step="confirm")
WAITING = STATE.but(pending=SLOT, offered=(SLOT,), silences=1, unheard=1)


def sentence(he: str, en: str = "") -> Sentence:
    return Sentence(0, "fixed", he, en, NOW)


READ_BACK = (sentence(f"אז {HE}. נכון?"),)


@each_row(
    "words",
    [
        "כן",
        "נכון",
        "כן, נכון",
        "בטח, תודה",
        "מצוין",
        "אין בעיה",
        "למה לא",
        "כן, יום שלישי בעשר",
        "כן, בעשר",
    ],
)
def test_a_clear_yes_confirms(words: str) -> None:
    assert listened(WAITING, read(words, "he"), READ_BACK, NOW).confirmed


@each_row(
    "words",
    [
        *("לא", "לא נכון", "אולי", "כן, אם אשתי מסכימה", "כן אבל מוקדם יותר", "כן, בשלוש", "כן, ביום רביעי"),
        "כן, בעשר וחצי",
        *("מה?", "רגע", "יום שלישי", "כמה זה עולה?", "תורידו אותי מהרשימה", "", "כן, רק לא בבוקר", "כן, תתקשרו אחר כך"),
    ],
)  # fmt: skip
def test_anything_else_confirms_nothing(words: str) -> None:
    assert not listened(WAITING, read(words, "he"), READ_BACK, NOW).confirmed


def test_a_yes_counts_only_right_after_the_read_back() -> None:
    yes = read("כן", "he")
    assert not listened(WAITING, yes, (sentence("הלו, שומעים אותי?"),), NOW).confirmed
    assert not listened(WAITING, yes, (), NOW).confirmed
    assert not listened(STATE, yes, READ_BACK, NOW).confirmed
    assert listened(WAITING, read("yes", "en"), (sentence("", f"So {EN}. Is that right?"),), NOW).confirmed


def test_a_yes_does_not_outlast_the_turn() -> None:
    confirmed = listened(WAITING, read("כן", "he"), READ_BACK, NOW)
    assert not listened(confirmed, read("ומה עוד?", "he"), READ_BACK, NOW).confirmed


def test_who_is_heard_is_counted_no_more() -> None:
    state = listened(WAITING, read("כן", "he"), READ_BACK, NOW)
    assert (state.silences, state.unheard) == (0, 0)


@each_row(
    ("words", "before", "after"),
    [
        ("אני נוהגת עכשיו", None, "f"), ("אני אישה", "m", "f"), ("אני גבר", "f", "m"), ("כן", "f", "f"),
        ("כן", None, None),
        ("אשתי עסוקה", "m", "m"),
    ],
)  # fmt: skip
def test_the_callers_own_words_tell_the_gender(words: str, before: Gender | None, after: Gender | None) -> None:
    assert listened(STATE.but(gender=before), read(words, "he"), (), NOW).gender == after


def test_another_person_starts_afresh() -> None:
    known = WAITING.but(gender="m", wished_day="2026-11-24", fields={"team": "yes"}, confirmed=True)
    state = listened(known, read("רגע, אני מעביר לה", "he"), READ_BACK, NOW)
    assert state.others == 1
    assert (state.gender, state.pending, state.offered, state.wished_day, state.fields) == (None, None, (), None, {})
    assert not state.confirmed


@pytest.mark.parametrize(
    ("words", "state", "start", "has_hour"),
    [
        ("מחר בעשר בבוקר", STATE, "2026-11-23T10:00:00+02:00", True),
        ("ביום שלישי", STATE, "2026-11-24T00:00:00+02:00", False),
        ("בעשר", STATE.but(wished_day="2026-11-25"), "2026-11-25T10:00:00+02:00", True),
        ("באחת עשרה", WAITING, "2026-11-24T11:00:00+02:00", True),
        ("מחר בעשר", WAITING, "2026-11-23T10:00:00+02:00", True),
    ],
)
def test_a_time_is_read_in_the_callers_own_words(words: str, state: CallState, start: str, has_hour: bool) -> None:
    time = named_time(read(words, "he"), state, NOW)
    assert time is not None
    assert (time.start, time.has_hour) == (start, has_hour)
    assert (time.day, time.hour) == (start[:10], start[11:16] if has_hour else None)


@pytest.mark.parametrize("words", ["", "לא בעשר", "אולי מחר בעשר או ביום שלישי", "כן", "מתי שתרצו"])
def test_what_is_not_sure_is_no_time(words: str) -> None:
    assert named_time(read(words, "he"), STATE, NOW) is None


@pytest.mark.parametrize(
    ("words", "speaks"),
    [("Я не говорю на иврите", "ru"), ("אפשר ברוסית?", "ru"), ("أنا لا أتكلم العبرية", "ar"), ("כן", ""), ("שלום", "")],
)
def test_another_language_is_told(words: str, speaks: str) -> None:
    assert for_agent(read(words, "he"), "", STATE, NOW).speaks == speaks


SHABBAT = datetime(2026, 11, 28, 18, 0, tzinfo=UTC)
OFFERED = tuple(
    OfferedSlot(index=number, start=start, member_id=1, he="", en="")
    for number, start in enumerate(("2026-11-29T10:00:00+00:00", "2026-11-30T07:00:00+00:00"), 1)
)


@each_row(
    ("words", "start"),
    [
        ("אני מעדיף אחר הצהריים", "2026-11-29T15:00"),
        ("בערב", "2026-11-29T19:00"),
        ("בעשר", "2026-11-29T10:00"),
        ("ביום רביעי בעשר", "2026-12-02T10:00"),
        ("תתקשרו בערב", None),
        ("שתיים", None),
    ],
)
def test_an_hour_or_a_part_of_the_day_is_on_a_day_offered(words: str, start: str | None) -> None:
    """Said on Shabbat in the evening, when Sunday and Monday are offered; a bare number may count the slots."""
    time = named_time(read(words, "he"), STATE.but(offered=OFFERED), SHABBAT)
    assert (time and time.start[:16]) == start


@each_row(
    ("words", "start"),
    [("בעשר", "2026-11-29T10:00"), ("לא, בעשר", "2026-11-29T10:00"), ("מחר בעשר", "2026-11-23T10:00")],
)
def test_an_hour_is_on_the_day_of_the_call_back_that_was_offered(words: str, start: str) -> None:
    state = STATE.but(step="callback_near", callback=SpokenMoment(start="2026-11-29T09:00:00+02:00", he="", en=""))
    time = named_time(read(words, "he"), state, NOW)
    assert time is not None
    assert time.start[:16] == start
