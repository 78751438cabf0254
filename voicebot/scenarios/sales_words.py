"""Whole utterances and single words that mean something only where they are said in the sales conversation."""

import re

from voicebot.agents.types import Heard

HANDED_OVER = frozenset({
    "מעביר", "מעבירה", "נותן", "נותנת", "הנה", "קח", "קחי", "קחו", "דבר", "דברי", "דברו", "תדבר", "תדברי", "תדברו",
    "here", "passing", "pass", "handing", "giving",
})  # fmt: skip
"""With one of these the phone goes to somebody who is there; else whoever we call is not."""
ALONE = frozenset({
    "אני לבד", "לא אני לבד", "רק אני", "לא רק אני", "אני לבד בעסק", "לא אני לבד בעסק", "אני עובד לבד", "לא אני עובד לבד",
    "אני עובדת לבד", "לא אני עובדת לבד", "just me", "no just me", "i'm alone", "no i'm alone",
})  # fmt: skip
"""Said to "is there a team?", these are the answer, and no cry for help."""
ENOUGH = frozenset({
    "תודה", "תודה רבה", "בסדר", "בסדר תודה", "בסדר גמור", "בסדר גמור תודה", "סבבה", "סבבה תודה", "אוקיי",
    "אוקיי תודה", "אוקי", "אוקי תודה", "מצוין", "מצוין תודה", "מעולה", "מעולה תודה", "תודה לך", "זהו", "הכול בסדר",
    "הכל בסדר", "זה הכול", "זה הכל", "טוב תודה", "יופי", "יופי תודה",
    "thanks", "thank you", "thank you very much", "ok", "okay", "ok thanks", "okay thank you", "great", "great thanks",
    "that's all", "that's it", "all good", "perfect",
})  # fmt: skip
"""Said to "is there anything else?", these mean no."""

GO_ON = frozenset({
    "תשאלי", "תשאל", "תשאלו", "תשאלי תשאלי", "שאלי", "שאל", "בבקשה", "בקצרה", "רק מהר", "מהר", "דקה", "יש דקה", "רק דקה",
    "שתי דקות", "כן אבל קצר", "כן אבל בקצרה", "כן אבל מהר", "אבל קצר", "קצר", "נו", "נו תשאלי", "נו תשאל",
    "please", "ask", "ask away", "quickly", "briefly", "be quick", "one minute", "a minute", "i'm listening", "listening",
})  # fmt: skip
"""Said to the question for permission, these mean yes, also behind a word that only opens ("טוב, בקצרה")."""
_OPENING = re.compile(r"^(?:(?:טוב|אוקיי?|בסדר|כן|אז|אבל|רק|סבבה|יאללה|ok|okay|yes|well|fine|but|just)\W+)+")


def may_go_on(heard: Heard) -> bool:
    """Whether the words let us go on, and no more."""
    said = " ".join(re.sub(r"[^\w\s'\"]", " ", (heard.spoken or heard.text).lower()).split())
    return said in GO_ON or _OPENING.sub("", said) in GO_ON
