"""Rate limits: for whom they count, and what is answered beyond them."""

from dataclasses import replace
from itertools import product

import pytest
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from tests.caller import OUR_NUMBER
from tests.guards.app import BUSY, LimitedApp
from voicebot.guards.rates import CALLBACKS, RATES, Rate

CALL = Rate("webhook-call", "2/minute", "phone", "call", "signed")
NUMBER = Rate("webhook-number", "2/minute", "phone", "number", "signed", under="/twilio/voice")
UNSIGNED = Rate("webhook-unsigned", "2/minute", "phone", "address", "unsigned")
KEY = Rate("api-key", "2/minute", "api", "key")
ADDRESS = Rate("api-address", "2/minute", "api", "address")
FAILED = Rate("api-failed", "2/minute", "api", "address", "failed")


def statuses(answers: list[TestResponse]) -> list[int]:
    return [answer.status_code for answer in answers]


def test_the_api_says_when_to_come_back() -> None:
    app = LimitedApp((KEY,))
    assert statuses([app.leads() for _ in range(2)]) == [200, 200]
    refused = app.leads()
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.get_json()["error"]["code"] == "rate_limited"
    assert refused.headers["Retry-After"] in refused.get_json()["error"]["message"]


def test_a_key_is_one_key_however_it_is_sent_and_wherever_from() -> None:
    app = LimitedApp((KEY,))
    app.leads(peer="192.0.2.1")
    app.leads(peer="192.0.2.2")
    assert app.leads(peer="192.0.2.3").status_code == 429
    assert app.leads(key="another").status_code == 401
    assert app.leads(key="", Authorization="Bearer the-right-key").status_code == 200


def test_an_address_is_one_for_all_its_keys() -> None:
    app = LimitedApp((ADDRESS,))
    assert statuses([app.leads(key="a"), app.leads(key="b"), app.leads()]) == [401, 401, 429]
    assert app.leads(peer="192.0.2.2").status_code == 200


def test_only_wrong_keys_use_up_what_may_fail() -> None:
    app = LimitedApp((FAILED,))
    assert set(statuses([app.leads() for _ in range(10)])) == {200}
    assert statuses([app.leads(key="a"), app.leads(key="b")]) == [401, 401]
    # From then on keys are not even compared: guessing has to stop.
    assert statuses([app.leads(key="c"), app.leads()]) == [429, 429]
    assert app.leads(peer="192.0.2.2").status_code == 200


def test_calls_may_be_placed_less_often() -> None:
    app = LimitedApp((Rate("api-outbound", "1/minute", "api", "key", under="/outbound/"),))
    assert statuses([app.leads(), app.dial(), app.dial(), app.leads()]) == [200, 200, 429, 200]


def test_nothing_is_counted_for_a_developer() -> None:
    app = LimitedApp((KEY, ADDRESS), exempt=True)
    assert set(statuses([app.leads() for _ in range(5)])) == {200}


def test_new_calls_on_streams_are_limited_by_number_too() -> None:
    app = LimitedApp((Rate("realtime-number", "2/minute", "realtime", "number", "signed", under="/realtime/voice"),))
    app.greeted.add("CA1")
    said = [app.hook("/realtime/voice", CallSid=f"CA{at}").text for at in (1, 1, 2, 3, 4, 1)]
    assert said == ["<Response/>"] * 4 + [BUSY, "<Response/>"]


def test_a_call_that_loops_hears_a_line_and_is_hung_up() -> None:
    app = LimitedApp((CALL,))
    app.hook()
    app.hook("/twilio/voice")
    beyond = app.hook()
    assert (beyond.status_code, beyond.text, beyond.mimetype) == (200, BUSY, "text/xml")
    assert app.hook(CallSid="CA2").text == "<Response/>"


@pytest.mark.parametrize("path", sorted(CALLBACKS))
def test_what_twilio_tells_is_never_refused(path: str) -> None:
    app = LimitedApp((CALL, NUMBER))
    assert {app.hook(path).text for _ in range(6)} == {"<Response/>"}


@pytest.mark.parametrize(
    ("direction", "other", "ours"),
    [("inbound", "From", "To"), ("outbound-api", "To", "From"), ("outbound", "To", "From")],
)
def test_new_calls_of_a_number(direction: str, other: str, ours: str) -> None:
    app = LimitedApp((NUMBER,))

    def new_call(sid: str, number: str) -> str:
        return app.post("/twilio/voice", {"CallSid": sid, "Direction": direction, other: number, ours: OUR_NUMBER}).text

    assert [new_call(f"CA{n}", "+972545550100") for n in range(3)] == ["<Response/>", "<Response/>", BUSY]
    assert new_call("CA9", "+972545550101") == "<Response/>"


def test_a_repeated_first_webhook_is_no_new_call() -> None:
    app = LimitedApp((NUMBER,))
    app.hook("/twilio/voice")
    app.greeted.add("CA1")
    assert {app.hook("/twilio/voice").text for _ in range(5)} == {"<Response/>"}
    assert app.hook("/twilio/voice", CallSid="CA2").text == "<Response/>"
    assert app.hook("/twilio/voice", CallSid="CA3").text == BUSY
    assert app.hook("/twilio/voice").text == "<Response/>"


def test_withheld_numbers_are_not_one_number() -> None:
    app = LimitedApp((NUMBER,))
    calls = [app.hook("/twilio/voice", CallSid=f"CA{n}", From="anonymous").text for n in range(6)]
    assert set(calls) == {"<Response/>"}


def test_who_does_not_sign_uses_up_nobody_elses() -> None:
    app = LimitedApp((CALL, UNSIGNED))
    answers = [app.hook(signed=False) for _ in range(5)]
    assert statuses(answers) == [403] * 5
    assert ["Retry-After" in answer.headers for answer in answers] == [False, False, True, True, True]
    # The same address, the same call: but these are Twilio's.
    assert app.hook().text == "<Response/>"


def test_a_flood_is_one_line_in_the_log() -> None:
    app = LimitedApp((CALL, UNSIGNED))
    with capture_logs() as logs:
        for _ in range(20):
            app.hook(signed=False)
            app.hook()
    assert sorted(line["rate"] for line in logs) == ["webhook-call", "webhook-unsigned"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "same"),
    [
        (0, ("203.0.113.1", "203.0.113.2"), True),  # nobody of ours wrote that
        (1, ("203.0.113.1", "203.0.113.2"), False),
        (1, ("6.6.6.6, 203.0.113.1", "7.7.7.7, 203.0.113.1"), True),  # the left part is the user's own
        (2, ("203.0.113.1, 10.0.0.1", "203.0.113.2, 10.0.0.1"), False),
        (1, ("garbage", "rubbish"), True),
        (1, ("2001:db8::1", "2001:db8::2"), True),  # one network
        (1, ("2001:db8:1::1", "2001:db8:2::1"), False),
        (1, ("::ffff:203.0.113.1", "203.0.113.1"), True),
        (1, ("::ffff:203.0.113.1", "::ffff:203.0.113.2"), False),
    ],
)
def test_whose_address_counts(proxies: int, forwarded: tuple[str, str], same: bool) -> None:
    app = LimitedApp((replace(ADDRESS, amount="1/minute"),), proxies=proxies)
    first, second = (app.leads(**{"X-Forwarded-For": each}).status_code for each in forwarded)
    assert (first, second) == (200, 429 if same else 200)


def test_without_redis_every_process_counts_alone() -> None:
    apps = LimitedApp((KEY,)), LimitedApp((KEY,))
    assert [app.leads().status_code for app, _ in product(apps, range(3))] == [200, 200, 429] * 2


def test_a_busy_call_stays_below_the_limits() -> None:
    """Two hundred calls at once from one switchboard, and one with a webhook a second for a minute."""
    app = LimitedApp(RATES)
    calls = [f"CA{n}" for n in range(200)]
    assert {app.hook("/twilio/voice", CallSid=sid).text for sid in calls} == {"<Response/>"}
    assert {app.hook(CallSid="CA0").text for _ in range(60)} == {"<Response/>"}
