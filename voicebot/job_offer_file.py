"""Reading a job offer file or body, checking what belongs together, and putting it into the store at once."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from language.phones import BadPhone
from stores import Stores
from stores.job_offer_rows import NoCode
from stores.job_offer_values import (
    Candidate,
    JobOffer,
    JobSearch,
    MarketSalary,
    NewRecruiter,
    ProfileField,
    Recruiter,
    Spoken,
)
from voicebot.errors import VoicebotError
from voicebot.job_offer_schema import JobOfferIn, ProfileFieldIn, RecruiterIn, SpokenName, SpokenText

ParsePhone = Callable[[str], str]
MOST_BYTES = 1_000_000


class BadJobOffer(VoicebotError):
    """What was given cannot be stored; `problems` has one sentence for each thing that is wrong."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


class _Strict(yaml.SafeLoader):
    """YAML in which no name may be given twice."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    names = [loader.construct_object(key) for key, _ in node.value]
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise yaml.constructor.ConstructorError(None, None, f"{twice!r} is given twice", node.start_mark)
    return loader.construct_mapping(node, deep=True)


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_job_offer(path: Path) -> JobOfferIn:
    """The document in a YAML or JSON file. Raises BadJobOffer."""
    try:
        content = path.read_bytes()
        if len(content) > MOST_BYTES:
            raise BadJobOffer([f"{path} is larger than a job offer file can be."])
        document = yaml.load(content.decode("utf-8-sig"), Loader=_Strict)  # noqa: S506 - a SafeLoader; JSON is YAML
    except OSError as error:
        raise BadJobOffer([f"{path} cannot be read: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise BadJobOffer([f"{path} is not UTF-8 text (byte {error.start})."]) from error
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise BadJobOffer([f"{path}{line}: {error.problem or 'this is neither YAML nor JSON'}."]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise BadJobOffer([f"{path} is neither YAML nor JSON."]) from error
    return checked_document(document)


def checked_document(document: object) -> JobOfferIn:
    """The document, if its shape is right. Raises BadJobOffer, without repeating what was given."""
    if not isinstance(document, dict):
        raise BadJobOffer(["a job offer file is a mapping with candidate, negotiation, profile, offers, recruiters."])
    try:
        return JobOfferIn.model_validate(document)
    except ValidationError as error:
        raise BadJobOffer(problems_of(error)) from error


def problems_of(error: ValidationError) -> list[str]:
    """One sentence for each thing that is wrong."""
    found = []
    for item in error.errors(include_input=False, include_url=False, include_context=False):
        said = item["msg"].removeprefix("Value error, ")
        found.append(f"{_where(item['loc'])}: {said[:1].lower()}{said[1:]}.")
    return list(dict.fromkeys(found))


def _where(place: tuple[int | str, ...]) -> str:
    path = ""
    for each in place:
        path += f"[{each}]" if isinstance(each, int) else f".{str(each)[:60]}"
    return path.removeprefix(".") or "the file"


def store_job_offer(document: JobOfferIn, stores: Stores, parse_phone: ParsePhone) -> JobSearch:
    """Check what belongs together and replace what is stored, all or nothing. Raises BadJobOffer and StoreError."""
    problems = list(_contradictions(document))
    phones: list[str] = []
    for at, each in enumerate(document.recruiters):
        try:
            phones.append(parse_phone(each.phone))
        except BadPhone as error:
            phones.append("")
            problems.append(f"recruiters[{at}].phone: {error.message}.")
    problems += _twice("recruiters", "phone", phones)
    with stores.database.begin():
        stored = stores.job_offers.candidate()
        floor = document.negotiation.floor or (stored.floor if stored else None)
        problems += _floor_problems(floor, document.negotiation.target)
        if problems or floor is None:
            raise BadJobOffer(problems)
        search = _search(document, floor, phones)
        try:
            stores.job_offers.replace(search)
        except NoCode as error:
            at = phones.index(error.phone)
            raise BadJobOffer([f"recruiters[{at}].code: a new recruiter needs a code."]) from error
    return search


def _floor_problems(floor: int | None, target: int) -> Iterator[str]:
    if floor is None:
        yield "negotiation.floor: is needed the first time."
    elif target < floor:
        yield "negotiation.target: must not be below the floor."


def _contradictions(document: JobOfferIn) -> Iterator[str]:
    companies = [each.company.en for each in document.offers]
    yield from _twice("offers", "company", [each.casefold() for each in companies])
    yield from _twice("market", "role", [each.role.casefold() for each in document.market])
    known = {*companies, *(each.company.en for each in document.recruiters)}
    spelled = {each.casefold(): each for each in sorted(known)}
    for at, recruiter in enumerate(document.recruiters):
        name = recruiter.company.en
        if spelled[name.casefold()] != name and name not in companies:
            yield f"recruiters[{at}].company: is spelled {spelled[name.casefold()]!r} elsewhere in the file."
    for field, each in document.profile.items():
        for name in each.tell if isinstance(each.tell, list) else ():
            if name not in known:
                yield f"profile.{field}.tell: {name!r} is no company of an offer or a recruiter."


def _twice(group: str, name: str, values: list[str]) -> Iterator[str]:
    for at, value in enumerate(values):
        if value and value in values[:at]:
            yield f"{group}[{at}].{name}: is given twice."


def _search(document: JobOfferIn, floor: int, phones: list[str]) -> JobSearch:
    terms = document.negotiation
    return JobSearch(
        candidate=Candidate(_spoken(document.candidate.name), terms.currency, terms.period, floor, terms.target),
        fields=tuple(_field(name, each) for name, each in document.profile.items()),
        offers=tuple(
            JobOffer(
                _spoken(each.company),
                _spoken(each.team),
                _spoken(each.role),
                each.salary,
                _spoken(each.equity) if each.equity else None,
                each.signing_bonus,
            )
            for each in document.offers
        ),
        recruiters=tuple(_recruiter(each, phone) for each, phone in zip(document.recruiters, phones, strict=True)),
        market=tuple(
            MarketSalary(each.role, each.low, each.median, each.high, _spoken(each.source)) for each in document.market
        ),
    )


def _field(name: str, given: ProfileFieldIn) -> ProfileField:
    release = "companies" if isinstance(given.tell, list) else given.tell
    companies = tuple(given.tell) if isinstance(given.tell, list) else ()
    return ProfileField(name, _spoken(given.label), _spoken(given.value), release, tuple(given.words), companies)


def _recruiter(given: RecruiterIn, phone: str) -> NewRecruiter:
    one = Recruiter(_spoken(given.name), _spoken(given.company), _spoken(given.position), phone)
    return NewRecruiter(one, given.code)


def _spoken(text: SpokenText) -> Spoken:
    return Spoken(text.he, text.en, tuple(text.also) if isinstance(text, SpokenName) else ())
