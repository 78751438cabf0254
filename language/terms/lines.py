"""What is said when a sentence's words are lost but its terms are not: pairs written by hand, one for each kind."""

from collections.abc import Mapping, Sequence
from typing import Final

from language.phrases import Phrase
from language.terms.types import Kind, Term

_LINES: Final[Mapping[Kind, Phrase]] = {
    "slot": Phrase("מדובר על {terms}.", "This is about {terms}."),
    "date": Phrase("מדובר על {terms}.", "This is about {terms}."),
    "time": Phrase("השעה היא {terms}.", "The time is {terms}."),
    "phone": Phrase("מספר הטלפון הוא {terms}.", "The phone number is {terms}."),
    "email": Phrase("כתובת המייל היא {terms}.", "The e-mail address is {terms}."),
    "url": Phrase("כתובת האתר היא {terms}.", "The web address is {terms}."),
    "money": Phrase("הסכום הוא {terms}.", "The amount is {terms}."),
    "percent": Phrase("השיעור הוא {terms}.", "The rate is {terms}."),
    "number": Phrase("המספר הוא {terms}.", "The number is {terms}."),
    "code": Phrase("מדובר על {terms}.", "This is about {terms}."),
    "name": Phrase("מדובר על {terms}.", "This is about {terms}."),
    "word": Phrase("מדובר על {terms}.", "This is about {terms}."),
}
_OFFER: Final = Phrase("המועדים הם {terms}.", "The times are {terms}.")
_SEVERAL: Final[Mapping[Kind, Phrase]] = {
    "slot": _OFFER,
    "time": Phrase("השעות הן {terms}.", "The times are {terms}."),
    "phone": Phrase("מספרי הטלפון הם {terms}.", "The phone numbers are {terms}."),
    "email": Phrase("כתובות המייל הן {terms}.", "The e-mail addresses are {terms}."),
    "url": Phrase("כתובות האתרים הן {terms}.", "The web addresses are {terms}."),
    "money": Phrase("הסכומים הם {terms}.", "The amounts are {terms}."),
    "percent": Phrase("השיעורים הם {terms}.", "The rates are {terms}."),
    "number": Phrase("המספרים הם {terms}.", "The numbers are {terms}."),
}
_MOMENT: Final = Phrase("מדובר על {day}, בשעה {hour}.", "This is about {day}, at {hour}.")
_NAMES_ALONE: Final[frozenset[Kind]] = frozenset({"name", "word"})


def paired_line(terms: Sequence[Term]) -> Phrase | None:
    """A short neutral line with these terms, in both languages; None for no terms.

    Names and words are left out where there is anything else: "Dana, your meeting is on Sunday" lost its words, but
    what has to arrive is Sunday.
    """
    weighty = [term for term in terms if term.kind not in _NAMES_ALONE] or list(terms)
    if not weighty:
        return None
    days, hours = ([term for term in weighty if term.kind == kind] for kind in ("date", "time"))
    lines: list[Phrase] = []
    if len(days) == len(hours) == 1:
        lines.append(_MOMENT.fill(day=_pair(days[0]), hour=_pair(hours[0])))
        weighty = [term for term in weighty if term.kind not in ("date", "time")]
    for kind in dict.fromkeys(term.kind for term in weighty):
        same = list(dict.fromkeys(term for term in weighty if term.kind == kind))
        line = _SEVERAL.get(kind, _LINES[kind]) if len(same) > 1 else _LINES[kind]
        lines.append(line.fill(terms=_listed(same, " או " if kind == "slot" else " ו")))
    return Phrase(" ".join(line.he for line in lines), " ".join(line.en for line in lines))


def _listed(terms: Sequence[Term], last: str) -> Phrase:
    joint = " or " if last == " או " else " and "
    hebrew = [term.he for term in terms]
    if len(terms) > 1 and last == " ו" and not "א" <= hebrew[-1][:1] <= "ת":
        last = " ו-"
    he, en = _series(hebrew, last), _series([term.en for term in terms], joint)
    return Phrase(he, en)


def _series(texts: Sequence[str], last: str) -> str:
    if len(texts) == 1:
        return texts[0]
    comma = "," if "," in texts[0] else ""
    return f"{', '.join(texts[:-1])}{comma}{last}{texts[-1]}"


def _pair(term: Term) -> Phrase:
    return Phrase(term.he, term.en)
