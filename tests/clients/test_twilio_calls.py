"""Placing and ending calls over real HTTP."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.clients.misbehaviours import SHORT_S, SLOW, STATUSES, WIRE, Case, name
from tests.standins.fixtures import ACCOUNT_SID, AUTH_TOKEN
from tests.standins.twilio import TwilioStandIn, error
from tests.standins.wire import Answer, closed_port
from voicebot.clients.twilio_calls import TwilioTelephone
from voicebot.dialer.ports import CallOrder, Standing, Telephone
from voicebot.errors import VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable

ORDER = CallOrder(
    to="+972547654321",
    from_="+97233760000",
    url="https://bot.example/twilio/voice?call=1",
    status_url="https://bot.example/twilio/call-status#rc=5&rp=all",
    ring_timeout_s=25,
    time_limit_s=600,
)
CALL = "CA" + "a1" * 16


def telephone(standin: TwilioStandIn, timeout_s: float = 5) -> TwilioTelephone:
    return TwilioTelephone(ACCOUNT_SID, AUTH_TOKEN, standin.url, timeout_s)


def test_a_call_is_placed(twilio_standin: TwilioStandIn) -> None:
    phone: Telephone = telephone(twilio_standin)
    sid = phone.place(ORDER)
    assert sid in twilio_standin.calls
    [asked] = twilio_standin.asked
    assert asked.path == f"/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json"
    assert sorted(asked.form) == sorted(
        [
            ("To", "+972547654321"),
            ("From", "+97233760000"),
            ("Url", "https://bot.example/twilio/voice?call=1"),
            ("Method", "POST"),
            ("StatusCallback", "https://bot.example/twilio/call-status#rc=5&rp=all"),
            ("StatusCallbackMethod", "POST"),
            ("StatusCallbackEvent", "initiated"),
            ("StatusCallbackEvent", "ringing"),
            ("StatusCallbackEvent", "answered"),
            ("StatusCallbackEvent", "completed"),
            ("Timeout", "25"),
            ("TimeLimit", "600"),
        ]
    )


def test_a_fallback_outside_the_app_is_fetched_by_get(twilio_standin: TwilioStandIn) -> None:
    telephone(twilio_standin).place(replace(ORDER, fallback_url="https://files.example/fallback.xml"))
    sent = dict(twilio_standin.asked[-1].form)
    assert (sent["FallbackUrl"], sent["FallbackMethod"]) == ("https://files.example/fallback.xml", "GET")


def test_where_a_call_stands(twilio_standin: TwilioStandIn) -> None:
    phone = telephone(twilio_standin)
    sid = phone.place(ORDER)
    assert phone.standing(sid) == Standing("queued")
    twilio_standin.calls[sid] |= {
        "status": "completed", "duration": "95", "end_time": "Sun, 22 Nov 2026 08:01:35 +0000"
    }  # fmt: skip
    assert phone.standing(sid) == Standing("completed", 95, datetime(2026, 11, 22, 8, 1, 35, tzinfo=UTC))
    assert phone.standing("CA" + "0" * 32) is None


@pytest.mark.parametrize("odd", [{"status": "gone"}, {"status": None}, {"duration": "long"}])
def test_a_standing_that_makes_no_sense(twilio_standin: TwilioStandIn, odd: dict[str, str | None]) -> None:
    phone = telephone(twilio_standin)
    sid = phone.place(ORDER)
    twilio_standin.calls[sid] |= odd
    with pytest.raises(VendorGarbage):
        phone.standing(sid)


def test_a_live_call_is_ended(twilio_standin: TwilioStandIn) -> None:
    phone = telephone(twilio_standin)
    sid = phone.place(ORDER)
    phone.end(sid)
    assert twilio_standin.calls[sid]["status"] == "completed"
    assert twilio_standin.asked[-1].form == [("Status", "completed")]


def test_ending_what_is_over_or_unknown_is_fine(twilio_standin: TwilioStandIn) -> None:
    phone = telephone(twilio_standin)
    sid = phone.place(ORDER)
    phone.end(sid)
    phone.end(sid)
    phone.end(CALL)
    assert len(twilio_standin.asked) == 4


def test_other_failures_to_end_are_told(twilio_standin: TwilioStandIn) -> None:
    twilio_standin.next(error(400, 20001))
    with pytest.raises(VendorRefused):
        telephone(twilio_standin).end(CALL)


AFTER = "https://bot.example/realtime/after#rc=2&rp=all"


def test_a_live_call_is_redirected(twilio_standin: TwilioStandIn) -> None:
    phone = telephone(twilio_standin)
    sid = phone.place(ORDER)
    phone.redirect(sid, AFTER)
    assert twilio_standin.asked[-1].form == [("Url", AFTER), ("Method", "POST")]


def test_a_call_that_is_over_or_unknown_cannot_be_redirected(twilio_standin: TwilioStandIn) -> None:
    phone = telephone(twilio_standin)
    sid = phone.place(ORDER)
    phone.end(sid)
    for each in (sid, CALL):
        with pytest.raises(VendorRefused):
            phone.redirect(each, AFTER)


@pytest.mark.parametrize("case", SLOW, ids=name)
def test_a_redirect_does_not_outlast_its_deadline(twilio_standin: TwilioStandIn, case: Case) -> None:
    twilio_standin.next(case[1])
    with pytest.raises(VendorTimeout):
        telephone(twilio_standin, SHORT_S).redirect(CALL, AFTER)
    assert len(twilio_standin.asked) == 1, "asked again it might dial twice"


@pytest.mark.parametrize("sid", ["", "CA", CALL + "\n", "../Calls", CALL[:-1] + "/", "RE" + "a1" * 16])
def test_what_is_no_sid_is_not_asked_for(twilio_standin: TwilioStandIn, sid: str) -> None:
    for ask in (telephone(twilio_standin).end, lambda sid: telephone(twilio_standin).redirect(sid, AFTER)):
        with pytest.raises(ValueError, match="SID"):
            ask(sid)
    assert not twilio_standin.asked


def test_a_refusal_tells_status_and_code_and_nothing_else(twilio_standin: TwilioStandIn) -> None:
    twilio_standin.next(error(400, 21211))
    with pytest.raises(VendorRefused) as failure:
        telephone(twilio_standin).place(ORDER)
    assert (failure.value.status, failure.value.detail) == (400, "HTTP 400, 21211")


def test_problem_details_are_read_too(twilio_standin: TwilioStandIn) -> None:
    problem = {"type": "about:blank", "title": "no", "status": 429, "code": 20429}
    twilio_standin.next(Answer.of(problem, 429))
    with pytest.raises(VendorUnavailable) as failure:
        telephone(twilio_standin).place(ORDER)
    assert failure.value.detail == "HTTP 429, 20429"


def test_a_wrong_token_is_refused(twilio_standin: TwilioStandIn) -> None:
    with pytest.raises(VendorRefused) as failure:
        TwilioTelephone(ACCOUNT_SID, "wrong", twilio_standin.url).place(ORDER)
    assert failure.value.status == 401


@pytest.mark.parametrize("case", [*STATUSES, *WIRE], ids=name)
def test_failures_are_never_repeated(twilio_standin: TwilioStandIn, case: Case) -> None:
    _, wrong, kind = case
    twilio_standin.next(wrong)
    with pytest.raises(kind):
        telephone(twilio_standin).place(ORDER)
    assert len(twilio_standin.asked) == 1, "a call might be placed twice"


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b"{}", b'{"sid": null}', b'{"sid": "CA1"}', b"null", b"\xff"])
def test_garbage(twilio_standin: TwilioStandIn, body: bytes) -> None:
    twilio_standin.next(Answer(201, body))
    with pytest.raises(VendorGarbage):
        telephone(twilio_standin).place(ORDER)


@pytest.mark.parametrize("case", SLOW, ids=name)
def test_nothing_outlasts_its_deadline(twilio_standin: TwilioStandIn, case: Case) -> None:
    twilio_standin.next(case[1])
    with pytest.raises(VendorTimeout):
        telephone(twilio_standin, SHORT_S).place(ORDER)
    assert len(twilio_standin.asked) == 1


def test_nobody_there() -> None:
    with pytest.raises(VendorUnavailable):
        TwilioTelephone(ACCOUNT_SID, AUTH_TOKEN, f"http://127.0.0.1:{closed_port()}").place(ORDER)


def test_a_base_url_may_have_a_path(twilio_standin: TwilioStandIn) -> None:
    with pytest.raises(VendorRefused):
        TwilioTelephone(ACCOUNT_SID, AUTH_TOKEN, f"{twilio_standin.url}/proxy/").place(ORDER)
    assert twilio_standin.asked[0].path.startswith("/proxy/2010-04-01/Accounts/")


def test_the_environment_has_no_say(twilio_standin: TwilioStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("no_proxy", "")
    assert telephone(twilio_standin).place(ORDER).startswith("CA")
