"""The company's profile as operators write it, in the API and in files, and the company it describes."""

import re
from collections import Counter
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from language.hebrew import remove_bidi, script
from language.phrases import Phrase
from language.types import Gender
from voicebot.scenarios.company import Company
from voicebot.tools.answers import Approved, QuestionId

MAX_ANSWERS: Final = 100
MAX_WORDINGS: Final = 20
ADDRESS: Final = "address"
"""The id of the question where the company is, which has an answer once there is an address."""
_WHERE: Final = (
    "איפה אתם נמצאים", "איפה המשרד שלכם", "מה הכתובת שלכם", "מה הכתובת של המשרד", "איפה אתם יושבים", "היכן החברה נמצאת",
    "Where are you located?", "What is your address?", "Where is your office?",
)  # fmt: skip
_ROLE: Final = re.compile(r"\b(?:system|assistant|developer|user|tool)\s*:", re.IGNORECASE)
"""So begin orders to a language model; nobody speaks of himself like this on the telephone."""
_UNSAYABLE: Final = re.compile("[\x00-\x1f\x7f\u2028\u2029]")
_NO_VOICE: Final = re.compile(r"[A-Za-z0-9<>&{}\[\]|]")


_MARKUP: Final = re.compile(r"[{}\[\]|<>`]")
"""Braces and brackets mark places and forms in lines: they would not be spoken as they stand."""


def _one_line(text: str) -> str:
    clean = remove_bidi(text)
    if _UNSAYABLE.search(clean):
        raise ValueError("must be one line without control characters")
    if _MARKUP.search(clean):
        raise ValueError("must be words to be spoken as they stand, without { } [ ] | < > and `")
    if _ROLE.search(clean):
        raise ValueError("must not speak to a language model, as in SYSTEM: …")
    return clean


def _hebrew(text: str) -> str:
    if script(text) != "hebrew":
        raise ValueError("must be written in Hebrew")
    return text


def _for_voice(text: str) -> str:
    if _NO_VOICE.search(text):
        raise ValueError("must be Hebrew letters, as the voice should say it")
    return text


_LINE: Final = AfterValidator(_one_line)
_HE: Final = AfterValidator(_hebrew)
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), _LINE]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), _LINE]
Answer = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600), _LINE]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CompanyName(_Part):
    """The name in both languages. `spoken_he` is how the voice should say it, if not as it is written."""

    he: Annotated[Name, _HE]
    en: Name
    spoken_he: Annotated[Name, _HE, AfterValidator(_for_voice)] | None = None


class Pair(_Part):
    """A line in both languages."""

    he: Annotated[Line, _HE]
    en: Line


class ApprovedAnswer(_Part):
    """A question in several wordings, and its answer: the Hebrew is spoken as it stands, the English is for the record.

    On English calls the English is spoken.
    """

    id: QuestionId
    questions_he: list[Annotated[Line, _HE]] = Field(min_length=1, max_length=MAX_WORDINGS)
    questions_en: list[Line] = Field(min_length=1, max_length=MAX_WORDINGS)
    answer_he: Annotated[Answer, _HE]
    answer_en: Answer


class CompanyProfile(_Part):
    """What the company is called, what it offers, where it is, what is said about prices, and what it answers.

    `offer` completes "We …" ("אנחנו …"); `price` is the only thing that is ever said about prices, but for answers.
    """

    name: CompanyName
    offer: Pair
    price: Pair
    address: Pair | None = None
    answers: list[ApprovedAnswer] = Field(default_factory=list, max_length=MAX_ANSWERS)

    @model_validator(mode="after")
    def _each_id_once(self) -> "CompanyProfile":
        ids = Counter(each.id for each in self.answers)
        if twice := [name for name, count in ids.items() if count > 1]:
            raise ValueError(f"two answers have the id {twice[0]}")
        if self.address and ADDRESS in ids:
            raise ValueError(f"the id {ADDRESS} is that of the address's own answer")
        return self

    def company(self, voice: Gender, version: int) -> Company:
        """The company that scenarios speak for."""
        approved = [_approved(each) for each in self.answers]
        if self.address:
            approved.append(Approved(ADDRESS, _WHERE, _pair(self.address), "Where are you located?"))
        name, offer, price = Phrase(self.name.he, self.name.en), _pair(self.offer), _pair(self.price)
        return Company(name, offer, price, voice, tuple(approved), version)


def _pair(pair: Pair) -> Phrase:
    return Phrase(pair.he, pair.en)


def _approved(each: ApprovedAnswer) -> Approved:
    wordings = (*each.questions_he, *each.questions_en)
    return Approved(each.id, wordings, Phrase(each.answer_he, each.answer_en), each.questions_en[0])
