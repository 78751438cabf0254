"""Who a caller says to be in one sentence: "היי, דנה לוי, מנהלת גיוס באלטק". Read by form alone, whoever is known.

The sentence is taken apart into clauses; each may tell a name, a position and a company, in any order, after words that
only lead to them. A name counts where it is led to ("שמי", "my name is"), or where something else of an introduction
stands beside it; other clauses ("זה לגבי ההצעה") are left alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from language.hebrew import remove_bidi
from language.naming import said_name
from language.terms.names import names_in_hebrew
from voicebot.scenarios import job_offer_introducing as by

Asked = Literal["", "name", "company", "position"]
"""What the words answer: that may come without any opening."""

_NUMBER: Final = r"(?:\((?:ספרות|digits)\)|\d[\d\s-]{3,})"
_CODE: Final = re.compile(
    r"(?:\b(?:and|with|it's|עם|זה|הוא)\s+)*"
    r"(?:\b(?:[והש]{0,2}קוד|(?:my|the|a)?\s*code)(?:\s+(?:שלי|האישי|שקיבלתי|הוא|זה|is|was|i got))*[\s:,]*)?" + _NUMBER,
    re.IGNORECASE,
)
"""A code beside the rest, as it is kept."""
_CLAUSES: Final = re.compile(
    r"[,.;:!?\n–—]+|\s-+\s|\s+and\s+|\s+ו?(?=(?:אני|אנחנו|שמי|קוראים|השם|תפקידי|התפקיד|מדברת?|כאן|זאת)\b)"
    r"|\s+(?=(?:i'm|i am|my|this is|it's|it is|speaking|calling)\b)",
    re.IGNORECASE,
)
_STARTS: Final = re.compile(rf"^ו?(?:(?:{by.HELLO})\b[\s,]*)*", re.IGNORECASE)
_STRONG: Final = re.compile(rf"^(?:{by.NAMING})(?:\s+|$)", re.IGNORECASE)
_WEAK: Final = re.compile(rf"^(?:{by.BEING})(?:\s+|$)", re.IGNORECASE)
_POSITION: Final = re.compile(rf"^(?:{by.SERVING})(?:\s+|$)", re.IGNORECASE)
_PREFIXED: Final = re.compile(r"[מב][-־']?(?P<company>[^\W\d_][^\W\d_'״\"-]{2,})")
_NO_ANSWER: Final = re.compile(rf"(?:(?:{by.FILLING})\W+)*(?:{by.NO_ANSWER})(?:\W+(?:{by.FILLING}))*\W*", re.IGNORECASE)
_MOST: Final = 120
_COMPANY_WORDS: Final = 3
_MOST_BEHIND: Final = 5


@dataclass(frozen=True)
class _Part:
    """What one clause tells. `sure`: it is an introduction by itself; `bare`: a clause without any form."""

    told: dict[str, str]
    sure: bool = False
    bare: str = ""


def introduced(said: str, asked: Asked = "") -> dict[str, str]:
    """What of name, company and position stands in it; {} when it is no introduction."""
    plain = remove_bidi(said)
    rest = _CODE.sub(" , ", plain)
    parts = [_read(clause) for clause in _CLAUSES.split(rest) if clause and clause.strip()]
    told: dict[str, str] = {}
    for part in parts:
        told = {**part.told, **told}
    sure = rest != plain or any(each.sure for each in parts)
    if "name" in told and not sure and not asked and not told.keys() - {"name"}:
        return {}
    told = _with_bare(told, [each.bare for each in parts if each.bare], asked, sure)
    enough = asked or (told.keys() - {"company"} and (sure or len(told) > 1))
    return {key: value[:_MOST] for key, value in told.items()} if enough else {}


def is_answer(said: str, asked: Asked) -> bool:
    """Whether words without the form of an introduction may be what was asked for. A name must be one; whatever else an
    introduction tells is no company, and no position of a few words.
    """
    plain = remove_bidi(said).strip()
    if asked == "name":
        name = said_name(_CODE.sub("", plain).strip(" ,.?!"))
        told = introduced(plain, asked)  # "אני מתקשרת מאלטק" tells a company alone
        return name is not None and ("name" in told or not told or name.split()[0] in names_in_hebrew())
    return not introduced(plain, asked) or (asked == "position" and len(plain.split()) > _COMPANY_WORDS)


def behind_question(said: str) -> str:
    """The answer behind a question that is asked first: "מה, איזה תפקיד? מגייסת"; all of the words where there is none."""
    plain = remove_bidi(said).strip()
    rest = plain.rpartition("?")[2].strip(" .,!") if "?" in plain else ""
    answers = len(rest.split()) <= _MOST_BEHIND and (introduced(rest, "position") or said_name(rest))
    return rest if rest and answers and not is_no_answer(rest) else plain


def only_code(said: str) -> bool:
    """Whether the words are a code and what leads to it, and nothing else."""
    plain = remove_bidi(said)
    rest = _CODE.sub(" ", plain)
    return rest != plain and not re.search(r"[^\W\d_]{2}", _STARTS.sub("", rest.strip(" ,.!")))


def is_no_answer(said: str) -> bool:
    """Whether the words only put the answer off, or away: "לא משנה", "תני לי לבדוק"; an answer behind them counts."""
    return bool(_NO_ANSWER.fullmatch(remove_bidi(said).strip()))


def _read(clause: str) -> _Part:
    words = _STARTS.sub("", clause.strip(" '\"")).strip()
    strong = False
    while True:
        rest = _STRONG.sub("", words)
        strong = strong or rest != words
        opened = _WEAK.sub("", rest)
        if opened == words:
            break
        words = opened
    is_position = _POSITION.match(words)
    tokens = [each.strip("'\"") for each in (_POSITION.sub("", words) if is_position else words).split()]
    if len(tokens) > 1 and tokens[-1].lower() in by.AFTER:
        tokens, strong = tokens[:-1], True
    opened_at_all = strong or words != _STARTS.sub("", clause.strip(" '\"")).strip()
    return _taken(tokens, strong, bool(is_position), opened_at_all)


def _taken(tokens: Sequence[str], strong: bool, is_position: bool, opened: bool) -> _Part:
    tokens = list(_up_to_topic(tokens))
    role = 0 if is_position and tokens else next(_roles(tokens), len(tokens))
    mark = next((at for at in range(len(tokens)) if _marks(tokens, at, role)), len(tokens))
    company, after = _company(tokens, mark, role)
    position, name = _position(tokens[role : mark if mark > role else None])
    before = list(tokens[: min(role, mark)])
    if before and not name and not company and position and _is_name_and_company(before):
        before, company = before[:2], before[2]
    if before and not name:
        name = _name(before, strong or role < len(tokens))
        if not name:
            lone = len(before) == len(tokens) and not opened and len(tokens) <= _COMPANY_WORDS
            return _Part({}, bare=" ".join(tokens) if lone and not _stops(tokens) else "")
    if name and not (strong or position or company) and not opened:
        return _Part({}, bare=name)
    found = {"name": name, "position": position, "company": company}
    told = {key: value for key, value in found.items() if value}
    sure = bool(told) and (strong or bool(position and (opened or is_position or company or name)))
    return _Part(told, sure or bool(name and company and after))


def _is_name_and_company(words: Sequence[str]) -> bool:
    """Whether a usual name and one word more stand before a position, without a pause: "דנה לוי אלטק מגייסת"."""
    usual = len(words) == 3 and words[0] in names_in_hebrew() and words[2] not in names_in_hebrew()
    return usual and words[1].lower() not in by.PARTICLES and not _stops(words)


def _with_bare(told: dict[str, str], bare: Sequence[str], asked: Asked, sure: bool) -> dict[str, str]:
    """The same with what stands alone between commas: "דנה לוי, אלטק, מנהלת גיוס"."""
    if not (asked or sure or told.keys() & {"position"}):
        return told
    names = [each for each in bare if _name(each.split(), strong=False)]
    if asked in ("company", "position"):
        names = [each for each in names if each.split()[0] in names_in_hebrew()]
    names.sort(key=lambda each: each.split()[0] not in names_in_hebrew())
    if "name" not in told and names and asked != "company":
        told = {**told, "name": names[0]}
    left = [each for each in bare if each not in told.values()]
    if "company" not in told and left and (asked == "company" or {"name"} < {*told, *(["code"] if sure else [])}):
        told = {**told, "company": left[0]}
    return told


def _up_to_topic(tokens: Sequence[str]) -> Iterator[str]:
    for each in tokens:
        if each.lower() in by.TOPIC:
            return
        yield each


def _roles(tokens: Sequence[str]) -> Iterator[int]:
    for at, each in enumerate(tokens):
        word = each.lower()
        led_to = word in by.ARTICLES and any(other.lower() in by.HEADS for other in tokens[at:])
        if led_to or _is_head(word) or word in by.ADJECTIVES:
            yield at


def _is_head(word: str) -> bool:
    return word in by.HEADS or (word[:1] in ("ה", "כ") and word[1:] in by.HEADS)


def _marks(tokens: Sequence[str], at: int, role: int) -> bool:
    """Whether a company stands here: after a word for that, or behind a name or position with a prefix."""
    word = tokens[at].lower()
    if word in by.COMPANY:
        return at + 1 < len(tokens)
    if word in by.OF:
        behind = role < at if word == "של" else at >= 2 and role >= at
        return behind and at + 1 < len(tokens)
    placed = at > role or at >= 2 or len(tokens) == 1 or (role == at + 1)
    return placed and bool(_PREFIXED.fullmatch(word)) and not _is_head(word) and word not in by.STOPS | by.TAILS


def _company(tokens: Sequence[str], mark: int, role: int) -> tuple[str, bool]:
    """The company, and whether a word for that led to it."""
    if mark >= len(tokens):
        return "", False
    end = role if role > mark else len(tokens)
    explicit = tokens[mark].lower() in by.COMPANY | by.OF
    words = list(tokens[mark + 1 : end] if explicit else tokens[mark:end])
    if not explicit and words:
        words[0] = re.sub(r"^[מב][-־']?", "", words[0])
    if explicit and len(words) > 1 and words[0].lower() in {"חברת", "the"}:
        words = words[1:]
    kept = words[:_COMPANY_WORDS]
    return ("", False) if not kept or _stops(kept[:1]) else (" ".join(kept), explicit)


def _position(tokens: Sequence[str]) -> tuple[str, str]:
    """The position, and the name that follows it: "מנהלת גיוס דנה לוי"."""
    words = [each for each in tokens if each.lower() not in by.ARTICLES]
    words[:1] = [each[1:] if each[:1] == "כ" and each[1:] in by.HEADS else each for each in words[:1]]
    if not words or len(words) > 6 or _stops(words[1:]):
        return "", ""
    lead, tail = words[:-2], words[-2:]
    whole = len(lead) == 1 and lead[0].removeprefix("ה") in by.WHOLE
    known = all(each.lower() in by.TAILS or each.lower() in by.HEADS for each in lead[1:])
    if lead and (whole or (len(lead) > 1 and known)) and not {each.lower() for each in tail} & by.TAILS:
        return " ".join(lead), " ".join(tail)
    return " ".join(words), ""


def _name(words: Sequence[str], strong: bool) -> str:
    """The words, if they may be a full name."""
    most = 4 if strong else 3
    if not 1 < len(words) <= most or _stops(words):
        return ""
    if not strong and len(words) == most and words[1].lower() not in by.PARTICLES:
        return ""
    name = " ".join(words)
    return name if said_name(name) == name else ""


def _stops(words: Sequence[str]) -> bool:
    return any(each.lower() in by.STOPS for each in words)
