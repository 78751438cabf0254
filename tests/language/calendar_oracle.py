"""A slow calling calendar of its own, minute by minute: published dates, textbook astronomy, default rules.

It shares nothing with the product but the rules' wording. The sun is NOAA's (solar calculator spreadsheet), so
moments that depend on it may differ by a minute.
"""

import math
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ISRAEL = ZoneInfo("Asia/Jerusalem")
ONE = timedelta(days=1)
MINUTE = timedelta(minutes=1)
JERUSALEM = (31.778, 35.235, 40)

# As published for each year: Pesach, its seventh day, Yom HaShoah, Yom HaZikaron, Independence Day, Shavuot,
# Tisha B'Av, Rosh Hashana (first day), Yom Kippur, Sukkot, Simchat Torah.
PUBLISHED = {
    2026: "04-02 04-08 04-14 04-21 04-22 05-22 07-23 09-12 09-21 09-26 10-03",
    2027: "04-22 04-28 05-04 05-11 05-12 06-11 08-12 10-02 10-11 10-16 10-23",
    2028: "04-11 04-17 04-24 05-01 05-02 05-31 08-01 09-21 09-30 10-05 10-12",
    2029: "03-31 04-06 04-12 04-18 04-19 05-20 07-22 09-10 09-19 09-24 10-01",
    2030: "04-18 04-24 04-30 05-07 05-08 06-07 08-08 09-28 10-07 10-12 10-19",
}


def _column(*places: int) -> frozenset[date]:
    return frozenset(
        date.fromisoformat(f"{year}-{days.split()[at]}") for year, days in PUBLISHED.items() for at in places
    )


YOM_TOV = _column(0, 1, 5, 7, 8, 9, 10) | {day + ONE for day in _column(7)}
MEMORIAL = _column(2, 3)
INDEPENDENCE = _column(4)
FAST = _column(6)


def sun_below(day: date, degrees: float, latitude: float, longitude: float) -> datetime:
    """When the sun's centre sinks to that many degrees below the horizon, in UTC."""
    moment = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
    for _ in range(3):
        noon, declination = _noon_and_declination(moment, longitude)
        cosine = (math.sin(math.radians(-degrees)) - math.sin(math.radians(latitude)) * math.sin(declination)) / (
            math.cos(math.radians(latitude)) * math.cos(declination)
        )
        minutes = noon + 4 * math.degrees(math.acos(cosine))
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + minutes * MINUTE
    return moment


def _noon_and_declination(moment: datetime, longitude: float) -> tuple[float, float]:
    """Solar noon in minutes of UTC, and the declination in radians."""
    century = ((moment - datetime(2000, 1, 1, 12, tzinfo=UTC)) / ONE) / 36525
    mean = math.radians((280.46646 + century * (36000.76983 + century * 0.0003032)) % 360)
    anomaly = math.radians(357.52911 + century * (35999.05029 - 0.0001537 * century))
    eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
    centre = (
        math.sin(anomaly) * (1.914602 - century * (0.004817 + 0.000014 * century))
        + math.sin(2 * anomaly) * (0.019993 - 0.000101 * century)
        + math.sin(3 * anomaly) * 0.000289
    )
    node = math.radians(125.04 - 1934.136 * century)
    apparent = mean + math.radians(centre - 0.00569 - 0.00478 * math.sin(node))
    tilt = 23 + (26 + (21.448 - century * (46.815 + century * (0.00059 - century * 0.001813))) / 60) / 60
    tilt = math.radians(tilt + 0.00256 * math.cos(node))
    y = math.tan(tilt / 2) ** 2
    equation = 4 * math.degrees(
        y * math.sin(2 * mean)
        - 2 * eccentricity * math.sin(anomaly)
        + 4 * eccentricity * y * math.sin(anomaly) * math.cos(2 * mean)
        - 0.5 * y * y * math.sin(4 * mean)
        - 1.25 * eccentricity**2 * math.sin(2 * anomaly)
    )
    return 720 - 4 * longitude - equation, math.asin(math.sin(tilt) * math.sin(apparent))


@cache
def sunset(day: date) -> datetime:
    return sun_below(day, 0.8333, *JERUSALEM[:2]).replace(second=0, microsecond=0)


@cache
def candles(day: date) -> datetime:
    return sunset(day) - JERUSALEM[2] * MINUTE


@cache
def night(day: date) -> datetime:
    return sun_below(day, 8.5, *JERUSALEM[:2]).replace(second=0, microsecond=0) + MINUTE


def _on(days: frozenset[date], day: date, moment: datetime, begins: datetime) -> bool:
    return (day in days and moment < night(day)) or (day + ONE in days and moment >= begins)


def observed(moment: datetime) -> str | None:
    """What is observed in the minute that begins at `moment` (UTC), by name."""
    wall = moment.astimezone(ISRAEL)
    day, weekday = wall.date(), wall.strftime("%a")
    if (weekday == "Fri" and moment >= candles(day)) or (weekday == "Sat" and moment < night(day)):
        return "shabbat"
    if _on(YOM_TOV, day, moment, candles(day)):
        return "yom_tov"
    if _on(MEMORIAL, day, moment, sunset(day)):
        return "memorial_day"
    if _on(FAST, day, moment, sunset(day)):
        return "fast_day"
    if _on(INDEPENDENCE, day, moment, sunset(day)):
        return "independence_day"
    eve = weekday == "Fri" or day + ONE in YOM_TOV
    return "eve" if eve and (wall.hour, wall.minute) >= (12, 30) else None


def reason(moment: datetime) -> str:
    """What may_call should say of that minute: "allowed", or the reason."""
    return observed(moment) or ("office_hours" if closed(moment) else "allowed")


def closed(moment: datetime) -> bool:
    wall = moment.astimezone(ISRAEL)
    return not 9 <= wall.hour < 20 or wall.strftime("%a") == "Sat"


_NEXT: dict[datetime, datetime] = {}


def next_allowed(moment: datetime) -> datetime:
    """The first whole minute from `moment` (UTC) on that is allowed, found by trying each, none of them twice."""
    at = moment.replace(second=0, microsecond=0)
    at, tried = (at if at == moment else at + MINUTE), []
    while at not in _NEXT and (closed(at) or observed(at)):
        tried.append(at)
        at += MINUTE
    found = _NEXT.get(at, at)
    _NEXT.update(dict.fromkeys(tried, found))
    return found
