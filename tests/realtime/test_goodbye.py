"""Words and keys into the goodbye: nobody is answered any more, but who asks not to be called is not. Both voices."""

import pytest

from tests.realtime.driving import LINES, Driven, HangUp, RulesDone, ToolDone, VoiceOptions, line
from tests.realtime.keying import Call, press, told
from tests.realtime.live_driving import Driven as LiveDriven
from voicebot.realtime import codec
from voicebot.realtime.commands import AgentDone, Finish, Heard, RunRules

OPT_OUT = "תסירו אותי מהרשימה"


def ending(voice: type[Call], options: VoiceOptions | None = None, patient: str = "open") -> Call:
    """The goodbye is being heard; `end` comes back when it was."""
    call = voice(options=options or VoiceOptions(), patient=patient).opened()
    if isinstance(call, LiveDriven):
        call.hears("אין לי זמן")
        call.delegates("d1")
        call.take(call.session.on_done(AgentDone("d1", (LINES.goodbye,), HangUp("done")), 1.0))
        call.speaks(LINES.goodbye)
        call.timer("quiet")
    else:
        call.says("אין לי זמן")
        call.model("response.created", response={"id": "resp_t"})
        call.call_tool("call_1", "end_call")
        call.model("response.done", response={"id": "resp_t", "status": "completed"})
        call.done(ToolDone("call_1", "{}", HangUp("done")))
        call.respond(text=LINES.goodbye)
        call.hears_everything([each for each in call.frames() if call.session._end_mark.encode() not in each])
    call.out.clear()
    assert call.session._end_mark
    return call


def says(call: Call, words: str) -> None:
    if isinstance(call, LiveDriven):
        call.asks(words)
        call.delegates("d2")
    else:
        call.says(words, "u9")


def is_heard_out(call: Call) -> None:
    happens(call, codec.Marked(call.session._end_mark))


def leaves(call: Call) -> None:
    happens(call, codec.Stopped())


def happens(call: Call, event: codec.Incoming) -> None:
    """On the phone; and what GPT-Live's session says last does not come."""
    commands = call.session.on_phone(event, 1.0)
    call.take(commands) if isinstance(call, LiveDriven) else call._take(commands)
    call.finished()


def test_words_with_an_effect_have_it_and_nothing_is_said_to_them(voice: type[Call]) -> None:
    call = ending(voice)
    says(call, OPT_OUT)
    says(call, "תסירו אותי, אמרתי")
    assert [each.text for each in call.of(RunRules)] == [OPT_OUT]
    call.session.on_done(RulesDone((line("הוסר."),), HangUp("removed")), 1.0)
    assert call.sent() == []
    assert call.frames() == []
    is_heard_out(call)
    assert [each.closing for each in call.of(Finish)] == [HangUp("done")]


@pytest.mark.parametrize("words", ["ביי", "תני לי נציג"])
def test_other_words_are_only_kept(voice: type[Call], words: str) -> None:
    call = ending(voice)
    says(call, words)
    assert [each.text for each in call.of(Heard)] == [words]
    assert not call.of(RunRules)
    assert call.sent() == []


@pytest.mark.parametrize(("key", "rules"), [("9", ["9"]), ("0", []), ("5", []), ("*", [])])
def test_keys_too(voice: type[Call], key: str, rules: list[str]) -> None:
    call = ending(voice)
    press(call, key)
    assert told(call) == rules
    assert [each.digits for each in call.of(Heard)] == [key]
    assert call.sent() == []
    assert call.frames() == []


def test_a_key_that_might_have_begun_a_code_has_its_effect_and_cuts_nothing(voice: type[Call]) -> None:
    call = ending(voice, patient="code")
    press(call, "9")
    assert call.frames() == []
    is_heard_out(call)
    assert told(call) == ["9"]
    assert [type(each) for each in call.out if isinstance(each, RunRules | Finish)] == [RunRules, Finish]


def test_who_hangs_up_in_the_goodbye_has_asked_all_the_same(voice: type[Call]) -> None:
    call = ending(voice)
    if isinstance(call, LiveDriven):
        call.hears(OPT_OUT)
        leaves(call)
    else:
        call.starts_to_speak()
        leaves(call)
        assert not call.of(Finish)
        call.model("input_audio_buffer.committed", item_id="u9")
        call.transcribed("u9", OPT_OUT)
    assert [type(each) for each in call.out if isinstance(each, RunRules | Finish)] == [RunRules, Finish]
    assert call.of(Finish)[0].by == "caller_left"


@pytest.mark.parametrize("speaks", [False, True])
def test_the_end_waits_for_words_that_are_being_written_down(speaks: bool) -> None:
    call = ending(Driven)
    assert isinstance(call, Driven)
    call.starts_to_speak()
    if not speaks:
        call.stops("u9")
    is_heard_out(call)
    assert not call.of(Finish)
    assert call.kinds() == ["input_audio_buffer.commit"] * speaks
    if speaks:
        call.model("input_audio_buffer.committed", item_id="u9")
    call.transcribed("u9", OPT_OUT)
    assert [type(each) for each in call.out if isinstance(each, RunRules | Finish)] == [RunRules, Finish]
    assert [(each.by, each.closing) for each in call.of(Finish)] == [("hung_up", HangUp("done"))]


def test_the_end_does_not_wait_long_and_not_for_nothing() -> None:
    for ends in (lambda call: call.timer("last words"), Driven.lose, lambda call: call.timer("closing"), hangs_up):
        call = ending(Driven)
        assert isinstance(call, Driven)
        call.starts_to_speak()
        is_heard_out(call)
        ends(call)
        assert len(call.of(Finish)) == 1
    for call in (ending(Driven), ending(Driven, VoiceOptions(transcription_model=""))):
        is_heard_out(call)
        assert call.of(Finish)


def hangs_up(call: Driven) -> None:
    """While its words are waited for already: they are asked for once, and still waited for."""
    leaves(call)
    assert not call.of(Finish)
    assert call.kinds() == ["input_audio_buffer.commit"]
    call.timer("last words")
    assert call.of(Finish)[0].by == "caller_left"


def test_what_the_rules_are_at_comes_first() -> None:
    call = Driven().opened()
    call.says("תני לי נציג")
    press(call, "0")
    asked = call.of(RunRules)
    call.timer("call")  # its time is over, and it says goodbye
    call.says(OPT_OUT, "u9")
    assert call.of(RunRules) == asked
    call.done(RulesDone(()))
    assert [each.text for each in call.of(RunRules)][-1] == OPT_OUT
