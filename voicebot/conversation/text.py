"""The same conversation in text: one turn at a time, without a telephone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from language.heard import read
from language.types import Language
from stores import Stores
from stores.errors import NotFound
from stores.values import Call, Turn
from voicebot.agents.handoff import having_said
from voicebot.agents.opening import opening
from voicebot.agents.replay import replay
from voicebot.agents.sentences import storable
from voicebot.agents.state import CallState
from voicebot.agents.types import Action, BookMeeting, HangUp, OfferSlots, Scenario, Transfer
from voicebot.conversation import memory
from voicebot.conversation.choosing import for_agent, listened
from voicebot.conversation.ports import Scenarios
from voicebot.conversation.replies import in_language
from voicebot.conversation.turns import TurnRunner
from voicebot.conversation.types import Input, TextReply
from voicebot.errors import ConversationError, UnknownConversation
from voicebot.guards.calls import Closing
from voicebot.guards.endings import CallLimits, outcome_of
from voicebot.tools.context import CallContext, MayCall, by_default_rules


class ConversationEnded(ConversationError):
    """The conversation is over; a new one has to be begun."""


class TurnFailed(ConversationError):
    """The turn could not be answered; nothing was confirmed."""


class TurnRunning(ConversationError):
    """Another turn of this conversation is being answered; two at once would each act on the same state."""


ABANDONED = timedelta(seconds=60)
"""A turn that has run this long has lost its process: its budget is 30 s."""


@dataclass(frozen=True)
class Past:
    """One exchange of a history that was sent along: what was said and answered, either may be empty."""

    user: str
    agent: str


class TextConversation:
    """One turn of text in, one out; state lies in the store, as it does for calls."""

    def __init__(
        self,
        stores: Stores,
        scenarios: Scenarios,
        runner: TurnRunner,
        now: Callable[[], datetime],
        owner: str,
        closing: Closing,
        may_call: MayCall = by_default_rules,
    ) -> None:
        self._stores = stores
        self._scenarios = scenarios
        self._runner = runner
        self._now = now
        self._owner = owner
        self._closing = closing
        self._may_call = may_call

    def begin(self, scenario: str, language: Language, lead_id: int | None, history: Sequence[Past]) -> Call:
        """A new conversation; a history is replayed without effects. Raises UnknownReference for the lead.

        In one transaction: there is no conversation that stands in the middle of its history.
        """
        with self._stores.database.begin():
            return self._begin(scenario, language, lead_id, history)

    def _begin(self, scenario: str, language: Language, lead_id: int | None, history: Sequence[Past]) -> Call:
        call, _ = self._stores.calls.open(
            None,
            channel="text",
            direction="text",
            scenario=scenario,
            language=language,
            lead_id=lead_id,
            status="in-progress",
        )
        chosen = self._scenarios(scenario)
        lead = self._stores.leads.get(lead_id) if lead_id is not None else None
        gender = memory.first_gender(call, lead)
        state = opening(chosen, "text", gender)
        for past in history:
            clean = Past(storable(past.user), storable(past.agent))
            state = self._replay(call, chosen, state, clean, language)
        self._stores.calls.save_state(call.id, state.model_dump(mode="json"), call.state_version)
        return self._stores.calls.get(call.id)

    def resume(self, conversation_id: str) -> Call:
        """The stored conversation. Raises UnknownConversation and ConversationEnded."""
        try:
            call = self._stores.calls.get(conversation_id)
        except NotFound as error:
            raise UnknownConversation("There is no conversation with this id.") from error
        if call.channel != "text":
            raise UnknownConversation("There is no conversation with this id.")
        # An erased conversation has no state any more.
        if call.ended_at is not None or not call.state or CallState.model_validate(call.state).ended:
            raise ConversationEnded("This conversation has ended; begin a new one.")
        return call

    def turn(self, call: Call, utterance: str) -> TextReply:
        """Answer one utterance. Raises TurnRunning, ConversationEnded and TurnFailed."""
        call, turn = self._claim(call.id)
        answer = self._runner.run(call, turn, Input("text", text=utterance))
        stored = self._stores.turns.get(call.id, turn.number)
        if stored.state != "done":
            raise TurnFailed("The turn could not be answered; please try again.")
        said = " ".join(in_language(self._stores.calls.get(call.id), each) for each in stored.sentences)
        ending = stored.ending or {}
        # Words of which nothing is left (control characters) are answered as silence is, without an agent.
        actions = answer.actions if answer else [HangUp(ending["reason"])] if ending.get("kind") == "hangup" else []
        action, payload = as_action(actions, "he" if call.language == "he" else "en")
        if ending.get("kind") in {"hangup", "dial"}:
            self._close(call.id, stored)
        return TextReply(call.id, said, action, payload)

    def _close(self, call_id: str, last: Turn) -> None:
        """The conversation is over: it is summed up and analysed as a call is, by the same job."""
        with self._stores.database.begin():
            ended = self._stores.calls.advance_status(call_id, "completed")
            transferred = (last.ending or {}).get("kind") == "dial"
            outcome = "transfer" if transferred else outcome_of(ended, last, CallLimits())
            self._closing.closed(self._stores.calls.finish(call_id, outcome))

    def _claim(self, call_id: str) -> tuple[Call, Turn]:
        """The next turn, and the call as the turn before left it. Of many at once the first number runs."""
        self._alone(call_id)
        turn = self._stores.turns.claim(call_id, None, "text", self._owner).turn
        try:
            self._alone(call_id, turn.number)
            return self.resume(call_id), turn
        except ConversationError:
            self._stores.turns.finish(call_id, turn.number, turn.epoch, ending={"kind": "listen"}, failed=True)
            raise

    def _alone(self, call_id: str, before: int | None = None) -> None:
        """Raises TurnRunning while an earlier turn runs."""
        alive = self._now() - ABANDONED
        for each in self._stores.turns.for_call(call_id):
            earlier = before is None or each.number < before
            if earlier and each.state == "claimed" and each.claimed_at > alive:
                raise TurnRunning("Another turn of this conversation is being answered; wait for it.")

    def _replay(self, call: Call, scenario: Scenario, state: CallState, past: Past, language: Language) -> CallState:
        private = scenario.agent(state.agent).private
        past = replace(past, user=private(past.user, state)) if private else past
        claim = self._stores.turns.claim(call.id, None, "history", self._owner)
        number, epoch = claim.turn.number, claim.turn.epoch
        hebrew = language == "he"
        self._stores.turns.save_heard(
            call.id, number, epoch, he=past.user if hebrew else None, en=past.user, by="history"
        )
        if past.agent:
            self._stores.turns.append_sentence(
                call.id, number, epoch, "fixed", past.agent if hebrew else "", past.agent
            )
        self._stores.turns.finish(call.id, number, epoch, agent=state.agent, model="history", ending={"kind": "listen"})
        if not past.user:
            return state
        words, now = read(past.user, language), self._now()
        state = listened(state, words, None, now, scenario.agent(state.agent).handoffs)
        heard = for_agent(words, past.user, state, now)
        verified = memory.is_verified(call)
        context = CallContext(self._stores, call.id, call.lead_id, None, verified, self._now, may_call=self._may_call)
        state = replay(scenario, state, heard, context)
        return having_said(state, scenario.agent(state.agent), (past.agent,))


ActionName = Literal["offer_slots", "book_meeting", "end_call", "transfer"]


def as_action(actions: Sequence[Action], language: Language) -> tuple[ActionName | None, dict[str, Any] | None]:
    """The one action the contract tells of, the weightiest first, and its payload."""
    ends = any(isinstance(each, HangUp) for each in actions)
    for each in actions:
        if isinstance(each, Transfer):
            return "transfer", {"reason": each.reason, "member_id": each.member_id}
    for each in actions:
        if isinstance(each, BookMeeting):
            return "book_meeting", {"meeting": dict(each.meeting), "ends_call": ends}
    for each in actions:
        if isinstance(each, HangUp):
            return "end_call", {"reason": each.reason}
    for each in reversed(actions):
        if isinstance(each, OfferSlots):
            return "offer_slots", {"slots": [_slot(slot, language) for slot in each.slots]}
    return None, None


def _slot(slot: Any, language: Language) -> dict[str, Any]:
    spoken = slot["spoken_he"] if language == "he" else slot["spoken"]
    return {"index": slot["index"], "start": slot["start"], "spoken": spoken}
