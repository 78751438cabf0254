"""What the caller's own words mean where the call stands: a slot, a time, a yes, who is speaking."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from language.choices import Choice, choose_slot, mentions_time, rejects_all
from language.dictated import read_code
from language.excuses import time_in
from language.gender import lead_gender_of
from language.greetings import greets
from language.heard import asks_for_nothing
from language.hebrew import tokens
from language.script import other_language_of
from language.shifts import most_beside
from language.times import Parsed, parse
from language.times.arriving import parse_arrival
from language.types import Heard
from language.wishes import wished_call, wished_change
from language.words_choice import DOUBT
from stores.values import Sentence
from voicebot.agents.handoff import wished_by
from voicebot.agents.stages import TIME_UP, is_over
from voicebot.agents.state import CallState, OfferedSlot, Unconfirmed
from voicebot.agents.types import HandOff, ParsedTime
from voicebot.agents.types import Heard as AgentHeard
from voicebot.conversation.memory import JERUSALEM

ANOTHER_PERSON = "other_person"
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_ONLY_YES = frozenset({"yes", "interested", "goodbye"})
_MAY_GO_ON = frozenset({"yes", "interested"})
_MISTAKEN = frozenset({"אופס", "טעיתי", "התבלבלתי", "oops"})
_PROVISOS = (DOUBT - {"אין", "לא", "או", "כמה", "בלי", "no", "not"}) | _MISTAKEN
"""With one of these a yes is none yet; the others are in a plain yes as well: למה לא, אין בעיה, או קיי."""


_YES_AND = re.compile(r"\s*(?:כן|נכון|בדיוק|yes|right|correct|sí|si|correcto)\b[\s,.]+\w", re.IGNORECASE)
_AGAINST = DOUBT - {"אבל", "רק", "but", "only"}


def chosen_slot(heard: Heard, state: CallState, now: datetime) -> int | None:
    """The index of the one offered slot that the words clearly choose, else None."""
    choices = [Choice(each.index, datetime.fromisoformat(each.start).astimezone(JERUSALEM)) for each in state.offered]
    if not choices or not heard.text:
        return None
    return choose_slot(heard.text, heard.language, choices, now.astimezone(JERUSALEM))


def refuses_all(heard: Heard) -> bool:
    """Whether the words refuse every slot that was offered."""
    return bool(heard.text) and rejects_all(heard.text, heard.language)


def named_time(heard: Heard, state: CallState, now: datetime) -> ParsedTime | None:
    """The one time the words name; an hour alone is on the day talked about, and "the same hour" is the one of that."""
    if not heard.text:
        return None
    day = _day_talked_about(state) or _day_to_move_on(heard, state)
    hour = _hour_talked_about(state)
    found = time_in(heard.text, heard.language, now, day=day, hour=hour)
    if day is None and (found is None or not found.has_date):
        found = _on_a_day_offered(heard, state, now, found) or found
    return _as_time(found or _day_of_the_most(heard, now))


def _day_of_the_most(heard: Heard, now: datetime) -> Parsed | None:
    """The day on which the latest or the earliest time is asked for: "הכי מאוחר מחר"."""
    most = most_beside(heard.text)
    found = time_in(most[1], heard.language, now) if most and most[1] else None
    return found if found and found.has_date and not found.has_hour else None


def _on_a_day_offered(heard: Heard, state: CallState, now: datetime, found: Parsed | None) -> Parsed | None:
    """An hour or a part of the day, on the first day offered on which it is still to come.

    A bare number is an hour only where one day is offered: among several it may count the slots.
    """
    days = _days_offered(heard, state)
    times = (time_in(heard.text, heard.language, now, day=day, hour=_hour_talked_about(state)) for day in days)
    sure = found is not None or len(days) == 1
    return next((each for each in times if each and each.at > now and (sure or each.approximate)), None)


def time_asked_for(heard: Heard, state: CallState, now: datetime) -> ParsedTime | None:
    """The time that the words name as an answer to the question for an hour, or to one that was read back.

    A day alone is that day at the hour read back: "לא, מחר".
    """
    waits = state.unconfirmed
    day, hour = (_day_of(waits.value), _hour_of(waits.value)) if waits else (None, None)
    parsed = parse(heard.text, heard.language, now, day=day, asked_hour=True) if heard.text else None
    if parsed is None and heard.text:
        parsed = parse_arrival(heard.text, heard.language, now)
    if parsed and hour and not parsed.has_hour:
        at = datetime.combine(parsed.at.date(), hour, parsed.at.tzinfo)
        parsed = Parsed(at, has_date=True, has_hour=True, approximate=parsed.approximate) if at > now else parsed
    return _as_time(parsed)


def _as_time(parsed: Parsed | None) -> ParsedTime | None:
    if parsed is None:
        return None
    return ParsedTime(parsed.at.isoformat(), parsed.has_date, parsed.has_hour, parsed.approximate)


def for_agent(heard: Heard, english: str, state: CallState, now: datetime) -> AgentHeard:
    """The utterance with all that rules read in it, and that the time of a stage is up."""
    return AgentHeard(
        english,
        heard.text,
        (*heard.intents, TIME_UP) if is_over(state, now) else heard.intents,
        chosen_slot(heard, state, now),
        refuses_all(heard),
        named_time(heard, state, now),
        time_asked_for(heard, state, now),
        other_language_of(heard.text) or "" if heard.language == "he" else "",
        greets(heard.text, heard.language),
    )


def listened(
    state: CallState,
    heard: Heard,
    said: Sequence[Sentence] | None,
    now: datetime,
    handoffs: Sequence[HandOff] = (),
) -> CallState:
    """The state once this was heard: a yes to what was read back or asked, the caller's gender, another person.

    `handoffs` are those of the agent who listens. `said` are the sentences the caller heard last; without them (a
    history that is replayed) what was read back or asked counts as heard.
    """
    state = state.but(silences=0, unheard=0)
    if ANOTHER_PERSON in heard.intents:
        return state.but(
            others=state.others + 1,
            gender=None,
            fields={},
            kept={},
            unconfirmed=None,
            verified=False,
            handover=state.handover and state.handover.untold(),
            asked_handoff=None,
            agreed_handoffs=(),
            stuck=None,
            offered=(),
            pending=None,
            confirmed=False,
            conceded=False,
            wished_day=None,
            callback=None,
            moving=None,
        )
    gender = lead_gender_of(heard.text) if heard.language == "he" else None
    return state.but(
        gender=gender or state.gender,
        confirmed=_confirms(state, heard, said, now),
        conceded=_concedes(state, heard, said),
        asked_handoff=None,
        agreed_handoffs=_agreed(state, heard, said, handoffs, now),
    )


def _agreed(
    state: CallState, heard: Heard, said: Sequence[Sentence] | None, handoffs: Sequence[HandOff], now: datetime
) -> tuple[str, ...]:
    """The agents to whom these words agree: by a yes to the question asked just before, or by asking for them."""
    wishing = [each for each in handoffs if each.wished]
    wished = wished_by(wishing, for_agent(heard, "", state, now)) if wishing and not asks_for_nothing(heard) else ()
    asked = state.asked_handoff
    if asked is None or not _plain_yes(heard, _MAY_GO_ON):
        return wished
    was_said = said is None or any(asked.question in each.en for each in said)
    return (*wished, asked.to) if was_said else wished


def _plain_yes(heard: Heard, beside: frozenset[str]) -> bool:
    """Whether it is a yes with nothing against it, and nothing but these intents beside it."""
    agrees = not {"yes", "interested"}.isdisjoint(heard.intents) and beside.issuperset(heard.intents)
    return agrees and "?" not in heard.text and _PROVISOS.isdisjoint(tokens(heard.text.lower()))


def _confirms(state: CallState, heard: Heard, said: Sequence[Sentence] | None, now: datetime) -> bool:
    """Whether this is a clear yes, to the slot or the form's value as it was read back just before."""
    waits = state.unconfirmed or state.pending
    if waits is None or "yes" not in heard.intents or not _ONLY_YES.issuperset(heard.intents):
        return False
    if not _PROVISOS.isdisjoint(tokens(heard.text.lower())) or not _was_read_back(waits, said):
        return False
    if state.unconfirmed:
        return read_code(heard.text) in (None, state.unconfirmed.value) and _same_time(state.unconfirmed, heard, now)
    return not mentions_time(heard.text, heard.language, now) or _names_pending(state, heard, now)


def _concedes(state: CallState, heard: Heard, said: Sequence[Sentence] | None) -> bool:
    """Whether this begins with a yes to the form's value as it was read back, and goes on without a no or a doubt."""
    waits = state.unconfirmed
    if waits is None or "?" in heard.text or not _YES_AND.match(heard.text):
        return False
    return _AGAINST.isdisjoint(tokens(heard.text.lower())) and _was_read_back(waits, said)


def _same_time(waits: Unconfirmed, heard: Heard, now: datetime) -> bool:
    """Whether the words name no other time than the value that was read back."""
    day = _day_of(waits.value)
    time = parse(heard.text, heard.language, now, day=day, hour=_hour_of(waits.value))
    if time is None or not time.has_hour:
        return time is None or day in (None, time.at.date())
    return time.at.isoformat()[: len(waits.value)] == waits.value


def _was_read_back(waits: OfferedSlot | Unconfirmed, said: Sequence[Sentence] | None) -> bool:
    return said is None or any(waits.he in each.he or waits.en in each.en for each in said)


def _names_pending(state: CallState, heard: Heard, now: datetime) -> bool:
    """Whether the time that goes with the yes is the one that was read back."""
    time, pending = named_time(heard, state, now), state.pending
    if pending is None:
        return False
    if time is None:
        return chosen_slot(heard, state, now) == pending.index
    named, start = datetime.fromisoformat(time.start), datetime.fromisoformat(pending.start)
    return named == start if time.has_hour else named.date() == start.astimezone(JERUSALEM).date()


def _moment_of(value: str) -> datetime | None:
    """A form's value that is a time, as 2026-11-24T10:00; one that only looks like it is none."""
    try:
        return datetime.fromisoformat(value) if _TIME.fullmatch(value) else None
    except ValueError:
        return None


def _day_of(value: str) -> date | None:
    moment = _moment_of(value)
    return moment.date() if moment else None


def _hour_of(value: str) -> time | None:
    moment = _moment_of(value)
    return moment.time() if moment else None


def _day_talked_about(state: CallState) -> date | None:
    if state.wished_day:
        return date.fromisoformat(state.wished_day)
    if state.unconfirmed:
        return _day_of(state.unconfirmed.value)
    if state.pending:
        return _day(state.pending.start)
    return _day(state.callback.start) if state.callback else None


def _days_offered(heard: Heard, state: CallState) -> list[date]:
    """The days of all that is offered; a time to be called at is on no day that was offered for a meeting."""
    if state.meeting_start is not None or wished_call(heard.text):
        return []
    return sorted({_day(each.start) for each in state.offered})


def _day(start: str) -> date:
    return datetime.fromisoformat(start).astimezone(JERUSALEM).date()


def _day_to_move_on(heard: Heard, state: CallState) -> date | None:
    """The day of the meeting that is to be moved: an hour alone ("להזיז לשעה ארבע") is on it."""
    moves = state.moving is not None or "move_meeting" in heard.intents or wished_change(heard.text) == "move"
    if state.meeting_start is None or not moves:
        return None
    return _day(state.meeting_start)


def _hour_talked_about(state: CallState) -> time | None:
    """The hour of the slot, arrival or call back that was read back, else of the meeting that stands."""
    if state.unconfirmed:
        return _hour_of(state.unconfirmed.value)
    moment = state.pending or state.callback
    start = moment.start if moment else state.meeting_start
    return datetime.fromisoformat(start).astimezone(JERUSALEM).time() if start else None
