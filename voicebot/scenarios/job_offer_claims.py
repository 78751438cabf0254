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

CLAIMS = (
    *SALES_CLAIMS,
    Claim(AGREED, "agreed", lines.NOT_AGREED),
    Claim(VERIFIED, "verified", lines.NOT_VERIFIED),
)
