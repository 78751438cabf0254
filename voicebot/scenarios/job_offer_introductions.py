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


def introduced(said: str, asked: bool = False) -> dict[str, str]:
    """What of name, company and position stands in it; {} when it is no introduction.

    `asked`: the name was asked for, so it may come without any opening.
    """
    for form in (*_WHOLE, *((_BARE,) if asked else ())):
        if found := form.match(said.strip(" .!")):
            return {key: value.strip()[:120] for key, value in found.groupdict().items() if value}
    return {}
