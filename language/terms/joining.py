"""Terms back in their places: rendered in the target language, with a Hebrew prefix and its neighbours made to fit."""

import re
from typing import Final

from language.hebrew import word_set
from language.terms.marking import TOKEN, number_of
from language.terms.types import Marked, Term
from language.types import Language

_PLACE: Final = re.compile(
    r"(?:(?<!\w)(?P<word>[וש]?(?:בשעה|השעה|לשעה|משעה|שעה|ביום|ליום|מיום|היום|יום|עד|לפני|אחרי|בסביבות|לקראת|בערך))\s+)?"
    r"(?:(?<!\w)(?P<of>[וה]?של)\s?[-־–]?\s?(?=⟦)"
    r"|(?<!\w)(?=[ושכבלמה])(?P<and>ו?(?:כש|ש)?)(?P<to>[בלכמ]?)(?P<the>ה?)(?:\s?[-־–]\s?)?(?=⟦)"
    r"|(?<!\w)(?P<alone>[ושבלכמה])\s(?=⟦))?"
    rf"(?P<token>{TOKEN.pattern})(?=(?P<next>\w)?)"
)
"""A token with what belongs to it: a word of time before, "של", a prefix joined or by a hyphen, or a single letter that
a translator left alone."""
_DASH: Final = re.compile(r"(?<=[A-Za-z])\s?[-־–]\s?(?=⟦)")
"""In English: what is left of the hyphen that followed a Hebrew prefix; not the dash between two hours."""
_MOMENTS: Final = frozenset({"slot", "date", "time"})
_WITHOUT_ARTICLE: Final = _MOMENTS | {"name", "phone", "email", "url"}
_HOUR_WORDS: Final = word_set(
    "אחת שתיים שתים שלוש ארבע חמש שש שבע שמונה תשע עשר אחתעשרה רבע חצי חצות צהריים חמישה עשרה עשרים"
)
# Said without ב: "מחר", never "במחר".
_ADVERBS: Final = word_set("היום מחר מחרתיים אתמול שלשום הערב הלילה הבוקר עכשיו")
_DAY_WORDS: Final = word_set("יום שבת")
_HOURS_BEFORE: Final = ("שעה", "עד", "לפני", "אחרי", "בסביבות", "לקראת", "בערך")


def render(template: str, marked: Marked, target: Language) -> str:
    """The text with every term in its form of `target`. Values are put in once and never looked at again.

    Hebrew: "ב-⟦1⟧" → "ביום ראשון, בעשר", "בשעה ⟦1⟧" → "בשעה עשר", "ל-⟦1⟧" → "לדנה" or "ל-dana@alta.co.il".
    """
    if target == "en":
        text = _DASH.sub(" ", template)
        return TOKEN.sub(lambda found: _term(marked, number_of(found)).en, text)
    return _PLACE.sub(lambda found: _in_hebrew(found, marked), _tidy(template)).strip()


def _in_hebrew(found: re.Match[str], marked: Marked) -> str:
    token = TOKEN.fullmatch(found["token"])
    assert token is not None  # noqa: S101  # the pattern holds TOKEN's
    term = _term(marked, number_of(token))
    if found["of"]:
        return f"{found['of']} {term.he}{' ' if found['next'] else ''}"
    alone = found["alone"] or ""
    conjunction = (found["and"] or "") or (alone if alone in ("ו", "ש") else "")
    preposition = (found["to"] or "") or (alone if alone in ("ב", "ל", "כ", "מ") else "")
    if (found["the"] or alone == "ה") and not preposition and term.kind not in _WITHOUT_ARTICLE:
        preposition = "ה"
    word, joined = _after_word(found["word"] or "", _joined(conjunction, preposition, term), term)
    return f"{word}{joined}{' ' if found['next'] else ''}"


def _joined(conjunction: str, preposition: str, term: Term) -> str:
    """A prefix and a term as one: no doubled ב, no ב before מחר, a hyphen before what is not Hebrew."""
    form, prefix = term.he, conjunction + preposition
    if not _is_hebrew_letter(form[:1]):
        return f"{prefix}-{form}" if prefix else form
    if term.kind in _MOMENTS:
        first = _first_word(form)
        if preposition == "ב" and first in _ADVERBS:
            preposition = ""
        elif preposition and _is_timed(first):
            form = form[1:]
    return f"{conjunction}{preposition}{form}"


def _after_word(word: str, joined: str, term: Term) -> tuple[str, str]:
    """The word before a moment and the moment, without what both of them say: "בשעה בעשר", "ביום יום ראשון"."""
    if not word or term.kind not in _MOMENTS:
        return (f"{word} " if word else ""), joined
    first = _first_word(joined)
    if word.endswith("יום"):
        if first in ("ביום", "ליום", "מיום"):
            return word[: len(word) - len(word.lstrip("וש"))], joined
        if first in _ADVERBS or word.removeprefix("ו").removeprefix("ש") == "היום" or _is_timed(first):
            kept = "היום " if word.endswith("היום") else word[: len(word) - len(word.lstrip("וש"))]
            return kept, joined
        return f"{word} ", joined.removeprefix("יום ")
    if word.endswith("שעה") and (first in _ADVERBS or first.removeprefix("ב") in _DAY_WORDS):
        return word[: len(word) - len(word.lstrip("וש"))] if not word.startswith("שעה") else "", joined
    if word.endswith(_HOURS_BEFORE) and _is_timed(first):
        return f"{word} ", joined[1:]
    return f"{word} ", joined


def _is_timed(word: str) -> bool:
    """Whether a word is an hour with ב: "בעשר", "ברבע"."""
    return word[:1] == "ב" and word[1:] in _HOUR_WORDS


def _first_word(text: str) -> str:
    return text.split(" ", 1)[0].rstrip(",")


def _is_hebrew_letter(letter: str) -> bool:
    return "א" <= letter <= "ת"


def _term(marked: Marked, number: int) -> Term:
    return marked.terms[number - 1]


def _tidy(text: str) -> str:
    return re.sub(r"\s+([,.!?])", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip()
