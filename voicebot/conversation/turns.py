"""The turn: a stored row, claimed once, run on the pool, read by whichever webhook asks for it."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars

from language.greetings import is_hello
from language.heard import is_command, read
from language.types import Heard
from stores.errors import LostClaim, StoreError, StoreUnavailable
from stores.values import Call, Sentence, Turn
from voicebot.agents.model import UserMessage
from voicebot.agents.stages import is_over
from voicebot.agents.stuck import asked_again
from voicebot.agents.types import HangUp, Transfer
from voicebot.conversation import memory
from voicebot.conversation.answering import Answer, Question
from voicebot.conversation.choosing import for_agent
from voicebot.conversation.cutting_in import cut_in
from voicebot.conversation.greeted import once_more, words_of
from voicebot.conversation.hearing import Outcome, Silence, Unheard
from voicebot.conversation.joining import is_piece, joined, pieces
from voicebot.conversation.types import Input, pressed
from voicebot.conversation.working import Parts, Work, work_of
from voicebot.observability.spans import span
from voicebot.observability.spending import Bill, billing

log = structlog.get_logger()

AGAIN = frozenset({"repeat", "slow_down"})
"""What the caller wants to hear once more is in the store: nobody is asked."""
SHORT_WORDS = 5
"""A question of so few words tells nothing by itself."""


class TurnRunner:
    """Runs claimed turns; every write carries the claim's epoch, so that a late owner cannot write."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def run(self, call: Call, turn: Turn, given: Input, tell: Callable[[], None] = lambda: None) -> Answer | None:
        """Hear, answer, store. Returns None when the turn was lost to another owner or failed.

        Never raises: what goes wrong ends in a fixed line and a log entry.
        """
        with bound_contextvars(call_id=call.id, turn=turn.number, lead_id=call.lead_id):
            return self._safely(call, turn, given, tell)

    def _safely(self, call: Call, turn: Turn, given: Input, tell: Callable[[], None]) -> Answer | None:
        with billing() as bill:
            try:
                with span("turn", call_id=call.id, turn=turn.number):
                    return self._run(call, turn, given, tell, bill)
            except LostClaim:
                log.info("turn.lost")
            except StoreUnavailable:
                # Nothing can be said now. The turn stays claimed, and the next webhook that gets through has it run on.
                log.error("turn.store_away")
            except StoreError as error:
                log.error("turn.store_failed", reason=type(error).__name__)
                self._give_up(call, turn)
            except Exception:
                # The last line of defence: whatever broke, the caller must hear something.
                log.exception("turn.failed")
                self._give_up(call, turn)
            self._count(call, bill)
        return None

    def _count(self, call: Call, bill: Bill) -> None:
        """Vendors are paid whatever became of the turn; whoever takes it over counts what is asked for from then on."""
        if due := bill.due_micro_usd:
            try:
                self._parts.stores.guards.spend(call.id, due)
                bill.stored(due)
            except StoreError as error:
                log.error("turn.money_not_stored", reason=type(error).__name__, usd=bill.spent.fields()["usd"])

    def _run(self, call: Call, turn: Turn, given: Input, tell: Callable[[], None], bill: Bill) -> Answer | None:
        work = work_of(self._parts, call, turn, given, tell, bill)
        outcome = self._hear(work)
        if given.after is not None and isinstance(outcome, Heard):
            told = cut_in(work, outcome, given.after)
            if told is not None:
                self._end_as_told(work, outcome, told, given.after)
                return None
        before = self._pieces(work)
        if work.before and (before or work.before[-1].state == "claimed"):
            # They ended while this one was being heard: the call's state is newer than what began it.
            work.renew()
        if given.left and isinstance(outcome, Silence) and not before:
            work.store(work.state, {"kind": "listen"}, Answer(work.state, model="left"))
            return None
        if given.full:
            self._piece(work, outcome)
            return None
        match joined(before, outcome):
            case Silence() if given.time_up:
                self._time_up(work)
            case Silence(noise):
                self._silent(work, noise)
            case Unheard(reason, by_vendor):
                self._unheard(work, reason, by_vendor)
            case Heard() as heard:
                heard = work.taken(heard)
                work.keep(heard, None if heard.language == "he" else heard.text)
                if _wants_again(heard, work.scenario.takes_time) and self._repeat(work, heard):
                    return None
                return self._answer(work, heard)
        return None

    def _hear(self, work: Work) -> Outcome:
        """What the caller said; what the store has of a turn that is taken up again is not asked for anew."""
        known = work.turn.heard_he or work.turn.heard_en
        if known:
            in_english = not work.turn.heard_he and work.language == "he"
            return read(known, "en" if in_english else work.language, work.given.digits)
        names = (work.lead.name_he or work.lead.name,) if work.lead else ()
        keywords = (*work.scenario.keywords, *names)
        return self._parts.hearing.hear(work.given, work.language, keywords, work.timings, work.remaining_s)

    def _pieces(self, work: Work) -> list[Turn]:
        """The pieces of the same utterance that came before."""

        def finish(turn: Turn) -> None:
            if work.call.channel == "turns":
                self._parts.claims.finish(work.call, turn, self.run)

        return pieces(self._parts.stores, work.before, self._parts.wait, finish)

    def _piece(self, work: Work, outcome: Outcome) -> None:
        """Keep what was said so far: the caller is being recorded on, and nothing is answered yet."""
        if isinstance(outcome, Heard):
            heard = work.taken(outcome)
            work.keep(heard, None if heard.language == "he" else heard.text)
        else:
            work.keep_nothing("noise" if isinstance(outcome, Silence) and outcome.noise else "nothing")
        work.store(work.state, {"kind": "listen", "piece": True}, Answer(work.state, model="piece"))

    def _time_up(self, work: Work) -> None:
        """What follows a stage whose time is over is said; where that has begun meanwhile, nothing is."""
        if is_over(work.state, self._parts.now()):
            self._answer(work, read("", work.language))
        else:
            work.keep_nothing("silence")
            work.store(work.state, {"kind": "listen"}, Answer(work.state, model="store"))

    def _silent(self, work: Work, noise: bool) -> None:
        """Ask again as often as the scenario has lines for it, then say goodbye.

        Where there is nothing but noise, the telephone company's ears and keys get the next try.
        """
        silences = work.state.silences + 1
        listen = {"kind": "listen", **({"by": "speech"} if noise and silences > 1 else {})}
        lines = work.scenario.lines
        work.keep_nothing("noise" if noise else "silence")
        if silences <= len(lines.silent):
            work.say_fixed(lines.silent[silences - 1], work.state.but(silences=silences), listen)
        else:
            ending = {"kind": "hangup", "reason": "silence"}
            work.say_fixed(lines.silent_goodbye, work.state.but(silences=silences, ended=True), ending)

    def _unheard(self, work: Work, reason: str, by_vendor: bool) -> None:
        """Ask the caller to say it again; after some times, apologise, leave a callback task and end.

        When it was a vendor that did not hear, the telephone company's own ears get the next try.
        """
        unheard = work.state.unheard + 1
        work.keep_nothing(f"unheard: {reason}"[:120])
        state = work.state.but(unheard=unheard, silences=0)
        if unheard < work.scenario.limits.unheard:
            by = {"by": "speech"} if by_vendor else {}
            work.say_fixed(work.scenario.lines.say_again, state, {"kind": "listen", **by})
            return
        ending = {"kind": "hangup", "reason": "unheard"}
        if not work.context.reachable():
            work.say_fixed(work.scenario.lines.trouble, state.but(ended=True), ending)
            return
        work.call_back("The caller could not be heard; call back.")
        work.say_fixed(work.scenario.lines.apology, state.but(ended=True), ending)

    @staticmethod
    def _end_as_told(work: Work, heard: Heard, told: Turn, given: int) -> None:
        """Say the rest of a turn that ends the call, and end it: whoever cut in there has heard only a part."""
        heard = work.taken(heard)
        work.keep(heard, None if heard.language == "he" else heard.text)
        for each in told.sentences[given:]:
            if each.kind != "filler":
                work.speak("fixed", words_of(each))
        work.timings.mark("total")
        work.store(work.state, dict(told.ending or {}), Answer(work.state, model="store"))
        work.parts.stores.turns.cut(work.call.id, told.number, given)

    def _repeat(self, work: Work, heard: Heard) -> bool:
        """Say the last sentence again, slower if asked. Nobody is asked. False when nothing was said, or it was said
        again often enough: then it is answered as everything else is.
        """
        counted = asked_again(work.state.stuck, work.state.agent, work.state.step)
        if counted is None:
            return False
        said = once_more(heard, work.before, work.scenario.lines)
        if not said and heard.intents:
            waiting = frozenset(each.en for each in work.scenario.lines.waiting)
            said = tuple(map(words_of, last_words(work.before, waiting)))
        if not said:
            return False
        if heard.text and heard.language == "he":
            work.keep(heard, f"({(*heard.intents, 'hello')[0]})")
        for each in said:
            work.speak("fixed", each)
        work.timings.mark("total")
        state = work.state.but(silences=0, unheard=0, stuck=counted)
        slow = {"slow": True} if heard.has("slow_down") else {}
        work.store(state, {"kind": "listen", **slow}, Answer(state, model="store"))
        return True

    def _answer(self, work: Work, heard: Heard) -> Answer:
        answer = self._parts.answering.answer(self._question(work, heard), work.speak)
        work.timings.mark("total")
        self._finish(work, answer)
        return answer

    def _question(self, work: Work, heard: Heard) -> Question:
        call, now = work.call, self._parts.now()
        english = work.turn.heard_en or work.english(heard)
        # A turn that is taken up after a tool has stored its state has listened already.
        state = work.state if work.calls else work.listened(heard, said_last(work.before), now)
        utterance = for_agent(heard, english or work.without_private(pressed(heard.digits)), state, now)
        work.keep(heard, utterance.text)
        return Question(
            scenario=work.scenario,
            state=state,
            messages=(*memory.history(work.before, state), UserMessage(utterance)),
            heard=utterance,
            begun=work.begun,
            effects=work.effects,
            context=work.context,
            terms=work.terms,
            facts=memory.facts(call, work.lead, state, now, utterance),
            values=memory.line_values(call, work.lead, state),
            language=work.language,
            timings=work.timings,
            remaining_s=work.remaining_s,
            keyed=is_command(heard.digits),
        )

    def _finish(self, work: Work, answer: Answer) -> None:
        ending: dict[str, Any] = {"kind": "listen"}
        match answer.closing:
            case HangUp(reason):
                ending = {"kind": "hangup", "reason": reason}
            case Transfer(number, member_id, reason):
                if work.given.left:  # who asked for a person and hung up cannot be connected any more
                    work.call_back(f"Asked for a person and hung up: {reason}")
                ending = {"kind": "dial", "number": number, "member_id": member_id, "reason": reason}
        work.store(answer.state.but(ended=answer.closing is not None), ending, answer)

    def _give_up(self, call: Call, turn: Turn) -> None:
        """Apologise and ask again, as far as the database allows; the webhook has a fixed line for the rest."""
        scenario = self._parts.scenarios(call.scenario, memory.company_version(call))
        turns = self._parts.stores.turns
        again, ending = scenario.lines.say_again, {"kind": "listen"}
        try:
            turns.append_sentence(call.id, turn.number, turn.epoch, "fixed", again.he, again.en)
            turns.finish(call.id, turn.number, turn.epoch, model="failed", ending=ending, failed=True)
        except StoreError:
            log.error("turn.give_up_failed")


def _wants_again(heard: Heard, takes_time: Callable[[str], bool] | None) -> bool:
    """Whether it is to be said once more. A hello that no rule reads is one too, while only the greeting was said."""
    if takes_time and takes_time(heard.text):
        return False
    return heard.intents[0] in AGAIN if heard.intents else is_hello(heard.text, heard.language)


def said_last(turns: Sequence[Turn]) -> Sequence[Sentence] | None:
    """What the caller heard in the turn before; None where that was not said by us (a history that was replayed)."""
    answered = next((each for each in reversed(turns) if not is_piece(each)), None)
    if answered is None:
        return ()
    return None if answered.model == "history" else answered.sentences


def last_words(turns: Sequence[Turn], aside: AbstractSet[str] = frozenset()) -> list[Sentence]:
    """The last sentence that was said, fillers and what stands `aside` left out, and what "which one?" asks about: the
    one before it.
    """
    for turn in reversed(turns):
        said = [each for each in turn.sentences if each.kind != "filler" and each.en not in aside]
        if said:
            return said[-2:] if len((said[-1].he or said[-1].en).split()) <= SHORT_WORDS else said[-1:]
    return []
