"""Which known question somebody asks, read from their own words by the overlap of words; in doubt none.

Words are compared folded, without Hebrew prefixes and common endings; small talk and small words do not count, and
question words count half. A question counts as asked when the overlap with one of its wordings reaches `ENOUGH`, and
no other known question comes near it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from language.hebrew import fold, strip_prefixes, tokens, word_set

ENOUGH: Final = 0.77
MARGIN: Final = 0.15
"""How much better than any other question the best one must be."""
WHOLE: Final = 0.8
"""For a wording all of whose words were said, however much was said besides …"""
_LONG: Final = 2.5
"""… if it has words of this weight."""
_ASKING: Final = 0.5
_MIN_STEM: Final = 3
_SENTENCE: Final = 2
"""Words; fewer are no question that a person could answer."""

_SMALL_HE: Final = word_set(
    "של את על עם זה זאת זו הזה הזאת הוא היא הם הן אני אנחנו אתם אתן אתה יש אין לי לנו לכם לך אצלכם אצלנו איתכם שלכם "
    "גם רק עוד אז כן תגיד תגידי תגידו רגע סליחה שלום היי הי בבקשה תודה אפשר רציתי רוצה לדעת לשאול שאלה שאלתי אמרתי "
    "האם אבל כאילו בעצם אם כי עכשיו בכלל פשוט טוב אוקיי אוקי לי ב ל ה ש ו כ מ אה אממ נו יודע יודעת להגיד קורה כבר"
)
_SMALL_EN: Final = word_set(
    "the a an is are am was were be do does did you your youre we our us i im me my it its this that of to for in on "
    "at and or please can could would will tell know want wanted like ask wonder wondering question hi hello so "
    "ok okay well but just any there have has got if about with"
)
_ASK_HE: Final = word_set("כמה מתי איפה היכן איך כיצד למה מדוע מה מי איזה איזו אילו מאיפה לאן ממתי מהו מהי")
_ASK_EN: Final = word_set("how what when where why who which whose")
_IF_HE: Final = word_set("האם")
_IF_EN: Final = word_set("do does did is are can could will would have has")
_RELATIVE: Final = word_set(
    "שיותר שפחות שאפשר שצריך שצריכה שצריכים שנוח שמתאים שטוב שבא שרוצה שרוצים שתרצה שתרצי שתרצו שתגיד שתגידי שתגידו "
    "שאת שאתה שאתם שאני שאנחנו שהוא שהיא שהם שיש שאין שלא שכבר שהיה שיהיה שחשוב שאמרתי שאמרת שאמרתם שתוכלו שאוכל שנוכל"
)
"""Behind a question word these make it a relative one: "כמה שיותר מהר", "מתי שנוח"."""
_OPENERS: Final = word_set("אבל אז טוב רגע סליחה שלום היי תגידי תגיד תגידו ו but so well ok okay hi hello and sorry")
_ENDINGS: Final = ("ים", "ות", "ית", "ה", "ת", "י", "ing", "ed", "es", "s")
_SMALL: Final = frozenset(map(fold, _SMALL_HE | _SMALL_EN))
_ASK: Final = frozenset(map(fold, _ASK_HE | _ASK_EN))


class Known(Protocol):
    """A known question with its wordings, in either language."""

    @property
    def id(self) -> str: ...
    @property
    def questions(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class _Word:
    """A word of weight, in the forms it may be compared as."""

    forms: frozenset[str]
    weight: float


@dataclass(frozen=True)
class _Wording:
    """One wording of a known question, read once."""

    id: str
    words: tuple[_Word, ...]


class Questions:
    """Known questions, read once and then asked about often. Frozen, hence safe for threads."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._wordings = tuple(_Wording(each.id, _weighty(text)) for each in known for text in each.questions)
        self._by_form: dict[str, set[int]] = {}
        for number, wording in enumerate(self._wordings):
            for form in (form for word in wording.words for form in word.forms):
                self._by_form.setdefault(form, set()).add(number)
        self.asked = lru_cache(maxsize=256)(self._asked)
        """The id of the known question that the words ask; None when it is none of them, or might be several."""

    def _asked(self, said: str) -> str | None:
        if not (_many(said) or _asks(said)):
            return None
        best, second = self._best_two(_weighty(said))
        return best[1] if best[0] >= ENOUGH and second[0] <= best[0] - MARGIN else None

    def _best_two(self, mine: tuple[_Word, ...]) -> list[tuple[float, str]]:
        """The scores of the two likeliest questions, the best first; only wordings that share a word are looked at."""
        near = {number for word in mine for form in word.forms for number in self._by_form.get(form, ())}
        scores: dict[str, float] = {}
        for wording in (self._wordings[number] for number in near):
            scores[wording.id] = max(scores.get(wording.id, 0.0), _overlap(mine, wording.words))
        found = sorted(((score, name) for name, score in scores.items()), reverse=True)
        return [*found, (0.0, ""), (0.0, "")][:2]


def is_question(said: str, least: int = _SENTENCE) -> bool:
    """Whether the words are a question of at least so many words, by their mark, or by the word they begin with.

    A name or a place may be said in two words with a question in the voice ("דנה לוי?"): for these it is three.
    """
    return len(_opened(said)) >= least and _asks(said)


def question_key(said: str) -> str:
    """One form for wordings that differ in order, small words, prefixes and endings only: for counting."""
    stems = sorted({min(each.forms, key=lambda form: (len(form), form)) for each in _weighty(said)})
    return " ".join(stems) or " ".join(map(fold, tokens(said)))


def _opened(said: str) -> list[str]:
    words = [each.lower() for each in tokens(said[:1_000])]
    while words and words[0] in _OPENERS:
        words = words[1:]
    return words


def _asks(said: str) -> bool:
    words = _opened(said)
    if not words or said.rstrip().endswith("?"):
        return bool(words)
    relative = words[0] in _ASK_HE and len(words) > 1 and words[1] in _RELATIVE
    return words[0] in _ASK_HE | _ASK_EN | _IF_HE | _IF_EN and not relative


def _many(said: str) -> bool:
    """Whether there is more than one word of weight: one alone may stand in any statement."""
    return len(_weighty(said)) > 1


@lru_cache(maxsize=4_096)
def _weighty(text: str) -> tuple[_Word, ...]:
    found = {}
    for token in tokens(text[:1_000]):
        folded = fold(token)
        if folded not in _SMALL:
            asks = not _ASK.isdisjoint(strip_prefixes(folded))
            found[folded] = _Word(_forms(folded), _ASKING if asks else 1.0)
    return tuple(found.values())


def _forms(folded: str) -> frozenset[str]:
    bare = strip_prefixes(folded)
    return frozenset(bare) | {
        each.removesuffix(ending)
        for each in bare
        for ending in _ENDINGS
        if each.endswith(ending) and len(each) - len(ending) >= _MIN_STEM
    }


def _overlap(mine: Sequence[_Word], theirs: Sequence[_Word]) -> float:
    """Twice what both have, by what they have together (Dice)."""
    left = list(mine)
    shared = 0.0
    for word in theirs:
        fit = next((each for each in left if each.forms & word.forms), None)
        if fit is not None:
            left.remove(fit)
            shared += min(word.weight, fit.weight)
    whole = sum(each.weight for each in theirs)
    together = sum(each.weight for each in mine) + whole
    dice = 2 * shared / together if together else 0.0
    return max(dice, WHOLE) if shared == whole >= _LONG else dice
