"""What the sales agent may say only after a tool has done it: patterns over one clause, in small letters.

Models write English; a sentence that comes in Hebrew after all is spoken as it is, so the usual Hebrew forms
are held to the same rule.
"""

from voicebot.agents.types import Claim
from voicebot.scenarios import sales_lines as lines

_ADVERBS = r"(?:(?:now|just|already|all|also|both|officially|successfully|gone ahead and|gone ahead|gladly|hereby) )*"
_WE_DID = rf"\b(?:i|we)(?:'ve| have)? {_ADVERBS}"
_WE_WILL = rf"\b(?:i|we)(?:'ll| will|'m going to| am going to|'re going to| are going to|'m| am|'re| are) {_ADVERBS}"
_IS = rf"(?:'s|'re|\bis|\bare|\bwas|\bwere|\bbeen|\bgot) {_ADVERBS}"
_MAIL = r"(?:email|e-mail|mail|invitation|invite|confirmation|message|sms|text|link|reminder|details)"
_DONE = r"(?:booked|scheduled|reserved|confirmed|arranged|secured|locked in|finali[sz]ed|pencil+ed in)"
_MEETING = r"(?:meeting|appointment|booking|slot|call|reservation|time|demo|spot)"

BOOKED = "|".join((
    _WE_DID + rf"(?:{_DONE}|put you (?:down|in)|added (?:it|you|that|the meeting)|blocked)\b",
    _WE_DID + rf"(?:set up|made|got|fixed) (?:you )?(?:an?|the|your|our|that|this) (?:\w+ )?{_MEETING}\b",
    r"\b(?:managed|was able|were able) to (?:book|schedule|reserve|arrange|secure)\b",
    _IS + rf"(?:{_DONE}|yours|complete|set (?:for|on|up for)|(?:in|on) (?:the|our|your) calendar)\b",
    rf"\b(?:you|we){_IS}set\b",
    rf"^\W*(?:your |the |our )?(?:{_MEETING} )?{_DONE}\b",
    r"\bbooked (?:you|it|that)\b",
    rf"\byour {_MEETING} is (?:on|at|for|today|tomorrow)\b",
    r"\bsee you (?:on|at|then|there|today|tomorrow|sunday|monday|tuesday|wednesday|thursday)\b",
    r"\b(?:קבעתי|קבענו|נקבעה?|נקבעו|שריינתי|שריינו|סגרתי|סגרנו|נתראה|תיאמתי|תיאמנו)\b",
    r"\bה?פגישה (?:שלך |שלכם |כבר )*(?:רשומה|קבועה|מתואמת|סגורה|מאושרת|ביומן)",
))  # fmt: skip
SENT = "|".join((
    _WE_DID + r"(?:sent|emailed|e-mailed|mailed|texted|forwarded)\b",
    _WE_WILL + r"(?:send|sending|email|emailing|e-mail|mail|text|texting|forward|forwarding)\b",
    rf"\b(?:{_MAIL}|it){_IS}(?:sent|emailed|e-mailed|forwarded|on its way|on the way)\b",
    rf"\b{_MAIL} (?:has been|have been|is|was|are|were) {_ADVERBS}(?:sent|emailed|on its way|on the way)\b",
    rf"\byou(?:'ll| will) {_ADVERBS}(?:soon |shortly )?(?:receive|get) (?:an?|the|our|your) (?:\w+ )?{_MAIL}\b",
    r"\b(?:שלחתי|שלחנו|אשלח|נשלח|נשלחה|נשלחו|אני שולחת)\b",
    r"\bתקבלי?ו? (?:מייל|הודעה|זימון|אישור|מסרון|קישור)\b",
))  # fmt: skip
REMOVED = "|".join((
    _WE_DID + r"(?:removed|deleted|unsubscribed|erased|(?:taken|took) (?:you|your number|it|that) off)\b",
    _IS + r"(?:removed|deleted|unsubscribed|erased|taken off|off (?:the|our) (?:\w+ )?lists?)\b",
    r"\b(?:no longer|not) (?:on|in) (?:the|our|any) (?:\w+ )?(?:lists?|database)\b",
    r"\b(?:won't|will not|will never|'ll never|never) (?:ever )?(?:be called|be contacted|call|contact you|hear from us|bother)\b",
    r"\b(?:הסרתי|הסרנו|הוסר|הוסרה|הוסרת|הוסרתם|מחקתי|מחקנו|הורדתי|הורדנו)\b",
    r"\bלא (?:נתקשר|אתקשר|יתקשרו)\b",
))  # fmt: skip
RESCHEDULED = "|".join((
    _WE_DID + rf"(?:rescheduled|moved|postponed|pushed|shifted) (?:it|that|(?:this|your|the|our) {_MEETING})\b",
    rf"\b(?:{_MEETING}|it)(?: has| have)? ?{_IS}(?:rescheduled|moved|postponed|pushed)\b",
    r"\b(?:העברתי|העברנו|הזזתי|הזזנו|דחיתי|דחינו|הקדמתי|הקדמנו) את הפגישה",
    r"\bהפגישה (?:כבר )?(?:הועברה|הוזזה|נדחתה|הוקדמה)\b",
))  # fmt: skip
CANCELLED = "|".join((
    _WE_DID + r"(?:cancell?ed|called off)\b",
    rf"\b(?:{_MEETING}|it)(?: has| have)? ?{_IS}(?:cancell?ed|called off|off the calendar)\b",
    r"\b(?:ביטלתי|ביטלנו)\b",
    r"\bהפגישה (?:כבר )?(?:בוטלה|מבוטלת)\b",
))  # fmt: skip

CLAIMS = (
    Claim(RESCHEDULED, "rescheduled", lines.NOT_MOVED),
    Claim(CANCELLED, "cancelled", lines.NOT_CANCELLED),
    Claim(BOOKED, "booked", lines.NOT_BOOKED),
    Claim(SENT, "sent", lines.NOT_SENT),
    Claim(REMOVED, "removed", lines.NOT_REMOVED),
)
