import io
from collections.abc import Callable

import pytest

from tests.caller import Caller
from tests.rows import each_row
from tests.simphone.tiny_app import TOKEN, Seen, build
from voicebot.simphone.events import Answer, Ended, Event, Exchanged, Fetch, Noted, Said
from voicebot.simphone.keyboard import converse
from voicebot.simphone.terminal import GREY, PDI, RLI, Screen, bidi_mode

SHALOM, SHALOM_REVERSED = "שלום", "םולש"


@each_row(
    ("env", "is_tty", "mode"),
    [
        ({}, False, "logical"),
        ({}, True, "visual"),
        ({"VTE_VERSION": "7600"}, True, "logical"),
        ({"VTE_VERSION": "5202"}, True, "visual"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, True, "logical"),
        ({"TERM_PROGRAM": "vscode"}, True, "visual"),
        ({"KONSOLE_VERSION": "230800"}, True, "logical"),
        ({"BIDI": "visual"}, False, "visual"),
        ({"BIDI": "logical"}, True, "logical"),
    ],
)
def test_how_hebrew_is_written(env: dict[str, str], is_tty: bool, mode: str) -> None:
    assert bidi_mode(env, is_tty) == mode


def shown(event: Event, **screen: object) -> str:
    out = io.StringIO()
    Screen(out, **screen).hear(event)  # type: ignore[arg-type]  # keyword arguments of Screen, by name
    return out.getvalue()


def test_logical_text_stands_in_an_isolate() -> None:
    assert shown(Said(f"{SHALOM}, דנה", "he-IL", "v")) == f"app> {RLI}{SHALOM}, דנה{PDI}\n"


def test_visual_text_is_reordered() -> None:
    assert shown(Said(f"{SHALOM} A1", "he-IL", "v"), bidi="visual") == f"app> A1 {SHALOM_REVERSED}\n"


def test_visual_text_is_wrapped_before_it_is_reordered() -> None:
    lines = shown(Said("אחת שתיים שלוש", "he-IL", "v"), bidi="visual", width=15).splitlines()
    assert lines == ["app> םייתש תחא", "     שולש"]


def test_english_is_left_alone() -> None:
    assert shown(Said("Hello!", "en-US", "v"), bidi="visual") == "app> Hello!\n"


@pytest.mark.parametrize("colour", [False, True])
def test_a_webhook_is_told_with_its_milliseconds_in_grey(colour: bool) -> None:
    answer = Answer(200, b"", "text/xml", took_ms=142.4)
    text = shown(Exchanged(Fetch("http://a.example/twilio/turn?turn=3"), {}, answer), colour=colour)
    assert "142 ms  POST /twilio/turn?turn=3 → 200" in text
    assert text.startswith(GREY) is colour


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (Ended("failed", "HTTP status 500", code=11200), "application error"),
        (Ended("caller", "hung up"), "you hung up"),
        (Ended("app", "Hangup"), "the app ended the call (Hangup)"),
        (Noted(12200, "<Sey> is no verb"), "Twilio 12200: <Sey>"),
    ],
)
def test_what_else_is_told(event: Event, told: str) -> None:
    assert told in shown(event)


def typing(*lines: str) -> Callable[[str], str]:
    waiting = list(lines)

    def ask(prompt: str) -> str:
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    return ask


def conversation(*lines: str, listen: str = "gather") -> tuple[Caller, str]:
    caller = Caller(build(Seen(), listen=listen).test_client(), "http://127.0.0.1:8000", TOKEN).calls()
    out = io.StringIO()
    converse(caller.call, Screen(out), typing(*lines))
    return caller, out.getvalue()


@each_row(
    ("lines", "last_heard", "by"),
    [
        (("כן",), "אמרת: כן", "app"),
        (("",), "אתה עדיין איתי?", "caller"),
        (("/help", "כן"), "אמרת: כן", "app"),
        (("/0", "no-answer"), "אף אחד לא פנוי", "app"),
        (("/keys 0", "what?", "busy"), "אף אחד לא פנוי", "app"),
        (("/0", ""), "מעבירה אותך לנציג", "app"),
        (("/0", "/hangup"), "מעבירה אותך לנציג", "caller"),
        (("/hangup",), "שלום, כאן העוזר הדיגיטלי של אלטה. יש לך רגע?", "caller"),
    ],
)
def test_what_is_typed_is_done(lines: tuple[str, ...], last_heard: str, by: str) -> None:
    caller, _ = conversation(*lines)
    assert caller.ended is not None
    assert (caller.all_heard[-1], caller.ended.by) == (last_heard, by)


def test_keys_silence_and_dials_are_shown() -> None:
    _, out = conversation("", "/0", "busy")
    assert [line for line in out.splitlines() if line.startswith("you> ")] == [
        "you> [silent]",
        "you> [keys 0]",
        "you> [the dialled call ends: busy]",
    ]


def test_ctrl_c_hangs_up() -> None:
    caller = Caller(build(Seen()).test_client(), "http://127.0.0.1:8000", TOKEN).calls()

    def ask(prompt: str) -> str:
        raise KeyboardInterrupt

    converse(caller.call, Screen(io.StringIO()), ask)
    assert caller.ended == Ended("caller", "hung up")


def test_words_into_a_record_without_audio_are_explained() -> None:
    caller, out = conversation("כן", listen="record")
    assert "start again with AUDIO=1" in out
    assert caller.ended == Ended("caller", "hung up")
