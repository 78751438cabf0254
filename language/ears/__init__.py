"""What is settled before and after transcription: is there sound, is it speech, and was the text ever said?"""

from language.ears.detector import Sound, Verdict, Why, detect_speech, judge
from language.ears.energy import Audio, inspect_recording
from language.ears.hints import is_prompt_echo
from language.ears.invented import is_hallucination

__all__ = [
    "Audio",
    "Sound",
    "Verdict",
    "Why",
    "detect_speech",
    "inspect_recording",
    "is_hallucination",
    "is_prompt_echo",
    "judge",
]
