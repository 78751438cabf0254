"""Which language a caller speaks who is not speaking Hebrew: by the script of the words, or as they ask for it."""

from collections.abc import Mapping
from typing import Final, Literal

from language.hebrew import Script, script, tokens, word_set
from language.intents import read_intents
from language.patterns import Token

OtherLanguage = Literal["ru", "ar", "en", "es"]

_BY_SCRIPT: Final[Mapping[Script, OtherLanguage]] = {"cyrillic": "ru", "arabic": "ar"}
# Words that say so in Hebrew letters or in English: the language's name, or the language itself as it is heard.
_NAMES: Final[Mapping[OtherLanguage, frozenset[str]]] = {
    "ru": word_set(
        "רוסית רוסי רוסקי רוסקים רוסקם פורוסקי פארוסקי גובוריו גבריו גוואריו גווריו גברו פונימאיו פנימאיו פונימיו "
        "איבריט איברית זוואניטה זבוניטה russian"
    ),
    "ar": word_set("ערבית ערבי עראבי עבראני עיבראני בלערבי בחכי בתחכי אחכי תחכי בערף בפהם פאהם arabic"),
    "es": word_set("ספרדית אספניול אספנול español espanol castellano spanish"),
    "en": word_set("אנגלית אינגליש אינגלש ספיק דונט אנדרסטנד english"),
}
# Words that only Spanish has: with one of them, and Latin letters, it is Spanish.
_SPANISH: Final = word_set(
    "hola buenos buenas días tardes soy llamo gracias quiero hablo habla usted señor señora sí por favor aquí camión "
    "chofer tengo estoy está para"
)
# Without one of these, Latin letters are a name, a brand or some other language, for which there is no line.
_ENGLISH: Final = word_set(
    "i im me my you your we he she it its is are am do does dont did can cant could will would have has not no yes "
    "the a an to of in on for with this that what who where when how why please thanks thank hello sorry call stop "
    "speak english talk want need there here remove wrong number ok bye"
)
_SAMPLE: Final = 2_000


def script_of(text: str) -> Script:
    """The script most letters are written in; "none" without a letter."""
    return script(text)


def other_language_of(text: str) -> OtherLanguage | None:
    """The language to answer in with a fixed line; None for Hebrew, and for a language there is no line in.

    In Hebrew letters only an "other_language" counts, with the language named in it or heard in it:
    "אפשר ברוסית" is Russian, "אני מדבר עברית ואנגלית" is Hebrew. Reads the first 2,000 characters.
    """
    written = script_of(text)
    if written in _BY_SCRIPT:
        return _BY_SCRIPT[written]
    said = [Token.of(word) for word in tokens(text[:_SAMPLE])]
    if written == "latin":
        if any(token.text.lower() in _SPANISH for token in said):
            return "es"
        return _named(said, fallback="en" if any(token.text in _ENGLISH for token in said) else None)
    if written == "hebrew" and "other_language" in read_intents(text, "he"):
        return _named(said, fallback=None)
    return None


def _named(said: list[Token], fallback: OtherLanguage | None) -> OtherLanguage | None:
    """The first language whose name is said; English last, which others are asked in."""
    for language, names in _NAMES.items():
        if any(not names.isdisjoint(token.bare) for token in said):
            return language
    return fallback
