"""A person's name in an answer: what is left of "קוראים לי דני כהן", "my name is Dana", "me llamo Luis"."""

import re
from collections.abc import Sequence
from typing import Final

from language.corrections import corrected
from language.hebrew import normalise, tokens, word_set
from language.intents import read_intents
from language.numerals import is_numeral
from language.questions import is_question
from language.refusals import beyond_refusal, contrasts
from language.words_he import WORDS

_WRONG: Final = (
    r"לא נכון|ממש לא|(?:יש |זו |זאת |זה )?(?:טעות|שגיאה)|אופס|טעיתי|התבלבלתי|לא|that's wrong|that's not right"
    r"|not right|wrong|oops|no es correcto|incorrecto|no"
)
_FIRST: Final = (
    r"כן|אז|ככה|נו|שלום|היי|הלו|טוב|אוקיי?|סליחה|רגע|בעצם|כאילו|נעים (?:מאוד|להכיר)|א?ה+מ*|א?מ+"
    r"|yes|hi|hello|well|u[hm]+|so|sorry|nice to meet you|sí|si|hola|bueno|eh|perdón"
)
_NO: Final = re.compile(rf"^(?:(?:{_FIRST})\b[\s,.!]*)*(?:{_WRONG})\b", re.IGNORECASE)
_BEFORE: Final = re.compile(
    rf"^(?:(?:{_WRONG}|{_FIRST})\b[\s,.!…]*)*"
    r"(?:(?:א?ה+מ*|א?מ+|כאילו|u[hm]+"
    r"|ה?שם שלי(?: הוא| זה)?|ה?שם הוא|שמי(?: הוא)?|קוראים לי|קוראות לי|אני|כאן|זה|זאת|זו|מדבר|מדברת"
    r"|my name(?:'s| is)?|the name is|name is|i'm|i am|im|this is|it's|it is|they call me|call me"
    r"|me llamo|mi nombre es|el nombre es|soy|es|habla)\b[\s,.…]*)*",
    re.IGNORECASE,
)
_INTRODUCES: Final = re.compile(
    r"(?<!איך )(?:\b(?:ו?ה?שם שלי(?: הוא| זה)?|ה?שם הוא(?: בעצם)?|ו?שמי(?: הוא)?|ו?קוראים לי|קוראות לי"
    r"|my name(?:'s| is)|the name is|me llamo|mi nombre es|el nombre es)\b)[\s,:]*",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"[\s,.!…]+(?:ו?נעים (?:מאוד|להכיר)(?: לך)?|בבקשה|תודה(?: רבה)?|מדברת?|ואתה?|ואיך קוראים לך"
    r"|nice to meet you|pleased to meet you|please|and you|mucho gusto)[\s.!?]*$",
    re.IGNORECASE,
)
"""Courtesies behind a name."""
_ENDS: Final = re.compile(r"[,.;!?]|\s(?=ו?אני\b|ו?גרה?\b|i'm\b|i am\b|and\b|from\b|y\b)", re.IGNORECASE)
NO_NAMES: Final = word_set(
    "כן לא בסדר אוקיי אוקי סבבה טוב יופי מה מי למה איפה מתי איך כמה רגע שנייה תודה בבקשה יודע יודעת נכון טעות "
    "שגיאה בשם השם מספר במספר המספר טלפון בטלפון פה כאן "
    "yes no ok okay what who why where when how wait thanks please right wrong "
    "sí si qué que quién cómo dónde espere gracias correcto incorrecto sé recuerdo acuerdo idea "
    # What people say they want, have, do or ask instead.
    "אפשר לדבר להגיד לשאול לדעת לתת למסור לומר להמשיך להתחיל לקבוע לתקן לחזור להתקשר לשמוע רוצה רוצים רציתי צריך צריכה "
    "יש אין בוא בואי בואו נקבע נדבר נמשיך נתחיל תתקשר תתקשרי תתקשרו תחזרו תגיד תגידי תגידו אמרתי אמרת אגיד שאלה "
    "שאלות משנה חשוב קשור מחפש מחפשת מחפשים מעוניין מעוניינת מתעניין מתעניינת יכול יכולה חושב חושבת מדבר מדברת שומע "
    "שומעת הולך הולכת נוסע נוסעת עובד עובדת גר גרה נמצא נמצאת "
    "אולי יותר פחות אחר כך מאוחר אבל בגלל בשביל לכם אתם אתן אתה הזה הזאת הם שלכם שלה שלו בכלל כלום דווקא בעצם ממש מאוד "
    "בקשר לגבי בנוגע בעניין אודות הבעלים בעלים הבעלת בעלת המנהל המנהלת מנהל מנהלת "
    'מנכ"ל המנכ"ל מנכ"לית המנכ"לית owner manager ceo boss regarding about '
    "היום מחר מחרתיים אתמול בבוקר בערב בצהריים הבוקר הערב החודש השבוע השנה בשעה דקות שעה שעות חודש שבוע עד סוף תחילת "
    "i you we they want need have can could would later tomorrow today question speak talk talking say ask maybe don't "
    "not looking interested nothing quiero necesito tengo puedo pregunta mañana después luego importa"
)
# Read in the whole answer these tell that something else is wanted; the others may stand in a no before a name.
_WISHES: Final = frozenset({"later", "optout", "human", "price", "by_mail", "who_are_you", "where_from"})
_NAMESAKES: Final = frozenset({"emergency", "minor"})
"""Read in names too: "מירי" is also a call for help, "בת שבע" an age."""
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
_LETTERS: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’׳״\"-])*")
_INSTEAD: Final = re.compile(r"^.*\b(?:אלא|sino)\b", re.IGNORECASE)
_QUESTION: Final = 3
"""Words of what is no name for being a question."""
_MOST: Final = 4
_MOST_INTRODUCED: Final = 5


def begins_with_no(text: str) -> bool:
    """Whether the words begin with a no to what was said before them: "טעות, דוד כהן", "wrong, it's David"."""
    return bool(_NO.match(normalise(text).strip()))


def said_name(text: str) -> str | None:
    """The name that the words give, else None: what an introduction ("קוראים לי") leads to, or an answer of at most
    four words that is nothing else: no question, wish, time, or what somebody does.

    Of "לא יוסי אלא דוד" and "לא יוסי, דוד" it is the one that is right.
    """
    right = _right_one(_BEHIND.sub("", _INSTEAD.sub("", beyond_refusal(normalise(text)))).strip())
    introduced = introduced_name(right) or _corrected_name(right)
    if introduced or is_question(right, _QUESTION) or not _WISHES.isdisjoint(read_intents(right, "he")):
        return introduced
    return _name(_BEFORE.sub("", right), _MOST)


def _right_one(said: str) -> str:
    """What is meant instead, where one name is refused for another."""
    pairs = ((_BEFORE.sub("", refused), meant) for refused, meant in contrasts(said))
    meant = (right for refused, right in pairs if _name(refused, _MOST) and _name(_BEFORE.sub("", right), _MOST))
    return next(meant, said)


def introduced_name(text: str) -> str | None:
    """The name behind an introduction, wherever it stands: "כן, קוראים לי רונית לוי, אני מחיפה".

    Of "קוראים לי דוד, בעצם דוד מזרחי" it is the one that corrects it.
    """
    correction = corrected(text)
    if correction is None or not _INTRODUCES.search(normalise(text)):
        return _introduced(text)
    again = introduced_name(correction.instead) or _first_of(correction.instead)
    return again if again and introduced_name(correction.before) else _introduced(text)


def _corrected_name(text: str) -> str | None:
    """The name that corrects another one, both of them without an introduction: "דוד, סליחה, דניאל"."""
    correction = corrected(text)
    if correction is None or (correction.before and said_name(correction.before) is None):
        return None
    return _first_of(correction.instead) if correction.before else said_name(correction.instead)


def _first_of(said: str) -> str | None:
    """The name that these words begin with, up to where something else is told."""
    return None if is_question(said, _QUESTION) else _name(_ENDS.split(f" {said}", maxsplit=1)[0], _MOST_INTRODUCED)


def _introduced(text: str) -> str | None:
    leads = _INTRODUCES.search(normalise(text))
    if leads is None:
        return None
    rest = _ENDS.split(_BEFORE.sub("", _right_one(normalise(text)[leads.end() :])), maxsplit=1)[0]
    return _name(rest.removeprefix("בעצם "), _MOST_INTRODUCED)


def _name(said: str, most: int) -> str | None:
    """These words where they may be a name: letters only, and none of them says anything else."""
    rest = said.strip(" .,!?")
    words = [word.strip(",.") for word in rest.split()]
    if not 0 < len(words) <= most or not all(map(_LETTERS.fullmatch, words)):
        return None
    if not NO_NAMES.isdisjoint(tokens(rest.lower())) or _is_no_name([word.lower() for word in words]):
        return None
    return None if set(read_intents(rest, "he")) - _NAMESAKES else " ".join(words)


def _is_no_name(words: Sequence[str]) -> bool:
    """Whether they tell what somebody does, or are numbers; one number may be a name, or a part of one ("שני לוי")."""
    numbers = sum(map(is_numeral, words))
    return words[0] in _DOING or numbers > 1 or (numbers == len(words) and words != ["שני"])
