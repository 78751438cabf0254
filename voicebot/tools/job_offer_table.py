"""Who negotiates about what, and what was said of it so far."""

from dataclasses import dataclass

from language.phrases import Phrase
from stores.job_offer_values import Candidate, JobOffer, NegotiationStep, Recruiter, StepKind
from voicebot.agents.state import CallState
from voicebot.errors import ToolRefused
from voicebot.tools.context import CallContext
from voicebot.tools.job_offer_callers import recruiter_of, values_for
from voicebot.tools.job_offer_pay import package
from voicebot.tools.job_offer_strategy import Bid, Said, Terms, share_of

AGREEABLE = "agreeable"
"""Stands as the tactic of an offer of theirs that they were told can be agreed to: the last word, which is kept."""


@dataclass(frozen=True)
class Table:
    """Who negotiates about what, and what was said so far since the last import, over all calls."""

    context: CallContext
    recruiter: Recruiter
    candidate: Candidate
    offer: JobOffer | None
    steps: tuple[NegotiationStep, ...]

    @property
    def usual(self) -> int:
        return self.offer.salary if self.offer else self.terms.anchor

    @property
    def counters(self) -> list[NegotiationStep]:
        return [each for each in self.steps if each.kind == "countered"]

    @property
    def said(self) -> Said:
        """What was said before, as the strategy weighs it."""
        steps = [each for each in self.steps if each.kind in ("offered", "confirmed") and each.salary]
        bids = tuple(Bid(each.salary or 0, each.signing_bonus or 0) for each in steps)
        agreeable = [bid for bid, each in zip(bids, steps, strict=True) if each.tactic == AGREEABLE]
        return Said(
            counters=tuple(each.salary for each in self.counters if each.salary and not each.signing_bonus),
            traded=any(each.signing_bonus for each in self.counters),
            best=max((each.salary for each in bids), default=0),
            agreeable=agreeable[-1] if agreeable else None,
            passed_on=any(each.kind == "passed_on" for each in self.steps),
            bids=bids,
        )

    @property
    def last_bid(self) -> Bid | None:
        """Their last offer in this negotiation, else the one on record."""
        said = [each for each in self.steps if each.kind in ("offered", "confirmed") and each.salary]
        if said:
            return Bid(said[-1].salary or 0, said[-1].signing_bonus or 0)
        return Bid(self.offer.salary, self.offer.signing_bonus or 0) if self.offer else None

    @property
    def last_counter(self) -> NegotiationStep | None:
        return next(reversed(self.counters), None)

    @property
    def terms(self) -> Terms:
        wanted = self.offer.role.en if self.offer else ""
        medians = [each.median for each in self.context.stores.job_offers.market() if each.role == wanted]
        who = self.candidate
        share = share_of(str(who.imported_at))  # to the microsecond, so that nobody can draw it again
        return Terms(who.floor, who.target, who.period, next(iter(medians), None), share)

    def log(self, kind: StepKind, bid: Bid | None = None, tactic: str | None = None) -> None:
        step = NegotiationStep(
            self.recruiter.company.en,
            self.recruiter.name.en,
            kind,
            self.candidate.currency,
            self.candidate.period,
            bid.salary if bid else None,
            bid.bonus or None if bid else None,
            tactic,
            self.context.call_id,
        )
        self.context.stores.negotiations.add(step)

    def tell_team(self, what: str, bid: Bid) -> None:
        """A task for whoever looks after the candidate."""
        said = package(bid.salary, bid.bonus, self.candidate).en
        text = f"{self.recruiter.company.en} ({self.recruiter.name.en}) {what}: {said}"
        key = f"job_offer:{what}:{self.context.call_id}:{bid.salary}:{bid.bonus}"
        self.context.stores.tasks.add("follow_up", text[:500], call_id=self.context.call_id, key=key[:120])


def table_of(context: CallContext, state: CallState) -> Table:
    """The verified caller's negotiation. Raises ToolRefused for anybody else, and once something was agreed."""
    recruiter = recruiter_of(context, state)
    candidate = context.stores.job_offers.candidate()
    if candidate is None:
        raise ToolRefused("nothing_known", "Nothing was imported yet.")
    company = recruiter.company.en
    steps = context.stores.negotiations.of_company(company, candidate.imported_at)
    if any(each.kind == "agreed" for each in steps):
        raise ToolRefused("already_agreed", "An agreement with this company was logged; changes go to the candidate.")
    return Table(context, recruiter, candidate, context.stores.job_offers.offer_of(company), steps)


def values_at(table: Table) -> dict[str, Phrase]:
    """For the placeholders {recruiter}, {their_company} and {candidate}."""
    return values_for(table.context, table.recruiter)
