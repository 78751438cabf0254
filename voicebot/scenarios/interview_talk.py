"""What candidates say to a question that is no answer to it: a mere yes, a thought, a question back.

Read by form alone, in short utterances; whatever could be an answer is one.
"""

import re
from typing import Final

from language.hebrew import normalise, tokens, word_set
from voicebot.agents.types import Heard

_YES: Final = word_set(
    "כן בטח ברור בוודאי בודאי כמובן אוקיי אוקי סבבה בשמחה יאללה בכיף אשמח yes yeah yep sure certainly okay ok gladly"
)
_BESIDE_YES: Final = word_set(
    "בסדר טוב גמור אין בעיה למה לא אפשר אני יכול יכולה לספר לענות רוצה שאלה מעניינת טובה תודה אז course of absolutely i can problem no"
    " good question thanks well"
)
"""With nothing but these beside it a yes is still no more than that."""
_MOST_YES: Final = 5
_THINKS: Final = re.compile(
    r"(?:(?:רק|טוב|אוקיי|אה+|אמ+|כן|שאלה טובה|שאלה מעניינת|סליחה)\W+)*"
    r"(?:רגע|שנייה|שניה|דקה|(?:תני|תן|תנו) לי (?:רק )?(?:רגע|שנייה|שניה|דקה|לחשוב)|(?:אני )?(?:רק )?חושבת?|(?:אני )?צריכה? (?:רגע )?לחשוב"
    r"|let me (?:just )?think|(?:just )?(?:a|one) (?:moment|second|sec|minute)|i'm thinking|hold on|hmm+)"
    r"(?:\W+(?:רגע|שנייה|שניה|אחד|אחת|על זה|לחשוב|אני חושבת?|בבקשה|אני|חושבת?|please|about it|let me think|i'm thinking))*\W*",
    re.IGNORECASE,
)
_TIME: Final = re.compile(
    r"\b(?:ו?כמה (?:זמן|דקות|שאלות)(?: עוד)? (?:נשאר|נשארו|נותר|נותרו|יש (?:לי|לנו|עוד)|יהיו|זה|ה?ריאיון)|(?:ו?עוד )כמה (?:זמן|דקות|שאלות)"
    r"|כמה שאלות (?:יש|נשאר)|מתי (?:זה|אנחנו|הריאיון)? ?(?:נגמר|מסיימים|נסיים)"
    r"|how (?:much time|much longer|many (?:more )?questions|long (?:is|will|does|do we))|when (?:do we|are we) (?:finish|done))",
    re.IGNORECASE,
)
_ASKS_TO_ASK: Final = re.compile(
    r"\b(?:אפשר|אני יכולה?|יש לי|רציתי|רוצה|אני רוצה) (?:רגע )?(?:לשאול|שאלה)\b|\b(?:can|may|could) i ask\b|\bi have a question\b",
    re.IGNORECASE,
)
_EXPLAIN: Final = re.compile(
    r"\bתסביר[יו]?\b|\b(?:אפשר|תוכלי?|את יכולה|אתה יכול) (?:להסביר|לנסח|לחדד)\b"
    r"|\b(?:can|could) you (?:explain|rephrase|clarify|be more specific)\b|^(?:please )?(?:explain|rephrase|clarify)\b",
    re.IGNORECASE,
)
_OPENS: Final = re.compile(
    r"(?:(?:אז|ו|רגע|סליחה|אבל)\W+)*(?:האם|מתי|איפה|למה|מה|על מה|באיזה|באיזו|לגבי מה|באיזה מובן|where|when|why|what|which|do|does|is|are)\b"
    r"(?!\s+(?:ש|פתאום|לא\b|שלא|i\b|we\b|really))",
    re.IGNORECASE,
)
_FEW: Final = 5


def assents(heard: Heard) -> bool:
    """Whether the words agree to answer, and answer nothing: "כן, בטח"."""
    words = [each.lower() for each in tokens(_said(heard))]
    yes = [each for each in words if each in _YES or each == "absolutely"]
    return 0 < len(words) <= _MOST_YES and bool(yes) and all(each in _YES | _BESIDE_YES for each in words)


def thinks(heard: Heard) -> bool:
    """Whether somebody asks for a moment: "רגע, אני חושבת"."""
    return bool(_THINKS.fullmatch(_said(heard)))


def asks_time(heard: Heard) -> bool:
    """Whether it is asked how long the interview still takes, or how many questions are left."""
    return bool(_TIME.search(_said(heard)))


def asks_back(heard: Heard) -> bool:
    """Whether a question is asked back. Without its mark only what opens as one, in a few words, is taken for it:
    "כמה שנים" and "מה שעשיתי" are answers.
    """
    said = _said(heard)
    if (heard.spoken or heard.text).rstrip().endswith("?") or _ASKS_TO_ASK.search(said) or _EXPLAIN.search(said):
        return True
    return len(said.split()) <= _FEW and not re.search(r"[,.!?]\s*\S", said) and bool(_OPENS.match(said))


def _said(heard: Heard) -> str:
    return normalise(heard.spoken or heard.text).strip()
