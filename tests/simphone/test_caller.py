"""Whole calls of tests' own `Caller`, over a Flask test client and over HTTP, and scripts on them."""

import socket
import threading
from collections.abc import Iterator

import pytest

from tests.caller import Caller
from tests.simphone.tiny_app import GREETING, TOKEN, Seen, build, served
from voicebot.simphone import webhook
from voicebot.simphone.call import NoRecorder, NotWaiting
from voicebot.simphone.events import NotReachable
from voicebot.simphone.runner import ExpectationFailed, plain
from voicebot.simphone.script import parse_script

BASE = "http://127.0.0.1:8000"


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture(params=["test client", "HTTP"])
def caller(request: pytest.FixtureRequest, seen: Seen) -> Iterator[Caller]:
    app = build(seen)
    if request.param == "test client":
        yield Caller(app.test_client(), BASE, TOKEN)
        return
    with served(app) as base_url:
        yield Caller.over_http(base_url, TOKEN)


def test_a_call_to_its_end(caller: Caller, seen: Seen) -> None:
    caller.calls()
    assert caller.heard == [GREETING]
    assert caller.listening is not None
    caller.says("כן, בטח & <ברור>")
    assert caller.heard == ["אמרת: כן, בטח & <ברור>"]
    assert caller.ended is not None
    assert caller.ended.by == "app"
    assert caller.listening is None
    assert caller.problems == []
    status = seen.form("/twilio/call-status")
    assert (status["CallStatus"], status["CallbackSource"]) == ("completed", "call-progress-events")
    assert int(status["CallDuration"]) > 0
    assert status["CallSid"] == caller.call_sid == seen.form("/twilio/voice")["CallSid"]


def test_silence_is_followed_over_a_redirect(caller: Caller) -> None:
    caller.calls().silent()
    assert caller.heard == ["אתה עדיין איתי?"]
    assert caller.all_heard == [GREETING, "אתה עדיין איתי?"]


def test_a_person_who_does_not_answer(caller: Caller) -> None:
    caller.calls().presses("0")
    assert caller.dialing == ("+972501234567",)
    caller.dial_ends("no-answer")
    assert caller.heard == ["אף אחד לא פנוי"]
    assert caller.ended is not None
    assert caller.ended.how == "Hangup"


def test_the_caller_hangs_up(caller: Caller, seen: Seen) -> None:
    caller.calls().hangs_up()
    assert caller.ended is not None
    assert caller.ended.by == "caller"
    assert [path for path, _ in seen.webhooks] == ["/twilio/voice", "/twilio/call-status"]


def test_a_call_that_is_over_takes_nothing(caller: Caller) -> None:
    caller.calls().hangs_up()
    with pytest.raises(NotWaiting):
        caller.says("הלו?")


def test_words_are_not_taken_while_it_rings(caller: Caller) -> None:
    caller.calls().presses("0")
    with pytest.raises(NotWaiting):
        caller.says("הלו?")


def test_an_outbound_call(caller: Caller, seen: Seen) -> None:
    caller.is_called("+972501112222", call_id="7")
    form = seen.form("/twilio/voice")
    assert (form["Direction"], form["CallStatus"], form["To"]) == (
        "outbound-api",
        "in-progress",
        "+972501112222",
    )


def test_a_wrong_token_is_refused(seen: Seen) -> None:
    caller = Caller(build(seen).test_client(), BASE, "another").calls()
    assert caller.ended is not None
    assert (caller.ended.by, caller.ended.code) == ("failed", 11200)
    assert "403" in caller.ended.how
    assert "403" in caller.problems[0]


def test_recordings_made_by_the_test(seen: Seen) -> None:
    said: list[str] = []

    def record(text: str) -> str:
        said.append(text)
        return "RE" + "a" * 32

    caller = Caller(build(seen, listen="record").test_client(), BASE, TOKEN, record=record)
    caller.calls().hangs_up("אני חייב לרוץ")
    form = seen.form("/twilio/answer")
    assert (said, form["Digits"], form["CallStatus"]) == (["אני חייב לרוץ"], "hangup", "completed")
    assert form["RecordingUrl"].endswith(f"/Recordings/{form['RecordingSid']}")


def test_words_into_a_record_need_a_recorder(seen: Seen) -> None:
    caller = Caller(build(seen, listen="record").test_client(), BASE, TOKEN).calls()
    with pytest.raises(NoRecorder, match="AUDIO=1"):
        caller.says("כן")
    assert caller.presses("0").dialing


def test_nobody_there() -> None:
    with served(build(Seen())) as base_url:
        pass
    with pytest.raises(NotReachable, match=base_url):
        Caller.over_http(base_url, TOKEN).calls()


def test_an_app_that_dies_in_mid_call_fails_it() -> None:
    with served(build(Seen())) as base_url:
        caller = Caller.over_http(base_url, TOKEN).calls()
    caller.says("כן")
    assert caller.ended is not None
    assert (caller.ended.by, caller.ended.code) == ("failed", 11205)


def test_an_app_that_is_too_slow(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    app = build(seen)
    app.view_functions["voice"] = lambda: str(answered.wait(30))
    monkeypatch.setattr(webhook, "TIMEOUTS_S", (5.0, 0.05))
    with served(app) as base_url:
        caller = Caller.over_http(base_url, TOKEN).calls()
        answered.set()
    assert caller.ended is not None
    assert (caller.ended.by, caller.ended.how) == ("failed", "the app did not answer within 15 s")


@pytest.mark.parametrize(("bytes_sent", "told"), [(b"", "broke off"), (b"hello\r\n\r\n", "broke off")])
def test_an_app_that_speaks_no_http(bytes_sent: bytes, told: str) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        thread = threading.Thread(target=_answer_with, args=(listening, bytes_sent, 2), daemon=True)
        thread.start()
        caller = Caller.over_http(f"http://127.0.0.1:{listening.getsockname()[1]}", TOKEN).calls()
        thread.join()
    assert caller.ended is not None
    assert told in caller.ended.how


def _answer_with(listening: socket.socket, content: bytes, times: int) -> None:
    for _ in range(times):
        connection, _ = listening.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(content)


PASSING = [
    "steps: [{hears: דיגיטלי, says: כן}, {hears: ['אמרת', 'כן'], ends: hangup}]",
    "steps: [{hears_regex: '^שלום.*רגע', hears_not: מחיר}, {silent: true}, {hears: עדיין}, {hangs_up: true}]",
    "steps: [{keys: '0'}, {hears: נציג}, {dial: busy}, {hears: פנוי, ends: any}]",
    "steps: [{dial: no-answer}, {keys: '0'}, {hears: [נציג, פנוי]}, {ends: hangup}]",
    "steps: [{keys: '0', ends: dial}]",
    "call: {direction: outbound-api}\nsteps: [{hears: שלום}]",
]


@pytest.mark.parametrize("text", PASSING)
def test_scripts_that_hold(seen: Seen, text: str) -> None:
    caller = Caller(build(seen).test_client(), BASE, TOKEN).plays(parse_script(text))
    assert caller.ended is not None


FAILING = [
    ("steps: [{says: כן}, {hears: שלום}]", 'step 2: expected to hear "שלום"; heard: "אמרת: כן"'),
    ("steps: [{hears_not: דיגיטלי}]", 'step 1: expected not to hear "דיגיטלי"; heard: "שלום'),
    ("steps: [{hears_regex: '^כן'}]", "step 1: expected to hear /^כן/"),
    ("steps: [{ends: hangup}]", "step 1: expected the app to end the call, which is still on"),
    (
        "steps: [{says: כן, ends: dial}]",
        "step 1: expected the app to end the call (dial); it ended by the app: Hangup",
    ),
    ("steps: [{hangs_up: true, ends: any}]", "it ended by the caller: hung up"),
    ("steps: [{says: כן}, {says: שוב}]", "step 2: the caller cannot act any more"),
    ("steps: [{keys: '0'}, {says: הלו}]", "step 2: +972501234567 is ringing"),
]


@pytest.mark.parametrize(("text", "told"), FAILING)
def test_scripts_that_fail_say_where(seen: Seen, text: str, told: str) -> None:
    caller = Caller(build(seen).test_client(), BASE, TOKEN)
    with pytest.raises(ExpectationFailed) as caught:
        caller.plays(parse_script(text))
    assert told in str(caught.value)
    assert caller.ended is not None


def test_a_script_fails_when_the_call_fails(seen: Seen) -> None:
    caller = Caller(build(seen).test_client(), BASE, "another")
    with pytest.raises(ExpectationFailed, match=r"step 1: the call failed: .*403"):
        caller.plays(parse_script("steps: [{hears_not: שלום}]"))


def test_a_script_fails_when_the_status_callback_is_refused(seen: Seen) -> None:
    app = build(seen)
    app.view_functions["call_status"] = lambda: ("", 500)
    with pytest.raises(ExpectationFailed, match="status callback: HTTP status 500"):
        Caller(app.test_client(), BASE, TOKEN).plays(parse_script("steps: [{hears: שלום}]"))


def test_marks_of_direction_do_not_matter() -> None:
    assert plain("\u200f1,500\u00a0\u200f₪  \u2067כן\u2069") == "1,500 ₪ כן"
