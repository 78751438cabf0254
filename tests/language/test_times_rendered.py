"""Moments said in many ways, by a small speaker that knows nothing of the grammar, are understood again."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from language.times import ISRAEL, parse_time
from tests.rows import each_row

HOURS = ["שתים עשרה", "אחת", "שתיים", "שלוש", "ארבע", "חמש", "שש", "שבע", "שמונה", "תשע", "עשר", "אחת עשרה"]
TEENS = ["אחד", "שנים", "שלושה", "ארבעה", "חמישה", "שישה", "שבעה", "שמונה", "תשעה"]
UNITS = ["אחד", "שניים", "שלושה", "ארבעה", "חמישה", "שישה", "שבעה", "שמונה", "תשעה"]
WEEKDAYS = ["שני", "שלישי", "רביעי", "חמישי", "שישי", "שבת", "ראשון"]
LETTERS = "בגדהו-א"
MONTHS = ["ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"]
PAST = {0: "", 5: " וחמישה", 10: " ועשרה", 15: " ורבע", 20: " ועשרים", 25: " ועשרים וחמש", 30: " וחצי"}
TO = {45: "רבע", 50: "עשרה", 55: "חמישה", 40: "עשרים"}
EN_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
EN_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
EN_HOURS = ["twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
SHABBAT = 5
SEEDS = range(40)


def part(hour: int) -> str:
    if hour < 12:
        return "בבוקר"
    return "בצהריים" if hour < 15 else "אחר הצהריים" if hour < 18 else "בערב"


def hours(at: datetime) -> Iterator[str]:
    """The hour with its part of the day, or on the clock of 24 hours."""
    yield f"ב-{at.hour}:{at.minute:02}" if at.hour > 12 else f"ב-{at.hour}:{at.minute:02} {part(at.hour)}"
    yield f"בשעה {at.hour % 12 or 12}:{at.minute:02} {part(at.hour)}"
    if at.minute in PAST:
        said = HOURS[at.hour % 12] + PAST[at.minute]
        yield f"ב{said} {part(at.hour)}"
        yield f"בשעה {said} {part(at.hour)}"
        yield f"{part(at.hour)} ב{said}"
    if at.minute in TO:
        after = (at.hour + 1) % 24
        yield f"ב{TO[at.minute]} ל{HOURS[after % 12]} {part(after)}"
    if 7 <= at.hour <= 18 and at.minute in PAST:
        yield f"ב{HOURS[at.hour % 12]}{PAST[at.minute]}" if at.hour not in (18,) else f"בשש{PAST[at.minute]}"


def masculine(number: int) -> str:
    if number <= 9:
        return UNITS[number - 1]
    if number == 10:
        return "עשרה"
    if number < 20:
        return TEENS[number - 11] + " עשר"
    tens = "עשרים" if number < 30 else "שלושים"
    return tens if number % 10 == 0 else f"{tens} ו{UNITS[number % 10 - 1]}"


def days(at: datetime, now: datetime) -> Iterator[str]:
    distance = (at.date() - now.date()).days
    month = MONTHS[at.month - 1]
    yield f"ב-{at.day} ב{month}"
    yield f"{masculine(at.day)} ב{month}"
    yield f"{at.day}/{at.month}"
    yield f"{at.day}/{at.month}/{at.year}"
    name = WEEKDAYS[at.weekday()]
    if 0 < distance <= 7:
        yield f"ביום {name}" if at.weekday() != SHABBAT else "בשבת"
        yield f"יום {name}, {masculine(at.day)} ב{month},"
        if at.weekday() != SHABBAT:
            yield f"יום {LETTERS[at.weekday()]}׳"
    if distance in (1, 2):
        yield ("מחר", "מחרתיים")[distance - 1]
        yield f"{('מחר', 'מחרתיים')[distance - 1]}, יום {name},"
    sunday = now.date() - timedelta(days=(now.weekday() + 1) % 7)
    if 7 <= (at.date() - sunday).days < 14:
        yield f"שבוע הבא ביום {name}"


def english(at: datetime, now: datetime) -> Iterator[str]:
    distance = (at.date() - now.date()).days
    name, month = EN_WEEKDAYS[at.weekday()], EN_MONTHS[at.month - 1]
    clocks = [f"at {(at.hour - 1) % 12 + 1}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"]
    if at.minute == 0:
        clocks.append(f"at {EN_HOURS[at.hour % 12]} {'a.m.' if at.hour < 12 else 'p.m.'}")
    for clock in clocks:
        yield f"{month} {at.day}, {clock}"
        yield f"{clock} on {at.day} {month}"
        if 0 < distance <= 7:
            yield f"on {name} {clock}"
        if distance == 1:
            yield f"tomorrow {clock}"


def wrappings(words: str, chance: random.Random) -> str:
    before = ("", "אה ", "כן, ", "תתקשר אליי ", "אפשר ", "אם אפשר ", "בוא נגיד ", "אני פנויה ", "תחזרי אליי ")
    return chance.choice(before) + words + chance.choice(("", " בבקשה", " תודה", "?", ".", " מתאים לי"))


def moments(seed: int) -> Iterator[tuple[datetime, datetime, random.Random]]:
    chance = random.Random(seed)
    for _ in range(12):
        now = datetime(2026, 1, 1, 9, tzinfo=ISRAEL) + timedelta(days=chance.randrange(1500))
        now = now.replace(hour=chance.randrange(7, 22), minute=chance.randrange(60))
        day = now.date() + timedelta(days=chance.randrange(1, 14))
        yield (
            datetime(day.year, day.month, day.day, chance.randrange(8, 21), 5 * chance.randrange(12), tzinfo=ISRAEL),
            now,
            chance,
        )


@each_row("seed", SEEDS)
def test_hebrew_days_and_hours(seed: int) -> None:
    for at, now, chance in moments(seed):
        for day in days(at, now):
            for hour in hours(at):
                # "בשמונה עשרה במרץ" is at eight on the tenth, or on the eighteenth: people ask, too.
                first = chance.random() < 0.5 or day.startswith("עשרה")
                said = wrappings(f"{day} {hour}" if first else f"{hour} {day}", chance)
                assert parse_time(said, "he", now) == at, (said, now)


@each_row("seed", SEEDS)
def test_english_days_and_hours(seed: int) -> None:
    for at, now, _ in moments(seed):
        for said in english(at, now):
            assert parse_time(said, "en", now) == at, (said, now)


@each_row("seed", SEEDS)
def test_spans_are_elapsed_time(seed: int) -> None:
    chance = random.Random(seed)
    counts = (("{} דקות", 1), ("{} שעות", 60))
    for _, now, _ in moments(seed):
        words, size = chance.choice(counts)
        count = chance.randrange(3, 59 if size == 1 else 24)
        found = parse_time(f"{chance.choice(('עוד', 'בעוד', 'תוך'))} {words.format(count)}", "he", now)
        assert found is not None
        assert found.timestamp() == now.timestamp() + count * size * 60


@each_row(
    "spoil",
    [
        lambda said: "לא " + said,
        lambda said: said + " לא",
        lambda said: said + " או מחרתיים",
        lambda said: said + " או בשמונה",
        lambda said: "אם אהיה פנוי " + said,
        lambda said: "אולי " + said,
        lambda said: said + " בבניין",
        lambda said: "יש לי פגישה " + said,
        lambda said: "לפני " + said,
        lambda said: "אתמול " + said,
        lambda said: said + " וביום שני",
    ],
)
def test_what_turns_the_meaning_gives_nothing(spoil: Callable[[str], str]) -> None:
    for seed in SEEDS:
        for at, now, chance in moments(seed):
            said = f"{chance.choice(list(days(at, now)))} {chance.choice(list(hours(at)))}"
            assert parse_time(spoil(said), "he", now) is None, (spoil(said), now)
