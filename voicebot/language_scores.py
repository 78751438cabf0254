"""`flask --app wsgi language eval transcription | translation`: vendors measured on the user's own material.

The measures come from packages that only development installs (requirements-dev.txt).
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypedDict

import click
from flask import current_app
from flask.cli import with_appcontext

from language.evaluation import ALL
from language.evaluation_files import BadFile, read_pairs, read_text
from language.evaluation_tables import table
from language.hebrew import tokens
from language.types import Language, Recording, Transcriber, Translator
from voicebot.command_input import BadInput, bad_input
from voicebot.services import Services

_TIMEOUT_S: Final = 60.0
_BATCH: Final = 32
_folder = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
_file = click.argument("file", metavar="FILE.tsv", type=click.Path(path_type=Path))
_language = click.option("--language", type=click.Choice(["he", "en"]), default="he", help="What is spoken in them.")
_json = click.option("--json", "json_output", is_flag=True, help="One JSON object instead of tables.")


class Words(TypedDict):
    """`wrong` are words left out, put in or taken for others; `wer` is their share of all words said."""

    total: int
    wrong: int
    wer: float


class Similarity(TypedDict):
    """`chrf` is 0 to 100."""

    total: int
    chrf: float


@click.command("transcription")
@_folder
@_language
@_json
@with_appcontext
def transcription(folder: Path, language: Language, json_output: bool) -> None:
    """Word error rate on DIR: pairs of NAME.wav and NAME.txt, what is said in it."""
    with bad_input():
        pairs = read_recordings(folder)
    vendors = _services().vendors.transcribers
    if not vendors:
        raise BadInput("no transcriber is configured: set OPENAI_API_KEY, or name one in TRANSCRIBER_CHAIN")
    _require("jiwer")
    with bad_input():
        scores = word_errors([(name, said, _hear(vendors[0], wav, language)) for name, said, wav in pairs])
    if json_output:
        click.echo(json.dumps(scores, ensure_ascii=False))
        return
    rows = [[name, str(each["total"]), str(each["wrong"]), f"{100 * each['wer']:.1f}"] for name, each in scores.items()]
    click.echo(table(["recording", "words", "wrong", "word error rate, %"], rows))


@click.command("translation")
@_file
@_json
@with_appcontext
def translation(file: Path, json_output: bool) -> None:
    """Likeness (chrF) to FILE.tsv: Hebrew <tab> English, in both directions."""
    with bad_input():
        pairs = read_pairs(file)
    vendors = _services().vendors.translators
    if not vendors:
        raise BadInput(
            "no translator is configured: set GOOGLE_TRANSLATE_API_KEY, OPENAI_API_KEY, or name one in TRANSLATOR_CHAIN"
        )
    _require("sacrebleu")
    hebrew, english = [he for he, _ in pairs], [en for _, en in pairs]
    with bad_input():
        scores = {
            "he-en": likeness(english, _translate(vendors[0], hebrew, "he", "en")),
            "en-he": likeness(hebrew, _translate(vendors[0], english, "en", "he")),
        }
    if json_output:
        click.echo(json.dumps(scores))
        return
    rows = [[name, str(each["total"]), f"{each['chrf']:.1f}"] for name, each in scores.items()]
    click.echo(table(["direction", "sentences", "chrF"], rows))


def read_recordings(folder: Path) -> list[tuple[str, str, bytes]]:
    """(name, what is said, the WAV's bytes) of each pair. Raises BadFile."""
    if not folder.is_dir():
        raise BadFile(f"{folder}: no such directory")
    found = []
    for wav in sorted(folder.glob("*.wav")):
        said = read_text(wav.with_suffix(".txt"))
        if not tokens(said):
            raise BadFile(f"{wav.with_suffix('.txt')}: there is no word in it")
        found.append((wav.stem, said, wav.read_bytes()))
    if not found:
        raise BadFile(f"{folder}: there is no recording in it (pairs of NAME.wav and NAME.txt)")
    return found


def word_errors(heard: Sequence[tuple[str, str, str]]) -> dict[str, Words]:
    """Of each (name, said, heard), and under "all"; words are compared without punctuation and niqqud."""
    import jiwer

    found: dict[str, Words] = {}
    for name, said, given in heard:
        out = jiwer.process_words(_words(said), _words(given))
        found[name] = _score(
            out.hits + out.substitutions + out.deletions, out.substitutions + out.deletions + out.insertions
        )
    found[ALL] = _score(sum(each["total"] for each in found.values()), sum(each["wrong"] for each in found.values()))
    return found


def likeness(references: Sequence[str], given: Sequence[str]) -> Similarity:
    """chrF over all sentences at once."""
    import sacrebleu

    return Similarity(
        total=len(references), chrf=round(sacrebleu.corpus_chrf(list(given), [list(references)]).score, 2)
    )


def _score(total: int, wrong: int) -> Words:
    return Words(total=total, wrong=wrong, wer=round(wrong / total, 4))


def _words(text: str) -> str:
    return " ".join(tokens(text)).lower()


def _hear(transcriber: Transcriber, wav: bytes, language: Language) -> str:
    return transcriber.transcribe(Recording(wav), language, (), _TIMEOUT_S)


def _translate(translator: Translator, texts: Sequence[str], source: Language, target: Language) -> list[str]:
    batches = (texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH))
    return [each for batch in batches for each in translator.translate(batch, source, target, _TIMEOUT_S)]


def _require(package: str) -> None:
    try:
        __import__(package)
    except ImportError as error:
        raise BadInput(f"{package} is not installed: it comes with requirements-dev.txt (make install-dev)") from error


def _services() -> Services:
    services: Services = current_app.extensions["voicebot"]
    return services
