"""Fixed lines for callers who speak another language: written by hand, one a language, never translated.

A line says that a person who speaks the language will call back: with it goes a task for the team.
"""

from collections.abc import Mapping
from typing import Final

from language.script import OtherLanguage

CALL_BACK: Final[Mapping[OtherLanguage, str]] = {
    "ru": "Здравствуйте! Вам перезвонит сотрудник, который говорит по-русски. Спасибо и до свидания.",
    "ar": "مرحبًا، سيتصل بكم موظف يتكلم العربية. شكرًا لكم ومع السلامة.",
    "en": "Hello. Someone who speaks English will call you back. Thank you, and goodbye.",
    "es": "Hola. Le devolverá la llamada una persona que habla español. Gracias y adiós.",
}
# BCP 47 tags for a voice that can read the line aloud.
LOCALES: Final[Mapping[OtherLanguage, str]] = {"ru": "ru-RU", "ar": "ar", "en": "en-US", "es": "es-US"}
