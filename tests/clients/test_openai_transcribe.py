"""Transcription over real HTTP."""

import pytest

from language.types import Recording, Transcriber
from tests.clients.misbehaviours import GARBAGE, SHORT_S, SLOW, STATUSES, WIRE, Case, name
from tests.standins import riff
from tests.standins.openai import OpenAIStandIn
from tests.standins.wire import Answer, closed_port
from voicebot.clients.openai_transcribe import OpenAITranscriber
from voicebot.errors import VendorGarbage, VendorTimeout, VendorUnavailable

WAV = Recording(riff.recording("כן, מעניין אותי"))


def transcriber(standin: OpenAIStandIn, model: str = "gpt-transcribe") -> OpenAITranscriber:
    return OpenAITranscriber("a-key", standin.base_url, model)


def test_the_words_said(openai_standin: OpenAIStandIn) -> None:
    ears: Transcriber = transcriber(openai_standin)
    assert ears.transcribe(WAV, "he", (), 5) == "כן, מעניין אותי"
    assert ears.transcribe(Recording(riff.recording()), "he", (), 5) == ""


@pytest.mark.parametrize(
    ("model", "keywords", "fields"),
    [
        ("gpt-transcribe", ("Alta", "דנה"), {"languages": ["he"], "keywords": ["Alta", "דנה"]}),
        ("gpt-transcribe-2027-01-01", (), {"languages": ["he"]}),
        ("whisper-1", ("Alta", "דנה", "Alta"), {"language": ["he"], "prompt": ["Alta, דנה"]}),
        ("gpt-4o-mini-transcribe", (), {"language": ["he"]}),
        ("gpt-4o-transcribe-diarize", ("Alta",), {"language": ["he"]}),
    ],
)
def test_hints_are_what_the_model_takes(
    openai_standin: OpenAIStandIn, model: str, keywords: tuple[str, ...], fields: dict[str, list[str]]
) -> None:
    transcriber(openai_standin, model).transcribe(WAV, "he", keywords, 5)
    sent, files = openai_standin.asked[0].multipart()
    found = {key.removesuffix("[]"): values for key, values in sent.lists()}
    assert found == {"model": [model], **fields}
    assert (files["file"].filename, files["file"].content_type) == ("recording.wav", "audio/wav")
    assert files["file"].read() == WAV.content


def test_keywords_are_bounded(openai_standin: OpenAIStandIn) -> None:
    many = ["", " two  words\n", *(f"{number:03}" + "x" * 200 for number in range(99))]
    transcriber(openai_standin).transcribe(WAV, "he", many, 5)
    sent = openai_standin.asked[0].multipart()[0].getlist("keywords[]")
    assert len(sent) == 50
    assert sent[0] == "two words"
    assert max(map(len, sent)) == 80


@pytest.mark.parametrize("case", [*STATUSES, *WIRE, *GARBAGE], ids=name)
def test_failures(openai_standin: OpenAIStandIn, case: Case) -> None:
    _, wrong, kind = case
    openai_standin.next(wrong)
    with pytest.raises(kind):
        transcriber(openai_standin).transcribe(WAV, "he", (), 5)
    assert len(openai_standin.asked) == 1


@pytest.mark.parametrize("text", [b"null", b"7", b'["a"]'])
def test_a_text_that_is_none(openai_standin: OpenAIStandIn, text: bytes) -> None:
    openai_standin.next(Answer(200, b'{"text": ' + text + b"}"))
    with pytest.raises(VendorGarbage):
        transcriber(openai_standin).transcribe(WAV, "he", (), 5)


@pytest.mark.parametrize("case", SLOW, ids=name)
def test_nothing_outlasts_its_deadline(openai_standin: OpenAIStandIn, case: Case) -> None:
    openai_standin.next(case[1])
    with pytest.raises(VendorTimeout):
        transcriber(openai_standin).transcribe(WAV, "he", (), SHORT_S)


def test_nobody_there() -> None:
    nobody = OpenAITranscriber("k", f"http://127.0.0.1:{closed_port()}/v1", "gpt-transcribe")
    with pytest.raises(VendorUnavailable):
        nobody.transcribe(WAV, "he", (), 5)
