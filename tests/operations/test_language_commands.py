"""`flask --app wsgi language eval …`: what it prints, and how it fails."""

import json
import re
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from app import create_app
from language.types import Language, Recording
from tests.fakes import BrokenTranslator, FakeTranslator
from tests.language.corpus import DATA
from tests.operations.processes import FLASK, run
from voicebot.errors import VendorUnavailable
from voicebot.language_cli import OURS, Abilities, create_language_cli
from voicebot.services import Vendors, build
from voicebot.settings import ROOT, Settings


def in_an_hour(said: str, language: Language, now: datetime) -> datetime | None:
    return now + timedelta(hours=1) if said == "בעוד שעה" and language == "he" else None


SMALL = Abilities(
    intents=lambda said, language: ("yes",) if said in ("כן", "yes") and (said == "yes") == (language == "en") else (),
    invented=lambda said: said == "מוזיקה",
    decide=lambda at: ("allowed", None),
    times=in_an_hour,
    spoken=lambda text: text.replace("1", "אחת"),
)


def measure(*args: str | Path, abilities: Abilities = SMALL) -> Result:
    result = CliRunner().invoke(create_language_cli(abilities), ["eval", *map(str, args)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One list of each kind."""
    utterances = tmp_path / "utterances"
    utterances.mkdir()
    (utterances / "yes.txt").write_text("כן\nyes\n", "utf-8")
    (utterances / "stt_hallucinations.txt").write_text("מוזיקה\n", "utf-8")
    (tmp_path / "time_expressions.tsv").write_text(
        "expression\treference_now\texpected\nבעוד שעה\t2026-03-08T12:00+02:00\t2026-03-08T13:00+02:00\n"
        "בעוד שעה\t2026-03-08T12:00+02:00\t2026-03-08T14:00+02:00\nפעם\t2026-03-08T12:00+02:00\t\n",
        "utf-8",
    )
    (tmp_path / "spoken.tsv").write_text("1\tאחת\n2\tשתיים\n", "utf-8")
    (tmp_path / "calendar.tsv").write_text("2026-03-08T12:00\tallowed\t\n2026-03-07T12:00\tshabbat\t\n", "utf-8")
    return tmp_path


def numbers(total: int, right: int, wrong: int, unclear: int) -> dict[str, int]:
    return {"total": total, "right": right, "wrong": wrong, "unclear": unclear}


EXPECTED = {
    "utterances": {
        "stt_hallucinations": numbers(1, 1, 0, 0), "yes": numbers(2, 1, 0, 1), "all": numbers(3, 2, 0, 1)},
    "time_expressions": {"moment": numbers(2, 1, 1, 0), "nothing": numbers(1, 1, 0, 0), "all": numbers(3, 2, 1, 0)},
    "spoken": {"spoken": numbers(2, 1, 1, 0), "all": numbers(2, 1, 1, 0)},
    "calendar": {"allowed": numbers(1, 1, 0, 0), "shabbat": numbers(1, 0, 1, 0), "all": numbers(2, 1, 1, 0)},
}  # fmt: skip


@pytest.mark.parametrize(
    ("command", "name"),
    [("intents", "utterances"), ("times", "time_expressions"), ("spoken", "spoken"), ("calendar", "calendar")],
)
def test_json_is_one_object(folder: Path, command: str, name: str) -> None:
    path = folder / (name if command == "intents" else f"{name}.tsv")
    result = measure(command, path, "--json")
    assert (result.exit_code, json.loads(result.output)) == (0, EXPECTED[name])
    assert result.output.count("\n") == 1


def test_all_lists_of_a_folder(folder: Path) -> None:
    assert json.loads(measure("all", folder, "--json").output) == EXPECTED
    printed = measure("all", folder).output
    assert [line for line in printed.splitlines() if line.startswith("#")] == [f"### {name}" for name in EXPECTED]
    assert "| moment | 2 | 1 | 1 | 0 | 50.0 |" in printed
    assert "| moment | moment 1, another moment 1 |" in printed


def test_what_is_not_right_is_listed_when_asked_for(folder: Path) -> None:
    file = folder / "spoken.tsv"
    assert "| spoken | 2 | שתיים | 2 | wrong |" in measure("spoken", file, "--mistakes").output
    assert "שתיים" not in measure("spoken", file).output


def test_the_language_of_the_calls_can_be_told(folder: Path) -> None:
    (folder / "utterances" / "yes.txt").write_text("yes\n", "utf-8")
    said = json.loads(measure("intents", folder / "utterances", "--language", "en", "--json").output)
    assert said["yes"] == numbers(1, 1, 0, 0)


def test_a_class_no_intent_is_called_by_is_pointed_out(folder: Path) -> None:
    (folder / "utterances" / "yess.txt").write_text("כן\n", "utf-8")
    assert "No intent is called yess" in measure("intents", folder / "utterances").output
    assert json.loads(measure("intents", folder / "utterances", "--json").output)["yess"] == numbers(1, 0, 1, 0)


@pytest.mark.slow
def test_as_a_process_a_list_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    result = run(*FLASK, "language", "eval", "calendar", f"{tmp_path}/nowhere")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"Error: {tmp_path}/nowhere: no such file or directory\n"


@pytest.mark.parametrize("command", ["intents", "times", "spoken", "calendar", "all"])
def test_a_list_that_is_not_there_is_told_in_a_sentence(tmp_path: Path, command: str) -> None:
    result = measure(command, tmp_path / "nowhere", "--json")
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {tmp_path}/nowhere: no such ")
    assert result.output.count("\n") == 1


def test_a_bad_row_is_told_with_file_and_line(folder: Path) -> None:
    file = folder / "calendar.tsv"
    file.write_text("2026-03-08T12:00\tallowed\t\n2026-03-08T12:00\n", "utf-8")
    for args in (("calendar", file), ("calendar", file, "--json"), ("all", folder)):
        result = measure(*args)
        assert result.exit_code == 2
        assert result.output == f"Error: {file}:2: a row must have moment <tab> decision <tab> next allowed\n"


def test_a_folder_without_any_list_is_told(tmp_path: Path) -> None:
    result = measure("all", tmp_path)
    assert result.exit_code == 2
    assert "there is no list in it" in result.output


def test_ours_are_measured_on_the_lists_of_the_tests() -> None:
    """The floor of all intents; the tables of times, spoken forms and the calendar hold whole."""
    said = json.loads(measure("all", DATA, "--json", abilities=OURS).output)
    counted = said["utterances"]["all"]
    assert counted["right"] / counted["total"] >= 0.92
    assert counted["wrong"] / counted["total"] < 0.02
    for name, least in (
        ("time_expressions", 50),
        ("times/hebrew", 400),
        ("times/nothing", 220),
        ("times/english", 100),
        ("spoken", 150),
        ("calendar", 400),
    ):
        assert said[name]["all"]["right"] == said[name]["all"]["total"] >= least


def test_the_page_about_hebrew_has_the_tables_that_the_command_prints() -> None:
    """If it does not: put what `flask --app wsgi language eval all tests/language/data` prints below its last head."""
    page = (ROOT / "docs" / "hebrew.md").read_text("utf-8")
    assert page.partition("## Tables\n\n")[2] == measure("all", DATA, abilities=OURS).output


def test_the_page_about_hebrew_says_how_many_and_how_well_now() -> None:
    """What its text says of the lists, beside the tables: the columns "Now", and the counts."""
    page = (ROOT / "docs" / "hebrew.md").read_text("utf-8").partition("## Tables")[0]
    said = json.loads(measure("all", DATA, "--json", abilities=OURS).output)
    rows = re.findall(r"^\| (utterances_more\w*) \| (\d+) \|.*\| ([\d.]+) \| ([\d.]+) \|$", page, re.MULTILINE)
    assert len(rows) == len([each for each in said if each.startswith("utterances_more")])
    for name, total, right, wrong in rows:
        counted = said[name]["all"]
        now = [f"{100 * counted[each] / counted['total']:.1f}" for each in ("right", "wrong")]
        assert [total, right, wrong] == [str(counted["total"]), *now], name
    times = sum(said[each]["all"]["total"] for each in said if each.startswith("times/"))
    assert f"all {said['time_expressions']['all']['total']}, and {times} cases of our own" in page
    assert f"{said['spoken']['all']['total']} cases." in page
    assert f"{said['calendar']['all']['total']:,} rows, all right" in page


def test_further_tables_of_times_are_measured_too(folder: Path) -> None:
    (folder / "times").mkdir()
    (folder / "times" / "mine.tsv").write_text("בעוד שעה\t2026-03-08T12:00\t2026-03-08T13:00\n", "utf-8")
    said = json.loads(measure("all", folder, "--json").output)
    assert said["times/mine"]["all"] == numbers(1, 1, 0, 0)
    assert said["time_expressions"] == EXPECTED["time_expressions"]


class Dictation:
    """Hears what the recording's bytes spell."""

    name = "dictation"

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        if recording.content == b"-":
            raise VendorUnavailable("dictation", "transcribe", "503")
        return recording.content.decode()


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    for name, said, heard in (("a", "שלום, אני רוצה פגישה.", "שלום אני רוצה פגישה"), ("b", "כן בטח", "כן לא בטוח")):
        (tmp_path / f"{name}.txt").write_text(said, "utf-8")
        (tmp_path / f"{name}.wav").write_text(heard, "utf-8")
    return tmp_path


def app_with(vendors: Vendors) -> Flask:
    settings = Settings.from_env({})
    return create_app(settings, build(settings, vendors))


def ask(vendors: Vendors, *args: str | Path) -> Result:
    result = app_with(vendors).test_cli_runner().invoke(args=["language", "eval", *map(str, args)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_word_errors_are_counted_over_all_words(recordings: Path) -> None:
    result = ask(Vendors(transcribers=(Dictation(),)), "transcription", recordings, "--json")
    assert json.loads(result.output) == {
        "a": {"total": 4, "wrong": 0, "wer": 0.0},
        "b": {"total": 2, "wrong": 2, "wer": 1.0},
        "all": {"total": 6, "wrong": 2, "wer": 0.3333},
    }
    table = ask(Vendors(transcribers=(Dictation(),)), "transcription", recordings).output
    assert table.splitlines()[-1] == "| all | 6 | 2 | 33.3 |"


def test_translations_are_compared_in_both_directions(tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("he\ten\nכן\tYes\nלא תודה\tNo, thank you\n", "utf-8")
    translator = FakeTranslator({"כן": "Yes", "לא תודה": "No, thank you", "Yes": "כן", "No, thank you": "לא"})
    scores = json.loads(ask(Vendors(translators=(translator,)), "translation", file, "--json").output)
    assert scores["he-en"] == {"total": 2, "chrf": 100.0}
    assert scores["en-he"]["total"] == 2
    assert 0 < scores["en-he"]["chrf"] < 100
    table = ask(Vendors(translators=(translator,)), "translation", file).output
    assert "| he-en | 2 | 100.0 |" in table


def test_without_a_vendor_it_says_which_key_is_missing(recordings: Path, tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("כן\tYes\n", "utf-8")
    for args, key in ((("transcription", recordings), "OPENAI_API_KEY"), (("translation", file), "GOOGLE_TRANSLATE")):
        result = ask(Vendors(), *args)
        assert result.exit_code == 2
        assert result.output.startswith("Error: no trans")
        assert key in result.output
        assert result.output.count("\n") == 1


def test_without_its_package_it_says_where_that_comes_from(
    recordings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("כן\tYes\n", "utf-8")
    vendors = Vendors(transcribers=(Dictation(),), translators=(FakeTranslator(),))
    for args, package in ((("transcription", recordings), "jiwer"), (("translation", file), "sacrebleu")):
        monkeypatch.setitem(sys.modules, package, None)
        result = ask(vendors, *args)
        assert result.exit_code == 2
        assert (
            result.output
            == f"Error: {package} is not installed: it comes with requirements-dev.txt (make install-dev)\n"
        )


def test_a_vendor_that_fails_is_told_in_a_sentence(recordings: Path, tmp_path: Path) -> None:
    (recordings / "a.wav").write_bytes(b"-")
    file = tmp_path / "pairs.tsv"
    file.write_text("כן\tYes\n", "utf-8")
    vendors = Vendors(
        transcribers=(Dictation(),), translators=(BrokenTranslator(VendorUnavailable("broken", "translate", "503")),)
    )
    for args in (("transcription", recordings), ("translation", file)):
        result = ask(vendors, *args)
        assert result.exit_code == 2
        assert result.output.startswith("Error: ")
        assert result.output.count("\n") == 1


def test_recordings_need_their_words(recordings: Path, tmp_path: Path) -> None:
    (recordings / "c.wav").write_bytes(b"x")
    vendors = Vendors(transcribers=(Dictation(),))
    assert ask(vendors, "transcription", recordings).output == f"Error: {recordings}/c.txt: no such file or directory\n"
    (recordings / "c.txt").write_text("...", "utf-8")
    assert ask(vendors, "transcription", recordings).output == f"Error: {recordings}/c.txt: there is no word in it\n"
    (tmp_path / "empty").mkdir()
    assert "no recording in it" in ask(vendors, "transcription", tmp_path / "empty").output
