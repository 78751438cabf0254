"""Tools that find out who speaks for a company, and let nobody else in.

A caller is verified by name, company and position of a recruiter we know, and by that recruiter's code. The code is
read in the caller's own words of this turn (`CallContext.said`), so a model cannot make one up, and it is never stored.
A number that calls proves nothing, nor does saying it: a displayed number can be forged. Without a code we call back on
the number on record. On a call that we made to that number, a clear yes to "am I speaking with …?" is enough: whoever
has that telephone could be called back there just as well.
"""

from collections.abc import Mapping
from typing import Any

from language.heard import read
from language.hebrew import script, tokens
from language.name_match import names_any
from language.phones import BadPhone, parse_phone
from language.phrases import Phrase
from language.spoken_codes import code_in
from language.words_choice import DOUBT
from stores.job_offer_values import Recruiter
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, reading_tool, tool
from voicebot.errors import ToolRefused
from voicebot.tools.context import CallContext
from voicebot.tools.leads import Short

MOST_IN_CALL = 3
"""Failed attempts of one call; then a person has to find out."""
MOST_OF_NUMBER = 5
"""Failed attempts of one number a day (Israel's day), over all its calls."""
MOST_FOR_RECRUITER = 10
"""Failed attempts a day that knew a recruiter's name, company and position, from whatever numbers."""
MOST_WITHHELD = 20
"""Failed attempts of all withheld numbers together a day."""
RECRUITER, ASKED_FOR = "recruiter", "asked_for"
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
) -> ToolResult:
    """Note who the caller says to be, as it was said; null for what was not. It tells what to ask for next.

    name: the caller's full name
    company: the company the caller calls for
    position: the caller's position there
    """
    _refuse_beyond(context)
    told = zip(_TOLD, (name, company, position), strict=True)
    fields = {**state.fields, **{key: value for key, value in told if value}}
    missing = next((key for key in _TOLD if not fields.get(key)), "caller_code")
    status = missing.replace("caller", "need")
    return ToolResult(status, {"ask_for_next": missing.removeprefix("caller_")}, changes={"fields": fields})


@tool
def verify_caller(context: CallContext, state: CallState) -> ToolResult:
    """Check who the caller is, once name, company and position are noted and the caller has just said the code. It is
    heard by the system itself and not shown to you.
    """
    if any(not state.fields.get(key) for key in _TOLD):
        raise ToolRefused("incomplete", "Name, company and position come first.")
    proof = code_in(context.said)
    if proof is None:
        raise ToolRefused("no_code_heard", "No code was heard in what the caller just said: ask for it digit by digit.")
    with context.stores.database.begin():
        context.stores.verifications.wait_in_turn()
        _refuse_beyond(context)
        meant = _meant(context, state.fields)
        if meant:
            _refuse_guessing(context, meant)
        proven = context.stores.job_offers.code_fits(meant, proof)
        context.stores.verifications.add(
            context.call_id, context.phone, meant.phone if meant else None, succeeded=proven
        )
    if meant is None or not proven:
        return _no_code(state) if _is_number(proof) and not _beyond(context) else _not_verified(context, state)
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


def _verified(context: CallContext, state: CallState, recruiter: Recruiter) -> ToolResult:
    fields = {key: value for key, value in state.fields.items() if key not in (*_TOLD, ASKED_FOR)}
    changes = {"verified": True, "fields": {**fields, RECRUITER: str(recruiter.id)}}
    data = {"name": recruiter.name.en, "company": recruiter.company.en}
    return ToolResult("verified", data, values_for(context, recruiter), changes, effect="verified")


def _no_code(state: CallState) -> ToolResult:
    """A telephone number was said, whoever's it is: the same answer as for a caller who has no code."""
    note = "A number is no proof. Offer to call back on the number on record (create_task, callback)."
    return ToolResult("number_is_no_code", {"error": note})


def _not_verified(context: CallContext, state: CallState) -> ToolResult:
    """Everything is asked for again: which part was wrong is not told."""
    fields = {key: value for key, value in state.fields.items() if key not in _TOLD}
    changes: Mapping[str, Any] = {"fields": fields}
    if _beyond(context):
        return ToolResult("locked", {"error": _LOCKED}, changes=changes)
    note = "Name, company, position and code do not go together. Do not guess which; ask for all of them again."
    return ToolResult("not_matching", {"error": note}, changes=changes)


_LOCKED = "There were too many attempts. Offer a person, tell nothing."


def _beyond(context: CallContext) -> bool:
    attempts = context.stores.verifications
    of_number = MOST_OF_NUMBER if context.phone else MOST_WITHHELD
    return attempts.failed_in_call(context.call_id) >= MOST_IN_CALL or attempts.failed_today(context.phone) >= of_number


def _refuse_beyond(context: CallContext) -> None:
    if _beyond(context):
        raise ToolRefused("locked", _LOCKED)


def _refuse_guessing(context: CallContext, meant: Recruiter) -> None:
    if context.stores.verifications.failed_for(meant.phone) >= MOST_FOR_RECRUITER:
        raise ToolRefused("locked", _LOCKED)


def _meant(context: CallContext, told: Mapping[str, str]) -> Recruiter | None:
    """The one recruiter whom the details fit; None when they fit nobody, or more than one."""
    fitting = [each for each in context.stores.job_offers.recruiters() if _fits(each, told)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(recruiter: Recruiter, told: Mapping[str, str]) -> bool:
    known = zip(_TOLD, (recruiter.name, recruiter.company, recruiter.position), strict=True)
    return all(names_any(told[key], each.forms) for key, each in known)


def _is_number(said: str) -> bool:
    """Whether the digits are a telephone number."""
    try:
        parse_phone(said)
    except BadPhone:
        return False
    return True


def _called(context: CallContext) -> Recruiter | None:
    """Whose number we rang; None on calls that we did not make."""
    if not (context.verified and context.phone):
        return None
    known = context.stores.job_offers.recruiters()
    return next((each for each in known if each.phone == context.phone), None)
