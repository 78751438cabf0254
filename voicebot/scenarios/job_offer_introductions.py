"""Who a caller says to be in one sentence: "היי, דנה לוי, מנהלת גיוס באלטק". Read by form alone, whoever is known."""

import re
from typing import Final

_WORD: Final = r"[^\W\d_][\w'״\"-]*"
_HELLO: Final = (
    r"(?:(?:שלום|היי|הי|אהלן|הלו|כן|בוקר טוב|צהריים טובים|ערב טוב|hello|hi|hey|good morning|yes)\b[\s,.!]*)*"
)
_SPEAKS: Final = (
    r"(?:(?:אני|כאן|זאת|זה)?\s*(?:מדבר|מדברת)|קוראים לי|שמי|השם שלי(?: הוא)?|כאן|"
    r"this is|my name is|i'm|i am|speaking is)"
)
_IS: Final = r"(?:אני|זאת|זה|it's|it is)"
_NAME: Final = rf"(?P<name>{_WORD} {_WORD})"
_ROLE: Final = (
    r"(?P<position>(?:ה?מנהלת|ה?מנהל|ה?מגייסת|ה?מגייס|ראש|ה?רכזת|ה?רכז|ה?אחראית|ה?אחראי|סמנכ\S*|מנכ\S*|"
    r"(?:the )?(?:\w+ )?(?:manager|recruiter|lead|head of|director))(?: (?!(?:at|from|with|of)\b|[בממ][^\W\d_]{3,}$)[^\s,.]+)*)"
)
_COMPANY: Final = rf"(?:(?:מחברת|בחברת|מטעם|from|at|with|of)\s+|[מב]-?)(?P<company>{_WORD}(?: {_WORD}){{0,2}})"
_END: Final = r"[\s.!]*$"
_WHOLE: Final = (
    re.compile(rf"^{_HELLO}{_SPEAKS}\s+{_NAME}(?:,?\s+{_ROLE})?(?:,?\s+{_COMPANY})?{_END}", re.IGNORECASE),
    re.compile(rf"^{_HELLO}(?:{_IS}\s+)?{_NAME},?\s+{_ROLE}(?:,?\s+{_COMPANY})?{_END}", re.IGNORECASE),
)
_BARE: Final = re.compile(rf"^{_HELLO}{_NAME},?\s+{_COMPANY}{_END}", re.IGNORECASE)
"""Where the name was asked for."""


_CODE: Final = re.compile(
    r"[\s,.]*(?:\band\b\s*)?(?:\bעם\s+)?\b(?:ו?ה?קוד(?:\s+(?:שלי|האישי|שקיבלתי))?|(?:my|the)\s+code)(?:\s+(?:הוא|זה|is))?[\s:,]*"
    r"(?:\((?:ספרות|digits)\)|[\d\s-]{4,})[\s,.]*",
    re.IGNORECASE,
)
"""The code beside the rest, as it is kept."""
_CODED: Final = re.compile(
    rf"^{_HELLO}(?:{_SPEAKS}\s+|{_IS}\s+|i'm\s+|i am\s+)?{_NAME}(?:,?\s+{_ROLE})?(?:,?\s+{_COMPANY})?{_END}",
    re.IGNORECASE,
)
"""Who says a code introduces himself, however he begins."""


def introduced(said: str, asked: bool = False) -> dict[str, str]:
    """What of name, company and position stands in it; {} when it is no introduction.

    `asked`: the name was asked for, so it may come without any opening.
    """
    rest = _CODE.sub(", ", said, count=1).strip(" ,.!")
    coded = (_CODED,) if rest != said.strip(" ,.!") else ()
    for form in (*_WHOLE, *coded, *((_BARE,) if asked else ())):
        if found := form.match(rest):
            return {key: value.strip()[:120] for key, value in found.groupdict().items() if value}
    return {}
