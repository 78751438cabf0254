"""What drivers say at check-in: which field they speak of, that there is no trailer or that it has no plates, and that
they cannot give something. Hebrew, English and Spanish.
"""

import re
from collections.abc import Callable

from language.intents import read_intents
from language.naming import begins_with_no
from voicebot.agents.form_fields import Without
from voicebot.agents.forms import says_no
from voicebot.agents.types import Heard
from voicebot.scenarios import driver_checkin_lines as lines

_TRACTOR, _TRAILER = r"(?:משאית|טרקטור|ראש)", r"(?:גרור|נגרר|טריילר)"
_PLATES = r"(?:לוחית|לוחיות|רישוי)"
NAMED = {
    "driver_name": r"\bו?השם\b|קוראים לי|\bו?שמי\b|\bname\b|\bnombre\b|me llamo",
    "tractor_number": rf"מספר (?:של )?ה?{_TRACTOR}|(?:tractor|truck)'?s? number|number of the (?:tractor|truck)|número del (?:tractor|camión)",
    "tractor_plates": rf"{_PLATES}.{{0,20}}{_TRACTOR}|(?:tractor|truck)'?s? plates?|placas?.{{0,6}}(?:tractor|camión)",
    "trailer_number": rf"מספר (?:של )?ה?{_TRAILER}|trailer'?s? number|number of the trailer|número del (?:remolque|tráiler)",
    "trailer_plates": rf"{_PLATES}.{{0,20}}{_TRAILER}|trailer'?s? plates?|placas?.{{0,6}}(?:remolque|tráiler)",
    "eta": r"ה?הגעה|מגיע|מגיעה|אגיע|נגיע|להגיע|arriv|\beta\b|llego|llegada",
}
HINTED = {
    "tractor": rf"(?<!\w)[וה]?{_TRACTOR}(?!\w)|\b(?:tractor|truck|camión)\b",
    "trailer": rf"(?<!\w)[וה]?{_TRAILER}(?!\w)|\b(?:trailer|remolque|tráiler)\b",
}
"""Spoken of without saying whether its number or its plates are meant."""
_NO_TRAILER = re.compile(
    r"\b(?:אין(?: לי| לנו| לו| פה)?|בלי|ללא|לא (?:גורר|גוררת|סוחב|סוחבת)|אני לא עם)\s+(?:שום\s+)?(?:ה?גרור|ה?נגרר|טריילר)\b"
    r"|\b(?:without an?|don't have an?|do not have an?|haven't got an?|not pulling an?|there is no|there's no|i have no|no)"
    r"\s+trailer\b(?!'?s?\s+(?:number|plates?|is\b))|\bbobtail"
    r"|\b(?:sin|no (?:tengo|llevo|traigo|hay)(?: ning[uú]n)?)\s+(?:el\s+)?(?:remolque|tr[aá]iler)\b",
    re.IGNORECASE,
)
_NONE_SAID = frozenset({
    "אין", "אין לי", "אין לנו", "אין גרור", "none", "no trailer", "i don't have one", "i have none", "don't have one",
    "there is none", "no tengo", "no llevo", "no hay", "ninguno",
})  # fmt: skip
_NO_PLATES = re.compile(
    rf"\b(?:אין|בלי|ללא)\s(?!לי\b|לנו\b|את\b)(?:לו |שום )*(?:ה?{_PLATES}\s?){{1,2}}(?:ל|ב|על ה|של ה)ה?{_TRAILER}\b"
    rf"|(?:^|\s)(?:ל|ה){_TRAILER} (?:אין|בלי|ללא)(?: לו)?(?: שום)? ?{_PLATES}"
    r"|\b(?:no|without) (?:license )?plates? on the trailer\b|\btrailer has no (?:license )?plates?\b"
    r"|\bremolque (?:no tiene|sin|va sin) placas?\b",
    re.IGNORECASE,
)
_HAS_NO_PLATES = re.compile(
    rf"(?:לא )?(?:הוא |היא |זה )?(?:אין|בלי|ללא)(?: לו| לה| עליו| שם| שום| בכלל| מספר| {_PLATES})*"
    r"|none|(?:it has|there are|there is|it's got) (?:none|no plates?|no license plates?)|no (?:license )?plates?"
    r"|it (?:doesn't|does not) have (?:any|plates?|any plates?|one)|without plates?"
    r"|sin placas?|no tiene(?: placas?)?|no hay(?: placas?)?|ninguna?",
)
"""The whole answer to the question for the trailer's plates; "אין לי" is somebody who has them not at hand."""
_CANNOT_GIVE = re.compile(
    r"\b(?:לא (?:יודע|יודעת|זוכר|זוכרת|בטוח|בטוחה|רואה|מכיר|מכירה|רשום לי|כתוב)|אין (?:לי|לנו|לו|לה|עליו|שם|פה|כאן)\b"
    rf"|(?:אין|בלי|ללא) (?:מספר|{_PLATES})|שכחתי"
    r"|(?:don't|do not|doesn't|does not|can't|cannot) (?:know|remember|have|see|recall)|no idea|not sure|forgot"
    r"|no (?:lo |la |los |las )?(?:s[eé]|recuerdo|tengo|tiene|veo)|no me acuerdo)",
    re.IGNORECASE,
)


def said_in(heard: Heard) -> str:
    return heard.spoken or heard.text


def _plain(heard: Heard) -> str:
    return " ".join(re.sub(r"[^\w\s']", " ", said_in(heard).lower()).split())


def speaks_of(field: str) -> Callable[[Heard], bool]:
    pattern = re.compile(NAMED[field], re.IGNORECASE)
    return lambda heard: bool(pattern.search(said_in(heard)))


def asks_who(heard: Heard) -> bool:
    """Whether it is asked who this is; in Spanish too, also before the call is held in it."""
    return "who_are_you" in heard.intents or asks_who_in_spanish(heard)


def asks_who_in_spanish(heard: Heard) -> bool:
    return "who_are_you" in read_intents(said_in(heard), "es")


def hints_at(vehicle: str) -> Callable[[Heard], bool]:
    pattern = re.compile(HINTED[vehicle], re.IGNORECASE)
    return lambda heard: bool(pattern.search(said_in(heard)))


def cannot_give(heard: Heard) -> bool:
    return bool(_CANNOT_GIVE.search(said_in(heard)))


NO_TRAILER = Without(
    lines.NO_TRAILER,
    lines.CONFIRM_NO_TRAILER,
    lambda heard: bool(_NO_TRAILER.search(said_in(heard))),
    lambda heard: _plain(heard) in _NONE_SAID,
    ("trailer_number", "trailer_plates"),
)
NO_PLATES = Without(
    lines.NO_PLATES,
    lines.CONFIRM_NO_PLATES,
    lambda heard: bool(_NO_PLATES.search(said_in(heard))),
    lambda heard: bool(_HAS_NO_PLATES.fullmatch(_plain(heard))),
    ("trailer_plates",),
)


def denies(heard: Heard) -> bool:
    """A no, also one that only its first words tell: "טעות, דוד כהן" has no intent."""
    return says_no(heard) or begins_with_no(said_in(heard))


HINTS = {name: hints_at(name) for name in HINTED}
