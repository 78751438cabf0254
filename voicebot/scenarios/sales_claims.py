"""What the sales agent may say only after a tool has done it: patterns over one clause, in small letters.

Models write English; a sentence that comes in Hebrew after all is spoken as it is, so the usual Hebrew forms
are held to the same rule.
"""

from voicebot.agents.types import Claim
from voicebot.scenarios import sales_lines as lines

_ADVERBS = r"(?:(?:now|just|already|all|also|successfully|officially|gone ahead|gladly) )*"
_WE_DID = rf"\b(?:i|we)(?:'ve| have)? {_ADVERBS}"
_WE_WILL = rf"\b(?:i|we)(?:'ll| will|'m going to| am going to|'re going to| are going to|'m| am|'re| are) {_ADVERBS}"
_IS = rf"(?:'s|'re| is| are| was| were| has been| have been) {_ADVERBS}"
_MAIL = r"(?:email|e-mail|mail|invitation|invite|confirmation|message|sms|text|link|reminder)"

BOOKED = "|".join((
    _WE_DID + r"(?:booked|scheduled|reserved|set up|confirmed|arranged|put you down|added (?:it|you|that|the meeting))\b",
    r"\b(?:managed|was able|were able) to (?:book|schedule|reserve|arrange)\b",
    rf"\b(?:you|we|it|that|this|everything|meeting|appointment|booking|slot|call){_IS}"
    r"(?:booked|scheduled|reserved|set up|confirmed|arranged|complete|set (?:for|on)|(?:in|on) (?:the|our|your) calendar)\b",
    rf"\b(?:you|we){_IS}set\b",
    r"^\s*(?:booked|scheduled|reserved|confirmed)\b",
    r"\bbooked for you\b",
    r"\byour (?:meeting|appointment) is (?:on|at|for|today|tomorrow)\b",
    r"\bsee you (?:on|at|then|today|tomorrow)\b",
    r"\b(?:קבעתי|קבענו|נקבעה?|נקבעו|שריינתי|שריינו|סגרתי|סגרנו|נתראה)\b",
))  # fmt: skip
SENT = "|".join((
    _WE_DID + r"(?:sent|emailed|e-mailed|mailed|texted)\b",
    _WE_WILL + r"(?:send|sending|email|emailing|e-mail|mail|text|texting)\b",
    rf"\b(?:{_MAIL}|details|it){_IS}(?:sent|emailed|e-mailed|on its way|on the way)\b",
    rf"\byou(?:'ll| will) {_ADVERBS}(?:soon |shortly )?(?:receive|get) (?:an?|the|our|your) (?:\w+ )?{_MAIL}\b",
    r"\b(?:שלחתי|שלחנו|אשלח|נשלח|נשלחה|נשלחו|אני שולחת)\b",
    r"\bתקבלי?ו? (?:מייל|הודעה|זימון|אישור|מסרון|קישור)\b",
))  # fmt: skip
REMOVED = "|".join((
    _WE_DID + r"(?:removed|deleted|unsubscribed|(?:taken|took) (?:you|your number|it|that) off)\b",
    rf"\b(?:you|number|name|it|that){_IS}(?:removed|deleted|unsubscribed|taken off|off (?:the|our) list)\b",
    r"\b(?:won't|will not|will never) (?:ever )?(?:be called|be contacted|call|contact you|hear from us|bother you)\b",
    r"\b(?:הסרתי|הסרנו|הוסר|הוסרה|הוסרת|הוסרתם|מחקתי|מחקנו|הורדתי|הורדנו)\b",
    r"\bלא (?:נתקשר|אתקשר|יתקשרו)\b",
))  # fmt: skip

CLAIMS = (
    Claim(BOOKED, "booked", lines.NOT_BOOKED),
    Claim(SENT, "sent", lines.NOT_SENT),
    Claim(REMOVED, "removed", lines.NOT_REMOVED),
)
