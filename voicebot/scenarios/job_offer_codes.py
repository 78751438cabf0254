"""Words about what is asked for: that it is put off, that there is no code, or that somebody else has it."""

import re
from typing import Final

from language.hebrew import remove_bidi
from voicebot.agents.types import Heard
from voicebot.scenarios.job_offer_introductions import is_no_answer, only_code

NO_CODE = frozenset({"אין", "שכחתי", "זוכר", "זוכרת", "קיבלתי", "יודע", "יודעת", "forgot", "don't", "none", "remember"})
"""With one of these no code follows."""
_WHO: Final = r"(?:manager|boss|colleague|assistant|secretary|team|office|somebody else|someone else|he|she|they)"
_ELSEWHERE: Final = re.compile(
    r"\bאצל(?:ו|ה|ם|ן)?\b"
    r"|\bלא (?:נמצא(?:ת)? )?(?:אצלי|אצלנו|איתי|לידי|עליי|בידיי?)\b"
    r"|\b(?:נשאר|נשארה|השארתי|שמור|שמורה) (?:אותו |אותה )?(?:ב(?:משרד|עבודה|בית)|אצל)"
    r"|\b(?:רק )?ל(?:ה?מנהלת?|ה?בוס(?:ית)?|מישהו|מישהי|ה?קולג\w*|ה?עמית\w*|ה?מזכירה)(?: \S+)? יש\b"
    r"|\bיש (?:אותו |אותה |את הקוד )?(?:רק )?ל(?:ו|ה|הם|הן|מנהלת?|בוס(?:ית)?|מישהו|מישהי|מזכירה)\b"
    rf"|\b(?:with|at) (?:my|our|the) {_WHO}\b|\b{_WHO} (?:has|have|knows?|keeps?) (?:it|the code)\b"
    r"|\bnot (?:with|on) me\b|\b(?:left it|is) (?:at|in) the office\b",
    re.IGNORECASE,
)


def is_elsewhere(heard: Heard) -> bool:
    """Whether the code is with somebody else, or out of reach: "הקוד אצל המנהל", "it's not with me"."""
    return bool(_ELSEWHERE.search(remove_bidi(heard.spoken or heard.text)))


def says_code(heard: Heard) -> bool:
    """Whether a code is said and nothing else."""
    return only_code(heard.spoken or heard.text)


def puts_away(heard: Heard) -> bool:
    """Whether the words only put the answer off, or away."""
    return is_no_answer(heard.spoken or heard.text)
