"""What was on record before a recorded call, with other people in it: the `given` part of its script.

A job offer is written with the one recruiter that the call was with; of what the candidate wants there is nothing but
what the call itself told, since how far the candidate goes is told to nobody.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from language.name_match import names_any
from language.phrases import Phrase
from stores import Stores
from stores.job_offer_values import Candidate, JobOffer, NegotiationStep, ProfileField, Recruiter, Spoken
from stores.values import Call, Turn
from voicebot.evaluation import masking
from voicebot.evaluation.hidden import CODE, PIN
from voicebot.evaluation.masking import Known, masked, masked_title
from voicebot.interviews.plan import Plan, PlannedStage, Question, read
from voicebot.tools.job_offer_callers import RECRUITER

CALLER, ON_RECORD = "+972545551111", "+972545552222"
"""Whoever called, and the number on record of a recruiter who called from another one."""
_EXAMPLE = {"he": "פרט לדוגמה.", "en": "An example."}
_TEAM = {"he": "הצוות", "en": "the team"}
_COMPANY = {"he": "צפון", "en": masking.COMPANY, "also": [masking.COMPANY_HE]}
_MOST_WORDS = 4
"""Words of an answer that is a name, or a company, and nothing else."""
_SPREAD, _ODD = 0.1, 37


@dataclass(frozen=True)
class Before:
    """What a call began with. `known` are the people in it; `amounts` may be said, as they are offers of the call."""

    given: Mapping[str, Any] = field(default_factory=dict)
    known: tuple[Known, ...] = ()
    amounts: frozenset[int] = frozenset()


def before(call: Call, turns: Sequence[Turn], stores: Stores, fixed: frozenset[str], known: Sequence[Known]) -> Before:
    """All that its script has to be given. `fixed` are lines that name nobody, `known` whom the record knows."""
    if call.scenario == "job_offer":
        return _job_offer(call, turns, stores, known)
    if call.scenario == "interview":
        return Before({"interview": _interview(call, turns, stores, fixed, known)})
    return Before()


def _used(turns: Sequence[Turn], tool: str) -> Iterator[Mapping[str, Any]]:
    return (each for turn in turns for each in turn.tool_calls if each["name"] == tool)


# -- a job offer


def _job_offer(call: Call, turns: Sequence[Turn], stores: Stores, known: Sequence[Known]) -> Before:
    candidate, recruiters = stores.job_offers.candidate(), stores.job_offers.recruiters()
    if candidate is None or not recruiters:
        return Before()
    told = [_arguments(each) for each in _used(turns, "note_caller")]
    meant = _meant(call, told, recruiters)
    people = (*_people(candidate, meant, recruiters, stores.job_offers.offers()), *_told(told, meant))
    everybody = (*known, *people)
    steps = stores.negotiations.of_call(call.id)
    offer = next((each for each in stores.job_offers.offers() if each.company.en == meant.company.en), None)
    document = {
        "candidate": {"name": {"he": masking.CANDIDATE_HE, "en": masking.CANDIDATE}},
        "negotiation": _terms(candidate, offer, steps),
        "profile": {each.name: _field(each, meant, everybody) for each in stores.job_offers.fields()},
        "offers": [_offer(offer, everybody)] if offer else [],
        "recruiters": [_recruiter(meant, call, everybody)],
        "market": _market(offer, steps, everybody),
    }
    amounts = {amount for each in steps for amount in (each.salary, each.signing_bonus) if amount}
    return Before({"job_offer": document}, people, frozenset(amounts))


def _arguments(used: Mapping[str, Any]) -> dict[str, str]:
    try:
        given = json.loads(used["arguments"] or "{}")
    except ValueError:
        return {}
    return {name: value for name, value in given.items() if isinstance(value, str)} if isinstance(given, dict) else {}


def _meant(call: Call, told: Sequence[Mapping[str, str]], recruiters: Sequence[Recruiter]) -> Recruiter:
    """The recruiter that the call was with: verified, rung by us, or whose name was told; else any."""
    state = call.state or {}
    number = call.to_number if call.direction == "outbound" else None
    named = [each["name"] for each in told if "name" in each]
    ways = (
        lambda each: bool(state.get("verified")) and state.get("fields", {}).get(RECRUITER) == str(each.id),
        lambda each: each.phone == number,
        lambda each: any(names_any(name, each.name.forms) for name in named),
    )
    return next((each for way in ways for each in recruiters if way(each)), recruiters[0])


def _people(
    candidate: Candidate, meant: Recruiter, recruiters: Sequence[Recruiter], offers: Sequence[JobOffer]
) -> Iterator[Known]:
    """Everybody that the record of job offers knows, and who stands for them."""
    yield from _named(candidate.name, masking.CANDIDATE, masking.CANDIDATE_HE)
    for each in sorted(recruiters, key=lambda one: one.id != meant.id):
        mine = each.id == meant.id
        names = (masking.NAME, masking.NAME_HE) if mine else (masking.OTHER, masking.OTHER_HE)
        yield from _named(each.name, *names)
    companies = (meant.company, *(each.company for each in recruiters), *(each.company for each in offers))
    for company in companies:
        mine = company.en == meant.company.en
        latin, hebrew = (masking.COMPANY, "צפון") if mine else (masking.OTHER_COMPANY, masking.OTHER_COMPANY_HE)
        for form in company.forms:
            first = form.split()[0]
            parts = (form,) if first == form or masking.is_nobody(first) else (form, first)
            yield from (Known(part, masking.of_script(part, latin, hebrew)) for part in parts)


def _named(name: Spoken, latin: str, hebrew: str) -> Iterator[Known]:
    for form in name.forms:
        yield from masking.name_known(form, masking.of_script(form, latin, hebrew))


def _told(told: Sequence[Mapping[str, str]], meant: Recruiter) -> Iterator[Known]:
    """Names and companies as callers told them, whatever the record spells: whoever fits stands for the recruiter."""
    ours = {
        "name": (meant.name, (masking.NAME, masking.NAME_HE), (masking.OTHER, masking.OTHER_HE)),
        "company": (
            meant.company,
            (masking.COMPANY, "צפון"),
            (masking.OTHER_COMPANY, masking.OTHER_COMPANY_HE),
        ),
    }
    for each in told:
        for what, (known, mine, others) in ours.items():
            said = each.get(what, "").strip(" .,!?")
            if said and len(said.split()) <= _MOST_WORDS and not masking.is_nobody(said):
                yield Known(said, masking.of_script(said, *(mine if names_any(said, known.forms) else others)))


def _terms(candidate: Candidate, offer: JobOffer | None, steps: Sequence[NegotiationStep]) -> dict[str, Any]:
    """Terms that lead to the same answers: made of what was offered and agreed to, never of the candidate's own."""
    answers = [(each.salary, then.kind if then else "") for each, then in zip_longest(steps, steps[1:])
               if each.kind in ("offered", "confirmed") and each.salary]  # fmt: skip
    best = max((salary for salary, answer in answers if answer == "countered"), default=0)
    passed_on = max((salary for salary, answer in answers if answer == "passed_on"), default=0)
    enough = min((salary for salary, answer in answers if answer not in ("countered", "passed_on")), default=0)
    offered = max([best, passed_on, enough, offer.salary if offer else 10_000])
    target = _between(best or enough * 9 // 10, enough) if enough > best else _above(offered) + _ODD
    floor = _between(passed_on, target) if passed_on and not enough else min(target, enough or target) * 9 // 10
    return {"currency": candidate.currency, "period": candidate.period, "floor": floor, "target": target}


def _above(amount: int) -> int:
    return math.ceil(amount * (1 + _SPREAD) / 500) * 500


def _between(less: int, more: int) -> int:
    """An amount between the two which nobody says."""
    return max(less + 1, (less + more) // 2 - _ODD)


def _field(one: ProfileField, meant: Recruiter, known: Sequence[Known]) -> dict[str, Any]:
    """What may be asked for, and who may hear it; what it is, is left out."""
    companies = [masking.COMPANY] if meant.company.en in one.companies else "nobody"
    return {
        "label": _spoken(one.label, known),
        "value": dict(_EXAMPLE),
        "tell": companies if one.release == "companies" else one.release,
        "words": [masked(each, known) for each in one.words],
    }


def _offer(offer: JobOffer, known: Sequence[Known]) -> dict[str, Any]:
    extra = {"equity": dict(_EXAMPLE)} if offer.equity else {}
    bonus = {"signing_bonus": offer.signing_bonus} if offer.signing_bonus else {}
    role = _title(offer.role, known)
    return {"company": dict(_COMPANY), "team": dict(_TEAM), "role": role, "salary": offer.salary} | extra | bonus


def _recruiter(meant: Recruiter, call: Call, known: Sequence[Known]) -> dict[str, Any]:
    number = call.to_number if call.direction == "outbound" else call.from_number
    also = [masked_title(each, known) for each in meant.position.also]
    return {
        "name": {"he": masking.NAME_HE, "en": masking.NAME},
        "company": dict(_COMPANY),
        "position": _title(meant.position, known) | ({"also": also} if also else {}),
        "phone": CALLER if number == meant.phone else ON_RECORD,
        "code": CODE,
    }


def _market(offer: JobOffer | None, steps: Sequence[NegotiationStep], known: Sequence[Known]) -> list[dict[str, Any]]:
    """What is usually paid for the role, so that what was asked for first is asked for again."""
    asked = next((each.salary for each in steps if each.kind == "countered" and each.salary), None)
    if offer is None or asked is None:
        return []
    around = {"low": int(asked * (1 - _SPREAD)), "median": asked, "high": _above(asked)}
    return [
        {
            "role": masked_title(offer.role.en, known),
            **around,
            "source": {"he": "טבלה לדוגמה", "en": "an example table"},
        }
    ]


def _spoken(text: Spoken, known: Sequence[Known]) -> dict[str, Any]:
    return {"he": masked(text.he, known), "en": masked(text.en, known)}


def _title(text: Spoken, known: Sequence[Known]) -> dict[str, Any]:
    return {"he": masked_title(text.he, known), "en": masked_title(text.en, known)}


# -- an interview


def _interview(
    call: Call, turns: Sequence[Turn], stores: Stores, fixed: frozenset[str], known: Sequence[Known]
) -> dict[str, Any]:
    """The session, which waits for the caller's number or, where the code was asked for, for the code alone."""
    interview = stores.interviews.of_call(call.id)
    checked = [each["status"] for each in _used(turns, "check_session")]
    waits = {"phone": CALLER} if checked and "pin_needed" not in checked else {}
    session: dict[str, Any] = {"sessionType": "ai_interview", "interviewRole": "General", "interviewType": "general"}
    if interview is not None:
        plan = read(interview.definition)
        session |= {
            "maxDuration": interview.max_duration_s,
            "enableTranscription": interview.transcribes,
            "interviewRole": masked_title(plan.role.en.removeprefix("of "), known) if plan.role else "General",
            "interviewType": plan.kind,
            "language": interview.language,
            "participantName": masking.NAME_HE,
            "stages": list(_stages(plan, fixed, known)),
        }
    return {**session, **waits, "pin": PIN}


def _stages(plan: Plan, fixed: frozenset[str], known: Sequence[Known]) -> Iterator[dict[str, Any]]:
    def line(name: str, phrase: Phrase | None) -> dict[str, Any]:
        if phrase is None:
            return {}
        keep = phrase.he in fixed
        return {name: {"he": phrase.he, "en": phrase.en} if keep else _spoken(Spoken(phrase.he, phrase.en), known)}

    def question(one: Question) -> dict[str, Any]:
        return line("text", one.text) | line("followUp", one.follow_up) | ({"brief": True} if one.brief else {})

    def stage(one: PlannedStage) -> dict[str, Any]:
        about = {"name": one.name, "seconds": one.seconds, **line("intro", one.intro), "back": one.back}
        return {**about, "questions": [question(each) for each in one.questions]}

    return (stage(each) for each in plan.stages)
