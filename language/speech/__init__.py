"""The last step before the voice: every line as it is said, without a digit."""

from language.lexicon import Mark
from language.speech.english import spoken_english
from language.speech.hebrew import spoken_hebrew, spoken_parts

__all__ = ["Mark", "spoken_english", "spoken_hebrew", "spoken_parts"]
