"""A person's name or a place in an answer: what is left of "קוראים לי דני כהן", "my name is Dana", "me llamo Luis"."""

import re
from collections.abc import Sequence
from typing import Final

from language.hebrew import normalise, tokens, word_set
from language.numerals import is_numeral
from language.words_he import WORDS

_WRONG: Final = (
    r"לא נכון|ממש לא|(?:יש |זו |זאת |זה )?(?:טעות|שגיאה)|לא|that's wrong|that's not right|not right|wrong"
    r"|no es correcto|incorrecto|no"
)
_FIRST: Final = (
    r"כן|אז|נו|שלום|היי|הלו|טוב|סליחה|רגע|אה|אמ+|yes|hi|hello|well|um|uh|so|sorry|sí|si|hola|bueno|eh|perdón"
)
_NO: Final = re.compile(rf"^(?:(?:{_FIRST})\b[\s,.!]*)*(?:{_WRONG})\b", re.IGNORECASE)
_BEFORE: Final = re.compile(
    rf"^(?:(?:{_WRONG}|{_FIRST})\b[\s,.!]*)*"
    r"(?:(?:ה?שם שלי(?: הוא| זה)?|ה?שם הוא|שמי(?: הוא)?|קוראים לי|קוראות לי|אני|כאן|זה|מדבר|מדברת"
    r"|my name(?:'s| is)?|the name is|name is|i'm|i am|im|this is|it's|it is|they call me|call me"
    r"|me llamo|mi nombre es|el nombre es|soy|es|habla)\b[\s,]*)*",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"^(?:(?:אני|אנחנו|נמצא|נמצאת|גר|גרה|גרים|מאזור|באזור|אזור|מהאזור של"
    r"|i'm|i am|we're|we are|i live|based|located|from|in)\b[\s,]*)+",
    re.IGNORECASE,
)
_NO_NAMES: Final = word_set(
    "כן לא בסדר אוקיי אוקי סבבה טוב יופי מה מי למה איפה מתי איך כמה רגע שנייה תודה בבקשה יודע יודעת נכון טעות "
    "שגיאה בשם השם yes no ok okay what who why where when how wait thanks please right wrong "
    "sí si qué que quién cómo dónde espere gracias correcto incorrecto"
)
# What may stand after "אני" and is no name: "אני בדרך", "אני כבר מגיע", "I'm driving", "estoy en camino".
_DOING: Final = (
    frozenset(f"{WORDS['busy']} {WORDS['away']} {WORDS['unheard']}".split())
    | {f"ב{place}" for place in WORDS["busy_place"].split()}
    | word_set(
        "בטוח בטוחה מגיע מגיעה מחכה ממתין ממתינה פה עדיין כבר עכשיו "
        "driving busy on coming here almost already still sure sorry late estoy manejando conduciendo ocupado ocupada "
        "en ya llegando"
    )
)
_LETTERS: Final = re.compile(r"[^\W\d_][^\W\d_'’׳״\"-]*")
_INSTEAD: Final = re.compile(r"^.*\b(?:אלא|sino)\b", re.IGNORECASE)
_MOST: Final = 5


def begins_with_no(text: str) -> bool:
    """Whether the words begin with a no to what was said before them: "טעות, דוד כהן", "wrong, it's David"."""
    return bool(_NO.match(normalise(text).strip()))


def said_name(text: str) -> str | None:
    """The name that the words give, else None: up to five words of letters, and none that answers anything else.

    Of "לא יוסי אלא דוד" it is the one that is right.
    """
    rest = _BEFORE.sub("", _INSTEAD.sub("", normalise(text).strip()).strip()).strip(" .,!?")
    words = rest.split()
    if not 0 < len(words) <= _MOST or any(not _LETTERS.fullmatch(word.strip(",.")) for word in words):
        return None
    if not _NO_NAMES.isdisjoint(tokens(rest.lower())):
        return None
    if _is_no_name([word.strip(",.").lower() for word in words]):
        return None
    return " ".join(word.strip(",.") for word in words)


def _is_no_name(words: Sequence[str]) -> bool:
    """Whether they tell what somebody does, or are numbers; one number may be a name, or a part of one ("שני לוי")."""
    numbers = sum(map(is_numeral, words))
    return words[0] in _DOING or numbers > 1 or (numbers == len(words) and words != ["שני"])


def said_place(text: str) -> str | None:
    """The place that the words give, without what only leads to it; None when nothing is left."""
    rest = _PLACE.sub("", normalise(text).strip()).strip(" .,!?")
    return rest[:80] if re.search(r"[^\W\d_]{2}", rest) else None
