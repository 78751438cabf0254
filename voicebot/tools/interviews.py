"""What an interviewer may do, each with this call's interview only: open it, ask on, go back, end it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from language.name_match import names_any
from language.phrases import Phrase
from language.spoken_values import spoken_duration
from stores.interview_values import Interview, NewInterview
from voicebot.agents.stages import NO_STAGE, entering
from voicebot.agents.state import CallState
from voicebot.agents.tool import Tool, ToolResult, ending_tool, reading_tool, tool
from voicebot.agents.types import HangUp
from voicebot.errors import ToolRefused
from voicebot.interviews import follow_ups
from voicebot.interviews.asked import add_watch, end_interview, end_stage, progress_of
from voicebot.interviews.plan import Plan, Progress, before, next_of, read
from voicebot.interviews.ports import Verdict
from voicebot.tools.context import CallContext
from voicebot.tools.guessing import MOST_IN_CALL, OF_NUMBER, tell_operator
from voicebot.tools.pins import digits_in

WRONG_BY_ANYBODY = 100
"""From so many wrong codes a day on, of all callers together, the operator is told, and a code counts with a name."""
CODE_SAID, NOBODY = "code_said", "nobody"
"""Kept while a name is asked for: the id of the interview whose code was said. A code is never stored."""
NO_CODE = "code"
MOST_WITHOUT_DIGITS = 5
"""So many answers without a code, to the question for it, end the call."""
FIRST_LOOK = timedelta(minutes=1)
"""When it is first looked whether somebody still talks."""

GO_ON = Phrase("נמשיך.", "Let's go on.")
"""Leads into a stage that has no line of its own."""

Check = Callable[[str], Verdict]
EndReason = Literal["completed", "withdrawn", "declined", "time_up", "refused", "wrong_code", "later"]


def platform_check(check: Check | None, practice: NewInterview | None = None) -> Tool[Any]:
    """The tool that finds this call's interview; with a platform it also asks whether the session may be held.

    It changes nothing, so no transaction is open while the platform is asked. `practice`: see `beginning`.
    """

    def check_session(context: CallContext, state: CallState) -> ToolResult:
        """Look up which interview this call is for, and whether it may be held now. Call it when the candidate is
        ready, and again after a code was accepted; then call begin_interview.
        """
        interview = _of_this_call(context)
        if interview is None:
            if practice is not None and not context.stores.interviews.any_waits():
                return ToolResult("valid")
            return ToolResult("pin_needed", {"note": "Ask for the code of the invitation."})
        if interview.status != "ready":
            return ToolResult("over", {"error": "This interview has been held already."})
        verdict: Verdict = "valid" if check is None else "refused"
        if check is not None and interview.external_id is not None:
            verdict = check(interview.external_id)
        return ToolResult(verdict)

    return reading_tool(check_session)


@tool
def check_pin(
    context: CallContext,
    state: CallState,
    said: Annotated[str, StringConstraints(max_length=200)],
    name: Annotated[str, StringConstraints(max_length=200)] | None = None,
) -> ToolResult:
    """Check the code of the invitation that the candidate has said or keyed.

    said: what the candidate said, as it was heard, or the digits
    name: the candidate's full name as it was said, after name_needed; else null
    """
    digits = digits_in(context.said) or digits_in(said)
    before = state.kept.get(CODE_SAID) if name else None
    without = {"kept": {key: value for key, value in state.kept.items() if key != CODE_SAID}}
    if not digits and before is None:
        result = _without_digits(state)
        return replace(result, changes={**result.changes, **without})
    with context.stores.database.begin():
        context.stores.verifications.wait_in_turn()
        if _tried_too_often(context):
            return ToolResult("too_many", {"error": "Too many wrong codes; end the call."}, changes=without)
        found = context.stores.interviews.by_pin(digits) if digits else _waiting(context, before)
        if _known_by_name(context) and not name and not _number_known(context):
            kept = {**state.kept, CODE_SAID: str(found.id) if found else NOBODY}
            return ToolResult("name_needed", {"note": "Ask for the full name as well."}, changes={"kept": kept})
        result = _checked(context, found, name or "")
        return replace(result, changes={**result.changes, **without})


def _without_digits(state: CallState) -> ToolResult:
    """No try at the code, but not for ever: then whoever has none is told where it stands, and the call ends."""
    missed = state.tries.get(NO_CODE, 0) + 1
    changes = {"tries": {**state.tries, NO_CODE: missed}}
    if missed >= MOST_WITHOUT_DIGITS:
        return ToolResult("no_code", {"error": "There is no code: end the call."}, changes=changes)
    status = "no_digits" if missed == 1 else "no_digits_again"
    return ToolResult(status, {"error": "No digits were heard; ask for the code once more."}, changes=changes)


def _waiting(context: CallContext, kept: str | None) -> Interview | None:
    """The interview whose code was said before its name, if it still waits."""
    return context.stores.interviews.waiting(int(kept)) if kept and kept != NOBODY else None


def _checked(context: CallContext, found: Interview | None, name: str) -> ToolResult:
    """Weigh a code, with the name where codes are being guessed. A code without its name is answered as a wrong one."""
    interviews = context.stores.interviews
    if found is None or (_known_by_name(context) and not _theirs(context, found, name)):
        interviews.wrong_pin(context.call_id)
        _tell_of_guessing(context)
        again = "too_many" if _tried_too_often(context) else "wrong_pin"
        return ToolResult(again, {"error": "No interview has this code."})
    if not interviews.tie(found.id, context.call_id):
        return ToolResult("in_use", {"error": "This interview is being held in another call."})
    return ToolResult("pin_accepted", changes={"verified": True})


def beginning(practice: NewInterview | None = None) -> Tool[Any]:
    """The tool that begins this call's interview. `practice`: where no interview waits for anybody, one is made of it,
    for trying the scenario out on a developer's machine.
    """

    def begin_interview(context: CallContext, state: CallState) -> ToolResult:
        """Begin the interview, once check_session has said that it is valid and the candidate is ready. The first
        question is asked for you.
        """
        interview = _of_this_call(context)
        if interview is None and practice is not None and not context.stores.interviews.any_waits():
            expires_at = context.now() + FIRST_LOOK
            interview = context.stores.interviews.add(replace(practice, phone=context.phone, expires_at=expires_at))
        return _begun(context, interview)

    return tool(begin_interview)


def _begun(context: CallContext, interview: Interview | None) -> ToolResult:
    """Begin it, with its first question. Raises ToolRefused."""
    interviews = context.stores.interviews
    if interview is None or interview.status == "ended":
        raise ToolRefused("no_interview", "This call has no interview that could be begun.")
    if interview.status == "live":
        raise ToolRefused("running", "The interview has begun already.")
    plan = read(interview.definition)
    progress = Progress.begun(context.now(), interview.max_duration_s)
    if not interviews.tie(interview.id, context.call_id):
        raise ToolRefused("in_use", "This interview is being held in another call.")
    begun = interviews.begin(interview.id, context.call_id, progress.stored())
    if begun is None:
        raise ToolRefused("no_interview", "This call has no interview that could be begun.")
    interviews.begin_stage(begun.id, plan.stages[0].name, _turn(context))
    add_watch(context.stores, begun.id, FIRST_LOOK, 1)
    length = spoken_duration(timedelta(seconds=interview.max_duration_s))
    role = {"role": plan.role} if plan.role else {}
    result = _asked(context, plan, progress, plan.stages[0].questions[0].text)
    status = "begun" if plan.role else "begun_without_role"
    data = {**result.data, "stages": [each.name for each in plan.stages], "type": plan.kind}
    data |= {"role": plan.role.en} if plan.role else {}
    return ToolResult(status, data, {**result.values, "length": length, **role}, result.changes)


@tool
def next_question(context: CallContext, state: CallState, answered: bool) -> ToolResult:
    """Go on after the candidate's answer: the next question, or the next stage, is asked for you.

    answered: true when the question is answered, or will not be; false when the answer said little and one follow-up
    question of ours should be asked
    """
    return gone_on(context, state, answered)


def gone_on(context: CallContext, state: CallState, answered: bool) -> ToolResult:
    """What comes after what was said to a question: see `next_question`."""
    interview, plan, at = live_interview(context)
    step = next_of(plan, at, answered, context.now())
    if step.progress is None:
        end_interview(context.stores, interview.id, step.kind)
        return ToolResult(step.kind, {"note": "The interview is over: say goodbye."}, changes=NO_STAGE, effect="held")
    if step.kind == "follow_up":
        own = at.asked(plan).follow_up
        following = replace(step.progress, general=own is None or not follow_ups.fits(own, context.said))
        context.stores.interviews.save_progress(interview.id, following.stored())
        return _asked(context, plan, following, _follow_up(plan, following), "follow_up")
    done = _move(
        context, interview, plan, at, step.progress, "time_up" if step.kind == "stage_time_up" else "completed"
    )
    result = _asked(context, plan, step.progress, step.progress.asked(plan).text, step.kind)
    intro = plan.stages[step.progress.stage].intro
    values = {**result.values, "intro": intro or GO_ON}
    stages = {"stages_done": (*state.stages_done, done)} if done else {}
    return ToolResult(step.kind, result.data, values, {**result.changes, **stages})


@reading_tool
def repeat_question(context: CallContext, state: CallState) -> ToolResult:
    """Have the question that waits for an answer asked once more, after something else was talked about."""
    _, plan, at = live_interview(context)
    question = at.asked(plan)
    return _asked(context, plan, at, _follow_up(plan, at) if at.followed else question.text)


@tool
def previous_stage(context: CallContext, state: CallState) -> ToolResult:
    """Go back to the stage before, when the candidate asks for it; only some stages allow it."""
    interview, plan, at = live_interview(context)
    back = before(plan, at, context.now())
    if back is None:
        return ToolResult("not_allowed", {"error": "There is no going back from this stage."})
    _move(context, interview, plan, at, back, "went_back")
    return _asked(context, plan, back, back.asked(plan).text, "went_back")


@ending_tool
def end_interview_call(context: CallContext, state: CallState, reason: EndReason) -> ToolResult:
    """End the interview and the call. Say a short goodbye in the same answer, before calling this.

    reason: completed or time_up as next_question has said; withdrawn when the candidate has confirmed not to go on;
    declined when the candidate wants no interview; later when it is to be held at another time
    """
    interview = context.stores.interviews.of_call(context.call_id)
    if interview is not None:
        end_interview(context.stores, interview.id, reason)
    return ToolResult("ending", changes={"ended": True, **NO_STAGE}, actions=(HangUp(reason),))


def _of_this_call(context: CallContext) -> Interview | None:
    """The interview this call is tied to; else the one that waits for the number that we rang, or that rings us.

    A number that rings us opens no interview for which the code is required.
    """
    interviews = context.stores.interviews
    tied = interviews.of_call(context.call_id)
    if tied is not None:
        return tied
    lead = context.lead() if context.verified else None
    phone = context.phone or (lead.phone if lead else None)
    waiting = interviews.open_for(phone) if phone else None
    return None if waiting and waiting.pin_required and not context.verified else waiting


def live_interview(context: CallContext) -> tuple[Interview, Plan, Progress]:
    """This call's interview while it is held. Raises ToolRefused."""
    interview = context.stores.interviews.of_call(context.call_id)
    if interview is None or interview.status != "live":
        raise ToolRefused("not_running", "No interview is being held in this call.")
    return interview, read(interview.definition), progress_of(interview)


def _move(
    context: CallContext, interview: Interview, plan: Plan, at: Progress, to: Progress, reason: str
) -> str | None:
    """Keep where the call stands now; the name of the stage that has ended with it, if one has."""
    interviews = context.stores.interviews
    interviews.save_progress(interview.id, to.stored())
    if to.stage == at.stage:
        return None
    turn = _turn(context)
    end_stage(context.stores, interview, turn, reason)
    interviews.begin_stage(interview.id, plan.stages[to.stage].name, turn)
    return plan.stages[at.stage].name


def _asked(context: CallContext, plan: Plan, at: Progress, question: Phrase, status: str = "asked") -> ToolResult:
    """The question as a line, and for a model where the interview stands."""
    now = context.now()
    until = at.stage_until(plan)
    data = {
        "stage": plan.stages[at.stage].name,
        "question": question.en,
        "questions_left_in_stage": len(plan.stages[at.stage].questions) - at.question - 1,
        "seconds_left_in_stage": max(0, int((until - now).total_seconds())),
        "seconds_left": max(0, int((datetime.fromisoformat(at.ends) - now).total_seconds())),
    }
    changes = entering(plan.stages[at.stage].name, datetime.fromisoformat(at.since), until)
    return ToolResult(status, data, {"question": question}, changes)


def _follow_up(plan: Plan, at: Progress) -> Phrase:
    """The question's own, or a general one; another with each question."""
    own = at.asked(plan).follow_up
    return own if own and not at.general else follow_ups.GENERAL[at.question % len(follow_ups.GENERAL)]


def _tried_too_often(context: CallContext) -> bool:
    """Whether this call, or the number that calls, has to stop trying for now. Others are not slowed by it."""
    interviews = context.stores.interviews
    if interviews.wrong_in_call(context.call_id) >= MOST_IN_CALL:
        return True
    return context.phone is not None and OF_NUMBER.waits(interviews.wrong_from(context.phone), context.now())


def _known_by_name(context: CallContext) -> bool:
    """Whether codes are being guessed, by whomever: then one counts only together with its candidate's name."""
    return context.stores.interviews.wrong_by_anybody().count >= WRONG_BY_ANYBODY


def _number_known(context: CallContext) -> bool:
    """Whether an interview waits for the number that calls: its code needs no name."""
    return context.phone is not None and context.stores.interviews.open_for(context.phone) is not None


def _theirs(context: CallContext, found: Interview, name: str) -> bool:
    """Whether it is the caller's interview, by its number or its name. Where we know neither, the team calls back."""
    if context.phone is not None and context.phone == found.phone:
        return True
    if found.participant_name:
        return names_any(name, (found.participant_name,))
    text = (
        f"Codes are being guessed, so the code of interview {found.id}, which has no name, did not open it for "
        f"{name!r} at {context.phone or 'a withheld number'}. Make sure who that is and hold the interview."
    )
    key = f"interview_by_code:{found.id}"
    context.stores.tasks.add("callback", text[:500], call_id=context.call_id, key=key)
    return False


def _tell_of_guessing(context: CallContext) -> None:
    tries = context.stores.interviews.wrong_by_anybody().count
    if tries >= WRONG_BY_ANYBODY:
        text = f"Codes of interviews are being guessed: {tries} wrong ones in 24 hours. Names are asked for as well."
        tell_operator(context, "interviews", text, tries)


def _turn(context: CallContext) -> int:
    """The turn that is being answered."""
    last = context.stores.turns.last(context.call_id)
    return last.number if last else 0
