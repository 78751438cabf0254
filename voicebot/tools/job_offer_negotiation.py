"""Tools that negotiate: every offer is logged, weighed by our own strategy, and agreed to only after a yes.

No model is given the floor or the target: it learns what to ask for next. What the caller offers is read in the
caller's own words, and an agreement is what was read back and said yes to in a later turn.
"""

from dataclasses import replace
from typing import Any

from language.phrases import Phrase
from stores.job_offer_values import StepKind
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, reading_tool, tool
from voicebot.errors import ToolRefused
from voicebot.tools.context import CallContext
from voicebot.tools.job_offer_callers import is_verified, said_yes
from voicebot.tools.job_offer_pay import Meant, bid_in, package, pay, whole_offer
from voicebot.tools.job_offer_spoken import READ_OUT, SPOKEN, without_spoken
from voicebot.tools.job_offer_strategy import Bid, Decision, Tactic, decide
from voicebot.tools.job_offer_table import AGREEABLE, Table, table_of, values_at

SALARY, BONUS = "agreed_salary", "agreed_bonus"
"""Fields of what was read back and waits for a yes."""

UNCLEAR = "offer"
MOST_UNCLEAR = 4
"""So many answers in a row without a clear offer end the asking for one."""

WHY: dict[Tactic, Phrase] = {
    "anchor_on_market": Phrase("זה נמוך מהמקובל בשוק לתפקיד כזה.", "That is below what the market pays for this role."),
    "anchor": Phrase("תודה על ההצעה, היא נקודת פתיחה טובה.", "Thank you for the offer, it is a good starting point."),
    "split_the_difference": Phrase("אפשר להתקרב קצת.", "We can come a little closer."),
    "trade_for_bonus": Phrase("אם השכר קבוע, אפשר לגשר על הפער.", "If the salary is fixed, the gap can be bridged."),
}  # fmt: skip
"""What is said before a counter-offer."""


@reading_tool
def current_offer(context: CallContext, state: CallState) -> ToolResult:
    """Look up what the caller's company offers now. It is read out for you, to be confirmed before anything else."""
    table = table_of(context, state)
    if _says_another(table):
        note = "The caller has just offered something: call consider_offer."
        return ToolResult("another_offered", {"note": note}, values_at(table))
    spoken = _spoken_bid(table, state)
    if spoken is not None:
        bonus = spoken.bonus if "bonus" in state.fields[SPOKEN] else None
        said = package(spoken.salary, bonus, table.candidate)
        note = "They said so before it was clear who they are. It is read out: wait for a yes, then take_up_offer."
        changes = {"fields": {**state.fields, READ_OUT: said.en}}
        return ToolResult("spoke_of", {"spoke_of": said.en, "note": note}, {**values_at(table), "pay": said}, changes)
    if table.offer is None:
        return ToolResult("none", {"note": "There is no offer of this company yet: ask for one."}, values_at(table))
    said = whole_offer(table.offer, table.candidate)
    return ToolResult("known", {"current_offer": said.en}, {**values_at(table), "offer": said})


@tool
def take_up_offer(context: CallContext, state: CallState, right: bool) -> ToolResult:
    """Weigh the offer that the caller had spoken of before verification, once it was read out and the caller has
    answered.

    right: true only after a clear yes that this is the offer
    """
    table = table_of(context, state)
    bid = _spoken_bid(table, state)
    if bid is None:
        raise ToolRefused("nothing_spoken", "The caller had spoken of no offer.")
    if not right:
        return ToolResult("dropped", {"note": "Go on with current_offer."}, changes=_dropped(state))
    asked = context.began is not None and context.began.fields.get(READ_OUT) == state.fields.get(READ_OUT)
    if not state.fields.get(READ_OUT) or not asked or not said_yes(context) or _names_another(table, bid):
        raise ToolRefused("not_confirmed", "The caller has not said yes to that offer as it was read out.")
    return _answer(table, without_spoken(state), bid)


@tool
def confirm_current_offer(context: CallContext, state: CallState, right: bool) -> ToolResult:
    """Note whether the caller has just confirmed that the current offer, as it was read out, is right.

    right: true only after a clear yes
    """
    table = table_of(context, state)
    if table.offer is None:
        raise ToolRefused("no_offer", "There is no offer of this company on record.")
    if not right:
        table.log("disputed")
        return ToolResult("disputed", {"note": "Ask what the offer is."})
    if not said_yes(context):
        raise ToolRefused("not_confirmed", "The caller has not said yes to the offer as it was read out.")
    bid = Bid(table.offer.salary, table.offer.signing_bonus or 0)
    if table.counters:  # it was weighed in an earlier call
        table.log("confirmed", bid)
        return ToolResult("confirmed", {"note": "Ask whether their offer has changed."})
    return _answer(table, state, bid, "confirmed")


@reading_tool
def industry_salaries(context: CallContext, state: CallState) -> ToolResult:
    """Look up what the market pays for this role; tell it only with its source."""
    table = table_of(context, state)
    role = table.offer.role.en if table.offer else ""
    found = next((each for each in context.stores.job_offers.market() if each.role == role), None)
    if found is None:
        return ToolResult("unknown", {"error": "There are no market figures for this role."})
    low, high = pay(found.low, table.candidate), pay(found.high, table.candidate)
    data = {"source": found.source.en, "from": low.en, "to": high.en}
    values = {"source": Phrase(found.source.he, found.source.en), "low": low, "high": high}
    return ToolResult("known", data, values)


@tool
def consider_offer(
    context: CallContext,
    state: CallState,
    salary: int | None = None,
    signing_bonus: int | None = None,
    unchanged: bool = False,
    accepted: bool = False,
) -> ToolResult:
    """Weigh what the caller has just offered. It tells what to ask for, or that it can be agreed to; what it answers is
    said for you. Never name a figure that no tool has given you.

    salary: the salary that the caller has just named, in whole units; null when none was named
    signing_bonus: the signing bonus that the caller has just named, null when none was
    unchanged: whether the caller stays with the last offer
    accepted: whether the caller has just said yes to what we asked for last
    """
    table = table_of(context, state)
    last = _corrected(table, state, accepted)
    state = without_spoken(state)
    if accepted and not _names_another(table, _asked(table)):
        return _accepted(table, state)
    if unchanged and last is not None and not _names_another(table, last):
        bid = last
    else:
        try:
            bid = bid_in(context.said, table.candidate, table.usual, Meant(salary, signing_bonus), last)
        except ToolRefused as unclear:
            return _unclear(state, unclear)
    answer = _answer(table, state, bid)
    return replace(answer, changes={**answer.changes, "tries": {**state.tries, UNCLEAR: 0}})


@tool
def log_agreement(context: CallContext, state: CallState) -> ToolResult:
    """Keep the agreement that was read back, after the caller's yes to it. Without that yes nothing is agreed."""
    table = table_of(context, state)
    pending = state.fields.get(SALARY)
    if not pending:
        raise ToolRefused("nothing_pending", "Nothing was read back to be agreed to.")
    bid = Bid(int(pending), int(state.fields.get(BONUS, "0")))
    values = {**values_at(table), "pay": package(bid.salary, bid.bonus, table.candidate)}
    heard = context.began.fields if context.began else {}
    same = all(heard.get(key) == state.fields.get(key) for key in (SALARY, BONUS))
    if not (same and said_yes(context)) or _names_another(table, bid):
        return ToolResult("not_confirmed", {"note": "It is read back: wait for the caller's yes."}, values)
    table.log("agreed", bid)
    table.tell_team("has agreed", bid)
    fields = {key: value for key, value in state.fields.items() if key not in (SALARY, BONUS)}
    return ToolResult("agreed", {"agreed": values["pay"].en}, values, {"fields": fields}, effect="agreed")


def _unclear(state: CallState, refused: ToolRefused) -> ToolResult:
    """It is asked for once more, some times; then the candidate has to call back."""
    if refused.status == "no_amount" and state.fields.get(SALARY):
        return ToolResult("still_pending", {"note": "What was read back still waits for a yes or a no."})
    tries = state.tries.get(UNCLEAR, 0) + 1
    if tries >= MOST_UNCLEAR:
        return ToolResult("given_up", {"error": "No clear offer was made: leave a follow_up task, and go on."})
    return ToolResult(refused.status, {"error": refused.message}, changes={"tries": {**state.tries, UNCLEAR: tries}})


def _dropped(state: CallState) -> dict[str, Any]:
    return {"fields": without_spoken(state).fields}


def _spoken_bid(table: Table, state: CallState) -> Bid | None:
    """What was spoken of before verification, where it is a clear offer and another than the one on record."""
    known = Bid(table.offer.salary, table.offer.signing_bonus or 0) if table.offer else None
    try:
        spoken = bid_in(state.fields.get(SPOKEN, ""), table.candidate, table.usual, Meant(), known)
    except ToolRefused:
        return None
    return spoken if spoken != known else None


def _says_another(table: Table) -> bool:
    """Whether a verified caller names a pay in the very words that led here; a code that was said is none."""
    began = table.context.began
    if began is None or not is_verified(began):
        return False
    known = Bid(table.offer.salary, table.offer.signing_bonus or 0) if table.offer else None
    try:
        return bid_in(table.context.said, table.candidate, table.usual, Meant(), known) != known
    except ToolRefused:
        return False


def _names_another(table: Table, known: Bid | None) -> bool:
    """Whether the words name a pay that is not this one."""
    try:
        named = bid_in(table.context.said, table.candidate, table.usual, Meant(), known)
    except ToolRefused as refused:
        return refused.status != "no_amount"
    return known is None or named != known


def _asked(table: Table) -> Bid | None:
    """What a plain yes to our last counter-offer means: what it asked for, with their bonus where it named none."""
    counter, last = table.last_counter, table.last_bid
    if counter is None or last is None or not counter.salary:
        return None
    return Bid(counter.salary, counter.signing_bonus or last.bonus)


def _corrected(table: Table, state: CallState, accepted: bool) -> Bid | None:
    """What a bonus alone, or that there is none, is about: what we asked for and they say yes to, what was read out to
    them, else their last offer.
    """
    if accepted and said_yes(table.context):
        return _asked(table) or table.last_bid
    return (_spoken_bid(table, state) if READ_OUT in state.fields else None) or table.last_bid


def _accepted(table: Table, state: CallState) -> ToolResult:
    """A yes to our last counter-offer: it is read back; a salary that is theirs is weighed first."""
    bid = _asked(table)
    if bid is None or not said_yes(table.context):
        raise ToolRefused("not_confirmed", "The caller has not said yes to something that we asked for.")
    return _answer(table, state, bid)


def _answer(table: Table, state: CallState, bid: Bid, kind: StepKind = "offered") -> ToolResult:
    """Their bid is logged with what it was told, so that the last word stays the last."""
    decision = decide(table.terms, bid, table.said)
    table.log(kind, bid, AGREEABLE if decision.kind == "agree" else None)
    if decision.kind == "agree":
        return _agree(table, state, bid)
    fields = {key: value for key, value in state.fields.items() if key not in (SALARY, BONUS)}
    if decision.kind == "pass_on":
        table.log("passed_on", bid, decision.tactic)
        table.tell_team("offers", bid)
        values = {**values_at(table), "pay": package(bid.salary, bid.bonus, table.candidate)}
        return ToolResult(
            "passed_on", {"note": "The candidate will decide."}, values, {"fields": fields}, effect="task"
        )
    return replace(_countered(table, decision), changes={"fields": fields})


def _countered(table: Table, decision: Decision) -> ToolResult:
    """What is logged is what is said: one figure for both."""
    asked = Bid(decision.salary, decision.bonus or 0)
    table.log("countered", asked, decision.tactic)
    said = package(asked.salary, asked.bonus, table.candidate)
    data: dict[str, Any] = {"tactic": decision.tactic, "ask_for": said.en}
    return ToolResult("countered", data, {**values_at(table), "why": WHY[decision.tactic], "asked": said})


def _agree(table: Table, state: CallState, bid: Bid) -> ToolResult:
    """It can be agreed to: it is read back, and waits for a yes."""
    said = package(bid.salary, bid.bonus, table.candidate)
    fields = {**state.fields, SALARY: str(bid.salary), BONUS: str(bid.bonus)}
    data = {"can_agree_to": said.en, "note": "It is read back; call log_agreement after the caller's yes."}
    return ToolResult("agree", data, {**values_at(table), "pay": said}, {"fields": fields})
