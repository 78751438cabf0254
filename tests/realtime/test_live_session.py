"""The state machine of a GPT-Live call: our agent answers, the model speaks; endings, keys, lost connections."""

from dataclasses import replace
from typing import Any

import pytest

from tests.realtime.driving import CHUNK, LINES, PLAN, line, marks
from voicebot.agents.types import HangUp
from voicebot.realtime import codec
from voicebot.realtime.commands import (
    AgentDone,
    AskAgent,
    Command,
    Finish,
    Greeted,
    Heard,
    RulesDone,
    RunRules,
    Spoke,
    StartTimer,
    StopTimer,
    ToModel,
    ToPhone,
)
from voicebot.realtime.live_events import MAX_CONTENT
from voicebot.realtime.live_session import LiveSession
from voicebot.realtime.openai_events import VoiceOptions

STRANGE: tuple[dict[str, Any], ...] = (
    {},
    {"delta": 7},
    {"usage": "x"},
    {"usage": {"seconds": 2.4}},
    {"delegation": []},
)


class Driven:
    """One call."""

    def __init__(self, **changes: Any) -> None:
        self.session = LiveSession(replace(PLAN, **changes))
        self.out: list[Command] = []
        self.timers: set[str] = set()
        self.take(self.session.begin())

    def take(self, commands: list[Command]) -> None:
        for each in commands:
            if isinstance(each, StartTimer):
                self.timers.add(each.name)
            elif isinstance(each, StopTimer):
                self.timers.discard(each.name)
        self.out += commands

    def connect(self) -> "Driven":
        self.take(self.session.on_connected())
        self.model("session.started")
        return self

    def model(self, kind: str, **fields: Any) -> None:
        self.take(self.session.on_model({"type": kind, **fields}, 1.0))

    def timer(self, name: str) -> None:
        assert name in self.timers
        self.timers.discard(name)
        self.take(self.session.on_timer(name, 1.0))

    def hears(self, text: str) -> None:
        self.model("session.input_transcript.delta", delta=text)

    def delegates(self, name: str) -> None:
        self.model("session.delegation.created", delegation={"id": name, "target": "client"})

    def speaks(self, text: str) -> None:
        self.model("session.output_transcript.delta", delta=text)
        self.model("session.output_audio.delta", delta=CHUNK)

    def said(self) -> list[tuple[str, str | None]]:
        """What the model was told to say, and for which delegation."""
        events = [each.event for each in self.out if isinstance(each, ToModel)]
        return [(each["content"], each["delegation_id"]) for each in events if "content" in each]

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.out if isinstance(each, kind)]

    def opened(self) -> "Driven":
        self.connect()
        self.speaks(LINES.greeting)
        self.timer("quiet")
        self.out.clear()
        return self


def test_the_greeting_comes_first_word_for_word() -> None:
    call = Driven().connect()
    assert [LINES.greeting in text for text, _ in call.said()] == [True]
    call.speaks(LINES.greeting)
    call.timer("quiet")
    assert Spoke(0, LINES.greeting, fixed=True) in call.out
    assert Greeted() in call.out
    assert "silence" in call.timers


def test_outbound_it_waits_for_the_callee_and_a_hello_is_answered_by_the_greeting() -> None:
    call = Driven(outbound=True).connect()
    assert call.said() == []
    call.hears("הלו?")
    call.delegates("d1")
    assert [LINES.greeting in text for text, _ in call.said()] == [True]
    assert not call.of(AskAgent)


def test_a_task_is_answered_by_our_agent_for_its_delegation() -> None:
    call = Driven().opened()
    call.hears("כמה ")
    call.hears("זה עולה")
    call.delegates("d1")
    assert call.of(AskAgent) == [AskAgent("d1", "כמה זה עולה", 1)]
    assert Heard(1, "כמה זה עולה") in call.out
    call.take(call.session.on_done(AgentDone("d1", ("תלוי בהיקף.", "שנקבע?")), 1.0))
    assert call.said() == [("Say word for word: תלוי בהיקף. שנקבע?", "d1")]


def test_a_second_task_waits_and_the_same_words_are_not_acted_on_twice() -> None:
    call = Driven().opened()
    call.hears("כמה זה עולה")
    call.delegates("d1")
    call.delegates("d2")
    assert len(call.of(AskAgent)) == 1
    call.take(call.session.on_done(AgentDone("d1", ("תלוי.",)), 1.0))
    assert [each for _, each in call.said()] == ["d1", "d2"]
    assert len(call.of(AskAgent)) == 1


def test_a_safety_intent_is_answered_by_the_rules_before_and_with_a_delegation() -> None:
    call = Driven().opened()
    call.hears("תסירו אותי מהרשימה")
    call.timer("utterance")
    assert len(call.of(RunRules)) == 1
    call.delegates("d1")
    call.take(call.session.on_done(RulesDone((line("הוסר."),), HangUp("removed")), 1.0))
    assert not call.of(AskAgent)
    assert [text for text, _ in call.said()] == ["Say word for word: הוסר."]


def test_a_safety_intent_while_our_agent_answers_is_for_the_rules_afterwards() -> None:
    call = Driven().opened()
    call.hears("כמה זה עולה")
    call.delegates("d1")
    call.hears("תסירו אותי מהרשימה")
    call.delegates("d2")
    call.timer("utterance")
    assert not call.of(RunRules)
    call.take(call.session.on_done(AgentDone("d1", ("תלוי.",)), 1.0))
    assert [each.text for each in call.of(RunRules)] == ["תסירו אותי מהרשימה"]
    call.take(call.session.on_done(RulesDone((line("הוסר."),), HangUp("removed")), 2.0))
    assert len(call.of(AskAgent)) == 1
    assert call.said()[-1][0] == "Say word for word: הוסר."


def test_a_key_while_our_agent_answers_is_not_lost() -> None:
    call = Driven().opened()
    call.hears("כמה זה עולה")
    call.delegates("d1")
    call.take(call.session.on_phone(codec.Key("9"), 1.0))
    call.take(call.session.on_done(AgentDone("d1", ("תלוי.",)), 1.0))
    assert [(each.text, each.digits) for each in call.of(RunRules)] == [("", "9")]


def test_words_that_ended_while_our_agent_answers_are_in_the_next_task() -> None:
    call = Driven().opened()
    call.hears("כמה זה עולה")
    call.delegates("d1")
    call.hears("ומתי אתם פתוחים")
    call.timer("utterance")
    call.delegates("d2")
    call.take(call.session.on_done(AgentDone("d1", ("תלוי.",)), 1.0))
    call.delegates("d2")
    assert [each.text for each in call.of(AskAgent)] == ["כמה זה עולה", "ומתי אתם פתוחים"]


def test_the_goodbye_is_heard_before_the_end() -> None:
    call = Driven().opened()
    call.hears("להתראות")
    call.delegates("d1")
    call.take(call.session.on_done(AgentDone("d1", ("יום טוב.",), HangUp("goodbye")), 1.0))
    call.timers.add("quiet")
    call.timer("quiet")  # not said yet
    assert not marks([each.frame for each in call.of(ToPhone)])
    call.speaks("יום טוב.")
    call.timer("quiet")
    (*_, name) = marks([each.frame for each in call.of(ToPhone)])
    call.take(call.session.on_phone(codec.Marked(name), 1.0))
    assert call.of(Finish) == [Finish("hung_up", "said", HangUp("goodbye"))]


def test_an_end_without_words_gets_a_goodbye() -> None:
    call = Driven().opened()
    call.hears("להתראות")
    call.delegates("d1")
    call.take(call.session.on_done(AgentDone("d1", (), HangUp("goodbye")), 1.0))
    assert [LINES.goodbye in text for text, _ in call.said()] == [True]


@pytest.mark.parametrize(("key", "rules"), [("0", 1), ("9", 1), ("5", 1), ("*", 0)])
def test_keys(key: str, rules: int) -> None:
    call = Driven().opened()
    call.take(call.session.on_phone(codec.Key(key), 1.0))
    assert len(call.of(RunRules)) == rules
    assert len(call.said()) == 1 - rules


def test_silence_is_asked_about_and_then_ends_the_call() -> None:
    call = Driven().opened()
    call.timer("silence")
    call.speaks(LINES.silent[0])
    call.timer("quiet")
    call.timer("silence")
    assert [LINES.silent_goodbye in text for text, _ in call.said()] == [False, True]
    call.timer("closing")
    assert call.of(Finish)[0].closing == HangUp("silence")


def test_a_new_connection_knows_what_was_said() -> None:
    call = Driven().opened()
    call.hears("כמה זה עולה")
    call.delegates("d1")
    call.take(call.session.on_lost())
    call.out.clear()
    call.connect()
    start = call.of(ToModel)[0].event
    assert "כמה זה עולה" in start["session"]["instructions"]
    call.take(call.session.on_done(AgentDone("d1", ("תלוי.",)), 1.0))
    assert call.said() == [("Say word for word: תלוי.", None)]


def test_a_long_answer_goes_in_pieces_the_vendor_takes() -> None:
    call = Driven().opened()
    call.hears("ספרו לי הכל")
    call.delegates("d1")
    call.take(call.session.on_done(AgentDone("d1", ("א" * (2 * MAX_CONTENT),)), 1.0))
    assert len(call.said()) == 2


def test_a_refused_session_falls_back_and_strange_events_do_no_harm() -> None:
    call = Driven()
    call.take(call.session.on_connected())
    for kind in ("weather", "session.output_audio.delta", "session.usage.updated", "session.delegation.created"):
        strange: tuple[dict[str, Any], ...] = (
            {},
            {"delta": 7},
            {"usage": "x"},
            {"usage": {"seconds": 2.4}},
            {"delegation": []},
        )
        for fields in strange:
            call.model(kind, **fields)
    call.model("error", error={"code": "model_not_found"})
    assert call.of(Finish) == [Finish("fallback", "session refused")]


@pytest.mark.parametrize(("passes", "told"), [(True, "speak on"), (False, "Stop as soon as")])
def test_signs_of_listening_are_the_setting_s(passes: bool, told: str) -> None:
    call = Driven(options=VoiceOptions(backchannels_pass=passes))
    call.take(call.session.on_connected())
    (start,) = (each.event for each in call.out if isinstance(each, ToModel))
    assert told in start["session"]["instructions"]
