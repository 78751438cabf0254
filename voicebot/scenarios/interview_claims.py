"""What an interviewer may never say, since no tool can make it true: results, promises, and that something was sent."""

from voicebot.agents.types import Claim
from voicebot.scenarios import interview_lines as lines
from voicebot.scenarios import sales_lines
from voicebot.scenarios.sales_claims import REMOVED, SENT

DECIDED = "|".join((
    r"\byou(?:'ve| have)? (?:already |just |now |definitely )?(?:passed|failed|got the job|been (?:hired|accepted|selected|rejected))\b",
    r"\byou(?:'re| are) (?:now |already |officially )?(?:hired|accepted|rejected|in|the best candidate)\b",
    r"\byou(?:'ll| will) (?:get|have) (?:the|this) (?:job|position|offer)\b",
    r"\bwe(?:'ll| will|'re going to| are going to) (?:hire|reject|invite|offer) you\b",
    r"\b(?:your|the) (?:score|grade|result) (?:is|was|will be)\b",
    r"\b(?:i|we)(?:'ve| have)? (?:decided|rated|scored|graded)\b",
    r"\b(?:עברת|התקבלת|נכשלת|לא התקבלת|נקבל אותך|נשכור אותך|הציון שלך)\b",
))  # fmt: skip
OVER = "|".join((
    r"\b(?:the|this|our) interview (?:is|has) (?:now )?(?:over|finished|ended|complete|completed)\b",
    r"\bthat (?:was|is) (?:the last question|all the questions)\b",
    r"\b(?:הריאיון|הראיון) (?:הסתיים|נגמר)\b",
))  # fmt: skip

CLAIMS = (
    Claim(DECIDED, "decided", lines.NO_RESULT),
    Claim(OVER, "held", lines.NOT_OVER),
    Claim(SENT, "sent", sales_lines.NOT_SENT),
    Claim(REMOVED, "removed", sales_lines.NOT_REMOVED),
)
