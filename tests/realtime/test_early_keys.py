"""Keys before the greeting: nobody is answered freely before it was said, and nothing that was keyed is lost. Both
voices."""

import pytest

from tests.realtime.driving import CUTS_AT_ONCE, LINES, Driven, marks
from tests.realtime.keying import Call, press, press_stop, told
from tests.realtime.live_driving import Driven as LiveDriven
from voicebot.realtime import codec
from voicebot.realtime.commands import Finish, Heard, RunRules


def asked(call: Call) -> list[str]:
    """What the voice was asked to say, in order: the greeting, or something else."""
    if isinstance(call, LiveDriven):
        said = [text for text, _delegation in call.said()]
    else:
        said = [str(each) for each in call.sent() if each["type"] == "response.create"]
    return ["greeting" if LINES.greeting in each else "other" for each in said]


def connect(call: Call) -> None:
    call.connect()


def greets(call: Call) -> None:
    """The greeting is said, and heard to its end."""
    if isinstance(call, LiveDriven):
        call.speaks(LINES.greeting)
        call.timer("quiet")
    else:
        call.respond(text=LINES.greeting)
        call.hears_everything(call.frames())


def keyed(call: Call) -> list[str]:
    return [each.digits for each in call.of(Heard)]


@pytest.mark.parametrize("key", ["5", "*"])
@pytest.mark.parametrize(("outbound", "early"), [(False, True), (True, True), (True, False)])
def test_the_greeting_is_asked_for_before_anything_else(
    voice: type[Call], key: str, outbound: bool, early: bool
) -> None:
    """`early`: while the model is being reached, after which an inbound call is greeted at once. Outbound a key tells
    that somebody is there."""
    call = voice(outbound=outbound)
    if early:
        press(call, key)
        connect(call)
    else:
        connect(call)
        press(call, key)
    assert asked(call) == ["greeting"]
    assert told(call) == keyed(call) == []


def test_what_was_keyed_is_answered_when_the_greeting_was_heard(voice: type[Call]) -> None:
    call = voice()
    press(call, "5")
    connect(call)
    greets(call)
    assert keyed(call) == ["5"]
    if isinstance(call, LiveDriven):
        assert told(call) == ["5"]
    else:
        assert asked(call) == ["greeting", "other"]
        assert "(pressed 5)" in str(call.sent())
        call.respond()
        call.hears_everything(call.frames())
    assert len(call.of(Heard)) == 1


def test_a_code_is_answered_as_one_after_the_greeting(voice: type[Call]) -> None:
    call = voice(patient="code")
    press(call, "31959042")
    connect(call)
    assert told(call) == []
    greets(call)
    assert told(call) == ["31959042"]


def test_the_greeting_is_the_answer_to_who_asks_to_hear_it_again(voice: type[Call]) -> None:
    call = voice()
    press(call, "*")
    connect(call)
    greets(call)
    assert asked(call) == ["greeting"]
    assert keyed(call) == ["*"]


@pytest.mark.parametrize("key", ["0", "9"])
def test_a_key_that_rules_answer_has_its_meaning_at_once(voice: type[Call], key: str) -> None:
    call = voice(outbound=True)
    press(call, key)
    assert told(call) == [key]


def test_an_early_key_of_who_hangs_up_is_in_the_record(voice: type[Call]) -> None:
    call = voice()
    press(call, "5")
    press_stop(call)
    assert keyed(call) == ["5"]
    assert not call.of(RunRules)
    assert call.of(Finish)


def test_who_speaks_into_the_greeting_is_answered_before_the_key() -> None:
    call = Driven(options=CUTS_AT_ONCE)
    press(call, "5")
    connect(call)
    number = call.respond(text=LINES.greeting, end=False)
    call.phone(codec.Marked(marks(call.frames())[0]))
    call.says("רגע, מי זה?")
    assert keyed(call) == [""]
    call.end_response(number, status="cancelled")
    for text in (LINES.greeting, "בבקשה"):  # the disclosure that was cut off, then the answer
        call.look()
        call.respond(text=text)
        call.hears_everything(call.frames())
    assert keyed(call) == ["5"]
