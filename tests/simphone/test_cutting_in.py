"""A Gather that waits a second asks nobody anything: the caller hears on, or cuts in."""

from collections.abc import Mapping

from tests.caller import Caller
from tests.simphone.playing import twiml
from voicebot.simphone.events import Answer, Paused

BASE_URL = "https://app.example"
PART = (
    '<Gather input="speech dtmf" action="/twilio/cut" timeout="1" numDigits="1"><Say>{}</Say></Gather>'
    "<Redirect>/twilio/{}</Redirect>"
)
DOCUMENTS = {
    "/twilio/voice": '<Gather input="speech dtmf" action="/twilio/one" timeout="6"><Say>hello</Say></Gather>',
    "/twilio/one": PART.format("one", "two"),
    "/twilio/two": PART.format("two", "three"),
    "/twilio/three": '<Gather input="speech dtmf" action="/twilio/one" timeout="6"><Say>three</Say></Gather>',
    "/twilio/cut": '<Gather input="speech dtmf" action="/twilio/one" timeout="6"><Say>yes?</Say></Gather>',
}


class Scripted:
    """Answers each address with its document, and keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Mapping[str, str]]] = []

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        path = url.removeprefix(BASE_URL)
        self.told.append((path, form))
        return twiml(DOCUMENTS.get(path, ""))

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        return self.post(url, {}, headers)


def test_who_listens_hears_it_to_its_end() -> None:
    caller = Caller(Scripted(), BASE_URL, "token").calls().says("words")
    assert caller.heard == ["one", "two", "three"]
    assert caller.listening
    assert [each.seconds for each in caller.events if isinstance(each, Paused)] == [1, 1]


def test_who_cuts_in_is_heard_there() -> None:
    app = Scripted()
    caller = Caller(app, BASE_URL, "token").calls()
    caller.cuts_in("two", pressing="9").says("words")
    assert [path for path, _ in app.told] == [f"/twilio/{each}" for each in ("voice", "one", "two", "cut")]
    assert app.told[-1][1]["Digits"] == "9"
    assert caller.all_heard == ["hello", "one", "two", "yes?"]
    assert caller.heard == ["yes?"]
    caller.says("words")
    assert caller.heard == ["one", "two", "three"], "once is enough"
