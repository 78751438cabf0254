"""A language that the caller chooses in mid-call: voice, transcription and fixed lines follow. Both voices."""

from dataclasses import replace

from tests.realtime.driving import LINES, PERSONA, PLAN, Driven, line
from tests.realtime.live_driving import Driven as LiveDriven
from voicebot.realtime.commands import (
    AgentDone,
    Persona,
    RulesDone,
    RunRules,
    ToolDone,
)
from voicebot.realtime.plan import FixedLines, Wording

ENGLISH = FixedLines(
    "Hello.", "Thank you, goodbye.", "One moment.", ("Can you hear me?",), "We will talk later.", "Sorry?"
)
IN_ENGLISH = replace(PERSONA, instructions="Sell in English.", wording=Wording("en", ENGLISH, {}))


def test_the_model_is_told_and_hears_the_new_language() -> None:
    call = Driven().opened()
    call.call_tool("call_1", "use_language")
    call.done(ToolDone("call_1", "{}", persona=IN_ENGLISH))
    (update,) = [each["session"] for each in call.sent() if each["type"] == "session.update"]
    assert update["instructions"] == "Sell in English."
    assert update["audio"]["input"]["transcription"]["languages"] == ["en"]
    assert "output" not in update["audio"], "a voice that has spoken cannot change"
    assert call.kinds()[-1] == "response.create"


def test_what_hears_stays_where_only_the_agent_changes() -> None:
    call = Driven().opened()
    call.call_tool("call_1", "handoff")
    call.done(ToolDone("call_1", "{}", persona=Persona("other", "Book.", wording=Wording("he", LINES, {}))))
    (update,) = [each["session"] for each in call.sent() if each["type"] == "session.update"]
    assert "audio" not in update


def test_fixed_lines_and_rules_follow() -> None:
    call = Driven().opened()
    call.call_tool("call_1", "use_language")
    call.done(ToolDone("call_1", "{}", persona=IN_ENGLISH))
    call.respond(text="Of course.")
    call.hears_everything(call.frames())
    call.timer("silence")
    assert "Can you hear me?" in str(call.sent()[-1])
    call.respond(text="Can you hear me?")
    call.look()
    call.says("please take me off your list", "u2")
    assert len(call.of(RunRules)) == 1
    call.done(RulesDone((line("הוסר"),)))
    assert "in English" in str(call.sent()[-1])


def test_a_connection_that_comes_back_is_in_the_new_language() -> None:
    call = Driven().opened()
    call.call_tool("call_1", "use_language")
    call.done(ToolDone("call_1", "{}", persona=IN_ENGLISH))
    call.lose()
    call.look()
    call.connect()
    session = call.sent()[0]["session"]
    assert session["audio"]["input"]["transcription"]["languages"] == ["en"]
    assert session["instructions"] == "Sell in English."


def test_the_greeting_stays_what_was_said() -> None:
    plan = PLAN.reworded(Wording("en", ENGLISH, {"f": ENGLISH}))
    assert (plan.lines.greeting, plan.lines_to("f").greeting) == (LINES.greeting, LINES.greeting)
    assert plan.lines_to("f").goodbye == ENGLISH.goodbye


def asked_in_english() -> LiveDriven:
    call = LiveDriven().opened()
    call.asks("English, please")
    call.delegates("d1")
    return call


def test_the_speaking_model_is_told_before_the_answer() -> None:
    call = asked_in_english()
    call.take(call.session.on_done(AgentDone("d1", ("Of course.",), persona=IN_ENGLISH), 1.0))
    told = [each for each in call.sent() if each["type"].endswith(".append")]
    assert [each["type"] for each in told] == ["session.instructions.append", "session.commentary.append"]
    assert "Speak English only" in told[0]["content"]
    call.out.clear()
    call.speaks("Of course.")
    call.timer("quiet")
    call.timer("silence")
    assert "Can you hear me?" in str(call.said())


def test_a_speaking_model_that_is_just_starting_is_told_when_it_can_be() -> None:
    call = asked_in_english()
    call.take(call.session.on_lost())
    call.take(call.session.on_connected())
    call.out.clear()
    call.take(call.session.on_done(AgentDone("d1", ("Of course.",), persona=IN_ENGLISH), 1.0))
    assert call.sent() == []
    call.model("session.started")
    assert "Speak English only" in str(call.sent())
