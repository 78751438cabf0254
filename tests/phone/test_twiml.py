"""Replies as TwiML: what Twilio takes, whatever words come in."""

import pytest

from language.types import Language
from tests.contract.specs import vectors
from tests.phone.documents import LANGUAGE, VOICE, checked, redirect, said
from voicebot.conversation.types import Dial, Listen, More, Over, Reply, Then
from voicebot.phone.twiml import VoiceStyle, render, speech_of

RECORD = VoiceStyle(VOICE, "Google.en-US-Wavenet-F", "record", 15, 2, "+97233760000")
GATHER = VoiceStyle(VOICE, "Google.en-US-Wavenet-F", "speech", 15, 2, "", prefix="/app")
ENDINGS: tuple[Then, ...] = (Listen(3), More(2, 1), Dial("+972545550001"), Over())


@pytest.mark.parametrize("style", [RECORD, GATHER])
@pytest.mark.parametrize("then", ENDINGS)
def test_every_kind_of_reply(style: VoiceStyle, then: Then) -> None:
    root = checked(render(Reply(("שלום.", "מה שלומכם?"), then, "he"), style))
    assert said(root) == ["שלום.", "מה שלומכם?"]


@pytest.mark.parametrize("then", ENDINGS)
def test_the_same_reply_gives_the_same_bytes(then: Then) -> None:
    reply = Reply(("שלום.",), then, "he", pause_s=1)
    assert render(reply, RECORD) == render(reply, RECORD)


def test_a_recording_is_followed_by_the_way_of_the_silent() -> None:
    root = checked(render(Reply(("כן?",), Listen(3), "he"), RECORD))
    record = root.find("Record")
    assert record is not None
    assert dict(record.items()) == {
        "action": "/twilio/process-recording?turn=3",
        "method": "POST",
        "maxLength": "15",
        "timeout": "2",
        "finishOnKey": "0123456789*#",
        "playBeep": "false",
        "trim": "trim-silence",
    }
    assert redirect(root) == "/twilio/process-recording?turn=3&silent=1"


@pytest.mark.parametrize(("patient", "seconds"), [("yes_no", "5"), ("open", "6"), ("dictation", "8"), ("new", "6")])
def test_gathering_waits_as_long_as_the_question_needs(patient: str, seconds: str) -> None:
    root = checked(render(Reply(("כן?",), Listen(3, patient), "he"), GATHER))
    gather = root.find("Gather")
    assert gather is not None
    assert gather.get("timeout") == seconds
    assert gather.get("action") == "/app/twilio/process-speech?turn=3"
    assert gather.get("input") == "speech dtmf"
    assert said(root) == ["כן?"]
    assert redirect(root) == "/app/twilio/process-speech?turn=3&silent=1"


def test_waiting_without_a_word_pauses() -> None:
    root = checked(render(Reply((), More(2, 4), "he"), RECORD))
    assert [each.tag for each in root] == ["Pause", "Redirect"]
    assert redirect(root) == "/twilio/turn?turn=2&from=4"


def test_a_person_is_dialled_from_our_number() -> None:
    dial = checked(render(Reply(("רגע.",), Dial("+972545550001"), "he"), RECORD)).find("Dial")
    assert dial is not None
    assert (dial.get("callerId"), dial.get("action")) == ("+97233760000", "/twilio/dial-status")
    assert [each.text for each in dial] == ["+972545550001"]


def test_without_a_number_of_our_own_none_is_shown() -> None:
    dial = checked(render(Reply((), Dial("+972545550001"), "he"), GATHER)).find("Dial")
    assert dial is not None
    assert dial.get("callerId") is None


def test_english_has_its_own_voice() -> None:
    checked(render(Reply(("Hello.",), Listen(1), "en"), GATHER), voice="Google.en-US-Wavenet-F", language="en-US")


@pytest.mark.parametrize("language", ["he", "en"])
@pytest.mark.parametrize("style", [RECORD, GATHER])
def test_naughty_strings(style: VoiceStyle, language: Language) -> None:
    voice, tag = (VOICE, LANGUAGE) if language == "he" else ("Google.en-US-Wavenet-F", "en-US")
    naughty = vectors("naughty_strings.json")
    for text in naughty:
        checked(render(Reply((text, "אחרי"), Listen(1), language), style), voice, tag)
    checked(render(Reply(tuple(naughty), Listen(1), language), style), voice, tag)


@pytest.mark.parametrize(
    "text",
    [
        "".join(map(chr, range(32))),
        "\ud800",
        "a\ud83d",
        "\ufffe\uffff",
        "\u202e\u2066\u200f",
        "\u200b",
        "\u00a0",
        "...",
        "<Hangup/>",
        "]]>",
        "&#0;",
        "<!-- -->",
        "א" * 5_000,
        "א&" * 3_000,
        "\U0001f600" * 5_000,
        "<" * 100_000,
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_what_xml_and_twilio_refuse(text: str, times: int) -> None:
    root = checked(render(Reply((text,) * times, Over(), "he"), RECORD))
    assert [each.tag for each in root if each.tag not in {"Say", "Hangup"}] == []


@pytest.mark.parametrize(
    ("lines", "spoken"),
    [
        (("",), []),
        ((" \n ",), []),
        (("?!",), []),
        (("a\x00b",), ["ab"]),
        (("א\tב\nג",), ["א ב ג"]),
        (("", "ב"), ["ב"]),
        (("א" * 4_001,), ["א" * 4_000]),
    ],
)
def test_what_is_left_to_say(lines: tuple[str, ...], spoken: list[str]) -> None:
    assert [each.text for each in speech_of(lines, RECORD.speaker("he"))] == spoken
