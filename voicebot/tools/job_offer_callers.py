"""Tools that find out who speaks for a company, and let nobody else in.

A caller is verified by name, company and position of a recruiter we know, and by that recruiter's code. The code is
read in the caller's own words of this turn (`CallContext.said`), so a model cannot make one up, and it is never stored.
A number that calls proves nothing, nor does saying it: a displayed number can be forged. Without a code we call back on
the number on record. On a call that we made to that number, a clear yes to "am I speaking with …?" is enough: whoever
has that telephone could be called back there just as well.

Guessing is slow (`guessing`), and slows nobody else: the recruiter's number on record has failures of its own only, and
whoever has to wait elsewhere is called back on it.
"""

from collections.abc import Mapping
from typing import Any

from language.heard import read
from language.hebrew import script, tokens
from language.name_match import names_any
from language.phones import BadPhone, parse_phone
from language.phrases import Phrase
from language.spoken_codes import HIDDEN, HIDDEN_EN, code_in, without_codes
from language.words_choice import DOUBT
from stores.job_offer_values import Recruiter
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, reading_tool, tool
from voicebot.errors import ToolRefused
from voicebot.tools.context import CallContext
from voicebot.tools.guessing import IN_A_NAME, MOST_IN_CALL, OF_NUMBER, tell_operator
from voicebot.tools.job_offer_spoken import remembering, spoken_offer
from voicebot.tools.job_offer_topics import PUT_OFF, QUESTION, topics_in
from voicebot.tools.job_offer_wishes import remembering_time
from voicebot.tools.leads import Short, Text

RECRUITER, ASKED_FOR, CODE_HEARD = "recruiter", "asked_for", "code_heard"
_TOLD = ("caller_name", "caller_company", "caller_position")
_ONLY_YES = frozenset({"yes", "interested", "goodbye"})
_PROVISOS = DOUBT - {"אין", "לא", "או", "כמה", "בלי", "no", "not"}
"""With one of these a yes is none yet; the others are in a plain yes as well: למה לא, אין בעיה, או קיי."""


def is_verified(state: CallState) -> bool:
    """Whether the person on the line has been verified in this call."""
    return state.verified and RECRUITER in state.fields


def recruiter_of(context: CallContext, state: CallState) -> Recruiter:
    """The verified recruiter on the line. Raises ToolRefused for anybody else, also after an import removed him."""
    key = state.fields.get(RECRUITER, "")
    found = context.stores.job_offers.recruiter(int(key)) if is_verified(state) and key.isdigit() else None
    if found is None:
        raise ToolRefused("not_verified", "The caller is not verified: hand off to authentication.")
    return found


def said_yes(context: CallContext) -> bool:
    """Whether the caller's own words of this turn are a plain yes, without a but."""
    intents = set(read(context.said, "he" if script(context.said) == "hebrew" else "en").intents)
    return "yes" in intents and intents <= _ONLY_YES and _PROVISOS.isdisjoint(tokens(context.said.lower()))


@tool
def note_caller(
    context: CallContext,
    state: CallState,
    name: Short | None = None,
    company: Short | None = None,
    position: Short | None = None,
    question: Text | None = None,
) -> ToolResult:
    """Note who the caller says to be, as it was said; null for what was not. It tells what to ask for next. An offer
    that the caller names meanwhile, and a time to meet at that was named before, are remembered by the system; a code
    said with it is heard. What the caller corrects is noted anew.

    name: the caller's full name
    company: the company the caller calls for
    position: the caller's position there
    question: what the caller has just asked, to be answered after verification
    """
    told = {key: value for key, value in zip(_TOLD, (name, company, position), strict=True) if value and _words(value)}
    fields = remembering(context.said, {**state.fields, **told, **_asking(context, state, question)})
    if _has_just_come(context, state):
        fields = remembering_time(context.said, fields, context.now())
    kept = state.kept
    try:
        _refuse_beyond(context)
        kept = _with_code(context, state, fields) if told else kept
    except ToolRefused as refused:
        if refused.status == "locked":
            raise
        return ToolResult(refused.status, {"error": refused.message}, changes={"fields": fields})
    missing = next((key for key in _TOLD if not fields.get(key)), "caller_code")
    changes = {"fields": fields, "kept": kept}
    if missing == "caller_code" and CODE_HEARD in kept:
        return ToolResult("code_heard", {"note": "The code was heard: call verify_caller."}, changes=changes)
    status = missing.replace("caller", "need")
    return ToolResult(status, {"ask_for_next": missing.removeprefix("caller_")}, changes=changes)


@tool
def verify_caller(context: CallContext, state: CallState) -> ToolResult:
    """Check who the caller is, once name, company and position are noted and the caller has just said the code. It is
    heard by the system itself and not shown to you.
    """
    if any(not state.fields.get(key) for key in _TOLD):
        raise ToolRefused("incomplete", "Name, company and position come first.")
    proof = _code_said(context)
    heard = state.kept.get(CODE_HEARD)
    if heard and (proof is None or _heard_now(context, state)):
        meant = _meant(context, state.fields)
        proven = meant is not None and heard.partition(":")[0] == str(meant.id)
    elif proof is None:
        note = "No code was heard in what the caller just said: ask for it digit by digit."
        changes = {"fields": remembering(context.said, state.fields)}
        return ToolResult("no_code_heard", {"error": note}, changes=changes)
    else:
        meant, proven = _weighed(context, state.fields, proof)
    if meant is None or not proven:
        locked = _over_call(context)
        return _no_code(state) if _is_number(proof) and not locked else _not_verified(state, locked)
    return _verified(context, state, meant)


@reading_tool
def find_who_was_called(context: CallContext, state: CallState) -> ToolResult:
    """On a call that we made: find whom we called, so that you can ask whether that is who speaks."""
    recruiter = _called(context)
    if recruiter is None or state.others:
        raise ToolRefused("unknown_number", "We do not know whose number this is: hand off to authentication.")
    fields = {**state.fields, ASKED_FOR: str(recruiter.id)}
    data = {"name": recruiter.name.en, "company": recruiter.company.en}
    return ToolResult("known", data, values_of(recruiter), {"fields": fields})


@tool
def confirm_identity(context: CallContext, state: CallState) -> ToolResult:
    """On a call that we made: the caller has just said yes, he or she is whom we asked for."""
    recruiter = _called(context)
    asked = context.began.fields.get(ASKED_FOR) if context.began else None
    if recruiter is None or state.others or not asked or asked != state.fields.get(ASKED_FOR):
        raise ToolRefused("not_asked", "Ask first whether this is whom we called, and wait for the answer.")
    if asked != str(recruiter.id) or not said_yes(context):
        raise ToolRefused("not_confirmed", "The caller has not said yes to that.")
    context.stores.verifications.add(context.call_id, context.phone, recruiter.phone, succeeded=True)
    return _verified(context, state, recruiter)


def whom_to_call(context: CallContext, state: CallState) -> str:
    """For a task: who is to be called back, on which number, and what the call was for. The caller never hears it."""
    verified = state.fields.get(RECRUITER, "")
    told = [state.fields.get(key, "") for key in _TOLD]
    on_line = context.stores.job_offers.recruiter(int(verified)) if is_verified(state) and verified.isdigit() else None
    meant = on_line or _called(context) or (_meant(context, state.fields) if told[0] else None)
    if meant is None:
        said = ", ".join(filter(None, told)) or "nobody in particular"
        number = context.phone or "a withheld number"
        who = f"Said to be {said}; not on record like that. Called from {number}: find out who it is, tell nothing."
    else:
        sure = "was verified" if on_line else "was not verified, so call this number and no other"
        who = f"Call {meant.name.en} of {meant.company.en} on {meant.phone}, the number on record; {sure}."
    return f"{who} {state.handover.reason[:120]}" if state.handover else who


def is_nobody_yet(context: CallContext, state: CallState) -> bool:
    """Whether no name was told on a call that we did not make. Whether a name that was told is on record is nobody's
    to hear: it makes no difference here.
    """
    return not (is_verified(state) or state.fields.get(_TOLD[0]) or _called(context))


def values_of(recruiter: Recruiter) -> dict[str, Phrase]:
    """For the placeholders {recruiter} and {their_company}."""
    return {
        "recruiter": Phrase(recruiter.name.he, recruiter.name.en),
        "their_company": Phrase(recruiter.company.he, recruiter.company.en),
    }


def values_for(context: CallContext, recruiter: Recruiter) -> dict[str, Phrase]:
    """The same for a verified recruiter, with {candidate}: before that nobody is told for whom we speak."""
    candidate = context.stores.job_offers.candidate()
    name = Phrase(candidate.name.he, candidate.name.en) if candidate else Phrase("המועמדת", "the candidate")
    return {**values_of(recruiter), "candidate": name}


def _words(said: str) -> str:
    """What is left of it without the places of codes: a code is nobody's name."""
    return "".join(each for each in said.replace(HIDDEN, "").replace(HIDDEN_EN, "") if each.isalpha())


def _has_just_come(context: CallContext, state: CallState) -> bool:
    """Whether the words of this turn were said before it was asked who is speaking."""
    return context.began is None or context.began.agent != state.agent


def _asking(context: CallContext, state: CallState, question: str | None) -> dict[str, str]:
    """The first question that was asked, and whether it was put off in so many words; nothing of it is told here."""
    came = _has_just_come(context, state)
    if came and not question and topics_in(context.stores.job_offers.fields(), context.said):
        question = without_codes(context.said)
    if not question:
        return {}
    return {QUESTION: state.fields.get(QUESTION, question[:300]), **({} if came else {PUT_OFF: "yes"})}


def _code_said(context: CallContext) -> str | None:
    """The code in the caller's words; the figures of an offer are none."""
    return None if spoken_offer(context.said) else code_in(context.said)


def _with_code(context: CallContext, state: CallState, fields: dict[str, str]) -> dict[str, str]:
    """What is kept, with what a code said beside a name has proven, so that it need not be said again.

    It is an attempt like any other, and kept is only whose it is: "id:number", or "nobody:number".
    """
    proof = _code_said(context)
    if proof is None or _is_number(proof) or not fields.get(_TOLD[0]) or _heard_now(context, state):
        return state.kept
    meant, proven = _weighed(context, fields, proof)
    number = int(state.kept.get(CODE_HEARD, ":0").partition(":")[2]) + 1
    return {**state.kept, CODE_HEARD: f"{meant.id if meant and proven else 'nobody'}:{number}"}


def _without_code(state: CallState) -> dict[str, str]:
    return {key: value for key, value in state.kept.items() if key != CODE_HEARD}


def _heard_now(context: CallContext, state: CallState) -> bool:
    """Whether the code of these very words was weighed already: an utterance is one attempt."""
    before = context.began.kept.get(CODE_HEARD) if context.began else None
    return state.kept.get(CODE_HEARD) not in (None, before)


def _weighed(context: CallContext, told: Mapping[str, str], proof: str) -> tuple[Recruiter | None, bool]:
    """Whom the details fit, and whether the code is theirs. An attempt. Raises ToolRefused while none is looked at."""
    with context.stores.database.begin():
        context.stores.verifications.wait_in_turn()
        _refuse_beyond(context)
        meant = _meant(context, told)
        claimed = meant.phone if meant else _claim(told)
        _refuse_in_name(context, claimed)
        proven = context.stores.job_offers.code_fits(meant, proof)
        context.stores.verifications.add(context.call_id, context.phone, claimed, succeeded=proven)
        if meant and not proven:
            _tell_of_guessing(context, meant)
    return meant, proven


def _verified(context: CallContext, state: CallState, recruiter: Recruiter) -> ToolResult:
    fields = {key: value for key, value in state.fields.items() if key not in (*_TOLD, ASKED_FOR, PUT_OFF)}
    fields = remembering(context.said, fields)
    changes = {"verified": True, "fields": {**fields, RECRUITER: str(recruiter.id)}, "kept": _without_code(state)}
    data = {"name": recruiter.name.en, "company": recruiter.company.en}
    return ToolResult("verified", data, values_for(context, recruiter), changes, effect="verified")


def _no_code(state: CallState) -> ToolResult:
    """A telephone number was said, whoever's it is: the same answer as for a caller who has no code."""
    note = "A number is no proof. Offer to call back on the number on record (create_task, callback)."
    return ToolResult("number_is_no_code", {"error": note})


def _not_verified(state: CallState, locked: bool) -> ToolResult:
    """Everything is asked for again: which part was wrong is not told."""
    fields = {key: value for key, value in state.fields.items() if key not in _TOLD}
    changes: Mapping[str, Any] = {"fields": fields, "kept": _without_code(state)}
    if locked:
        return ToolResult("locked", {"error": _LOCKED}, changes=changes)
    note = "Name, company, position and code do not go together. Do not guess which; ask for all of them again."
    return ToolResult("not_matching", {"error": note}, changes=changes)


_LOCKED = "There were too many attempts. Offer a person, tell nothing."
_NOT_NOW = "No code is checked from this number just now. Offer to call back on the number on record."


def _over_call(context: CallContext) -> bool:
    return context.stores.verifications.failed_in_call(context.call_id) >= MOST_IN_CALL


def _refuse_beyond(context: CallContext) -> None:
    """Raises ToolRefused in a call with too many failures, and while the number that calls has to wait."""
    if _over_call(context):
        raise ToolRefused("locked", _LOCKED)
    if not context.phone or context.verified:
        return  # withheld numbers are told apart by nothing; one that we rang is whose it is
    if OF_NUMBER.waits(context.stores.verifications.failed_from(context.phone), context.now()):
        raise ToolRefused("not_now", _NOT_NOW)


def _refuse_in_name(context: CallContext, claimed: str) -> None:
    """Raises ToolRefused while tries in this name have to wait. From the number on record they never do.

    The same for names that we do not know: waiting does not tell that somebody is known here.
    """
    elsewhere = context.phone != claimed
    if elsewhere and IN_A_NAME.waits(context.stores.verifications.failed_elsewhere(claimed), context.now()):
        raise ToolRefused("not_now", _NOT_NOW)


def _tell_of_guessing(context: CallContext, meant: Recruiter) -> None:
    tries = context.stores.verifications.failed_elsewhere(meant.phone).count
    if tries < IN_A_NAME.free or context.phone == meant.phone:
        return
    text = (
        f"Somebody is guessing the code of {meant.name.en} ({meant.company.en}): {tries} wrong ones in 24 hours from "
        "other numbers than the one on record. Such calls are slowed down. If it goes on, import a new code."
    )
    tell_operator(context, f"recruiter:{meant.id}", text, tries)


def _claim(told: Mapping[str, str]) -> str:
    """Who somebody says to be whom we do not know."""
    return " | ".join(" ".join(tokens(told.get(key, "").lower())) for key in _TOLD)


def _meant(context: CallContext, told: Mapping[str, str]) -> Recruiter | None:
    """The one recruiter whom the details told so far fit; None when they fit nobody, or more than one."""
    fitting = [each for each in context.stores.job_offers.recruiters() if _fits(each, told)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(recruiter: Recruiter, told: Mapping[str, str]) -> bool:
    known = zip(_TOLD, (recruiter.name, recruiter.company, recruiter.position), strict=True)
    return all(names_any(told[key], each.forms) for key, each in known if told.get(key))


def _is_number(said: str | None) -> bool:
    """Whether the digits are a telephone number."""
    try:
        parse_phone(said or "")
    except BadPhone:
        return False
    return True


def _called(context: CallContext) -> Recruiter | None:
    """Whose number we rang; None on calls that we did not make."""
    if not (context.verified and context.phone):
        return None
    known = context.stores.job_offers.recruiters()
    return next((each for each in known if each.phone == context.phone), None)
