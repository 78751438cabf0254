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
_MOMENT: Final = r"(?:רגע|שנייה|שניה|דקה|כמה שניות|כמה רגעים|(?:רגע|דקה|שנייה|שניה) (?:אחת|אחד)|רגע קט)"
_TO_THINK: Final = "(?:לחשוב|להתארגן|להתכונן|להיזכר)"
_THINKING: Final = (
    rf"{_MOMENT}|(?:תני|תן|תנו) לי (?:רק )?(?:{_MOMENT} )?(?:{_TO_THINK}|{_MOMENT})|(?:אני )?(?:רק )?חושבת?"
    rf"|(?:אני )?(?:צרי(?:ך|כה)|רוצה|חייבת?) (?:רק )?(?:{_MOMENT} )?(?:{_TO_THINK}|{_MOMENT})|(?:אפשר|אוכל) (?:רק )?(?:{_MOMENT} )?(?:{_TO_THINK}|{_MOMENT})"
    rf"|(?:רק )?עוד {_MOMENT}"
    r"|(?:ל|א|נ)חשוב(?= (?:רגע|שנייה|שניה|דקה))|חכי|חכה|תחכי|תחכה"
    r"|(?:please )?(?:let|give) me (?:just )?(?:think|(?:a|one) (?:moment|second|sec|minute)(?: to think)?)"
    r"|(?:just )?(?:a|one) (?:moment|second|sec|minute)|i(?:'m| am) thinking|i need (?:a|one) (?:moment|second|minute)"
    r"|hold on|wait|hmm+"
)
_THINKS: Final = re.compile(
    rf"(?:(?:רק|טוב|אוקיי|אה+|אמ+|כן|אז|שאלה טובה|שאלה מעניינת|סליחה)\W+)*(?:{_THINKING})"
    rf"(?:\W+(?:{_THINKING}|רגע|שנייה|שניה|אחד|אחת|על זה|{_TO_THINK}|בבקשה|אני|please|about it))*\W*",
    re.IGNORECASE,
)
_HESITATING: Final = (
    r"(?:(?:טוב|אוקיי|אה+|אמ+|כן|אז|לא|רגע|סליחה|האמת|בבקשה|פשוט|תשמעי?|ok|okay|well|no|sorry|um+|uh+|please)\W+)*"
)
_THIS_ONE: Final = (
    r"(?:\W+(?:(?:על |את |ל)?(?:ה?זה|ה?זאת|ה?זו|כך)|(?:על |את )?(?:ה?שאלה)(?: ה?(?:זאת|זו|הזאת|הזו))?|לשאלה(?: ה?(?:זאת|זו))?|כרגע|עכשיו"
    r"|הפעם|בבקשה|תודה|this|that|it|this one|that one|(?:this|that|the) question|to (?:this|that|it)|on that|please|thanks?))*\W*"
)
_SKIPS: Final = re.compile(
    rf"{_HESITATING}(?:"
    r"(?:(?:אפשר|אני (?:רוצה|מעדי(?:ף|פה))|רוצה|עדיף|בואי?|בואו|אולי)\W+)*"
    r"(?:ל?דלגי?|נדלג|תדלגי?|מדלגת?|(?:לעבור|נעבור|תעברי?|עברי?|להמשיך|נמשיך|תמשיכי?)"
    r" (?:הלאה|לשאלה (?:הבאה|אחרת)|ל?שאלה הבאה|לבאה))(?: (?:לשאלה הבאה|הלאה))?"
    r"|(?:לשאלה|ה?שאלה) הבאה|הבאה|שאלה אחרת"
    r"|(?:אני )?(?:לא (?:רוצה|אוכל|יכולה?|מוכ(?:ן|נה)|מעוניי(?:ן|נת)|בא לי)|מעדי(?:ף|פה) (?:ש)?(?:לא|שלא)|עדיף (?:ש)?(?:לא|שלא)|אין לי (?:מה|איך))"
    r" (?:לענות|להגיב|להשיב|להתייחס|לשתף|לומר|להגיד|לפרט)|(?:אני )?מעדי(?:ף|פה) (?:ש)?לא|(?:אני )?לא (?:אענה|עונה)"
    r"|(?:אני )?(?:לא יודעת?|אין לי מושג)(?: מה (?:לענות|להגיד|לומר))?|אין לי תשובה|בלי תשובה"
    r"|(?:can we |could we |let's |i'd like to |i want to )?(?:skip|pass|move on|go on|go to the next (?:one|question))(?: (?:on|to the next (?:one|question)))?"
    r"|(?:the )?next(?: (?:one|question))?|i(?:'d| would) (?:rather|prefer) not(?: to)?(?: (?:answer|say|talk about))?"
    r"|i (?:don't|do not) (?:want|wish|like) to (?:answer|say|talk about)|i won't answer|no comment|i (?:don't|do not) know|no idea"
    rf"){_THIS_ONE}",
    re.IGNORECASE,
)
_PRESENT: Final = re.compile(
    r"(?:(?:כן|הלו|רגע|סליחה|אה+|yes|hello|sorry)\W+)*"
    r"(?:(?:אני|אנחנו)? ?(?:עדיין |עוד |כאילו )*(?:כאן|פה|איתך|איתכם|מחוברת?|על הקו|שומעת?)(?: אותך| אותכם| אתכם)?(?: (?:טוב|מצוין|עדיין))?"
    r"|שומעים(?: (?:אותי|אותך|אתכם))?(?: (?:טוב|מצוין))?|הלו|את(?:ה)? (?:שם|שומעת? אותי|איתי)|רק חשבתי"
    r"|(?:i'm|i am|we're) (?:still )?(?:here|there|with you|on the line)|still here|i (?:can )?hear you|can you hear me|are you (?:there|still there)|hello)"
    r"\W*",
    re.IGNORECASE,
)
"""To "are you still there?", and nothing to a question of an interview."""
_BEGINS: Final = re.compile(
    r"(?:(?:כן|אז|נו|טוב|אוקיי|יאללה|קדימה|בבקשה|אפשר|אני מוכ(?:ן|נה)|בואי?|בואו|כבר|yes|ok|okay|well|come on|so)\W+)*"
    r"(?:נתחיל|להתחיל|תתחילי?|מתחילים|נתקדם|let's (?:get )?(?:start|started|begin|go)|we can (?:start|begin)|start|begin)"
    r"(?:\W+(?:כבר|עכשיו|בבקשה|אז|יאללה|קדימה|בריאיון|בראיון|את הריאיון|את הראיון|עם הריאיון|עם זה|now|already|please|the interview))*\W*",
    re.IGNORECASE,
)
_LONG: Final = re.compile(
    r"\b(?:ב?עוד|תוך|בתוך|אחרי|כעבור|in|within) (?:\S+ ){0,3}?(?:שנה|שנים|שנתיים|שנתים|עשור|חודש|חודשים|חודשיים|שבוע|שבועות|שבועיים|ימים|יומיים"
    r"|years?|months?|weeks?|days)\b",
    re.IGNORECASE,
)
_OF_THE_CALL: Final = re.compile(
    r"\b(?:נמשיך|להמשיך|נדבר|לדבר|תתקשר\w*|להתקשר|תחזר\w*|תחזור\w*|לחזור|נחזור|נקבע|לקבוע|לדחות|נדחה|ה?ריאיון|ה?ראיון|ה?שיחה"
    r"|continue|call|talk|resume|reschedule|interview)\b",
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
    return asks_for_time(_said(heard))


def asks_for_time(said: str) -> bool:
    """The same of the bare words."""
    return bool(_THINKS.fullmatch(normalise(said).strip()))


def skips(heard: Heard) -> bool:
    """Whether there will be no answer, or the next question is wanted: "דלג", "אני מעדיף לא לענות", "לא יודעת";
    also in several clauses ("אין לי מושג, דלג").
    """
    said = _said(heard)
    clauses = [each.strip() for each in re.split(r"[,.;!]+", said) if each.strip()]
    return bool(_SKIPS.fullmatch(said) or (clauses and all(_SKIPS.fullmatch(each) for each in clauses)))


def is_present(heard: Heard) -> bool:
    """Whether it only tells that somebody is there, or asks whether we are: "כן, אני כאן", "שומעים?"."""
    return bool(_PRESENT.fullmatch(_said(heard)))


def begins(heard: Heard) -> bool:
    """Whether the interview is to begin: "בוא נתחיל כבר"."""
    return bool(_BEGINS.fullmatch(_said(heard)))


def puts_off(heard: Heard) -> bool:
    """Whether "later" means the interview: "עוד כמה שנים" is an answer, "נדבר עוד שבוע" is not."""
    said = _said(heard)
    return not _LONG.search(said) or bool(_OF_THE_CALL.search(said))


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
