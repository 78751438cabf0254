"""The protected terms of one call, from what is known of it."""

from collections.abc import Iterable

from language.phrases import Phrase
from language.terms import Term, TermSet, person
from stores.values import Lead, Member
from voicebot.agents.state import CallState


def terms_of_call(
    lead: Lead | None, state: CallState, company: Phrase | None = None, members: Iterable[Member] = ()
) -> TermSet:
    """Names, the brand and the offered slots, each in both languages; forms as numbers and dates need no entry.

    `lead` is the one we know we are talking to: None for a caller whose identity is a guess, so that nothing of a
    stored lead shows in the rendering. The lead's recorded spelling goes before everyone else's of the same name.
    """
    own = person(lead.name, lead.name_he or "") if lead else ()
    workplace = person(lead.company)[:1] if lead and lead.company else ()
    brand = (Term("name", company.en, company.he),) if company else ()
    slots = (Term("slot", each.en, each.he) for each in state.offered)
    team = (term for each in members for term in person(each.name, each.name_he or ""))
    return TermSet.of(slots, own, brand, workplace, team)
