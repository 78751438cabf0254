"""Sunset, candle-lighting and nightfall in whole minutes, each rounded to the careful side."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

from astral import Observer
from astral.sun import dusk, sunset

from language.calling_calendar.cities import City

# Three small stars are seen when the sun is this many degrees below the horizon: 36 to 43 minutes in Israel.
_NIGHTFALL_DEPRESSION: Final = 8.5
_MINUTE: Final = timedelta(minutes=1)


@lru_cache(maxsize=4096)
def sunset_of(day: date, city: City) -> datetime:
    """Sunset at sea level, rounded down, in UTC; astral is within 14 s of published tables."""
    return _whole(sunset(_observer(city), day, tzinfo=UTC))


def candle_lighting(day: date, city: City) -> datetime:
    return sunset_of(day, city) - city.candles * _MINUTE


@lru_cache(maxsize=4096)
def nightfall(day: date, city: City) -> datetime:
    """When a Hebrew day is surely over, rounded up, in UTC."""
    return _whole(dusk(_observer(city), day, depression=_NIGHTFALL_DEPRESSION, tzinfo=UTC)) + _MINUTE


def _observer(city: City) -> Observer:
    return Observer(city.latitude, city.longitude, 0.0)


def _whole(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
