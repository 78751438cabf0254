"""Hand-offs in a realtime call: in the same session, or to another one that is swapped in at a pause."""

from dataclasses import replace

import pytest

from tests.realtime.driving import CHUNK, LINES, Driven, VoiceOptions, line, marks
from voicebot.agents.types import HangUp
from voicebot.realtime import codec, openai_events
from voicebot.realtime.commands import (
    AgentKept,
    Heard,
    KeepAgent,
    Note,
    Persona,
    Prepare,
    RulesDone,
    RunRules,
    RunTool,
    Swap,
    ToolDone,
    Unprepare,
)
from voicebot.realtime.plan import Wording

SAME = Persona("closer", "Close.", ({"type": "function", "name": "close"},))
FRESH = Persona("scheduling", "Find a time.", ({"type": "function", "name": "book"},), fresh=True)
HANDED_OVER = '{"status": "handed_over"}'
CUTS_AT_ONCE = VoiceOptions(backchannels_pass=False)


def handing_over(persona: Persona = FRESH, options: VoiceOptions = CUTS_AT_ONCE, spoken: int = 0) -> Driven:
    """The caller agreed, and the agent's model has called the hand-off; `spoken` pieces were said with it."""
    call = Driven(options=options).opened()
    call.says("כן, בוא נקבע")
    call.look()
    if spoken:
        call.respond(chunks=spoken, text="רגע אחד", end=False)
    else:
        call.model("response.created", response={"id": "resp_2"})
    call.call_tool("call_1", "handoff", '{"to": "scheduling"}')
    if spoken:
        call.model("response.output_audio.done", item_id="item_2")
    call.model("response.done", response={"id": "resp_2", "status": "completed"})
    assert [each.call.name for each in call.of(RunTool)] == ["handoff"]
    call.done(ToolDone("call_1", HANDED_OVER, persona=persona))
    return call


def prepared(call: Driven, ready: bool = True) -> None:
    call._take(call.session.on_prepared(ready))


def test_an_agent_that_knows_everything_goes_on_in_the_same_session() -> None:
    call = handing_over(SAME)
    assert call.kinds() == ["conversation.item.create", "session.update", "response.create"]
    assert call.sent()[1]["session"]["instructions"] == "Close."
    assert call.of(Prepare) == []


def test_a_model_that_refuses_another_agent_is_left_to_the_turn_based_way() -> None:
    """Else the old agent's instructions and tools would go on, in the name of the new one."""
    call = handing_over(SAME)
    (update,) = [each for each in call.sent() if each["type"] == "session.update"]
    call.look()
    call.model("error", error={"code": "invalid_value", "event_id": update["event_id"]})
    finish = call.finished()
    assert finish
    assert (finish.by, finish.reason) == ("fallback", "update refused")


def test_a_call_that_is_ending_needs_no_other_agent() -> None:
    call = handing_over(SAME)
    call.timer("call")
    call.look()
    call.model("error", error={"code": "invalid_value", "event_id": openai_events.UPDATE})
    assert call.finished() is None


def test_an_agent_with_a_summary_gets_a_session_of_its_own_while_the_old_one_stays() -> None:
    call = handing_over()
    (prepare,) = call.of(Prepare)
    assert prepare.event["type"] == "session.update"
    assert prepare.event["session"]["instructions"] == "Find a time."
    assert prepare.event["session"]["audio"]["output"]["voice"] == "marin"
    assert call.sent() == []  # nobody is asked to speak meanwhile
    assert "handoff" in call.timers


def test_the_new_agent_speaks_as_soon_as_its_session_is_there_and_is_told_nothing_of_before() -> None:
    call = handing_over()
    call.look()
    prepared(call)
    assert call.of(Swap) == [Swap()]
    assert call.kinds() == ["response.create"]
    assert call.session.persona == FRESH
    assert call.out.index(Swap()) == 0
    assert "handoff" not in call.timers


def test_the_swap_waits_for_the_end_of_what_is_being_said() -> None:
    call = Driven(options=CUTS_AT_ONCE).opened()
    call.says("כן, בוא נקבע")
    number = call.respond(chunks=2, text="רגע", end=False)
    call.call_tool("call_1", "handoff")
    call.done(ToolDone("call_1", HANDED_OVER, persona=FRESH))
    call.look()
    prepared(call)
    assert call.of(Swap) == []
    call.audio(number)
    assert call.phone_events()[0] == "media"
    call.end_response(number, "רגע")
    assert call.of(Swap) == [Swap()]


# -- barge-in


def test_who_speaks_into_a_hand_off_is_heard_out_and_answered_by_the_new_agent() -> None:
    call = handing_over()
    call.starts_to_speak()
    call.look()
    prepared(call)
    assert call.of(Swap) == []
    call.stops("u2")
    assert call.of(Swap) == []  # the words are still being written down, by the old session
    call.transcribed("u2", "רק רגע, כמה זה עולה?")
    assert call.of(Swap) == [Swap()]
    assert call.of(Heard)[-1].text == "רק רגע, כמה זה עולה?"
    told, create = call.sent()
    assert told["item"]["content"] == [{"type": "input_text", "text": "רק רגע, כמה זה עולה?"}]
    assert create["type"] == "response.create"


def test_what_still_plays_is_cut_in_the_old_session_before_the_swap() -> None:
    call = handing_over(spoken=5)
    call.phone(codec.Marked(marks(call.frames())[0]))
    call.look()
    call.starts_to_speak()
    (truncate,) = call.sent()
    assert (truncate["type"], truncate["item_id"], truncate["audio_end_ms"]) == (
        "conversation.item.truncate", "item_2", 199,
    )  # fmt: skip
    assert call.phone_events() == ["clear"]


def test_after_the_swap_the_new_session_is_not_asked_to_cut_what_it_never_said() -> None:
    call = handing_over(spoken=5)
    prepared(call)
    call.look()
    call.starts_to_speak()
    assert call.phone_events() == ["clear"]
    assert "conversation.item.truncate" not in call.kinds()


def test_an_opt_out_during_a_hand_off_is_obeyed() -> None:
    call = handing_over()
    call.says("תורידו אותי מהרשימה", "u2")
    assert [each.text for each in call.of(RunRules)] == ["תורידו אותי מהרשימה"]
    prepared(call)
    call.look()
    call.done(RulesDone((line("הוסר. להתראות."),), HangUp("removed")))
    (create,) = call.sent()
    assert "הוסר. להתראות." in create["response"]["instructions"]


def test_a_session_that_waits_for_a_long_utterance_waits_on() -> None:
    call = handing_over()
    call.starts_to_speak()
    prepared(call)
    call.timer("handoff")
    assert call.of(Swap) == []
    assert "handoff" in call.timers
    assert not call.of(KeepAgent)


def test_words_that_never_come_do_not_hold_the_swap_up_for_ever() -> None:
    call = handing_over()
    call.starts_to_speak()
    call.stops("u2")
    prepared(call)
    call.look()
    call.timer("handoff")
    assert call.of(Swap) == [Swap()]
    assert call.of(Heard) == [Heard(2, "")]


# -- when it fails


@pytest.mark.parametrize("how", ["refused", "late"])
def test_a_session_that_cannot_be_had_leaves_the_call_to_the_agent_before(how: str) -> None:
    call = handing_over()
    call.look()
    if how == "refused":
        prepared(call, ready=False)
    else:
        call.timer("handoff")
    assert call.of(Unprepare) == [Unprepare()]
    assert call.of(KeepAgent) == [KeepAgent("call_1", 1)]
    assert call.of(Note)[0].event == "realtime.handoff_failed"
    assert call.sent() == []  # first the state is put back
    prepared(call)  # too late
    assert call.of(Swap) == []
    call.done(AgentKept("call_1", '{"status": "failed"}'))
    output, create = call.sent()
    assert output["item"] == {"type": "function_call_output", "call_id": "call_1", "output": '{"status": "failed"}'}
    assert create["type"] == "response.create"
    assert call.session.persona.agent == "sales"


def test_the_agent_that_stays_remembers_everything_when_its_connection_is_lost() -> None:
    call = handing_over()
    prepared(call, ready=False)
    call.lose()
    call.done(AgentKept("call_1", '{"status": "failed"}'))
    call.look()
    call.connect()
    texts = [each["item"]["content"][0]["text"] for each in call.sent() if each["type"] == "conversation.item.create"]
    assert texts[1] == "כן, בוא נקבע"
    assert '{"status": "failed"}' in texts[-1]
    assert call.sent()[0]["session"]["instructions"] == "Sell."


def test_words_that_went_down_with_a_session_do_not_hold_up_a_later_swap() -> None:
    call = Driven().opened()
    call.starts_to_speak()
    call.stops("u0")
    call.lose()
    call.connect()
    call.respond()
    call.says("כן, בוא נקבע")
    call.model("response.created", response={"id": "resp_9"})
    call.call_tool("call_1", "handoff", '{"to": "scheduling"}')
    call.model("response.done", response={"id": "resp_9", "status": "completed"})
    call.done(ToolDone("call_1", HANDED_OVER, persona=FRESH))
    prepared(call)
    assert call.of(Swap)


def test_an_old_session_that_is_lost_is_followed_by_the_new_one_at_once() -> None:
    call = handing_over()
    call.starts_to_speak()
    prepared(call)
    call.look()
    call.lose()
    assert call.of(Swap) == [Swap()]
    assert call.kinds() == ["response.create"]
    assert call.session.on_audio("AAAA") != b""


def test_an_old_session_that_is_lost_first_is_reached_again_as_the_new_agent() -> None:
    call = handing_over()
    call.lose()
    assert call.of(Unprepare) == [Unprepare()]
    call.look()
    call.connect()
    assert call.sent()[0]["session"]["instructions"] == "Find a time."
    assert call.kinds() == ["session.update", "response.create"]


# -- what is chosen meanwhile

WORDING = Wording("en", replace(LINES, goodbye="Goodbye."), {})
IN_ENGLISH = replace(FRESH, instructions="Find a time, in English.", fresh=False, wording=WORDING)


def chosen_meanwhile(persona: Persona) -> Driven:
    """A session is being prepared, and the rules hand over, or choose a language, before it is there."""
    call = handing_over()
    call.says("תורידו אותי מהרשימה", "u2")
    call.look()
    call.done(RulesDone((), persona=persona))
    return call


def test_a_language_that_is_chosen_during_a_hand_off_is_the_new_agent_s() -> None:
    call = chosen_meanwhile(IN_ENGLISH)
    assert call.of(Unprepare) == [Unprepare()]
    (prepare,) = call.of(Prepare)
    assert prepare.event["session"]["instructions"] == "Find a time, in English."
    assert prepare.event["session"]["audio"]["input"]["transcription"]["languages"] == ["en"]
    assert call.out.index(Unprepare()) < call.out.index(prepare)
    prepared(call)
    assert call.session.persona == IN_ENGLISH
    assert call.session.plan.lines.goodbye == "Goodbye."


def test_a_session_that_stood_ready_is_prepared_anew_as_well() -> None:
    call = handing_over()
    call.says("תורידו אותי מהרשימה", "u2")
    call.starts_to_speak()
    prepared(call)
    call.done(RulesDone((), persona=IN_ENGLISH))
    call.stops("u3")
    call.transcribed("u3", "תודה")
    assert call.of(Swap) == []
    prepared(call)
    assert call.of(Swap) == [Swap()]


def test_a_hand_off_by_rules_during_a_hand_off_is_the_one_that_counts() -> None:
    call = chosen_meanwhile(replace(FRESH, agent="closer", instructions="Close."))
    prepared(call)
    assert call.session.persona.instructions == "Close."


@pytest.mark.parametrize("in_time", [True, False])
def test_the_agent_that_stays_speaks_the_language_that_was_chosen(in_time: bool) -> None:
    """`in_time`: before its state was put back; else what the rules told is newer than what was put back."""
    call = handing_over()
    kept = Persona("sales", "Sell, in English." if in_time else "Sell.")
    call.says("תורידו אותי מהרשימה", "u2")
    if in_time:
        call.done(RulesDone((), persona=IN_ENGLISH))
        prepared(call, ready=False)
    else:
        prepared(call, ready=False)
        call.done(RulesDone((), persona=Persona("sales", "Sell, in English.", wording=WORDING)))
    call.look()
    call.done(AgentKept("call_1", "{}", persona=kept))
    (update,) = [each for each in call.sent() if each["type"] == "session.update"]
    assert update["session"]["instructions"] == "Sell, in English."
    assert update["session"]["audio"]["input"]["transcription"]["languages"] == ["en"]
    assert call.session.persona.instructions == "Sell, in English."


def test_other_tools_of_the_same_answer_are_not_done() -> None:
    call = Driven().opened()
    call.says("כן")
    call.model("response.created", response={"id": "resp_2"})
    call.call_tool("call_1", "handoff")
    call.call_tool("call_2", "book_meeting")
    call.look()
    call.done(ToolDone("call_1", HANDED_OVER, persona=FRESH))
    assert call.of(RunTool) == []
    assert [each["item"]["call_id"] for each in call.sent()] == ["call_2"]


def test_the_new_agent_s_audio_is_heard_and_cut_as_any() -> None:
    call = handing_over()
    prepared(call)
    call.look()
    call.respond(chunks=3, text="מתי נוח?", end=False)
    call.look()
    call.starts_to_speak()
    assert [each["type"] for each in call.sent()] == ["response.cancel", "conversation.item.truncate"]
    call.model("response.output_audio.delta", response_id="resp_2", item_id="item_2", delta=CHUNK)
    assert call.frames() == [codec.clear("MZ1")]
