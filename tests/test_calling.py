"""The operator's rules as the product asks them, and that settings make them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from language.calling_calendar import Allowed, Reason, Refused
from language.phones import BadPhone
from voicebot.calling import Calling
from voicebot.calling_settings import calling_of, must_end_of
from voicebot.settings import Settings

ISRAEL = ZoneInfo("Asia/Jerusalem")
FRIDAY = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
CANDLES = datetime(2026, 11, 27, 13, 55, tzinfo=UTC)
"""In Jerusalem, 40 minutes before sunset."""


def reason(calling: Calling, at: datetime) -> Reason | None:
    said = calling.may_call(at)
    return said.reason if isinstance(said, Refused) else None


def of(**env: str) -> Calling:
    return calling_of(Settings.from_env(env))


@pytest.mark.parametrize(
    ("env", "at", "without", "with_it"),
    [
        ({"CALLING_HOURS": "Sun-Thu 10:00-12:00"}, "2026-11-22T13:00", None, Reason.OFFICE_HOURS),
        ({"CALLING_HOURS": "Sat 20:00-23:00"}, "2026-11-28T20:30", Reason.OFFICE_HOURS, None),
        ({"CALL_ON_CHOL_HAMOED": "false"}, "2026-09-28T10:00", None, Reason.CHOL_HAMOED),
        ({"CALL_ON_INDEPENDENCE_DAY": "true"}, "2026-04-22T10:00", Reason.INDEPENDENCE_DAY, None),
        ({"CLOSED_DAYS": "2026-11-22, 2026-11-24"}, "2026-11-24T10:00", None, Reason.CLOSED_DAY),
    ],
)
def test_settings_make_the_rules(env: dict[str, str], at: str, without: Reason | None, with_it: Reason | None) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=ISRAEL)
    assert (reason(of(), moment), reason(of(**env), moment)) == (without, with_it)


def test_the_city_bounds_shabbat() -> None:
    assert of().left_s(CANDLES - timedelta(minutes=5)) == 300
    haifa = of(CALLING_CITY="חיפה")
    assert haifa.rules.city == "Haifa"
    assert haifa.left_s(CANDLES) != of().left_s(CANDLES)


def test_a_call_has_to_be_over_before_the_candles_are_lit() -> None:
    calling = Calling()
    assert calling.ends_before(FRIDAY) == CANDLES - timedelta(minutes=2)
    assert calling.left_s(CANDLES - timedelta(seconds=1.5)) == 1
    assert [calling.left_s(CANDLES + timedelta(hours=each)) for each in (0, 5, 20)] == [0, 0, 0]
    assert calling.ends_before(FRIDAY - timedelta(days=1)) is None
    assert calling.left_s(FRIDAY - timedelta(days=1)) is None


def test_on_a_machine_of_development_a_simulated_call_goes_on() -> None:
    calling = Calling()
    production = Settings(twilio_account_sid="AC" + "0" * 32, twilio_auth_token="t")
    assert must_end_of(production, calling)(CANDLES) == CANDLES - timedelta(minutes=2)
    assert must_end_of(Settings.from_env({}), calling)(CANDLES) is None


def test_the_first_country_is_whose_numbers_need_no_code() -> None:
    assert of(DIAL_COUNTRIES="gb, il").parse("020 7183 8750") == "+442071838750"
    assert of(DIAL_COUNTRIES="gb, il").parse("+972547654321") == "+972547654321"
    assert of().parse("054-765-4321") == "+972547654321"
    with pytest.raises(BadPhone) as raised:
        of().parse("+442071838750")
    assert raised.value.code == "foreign"


def test_without_settings_it_is_the_careful_calendar() -> None:
    assert of() == Calling()
    assert isinstance(of().may_call(FRIDAY), Allowed)
