"""WAV files: samples as numbers, in every encoding."""

import struct
from array import array
from collections.abc import Sequence

import pytest

from language.types import NotAudio
from language.wav import read_wav
from tests.language.ears.sounds import MULAW, PCM, wav
from tests.rows import each_row

SAMPLES = (0, 1, -1, 1000, -1000, 32767, -32768)


def pcm(samples: Sequence[int], channels: int = 1, rate: int = 8000) -> bytes:
    head = wav([], rate=rate, channels=channels)
    return head[:-4] + struct.pack("<I", 2 * len(samples)) + struct.pack(f"<{len(samples)}h", *samples)


@each_row(("start", "stop", "step"), [(0, 7, 1), (2, 5, 1), (0, 7, 3), (1, 99, 2), (7, 9, 1), (0, 0, 1)])
def test_frames_of_16_bits(start: int, stop: int, step: int) -> None:
    assert read_wav(pcm(SAMPLES)).mono(start, stop, step) == array("h", SAMPLES[start:stop:step])


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ((MULAW, 8), {0xFF: 0, 0x7F: 0, 0x80: 32124, 0x00: -32124, 0xF0: 120, 0x70: -120, 0xAF: 4092}),
        ((PCM, 8), {128: 0, 255: 127 * 256, 0: -32768, 129: 256}),
    ],
    ids=["mulaw", "pcm8"],
)
def test_frames_of_8_bits(kind: tuple[int, int], codes: dict[int, int]) -> None:
    """G.711's own values."""
    head = wav([], kind)
    content = head[:-4] + struct.pack("<I", len(codes)) + bytes(codes)
    assert list(read_wav(content).mono(0, 99)) == list(codes.values())


def test_channels_are_averaged() -> None:
    content = pcm((100, 300, -32768, -32768, 32767, 32767, 0, 1), channels=2)
    read = read_wav(content)
    assert read.frames == 4
    assert list(read.mono(0, 4)) == [200, -32768, 32767, 0]
    assert list(read.mono(1, 4, 2)) == [-32768, 0]


@pytest.mark.parametrize("rate", [1000, 8000, 192_000])
def test_rates(rate: int) -> None:
    assert read_wav(pcm([0] * 500, rate=rate)).duration_s == 500 / rate


@pytest.mark.parametrize("rate", [0, 1, 999, 192_001, 0xFFFFFFFF])
def test_rates_of_no_recording(rate: int) -> None:
    broken = bytearray(pcm([0] * 500))
    struct.pack_into("<I", broken, 24, rate)
    with pytest.raises(NotAudio):
        read_wav(bytes(broken))
