"""Lines are said, or played where a person has recorded them."""

import json
from pathlib import Path

import pytest

from language.lexicon import Lexicon
from language.phrases import FILLER_1
from language.voice import BadRecordings, Play, Recordings, Say, SpokenVoice, Voice, has_words

BASE = "https://audio.example/he/"


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    file = tmp_path / "lines.json"
    file.write_text(json.dumps({FILLER_1.he: "filler1.mp3", "תודה רבה!": "thanks.wav"}), encoding="utf-8")
    return file


def test_a_line_is_said_as_it_is_spoken() -> None:
    voice: Voice = SpokenVoice("Google.he-IL-Wavenet-A")
    assert voice.render("ב-3 ימים") == Say(("בשלושה ימים",))


def test_the_agent_is_what_the_voice_is() -> None:
    assert SpokenVoice("Google.he-IL-Wavenet-B").render("אני בודקת") == Say(("אני בודק",))
    assert SpokenVoice("Google.he-IL-Standard-C").render("אני בודק") == Say(("אני בודקת",))


def test_the_lexicon_is_that_of_the_voice() -> None:
    table = Lexicon.parse("term,voice,respelling,ssml\nאלטה,V-One,אלתה,\n")
    assert [SpokenVoice(name, lexicon=table).render("אלטה") for name in ("V-One", "V-Two")] == [
        Say(("אלתה",)),
        Say(("אלטה",)),
    ]


def test_english_keeps_its_digits() -> None:
    assert SpokenVoice("Google.en-US-Wavenet-F", "en").render("₪250 at 15:30") == Say(("250 shekels at 3:30 PM",))


@pytest.mark.parametrize("line", [FILLER_1.he, "רגע אני בודקת", "\u200fרגע, אני בודקת..."])
def test_a_recorded_line_is_played(manifest: Path, line: str) -> None:
    voice = SpokenVoice("Google.he-IL-Wavenet-A", recordings=Recordings.load(manifest, BASE))
    assert voice.render(line) == Play("https://audio.example/he/filler1.mp3", line)


def test_other_lines_are_said(manifest: Path) -> None:
    voice = SpokenVoice("Google.he-IL-Wavenet-A", recordings=Recordings.load(manifest, BASE))
    assert voice.render("רגע, אני בודקת עוד משהו.") == Say(("רגע, אני בודקת עוד משהו.",))


def test_a_file_that_is_missing_is_said_instead(manifest: Path, tmp_path: Path) -> None:
    (tmp_path / "thanks.wav").write_bytes(b"RIFF")
    recordings = Recordings.load(manifest, BASE.rstrip("/"), tmp_path)
    assert recordings.url("תודה רבה") == "https://audio.example/he/thanks.wav"
    assert recordings.url(FILLER_1.he) is None


@pytest.mark.parametrize(
    ("content", "base", "message"),
    [
        ("[]", BASE, "a JSON object"),
        ("{", BASE, "lines.json"),
        ('{"כן": "../etc/passwd"}', BASE, "no name of an mp3"),
        ('{"כן": "a.exe"}', BASE, "no name of an mp3"),
        ('{"כן": 3}', BASE, "no name of an mp3"),
        ('{" ": "a.mp3"}', BASE, "has no line"),
        ('{"כן": "a.mp3"}', "ftp://x", "no http"),
        ('{"כן": "a.mp3"}', "https://x/y?z", "no http"),
    ],
)
def test_what_is_wrong_with_a_manifest_is_said(tmp_path: Path, content: str, base: str, message: str) -> None:
    file = tmp_path / "lines.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadRecordings, match=message):
        Recordings.load(file, base)


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRecordings, match=r"none\.json"):
        Recordings.load(tmp_path / "none.json", BASE)


def test_nothing_to_hear_is_told() -> None:
    voice = SpokenVoice("Google.he-IL-Wavenet-A")
    assert [has_words(voice.render(line)) for line in ("", "?!", "🙂", "כן")] == [False, False, False, True]
