"""Keys on a stream: a code is gathered where one is asked for, and every other key stands alone. Both voices."""

import pytest

from tests.realtime.driving import Driven, RulesDone, RunRules, line
from tests.realtime.keying import Call, press, press_stop, told
from tests.realtime.live_driving import Driven as LiveDriven
from voicebot.agents.tool import ToolCall
from voicebot.realtime import codec
from voicebot.realtime.commands import AgentDone, Exchange, Finish, Heard, Note, RunTool, ToolDone
from voicebot.realtime.keypad import MOST_KEYED, MOST_KEYS

CODE = "31959042"


@pytest.mark.parametrize("patient", ["code", "yes_no_or_code"])
def test_a_code_is_told_as_one(voice: type[Call], patient: str) -> None:
    """It has a 9 and a 0 in it, which alone would mean the list and a person."""
    call = voice(patient=patient).opened()
    press(call, CODE[:-1])
    assert not call.of(RunRules)
    assert not call.of(Heard)
    assert "keys" in call.timers
    press(call, CODE[-1])
    assert told(call) == [CODE]
    assert [each.digits for each in call.of(Heard)] == [CODE]
    assert len(call.of(Exchange)) == 1
    assert "keys" not in call.timers


def test_a_short_code_ends_with_a_hash_or_a_pause(voice: type[Call]) -> None:
    call = voice(patient="code").opened()
    press(call, "4096#")
    assert told(call) == ["4096"]
    call.session.on_done(RulesDone((line("לא"),), patient="code"), 1.0)
    press(call, "4097")
    call.timer("keys")
    assert told(call) == ["4096", "4097"]


def test_the_hash_after_a_whole_code_says_nothing_more(voice: type[Call]) -> None:
    """Also when the answer was faster, and nothing is keyed any more."""
    call = voice(patient="code").opened()
    press(call, CODE)
    call.session.on_done(RulesDone((line("תודה"),), patient="open"), 1.0)
    call.out.clear()
    press(call, "#")
    assert call.out == []


@pytest.mark.parametrize("key", ["0", "9"])
def test_a_key_that_stays_alone_keeps_its_meaning(voice: type[Call], key: str) -> None:
    call = voice(patient="code").opened()
    press(call, key)
    assert not call.of(RunRules)
    call.timer("keys")
    assert told(call) == [key]


def test_a_star_that_stays_alone_asks_to_hear_it_again(voice: type[Call]) -> None:
    call = voice(patient="code").opened()
    press(call, "*")
    call.timer("keys")
    assert not call.of(RunRules)
    assert [each.digits for each in call.of(Heard)] == ["*"]
    assert {"response.create", "session.commentary.append"} & {each["type"] for each in call.sent()}


def test_who_leaves_the_list_and_hangs_up_at_once_has_left_it(voice: type[Call]) -> None:
    call = voice(patient="code").opened()
    press(call, "9")
    press_stop(call)
    kinds = [type(each) for each in call.out]
    assert told(call) == ["9"]
    assert kinds.index(RunRules) < kinds.index(Finish)


def test_half_a_code_is_only_kept_in_the_record(voice: type[Call]) -> None:
    call = voice(patient="code").opened()
    press(call, "90")
    press_stop(call)
    assert not call.of(RunRules)
    assert [each.digits for each in call.of(Heard)] == ["90"]


def test_elsewhere_each_key_stands_alone(voice: type[Call]) -> None:
    call = voice(patient="yes_no").opened()
    press(call, "9")
    assert told(call) == ["9"]


def test_nobody_is_asked_whether_they_are_there_while_they_press_keys(voice: type[Call]) -> None:
    call = voice(patient="code").opened()
    press(call, "12")
    call.timers.add("silence")
    call.out.clear()
    call.timer("silence")
    assert call.out == []


def test_what_is_asked_changes_with_what_was_done() -> None:
    call = Driven(patient="yes_no").opened()
    call.call_tool("call_1", "check_session")
    assert call.of(RunTool)[0].call == ToolCall("call_1", "check_session", "{}")
    call.done(ToolDone("call_1", "{}", patient="code"))
    press(call, CODE)
    assert told(call) == [CODE]
    call.done(RulesDone((), patient="open"))
    press(call, "9")
    assert told(call) == [CODE, "9"]


def test_what_is_asked_changes_with_our_agent_s_answer() -> None:
    call = LiveDriven(patient="yes_no_or_code").opened()
    call.asks("כן")
    call.delegates("d1")
    call.take(call.session.on_done(AgentDone("d1", ("מה הקוד?",), patient="code"), 1.0))
    press(call, CODE)
    assert told(call) == [CODE]


def test_a_code_is_not_lost_while_the_rules_answer() -> None:
    """It has no meaning of its own to the rules, unlike what they are at."""
    call = Driven(patient="code").opened()
    press(call, "0")
    call.timer("keys")
    press(call, CODE)
    call.done(RulesDone(()))
    assert told(call) == ["0", CODE]


def test_a_flood_of_keys_is_no_flood_of_exchanges(voice: type[Call]) -> None:
    """A hand cannot press so fast; what is above that is told once."""
    call = voice().opened()
    press(call, "5" * 1500)
    assert len(call.of(Heard)) == len(call.of(Exchange)) == MOST_KEYS
    assert call.of(Note).count(Note("realtime.keys_dropped", {})) == 1


def test_keys_in_a_call_have_an_end_but_for_who_wants_to_be_left_alone(voice: type[Call]) -> None:
    call = voice().opened()
    for second in range(200):
        call.session.on_phone(codec.Key("5"), float(second))
    call.out.clear()
    assert call.session.on_phone(codec.Key("5"), 300.0) == []
    assert call.session.on_phone(codec.Key("0"), 301.0) == []
    commands = call.session.on_phone(codec.Key("9"), 302.0)
    call.take(commands) if isinstance(call, LiveDriven) else call._take(commands)
    press_stop(call)
    assert Heard(MOST_KEYED + 1, "", "9") in call.out
    assert "9" in told(call)
