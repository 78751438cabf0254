"""Rate limits on the whole app: an answer for whoever listens, a number for whoever does not."""

from tests.apps import ON_SQLITE, AppFactory
from tests.builders import BASE_URL, standard_form
from voicebot.guards.caps import BUSY
from voicebot.guards.rates import RATES

PER_CALL = next(int(rate.amount.split("/")[0]) for rate in RATES if rate.name == "webhook-call")
UNSIGNED = next(int(rate.amount.split("/")[0]) for rate in RATES if rate.name == "webhook-unsigned")


@ON_SQLITE
def test_a_signed_webhook_beyond_the_limit_gets_twiml(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    greeting = worker.hook("/twilio/voice", "CA1").text
    answers = [worker.hook("/twilio/voice", "CA1") for _ in range(PER_CALL + 4)]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.mimetype for answer in answers} == {"text/xml"}
    assert [answer.text == greeting for answer in answers] == [True] * (PER_CALL - 1) + [False] * 5
    assert BUSY.he in answers[-1].text
    assert "<Hangup" in answers[-1].text
    # What Twilio tells of the call is noted all the same, and another call is not concerned.
    assert worker.hook("/twilio/call-status", "CA1", CallStatus="completed").status_code == 204
    assert BUSY.he not in worker.hook("/twilio/voice", "CA2").text


@ON_SQLITE
def test_who_cannot_sign_is_refused_as_ever(app_factory: AppFactory) -> None:
    client = app_factory(whole=True).client
    answers = [client.post("/twilio/voice", data=standard_form("CA1"), base_url=BASE_URL) for _ in range(UNSIGNED + 2)]
    assert {answer.status_code for answer in answers} == {403}
    assert ["Retry-After" in answer.headers for answer in answers[-3:]] == [False, True, True]
