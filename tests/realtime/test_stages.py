"""The time of a stage holds on streams, too: models are told of it, and the rules go on when it is over."""

from datetime import timedelta

from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Clock
from tests.caller import LEAD_NUMBER
from tests.interviews.making import LONG, PIN, made
from tests.realtime.driving import Driven, line, with_tool
from tests.realtime.live_driving import Driven as LiveDriven
from tests.realtime.porting import opened
from voicebot.agents.stages import TIME_UP
from voicebot.agents.tool import ToolCall
from voicebot.realtime.commands import Exchange, Heard, RulesDone, RunRules, RunTool, StartTimer, ToolDone
from voicebot.realtime.openai_events import VoiceOptions
from voicebot.realtime.ports import CallPort, Opened
from voicebot.scenarios import interview_lines as lines

SAFETY = frozenset({"optout", TIME_UP})
DAY, WHY = "איך נראה יום עבודה?", "למה כאן?"


def in_a_stage() -> Driven:
    """A question of a stage has been asked, and heard."""
    call = Driven(stage_s=300.0, safety=SAFETY).opened()
    call.says("כן")
    call.respond(text=DAY)
    call.hears_everything(call.frames())
    call.look()
    return call


def ruled(call: Driven | LiveDriven) -> list[tuple[str, int]]:
    return [(each.text, each.exchange) for each in call.of(RunRules)]


# -- Realtime


def test_a_stage_that_runs_has_its_timer_from_the_beginning() -> None:
    call = Driven(stage_s=42.0, safety=SAFETY)
    assert StartTimer("stage", 42.0) in call.out
    assert "stage" not in Driven().timers


def test_a_model_that_is_to_answer_is_told_the_seconds_left() -> None:
    call = with_tool()
    call.model("response.done", response={"id": "resp_t", "status": "completed"})
    call.done(ToolDone("call_1", "{}", stage_s=120.0))
    _output, told, create = call.sent()
    assert told["item"]["role"] == "system"
    assert told["item"]["content"][0]["text"] == '{"stage_seconds_left":120}'
    assert create["type"] == "response.create"
    call.respond()
    call.look()
    call.now += 50
    call.says("עוד משהו", "u2")
    assert '{"stage_seconds_left":70}' in str(call.sent()[-2])


def test_what_is_said_after_its_time_is_for_the_rules_and_no_model_answers() -> None:
    call = in_a_stage()
    call.starts_to_speak()
    call.timer("stage")
    assert ruled(call) == [], "the caller is speaking"
    call.stops("u2")
    assert call.kinds() == []
    call.transcribed("u2", LONG)
    assert ruled(call) == [(LONG, 2)]
    call.done(RulesDone((line("הזמן לחלק הזה נגמר."),), stage_s=300.0))
    assert "הזמן לחלק הזה נגמר." in str(call.sent()[-1])
    assert "stage" in call.timers
    call.respond(text="הזמן לחלק הזה נגמר.")
    call.hears_everything(call.frames())
    call.look()
    call.says(LONG, "u3")
    assert "response.create" in call.kinds()


def test_words_that_cannot_be_written_down_are_for_them_too() -> None:
    call = in_a_stage()
    call.starts_to_speak()
    call.timer("stage")
    call.stops("u2")
    call.model("conversation.item.input_audio_transcription.failed", item_id="u2")
    assert ruled(call) == [("", 2)]


def test_so_is_everything_where_nothing_is_written_down() -> None:
    call = Driven(stage_s=0.0, safety=SAFETY, options=VoiceOptions(transcription_model="")).opened()
    call.starts_to_speak()
    call.stops("u1")
    assert ruled(call) == [("", 1)]


def test_where_nobody_speaks_the_rules_go_on_at_once() -> None:
    call = in_a_stage()
    call.timer("stage")
    assert call.of(Exchange) == [Exchange(2)]
    assert call.of(Heard) == [Heard(2, "")]
    assert ruled(call) == [("", 2)]


def test_what_the_agent_is_saying_is_said_and_may_be_answered() -> None:
    call = in_a_stage()
    call.says(LONG, "u2")
    call.respond(text="למה?")
    call.timer("stage")
    assert ruled(call) == []
    call.hears_everything(call.frames())
    assert ruled(call) == []
    call.timer("silence")
    assert ruled(call) == [("", 3)]


def test_a_stage_that_no_rules_end_is_no_reason_to_wait_for_ever() -> None:
    call = in_a_stage()
    call.timer("stage")
    call.done(RulesDone((), stage_s=-1.0))
    for _ in call.session.plan.lines.silent:
        call.timer("silence")
        call.done(RulesDone((), stage_s=-1.0))
    call.timer("silence")
    assert call.session.plan.lines.silent_goodbye in str(call.sent()[-1])


def test_the_last_stage_leaves_no_clock() -> None:
    call = in_a_stage()
    call.says("די", "u2")
    call.timer("stage")
    call.session._ask_rules("די", "")
    call._take(call.session._take())
    call.done(RulesDone((line("תודה."),)))
    assert "stage" not in call.timers
    assert not call.session.plan.time_up


def test_a_flow_without_that_intent_goes_on() -> None:
    call = Driven(stage_s=300.0).opened()
    call.timer("stage")
    call.says("שאלה")
    assert ruled(call) == []
    assert "response.create" in call.kinds()


# -- GPT-Live


def test_gpt_live_goes_on_where_nobody_speaks() -> None:
    call = LiveDriven(stage_s=300.0, safety=SAFETY).opened()
    call.timer("stage")
    assert ruled(call) == [("", 1)]


def test_on_gpt_live_what_is_said_after_its_time_is_for_the_rules() -> None:
    call = LiveDriven(stage_s=300.0, safety=SAFETY).opened()
    call.hears(LONG)
    call.timer("stage")
    assert ruled(call) == []
    call.timer("utterance")
    assert ruled(call) == [(LONG, 1)]


# -- the engine


def interview(app_factory: AppFactory) -> Opened:
    """The first question of a stage of 300 s has been asked."""
    worker = app_factory(whole=True, scenario="interview")
    made(worker, phone=LEAD_NUMBER)
    call = opened(worker)
    says(call.port, 1, "", PIN)
    assert call.port.rules(RunRules("", PIN, 1)).lines[-1].he == DAY
    return call


def says(port: CallPort, exchange: int, text: str, digits: str = "") -> None:
    port.record(Exchange(exchange))
    port.record(Heard(exchange, text, digits))


@ON_SQLITE
def test_the_rules_go_on_after_silence(app_factory: AppFactory, clock: Clock) -> None:
    call = interview(app_factory)
    clock.now += timedelta(seconds=300)
    says(call.port, 2, "")
    done = call.port.rules(RunRules("", "", 2))
    assert [each.he for each in done.lines] == [lines.STAGE_TIME_UP.he, "נעבור לחלק הבא.", WHY]
    assert done.stage_s == 300
    says(call.port, 3, "")
    assert call.port.rules(RunRules("", "", 3)).lines == (), "this one has just begun"
    clock.now += timedelta(seconds=300)
    says(call.port, 4, "")
    ended = call.port.rules(RunRules("", "", 4))
    assert [each.he for each in ended.lines] == [lines.TIME_UP.he]
    assert ended.closing is not None
    assert ended.stage_s is None


@ON_SQLITE
def test_a_tool_tells_what_is_left(app_factory: AppFactory, clock: Clock) -> None:
    call = interview(app_factory)
    clock.now += timedelta(seconds=100)
    says(call.port, 2, LONG)
    assert call.port.tool(RunTool(ToolCall("c1", "repeat_question", "{}"), 2)).stage_s == 200
