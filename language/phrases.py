"""Fixed lines: Hebrew originals and their English pair, written by hand, never machine-translated.

The agent's voice is a woman's. Nothing here fixes the caller's gender, and no Hebrew line has a digit, a
slash or a Latin letter, since all of it is spoken.
"""

import re
from dataclasses import dataclass
from typing import Final

from language.types import Language, LanguageError

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


class BadPlaceholder(LanguageError):
    """A line was filled with too few values, or with one it has no place for."""


@dataclass(frozen=True)
class Phrase:
    """One line in both languages; `{name}` is a place for a value."""

    he: str
    en: str

    def text(self, language: Language) -> str:
        return self.he if language == "he" else self.en

    @property
    def placeholders(self) -> frozenset[str]:
        """Names of the places, in either language."""
        return frozenset(_PLACEHOLDER.findall(self.he) + _PLACEHOLDER.findall(self.en))

    def fill(self, **values: "Phrase | str") -> "Phrase":
        """The line with every place filled; a Phrase fills each language with its own form.

        Braces inside a value stay as they are. Raises BadPlaceholder for a missing or an unknown name.
        """
        if values.keys() != self.placeholders:
            wrong = ", ".join(sorted(values.keys() ^ self.placeholders))
            raise BadPlaceholder(f"missing or unknown in {self.en!r}: {wrong}")
        pairs = {name: as_phrase(value) for name, value in values.items()}
        return Phrase(
            _PLACEHOLDER.sub(lambda found: pairs[found[1]].he, self.he),
            _PLACEHOLDER.sub(lambda found: pairs[found[1]].en, self.en),
        )


def as_phrase(value: Phrase | str) -> Phrase:
    """A plain text as a Phrase that is the same in both languages."""
    return Phrase(value, value) if isinstance(value, str) else value


SAY_AGAIN: Final = Phrase(
    "סליחה, לא שמעתי טוב. אפשר לחזור על זה?", "Sorry, I didn't hear that well. Could you say it again?"
)
NOT_UNDERSTOOD: Final = Phrase(
    "סליחה, לא הבנתי. אפשר להגיד את זה במילים אחרות?", "Sorry, I didn't understand. Could you put it another way?"
)
ASK_AGAIN_1: Final = Phrase("הלו, שומעים אותי?", "Hello, can you hear me?")
ASK_AGAIN_2: Final = Phrase(
    "עדיין לא שומעת כלום. אם נוח לדבר עכשיו, אפשר פשוט להגיד משהו.",
    "I still don't hear anything. If now is a good time, just say something.",
)
TROUBLE: Final = Phrase(
    "סליחה, יש לנו תקלה קטנה. אפשר להתקשר שוב בעוד כמה דקות. יום טוב.",
    "Sorry, we have a small technical problem. Please call again in a few minutes. Have a good day.",
)
SILENCE_GOODBYE: Final = Phrase(
    "לא הצלחתי לשמוע, אז ננסה בפעם אחרת. יום טוב ולהתראות.",
    "I couldn't hear you, so we'll try another time. Have a good day, goodbye.",
)
APOLOGY: Final = Phrase(
    "סליחה, יש לנו תקלה קטנה. נחזור אליכם בהקדם, ויום טוב.",
    "Sorry, we have a small technical problem. We will call you back soon. Have a good day.",
)
GOODBYE: Final = Phrase(
    "תודה רבה על הזמן, יום נעים ולהתראות.", "Thank you very much for your time. Have a nice day, goodbye."
)
FILLER_1: Final = Phrase("רגע, אני בודקת.", "One moment, I'm checking.")
FILLER_2: Final = Phrase("שנייה אחת, אני מסתכלת.", "Just a second, I'm having a look.")
FILLER_3: Final = Phrase("עוד רגע, אני בודקת.", "Just another moment, I'm on it.")
REMOVED: Final = Phrase(
    "בסדר גמור, המספר הוסר מהרשימה ולא נתקשר יותר. סליחה על ההפרעה, ויום טוב.",
    "All right, the number has been removed from the list and we won't call again. Sorry to have bothered you. Have a good day.",
)
TRANSFERRING: Final = Phrase(
    "בשמחה, אני מעבירה את השיחה לנציג. רגע אחד בבקשה.",
    "Gladly, I'm transferring the call to a person. One moment please.",
)
NOBODY_AVAILABLE: Final = Phrase(
    "כרגע אין נציג פנוי, אבל מישהו מהצוות יחזור אליכם בהקדם. תודה על הסבלנות.",
    "No one is free right now, but someone from the team will call you back soon. Thank you for your patience.",
)
CALL_OVER: Final = Phrase("השיחה הזאת כבר הסתיימה. תודה ולהתראות.", "This call is already over. Thank you and goodbye.")
WITHHELD: Final = Phrase(
    "שלום, הגעתם אל {company}. אני עוזרת דיגיטלית, והשיחה מוקלטת. המספר חסוי, אז עם מי אני מדברת?",
    "Hello, you have reached {company}. I'm a digital assistant and this call is recorded. The number is withheld, so who am I speaking with?",
)
WRONG_NUMBER: Final = Phrase("סליחה על הטעות. המשך יום נעים.", "Sorry for the mistake. Have a nice day.")
CONDOLENCES: Final = Phrase(
    "אני משתתפת בצערכם. סליחה על השיחה, ולא נתקשר שוב.",
    "I'm very sorry for your loss. Sorry for the call; we won't call again.",
)
STAY_SAFE: Final = Phrase("לא מפריעה. שמרו על עצמכם, להתראות.", "I won't keep you. Stay safe, goodbye.")
MINOR_GOODBYE: Final = Phrase(
    "אין בעיה, נתקשר בפעם אחרת. יום טוב.", "No problem, we'll call another time. Have a good day."
)
OFFER_PERSON: Final = Phrase(
    "אני שומעת שזה לא רגע קל. רוצים שמישהו מהצוות ידבר איתכם?",
    "I hear that this is not an easy moment. Would you like someone from the team to talk to you?",
)
CALL_LATER: Final = Phrase(
    "אין בעיה, נדבר בזמן נוח יותר. יום טוב.", "No problem, we'll talk at a better time. Have a good day."
)

FILLERS: Final = (FILLER_1, FILLER_2, FILLER_3)
GENERAL: Final = (
    *(SAY_AGAIN, NOT_UNDERSTOOD, ASK_AGAIN_1, ASK_AGAIN_2, SILENCE_GOODBYE, APOLOGY, TROUBLE, GOODBYE, *FILLERS),
    *(REMOVED, TRANSFERRING, NOBODY_AVAILABLE, CALL_OVER, WITHHELD, WRONG_NUMBER, CONDOLENCES, STAY_SAFE),
    *(MINOR_GOODBYE, OFFER_PERSON, CALL_LATER),
)
