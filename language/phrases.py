"""Fixed lines: Hebrew originals and their English pair, written by hand, never machine-translated.

As they stand they are a woman's voice and fix no gender of the caller's; `gendered` lines have other forms beside.
No Hebrew line has a digit, a slash or a Latin letter, since all of it is spoken.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from language.types import Gender, Language, LanguageError

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_VARIANTS: Final = re.compile(r"\[([^\[\]]*)\]")
_OF_AGENT: Final = 2
_OF_LEAD: Final = 3


class BadPlaceholder(LanguageError):
    """A line was filled with too few values, or with one it has no place for."""


class BadVariants(LanguageError):
    """A gendered line has brackets with neither two nor three alternatives, or none at all."""


@dataclass(frozen=True)
class Phrase:
    """One line in both languages; `{name}` is a place for a value.

    `he` addresses a caller of unknown gender, in a woman's voice. `he_m` and `he_f` address a man and a woman,
    where the Hebrew differs; `by_man` is the line in a man's voice, where that differs. Write them by `gendered`.
    `es` is the line in Spanish, for the few scenarios that are held in it.
    """

    he: str
    en: str
    he_m: str | None = None
    he_f: str | None = None
    by_man: "Phrase | None" = None
    es: str = ""

    def for_gender(self, lead: Gender | None, agent: Gender = "f") -> "Phrase":
        """The line as this agent says it to this lead (None: gender unknown): one Hebrew form, no others beside."""
        spoken = self.by_man if agent == "m" and self.by_man else self
        other = {"m": spoken.he_m, "f": spoken.he_f, None: None}[lead]
        return Phrase(other if other is not None else spoken.he, self.en, es=self.es)

    def spoken_by(self, agent: Gender) -> "Phrase":
        """The line in this agent's voice, with the forms for either lead."""
        spoken = self.by_man if agent == "m" and self.by_man else self
        return replace(spoken, by_man=None) if spoken.by_man else spoken

    @property
    def forms(self) -> tuple[str, ...]:
        """Every Hebrew form there is, the usual one first."""
        mine = [form for form in (self.he, self.he_m, self.he_f) if form is not None]
        return tuple(dict.fromkeys((*mine, *(self.by_man.forms if self.by_man else ()))))

    def text(self, language: Language) -> str:
        """The line in that language; in English where it has no Spanish."""
        return {"he": self.he, "en": self.en, "es": self.es or self.en}[language]

    @property
    def placeholders(self) -> frozenset[str]:
        """Names of the places, in either language."""
        return frozenset(name for line in (*self.forms, self.en, self.es) for name in _PLACEHOLDER.findall(line))

    def fill(self, **values: "Phrase | str") -> "Phrase":
        """The line with every place filled; a Phrase fills each language with its own form.

        Braces inside a value stay as they are. Raises BadPlaceholder for a missing or an unknown name.
        """
        if values.keys() != self.placeholders:
            wrong = ", ".join(sorted(values.keys() ^ self.placeholders))
            raise BadPlaceholder(f"missing or unknown in {self.en!r}: {wrong}")
        return self._filled({name: as_phrase(value) for name, value in values.items()}, "f")

    def _filled(self, values: Mapping[str, "Phrase"], agent: Gender) -> "Phrase":
        """The same forms, or those that a value brings in, so that a gendered value stays so in a plain line."""
        by_man = self.by_man or (self if any(value.by_man for value in values.values()) else None)
        bring = {
            "m": any(v.he_m is not None for v in values.values()),
            "f": any(v.he_f is not None for v in values.values()),
        }

        def filled(line: str, lead: Gender | None) -> str:
            return _PLACEHOLDER.sub(lambda found: values[found[1]].for_gender(lead, agent).he, line)

        return Phrase(
            filled(self.he, None),
            _PLACEHOLDER.sub(lambda found: values[found[1]].en, self.en),
            filled(self.he_m or self.he, "m") if self.he_m is not None or bring["m"] else None,
            filled(self.he_f or self.he, "f") if self.he_f is not None or bring["f"] else None,
            replace(by_man, by_man=None)._filled(values, "m") if by_man and agent == "f" else None,
            _PLACEHOLDER.sub(lambda found: values[found[1]].text("es"), self.es),
        )


def as_phrase(value: "Phrase | str") -> Phrase:
    """A plain text as a Phrase that is the same in both languages; other pairs of `he` and `en` as one."""
    if isinstance(value, str):
        return Phrase(value, value, es=value)
    return value if isinstance(value, Phrase) else Phrase(value.he, value.en, es=getattr(value, "es", ""))


def gendered(he: str, en: str) -> Phrase:
    """A line whose Hebrew depends on who speaks to whom, written with its alternatives in brackets.

    Two are of the agent, [a woman|a man]; three are of the lead, [unknown|a man|a woman]:
    "אני [בודקת|בודק]. [נוח לדבר|אתה פנוי|את פנויה]?". Raises BadVariants.
    """
    found = _VARIANTS.findall(he)
    if not found or not {each.count("|") + 1 for each in found} <= {_OF_AGENT, _OF_LEAD}:
        raise BadVariants(f"two alternatives for the agent or three for the lead: {he!r}")
    woman, man = _addressed(he, en, 0), _addressed(he, en, 1)
    return woman if woman == man else replace(woman, by_man=man)


def _addressed(he: str, en: str, agent: int) -> Phrase:
    """The three lines of one voice; those that are like the neutral one are left out."""
    neutral, to_man, to_woman = (_chosen(he, agent, lead) for lead in range(_OF_LEAD))
    if to_man == to_woman == neutral:
        return Phrase(neutral, en)
    return Phrase(neutral, en, to_man, to_woman)


def _chosen(he: str, agent: int, lead: int) -> str:
    def alternative(found: re.Match[str]) -> str:
        forms = found[1].split("|")
        return forms[agent if len(forms) == _OF_AGENT else lead]

    return _VARIANTS.sub(alternative, he)


SAY_AGAIN: Final = Phrase(
    "סליחה, לא שמעתי טוב. אפשר לחזור על זה?", "Sorry, I didn't hear that well. Could you say it again?"
)
NOT_UNDERSTOOD: Final = Phrase(
    "סליחה, לא הבנתי. אפשר להגיד את זה במילים אחרות?", "Sorry, I didn't understand. Could you put it another way?"
)
UNCLEAR_1: Final = Phrase("סליחה, לא הבנתי.", "Sorry, I didn't understand.")
UNCLEAR_2: Final = gendered(
    "אני עדיין לא [בטוחה|בטוח] שהבנתי, אז אשאל שוב.", "I'm still not sure that I understood, so I'll ask again."
)
OFFER_HELP: Final = gendered(
    "סליחה, אני לא [מצליחה|מצליח] להבין. [רוצים|רוצה|רוצה] שמישהו מהצוות ידבר [איתכם|אִיתְּךָ|אִיתָּךְ]?",
    "I'm sorry, I can't make it out. Would you like someone from the team to talk to you?",
)
HERE: Final = Phrase("שלום, כן, אני כאן.", "Hello, yes, I'm here.")
ASK_AGAIN_1: Final = Phrase("הלו, שומעים אותי?", "Hello, can you hear me?")
ASK_AGAIN_2: Final = gendered(
    "עדיין לא [שומעת|שומע] כלום. אם נוח לדבר עכשיו, אפשר פשוט להגיד משהו. "
    "אפשר גם להקיש אחרי שאני [מסיימת|מסיים] לדבר, אפס לנציג, תשע להסרה, וכוכבית כדי לשמוע שוב.",
    "I still don't hear anything. If now is a good time, just say something. "
    "You can also press a key when I have finished speaking: zero for a person, nine to be removed, star to hear it again.",
)
TROUBLE: Final = Phrase(
    "סליחה, יש לנו תקלה קטנה. אפשר להתקשר שוב בעוד כמה דקות. יום טוב.",
    "Sorry, we have a small technical problem. Please call again in a few minutes. Have a good day.",
)
SILENCE_GOODBYE: Final = Phrase(
    "לא הצלחתי לשמוע, אז ננסה בפעם אחרת. יום טוב ולהתראות.",
    "I couldn't hear you, so we'll try another time. Have a good day, goodbye.",
)
APOLOGY: Final = gendered(
    "סליחה, יש לנו תקלה קטנה. נחזור [אליכם|אליך|אלייך] בהקדם, ויום טוב.",
    "Sorry, we have a small technical problem. We will call you back soon. Have a good day.",
)
GOODBYE: Final = Phrase(
    "תודה רבה על הזמן, יום נעים ולהתראות.", "Thank you very much for your time. Have a nice day, goodbye."
)
FILLER_1: Final = gendered("רגע, אני [בודקת|בודק].", "One moment, I'm checking.")
FILLER_2: Final = gendered("שנייה אחת, אני [מסתכלת|מסתכל].", "Just a second, I'm having a look.")
FILLER_3: Final = gendered("עוד רגע, אני [בודקת|בודק].", "Just another moment, I'm on it.")
REMOVED: Final = Phrase(
    "בסדר גמור, המספר הוסר מהרשימה ולא נתקשר יותר. סליחה על ההפרעה, ויום טוב.",
    "All right, the number has been removed from the list and we won't call again. Sorry to have bothered you. Have a good day.",
)
TRANSFERRING: Final = gendered(
    "בשמחה, אני [מעבירה|מעביר] את השיחה לנציג. רגע אחד בבקשה.",
    "Gladly, I'm transferring the call to a person. One moment please.",
)
NOBODY_AVAILABLE: Final = gendered(
    "כרגע אין נציג פנוי, אבל מישהו מהצוות יחזור [אליכם|אליך|אלייך] בהקדם. תודה על הסבלנות.",
    "No one is free right now, but someone from the team will call you back soon. Thank you for your patience.",
)
CALL_OVER: Final = Phrase("השיחה הזאת כבר הסתיימה. תודה ולהתראות.", "This call is already over. Thank you and goodbye.")
WITHHELD: Final = gendered(
    "שלום, הגעתם אל {company}. אני [עוזרת דיגיטלית|עוזר דיגיטלי], והשיחה מוקלטת. המספר חסוי, אז עם מי אני [מדברת|מדבר]?",
    "Hello, you have reached {company}. I'm a digital assistant and this call is recorded. The number is withheld, so who am I speaking with?",
)
WRONG_NUMBER: Final = Phrase("סליחה על הטעות. המשך יום נעים.", "Sorry for the mistake. Have a nice day.")
CONDOLENCES: Final = gendered(
    "אני [משתתפת|משתתף] בצערכם. סליחה על השיחה, ולא נתקשר שוב.",
    "I'm very sorry for your loss. Sorry for the call; we won't call again.",
)
STAY_SAFE: Final = gendered(
    "לא [מפריעה|מפריע]. [שמרו|שמור|שמרי] על [עצמכם|עצמך|עצמך], להתראות.", "I won't keep you. Stay safe, goodbye."
)
MINOR_GOODBYE: Final = Phrase(
    "אין בעיה, נתקשר בפעם אחרת. יום טוב.", "No problem, we'll call another time. Have a good day."
)
OFFER_PERSON: Final = gendered(
    "אני [שומעת|שומע] שזה לא רגע קל. [רוצים|רוצה|רוצה] שמישהו מהצוות ידבר [איתכם|אִיתְּךָ|אִיתָּךְ]?",
    "I hear that this is not an easy moment. Would you like someone from the team to talk to you?",
)
CALL_LATER: Final = Phrase(
    "אין בעיה, נדבר בזמן נוח יותר. יום טוב.", "No problem, we'll talk at a better time. Have a good day."
)

FILLERS: Final = (FILLER_1, FILLER_2, FILLER_3)
GENERAL: Final = (
    *(SAY_AGAIN, NOT_UNDERSTOOD, HERE, ASK_AGAIN_1, ASK_AGAIN_2, SILENCE_GOODBYE, APOLOGY, TROUBLE, GOODBYE, *FILLERS),
    *(REMOVED, TRANSFERRING, NOBODY_AVAILABLE, CALL_OVER, WITHHELD, WRONG_NUMBER, CONDOLENCES, STAY_SAFE),
    *(MINOR_GOODBYE, OFFER_PERSON, CALL_LATER, UNCLEAR_1, UNCLEAR_2, OFFER_HELP),
)
