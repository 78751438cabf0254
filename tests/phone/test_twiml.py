"""Replies as TwiML: what Twilio takes, whatever words come in."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from language.lexicon import Lexicon
from language.phrases_other import CALL_BACK
from language.script import OtherLanguage
from language.types import Language
from language.voice import Recordings
from tests.contract.specs import vectors
from tests.phone.documents import LANGUAGE, VOICE, checked, redirect, said
from tests.rows import each_row
from voicebot.conversation.types import Dial, Listen, More, Over, Reply, Then
from voicebot.phone.twiml import VoiceStyle, render, speech_of
from voicebot.webhooks import REPEATED

RECORD = VoiceStyle(VOICE, "Google.en-US-Wavenet-F", "record", 15, 2, "+97233760000")
GATHER = VoiceStyle(VOICE, "Google.en-US-Wavenet-F", "speech", 15, 2, "", prefix="/app")
ENDINGS: tuple[Then, ...] = (Listen(3), More(2, 1), Dial("+972545550001"), Over())


@each_row("style", [RECORD, GATHER])
@each_row("then", ENDINGS)
def test_every_kind_of_reply(style: VoiceStyle, then: Then) -> None:
    root = checked(render(Reply(("שלום.", "מה שלומכם?"), then, "he"), style))
    assert said(root) == ["שלום.", "מה שלומכם?"]


@pytest.mark.parametrize("then", ENDINGS)
def test_the_same_reply_gives_the_same_bytes(then: Then) -> None:
    reply = Reply(("שלום.",), then, "he", pause_s=1)
    assert render(reply, RECORD) == render(reply, RECORD)


@pytest.mark.parametrize(
    ("patient", "silence", "times"), [("yes_no", "1", 6), ("open", "2", 3), ("dictation", "3", 2), ("new", "2", 3)]
)
def test_whoever_thinks_gets_six_seconds_to_begin(patient: str, silence: str, times: int) -> None:
    """An empty recording does not call its action: the next verb runs, and at last the way of the silent."""
    root = checked(render(Reply(("כן?",), Listen(3, patient), "he"), RECORD))
    records = root.findall("Record")
    assert len(records) == times
    assert [dict(each.items()) for each in records] == [
        {
            "action": f"/twilio/process-recording?turn=3{REPEATED}",
            "method": "POST",
            "maxLength": "15",
            "timeout": silence,
            "finishOnKey": "0123456789*#",
            "playBeep": "false",
            "trim": "trim-silence",
        }
    ] * times
    assert redirect(root) == "/twilio/process-recording?turn=3&silent=1"


@pytest.mark.parametrize("patient", ["yes_no", "open", "dictation", "new"])
def test_gathering_waits_as_long(patient: str) -> None:
    root = checked(render(Reply(("כן?",), Listen(3, patient), "he"), GATHER))
    gather = root.find("Gather")
    assert gather is not None
    assert gather.get("timeout") == "6"
    assert gather.get("action") == f"/app/twilio/process-speech?turn=3{REPEATED}"
    assert gather.get("input") == "speech dtmf"
    assert said(root) == ["כן?"]
    assert redirect(root) == "/app/twilio/process-speech?turn=3&silent=1"


def test_one_turn_may_be_heard_by_the_telephone_company() -> None:
    root = checked(render(Reply(("כן?",), Listen(3, by="speech"), "he"), RECORD))
    assert [each.tag for each in root] == ["Gather", "Redirect"]


def test_slowly_for_whoever_asked_for_it() -> None:
    root = ElementTree.fromstring(render(Reply(("לאט.",), Listen(3), "he", slow=True), RECORD))  # noqa: S314 - our own
    prosody = root.find("Say/prosody")
    assert prosody is not None
    assert (prosody.get("rate"), prosody.text) == ("80%", "לאט.")


def test_waiting_without_a_word_pauses() -> None:
    root = checked(render(Reply((), More(2, 4), "he"), RECORD))
    assert [each.tag for each in root] == ["Pause", "Redirect"]
    assert redirect(root) == "/twilio/turn?turn=2&from=4"


def test_what_is_ready_can_be_cut_where_the_telephone_company_hears() -> None:
    """By key or by word, as the next turn; whoever listens hears the rest after the shortest pause there is."""
    root = checked(render(Reply(("שלום.",), More(2, 4), "he"), GATHER))
    assert [each.tag for each in root] == ["Gather", "Redirect"]
    assert (root[0].get("action"), root[0].get("timeout")) == (
        f"/app/twilio/process-speech?turn=3&from=4{REPEATED}",
        "1",
    )
    assert redirect(root) == "/app/twilio/turn?turn=2&from=4"
    heard_by_gather = checked(render(Reply(("שלום.",), More(2, 4, by="speech"), "he"), RECORD))
    assert [each.tag for each in heard_by_gather] == ["Gather", "Redirect"]
    recorded = checked(render(Reply(("שלום.",), More(2, 4), "he"), RECORD))
    assert [each.tag for each in recorded] == ["Say", "Redirect"]
    silent = checked(render(Reply((), More(2, 4), "he"), GATHER))
    assert [each.tag for each in silent] == ["Pause", "Redirect"], "nothing is said, so nothing is cut"


def test_a_person_is_dialled_from_our_number() -> None:
    dial = checked(render(Reply(("רגע.",), Dial("+972545550001"), "he"), RECORD)).find("Dial")
    assert dial is not None
    assert (dial.get("callerId"), dial.get("action")) == ("+97233760000", f"/twilio/dial-status{REPEATED}")
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


@each_row(
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
@each_row("times", [1, 40])
def test_what_xml_and_twilio_refuse(text: str, times: int) -> None:
    root = checked(render(Reply((text,) * times, Over(), "he"), RECORD))
    assert [each.tag for each in root if each.tag not in {"Say", "Hangup"}] == []


@each_row(
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


def test_no_digit_reaches_the_hebrew_voice() -> None:
    root = checked(render(Reply(("הפגישה ב-15.3 בשעה 10:30, 250 ₪.",), Over(), "he"), RECORD))
    assert said(root) == ["הפגישה בחמישה עשר במרץ בשעה עשר וחצי, מאתיים וחמישים שקלים."]


def test_an_english_voice_keeps_its_digits() -> None:
    root = checked(render(Reply(("₪250 at 10:30.",), Over(), "en"), RECORD), "Google.en-US-Wavenet-F", "en-US")
    assert said(root) == ["250 shekels at 10:30."]


def test_a_mans_voice_speaks_as_a_man() -> None:
    style = replace(RECORD, voice_he="Google.he-IL-Wavenet-B")
    root = checked(render(Reply(("רגע, אני בודקת.",), Over(), "he"), style), "Google.he-IL-Wavenet-B")
    assert said(root) == ["רגע, אני בודק."]


def test_the_lexicon_reaches_the_voice_with_its_ssml() -> None:
    ssml = '"<phoneme alphabet=""ipa"" ph=""alta"">אלטה</phoneme>"'
    table = Lexicon.parse(f"term,voice,respelling,ssml\nאלטה,,,{ssml}\nנובה,{VOICE},נוֹבָה,\n")
    document = render(Reply(("שלום מאלטה & ב-3 נובה",), Over(), "he"), replace(RECORD, lexicon=table))
    say = checked(document).find("Say")
    assert say is not None
    assert ElementTree.tostring(say, encoding="unicode").partition(">")[2] == (
        'שלום מ<phoneme alphabet="ipa" ph="alta">אלטה</phoneme> ובשלוש נוֹבָה</Say>'
    )


@pytest.mark.parametrize("style", [RECORD, GATHER])
def test_a_recorded_line_is_played_where_it_is_said(style: VoiceStyle, tmp_path: Path) -> None:
    manifest = tmp_path / "lines.json"
    manifest.write_text('{"רגע, אני בודקת.": "wait.mp3"}', encoding="utf-8")
    style = replace(style, recordings=Recordings.load(manifest, "https://audio.example/a&b"))
    root = checked(render(Reply(("רגע, אני בודקת.", "כן."), Listen(1), "he"), style))
    place = root if style.hears_by == "record" else root.find("Gather")
    assert place is not None
    assert [(each.tag, each.text) for each in place][:2] == [
        ("Play", "https://audio.example/a&b/wait.mp3"),
        ("Say", "כן."),
    ]


def test_a_line_that_grows_when_it_is_said_still_fits() -> None:
    root = checked(render(Reply(("12:37 " * 900,) * 30, Over(), "he"), RECORD))
    assert all(len(each) <= 4_000 for each in said(root))


@pytest.mark.parametrize(("language", "tag"), [("ru", "ru-RU"), ("ar", "arb"), ("en", "en-US")])
def test_a_line_in_another_language_is_spoken_in_it(language: OtherLanguage, tag: str) -> None:
    line = CALL_BACK[language]
    rendered = render(Reply(("רגע.", line), Over(), "he"), RECORD)
    root = ElementTree.fromstring(rendered)  # noqa: S314 - it is our own
    own, other = root.iter("Say")
    assert (own.get("voice"), own.get("language")) == (VOICE, LANGUAGE)
    assert (other.text, other.get("voice"), other.get("language")) == (line, None, tag)


def test_a_spanish_call_is_spoken_and_heard_in_spanish() -> None:
    rendered = render(Reply(("¿Podemos empezar?",), Listen(2), "es"), GATHER)
    assert '<Say language="es-US" voice="Google.es-US-Wavenet-A">¿Podemos empezar?</Say>' in rendered
    assert 'language="es-US"' in rendered.partition("<Say")[0], "what the caller says is heard as Spanish"
