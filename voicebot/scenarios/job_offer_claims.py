"""What agents about job offers may say only after a tool has done it: patterns over one clause, in small letters."""

from voicebot.agents.types import Claim
from voicebot.scenarios import job_offer_lines as lines
from voicebot.scenarios.sales_claims import CLAIMS as SALES_CLAIMS

_ADVERBS = r"(?:(?:now|just|already|all|also|both|officially|gladly|hereby|happily|happy to|pleased to) )*"
_WE = rf"\b(?:i|we|she|he|the candidate)(?:'ve| have| has|'ll| will| can| do| would)? {_ADVERBS}"
AGREED = "|".join((
    _WE + r"(?:agree[ds]?|accept(?:s|ed)?|approve[ds]?|settled|signed|committed|closed the deal)\b",
    r"\b(?:it|that|this|the offer|the salary|everything|we)(?:'s| is| are|'re| was| has been) "
    rf"{_ADVERBS}(?:agreed|accepted|approved|settled|final|a deal|done deal|in agreement)\b",
    r"\b(?:it's|that's|we have|we've got|we've) a deal\b",
    r"^\W*(?:deal|agreed|accepted|done deal)\b",
    r"\b(?:סיכמנו|סוכם|הסכמנו|מסכימה?|מסכימים|מקובל עלינו|קיבלנו את ההצעה|עשינו עסקה)\b",
))  # fmt: skip
VERIFIED = "|".join((
    r"\b(?:you|your identity|your details|that)(?:'re| are|'ve been| have been|'s| is| has been) "
    rf"{_ADVERBS}(?:verified|authenticated)\b",
    rf"\b(?:i|we)(?:'ve| have)? {_ADVERBS}(?:verified|authenticated)\b",
    r"\b(?:אומתת|אומתתם|הזהות שלך אומתה|אימתתי|אימתנו)\b",
))  # fmt: skip
_FIGURE = r"(?:[₪$€]?\d|(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b)"
_WHOSE = r"(?:her|his|their|the candidate's|noa's|the|a|an|our|my|absolute|salary|real|true|lowest|acceptable) "
FLOOR = "|".join((
    rf"\b{_WHOSE}+(?:floor|minimum|bottom line|lowest|limit|walk-?away (?:point|price|salary))\b(?! wage)(?:\W+\w+){{0,4}}?\W+{_FIGURE}",
    rf"\b(?:won't|will not|wouldn't|would not|can't|cannot|doesn't|does not|never) (?:go|accept|take|sign for|agree to|consider|settle for) "
    rf"(?:anything )?(?:below|under|less than|lower than)(?:\W+\w+){{0,2}}?\W*{_FIGURE}",
    rf"\b(?:nothing|not) (?:below|under|less than)\W+{_FIGURE}",
    rf"\b(?:the )?(?:least|lowest|minimum)(?: salary)? (?:that )?(?:she|he|they|the candidate)\b(?:\W+\w+){{0,5}}?\W+{_FIGURE}",
    rf"\b(?:she|he|they|the candidate)(?:'ll| will| would|'d) (?:go|come) (?:down|as low as)\b(?:\W+\w+){{0,3}}?\W+{_FIGURE}",
    r"(?:הרצפה|המינימום|השכר המינימלי|הסף|הקו התחתון)(?: של\S*)?(?: (?:הוא|היא|זה|של))?\W+(?:\S+ )?(?:\d|\S*(?:עשרים|שלושים|ארבעים|חמישים|אלף))",
    r"(?:לא (?:תרד|ירד|תסכים|יסכים|תקבל|יקבל)\w*) (?:אל )?(?:מתחת|פחות|לפחות)\b",
))  # fmt: skip
"""How far the candidate goes: no tool tells it, so whatever a model says of it is invented, or worse."""

NEVER = "floor_told"
"""No tool has this effect."""

CLAIMS = (
    *SALES_CLAIMS,
    Claim(FLOOR, NEVER, lines.NEVER_TOLD),
    Claim(AGREED, "agreed", lines.NOT_AGREED),
    Claim(VERIFIED, "verified", lines.NOT_VERIFIED),
)
