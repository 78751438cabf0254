"""The engine's part of a hand-off: the summary for the agent who takes over, and the way back."""

import json
from dataclasses import replace
from typing import Any

import structlog

from stores.values import Call
from voicebot.agents.state import CallState
from voicebot.agents.summary import SUMMARY_S, SummaryRequest
from voicebot.conversation import memory
from voicebot.realtime.commands import AgentKept, KeepAgent, Persona
from voicebot.realtime.engine_parts import EngineParts, PersonaOf
from voicebot.realtime.exchanges import Exchanges
from voicebot.realtime.working import Working

log = structlog.get_logger()

NOT_REACHED = "The other agent could not be reached. Go on yourself, and say nothing of agents to the caller."


class HandingOver:
    """One call's. `working` is held by whoever changes the call's state."""

    def __init__(
        self, parts: EngineParts, call_id: str, exchanges: Exchanges, working: Working, persona: PersonaOf
    ) -> None:
        self._parts = parts
        self._call_id = call_id
        self._exchanges = exchanges
        self._working = working
        self._persona = persona
        self._before: dict[str, Any] = {}

    def handed_over(self, before: CallState, after: CallState, call_id: str = "") -> Persona | None:
        """Who speaks now, if that is another agent, or the same in another language; what the hand-off of this tool
        call changed can be put back."""
        if after.agent == before.agent:
            return self.retold(before, after)
        was, now = before.model_dump(), after.model_dump()
        self._before = {name: getattr(before, name) for name in was if was[name] != now[name]}
        self._sum_up(after, call_id)
        call = self._call()
        return self._persona(call, CallState.model_validate(call.state))

    def retold(self, before: CallState, after: CallState) -> Persona | None:
        """Who speaks now, if the caller has chosen another language; no session is left for that."""
        if after.language == before.language:
            return None
        return replace(self._persona(self._call(), after), fresh=False)

    def _sum_up(self, state: CallState, call_id: str) -> None:
        """What the new agent is told of the talk, where it gets a summary and has none yet; no transaction is open."""
        handover = state.handover
        if handover is None or handover.context != "summary" or handover.summary is not None:
            return
        scenario = self._parts.scenario(self._call())
        turns = [each for each in self._parts.stores.turns.for_call(self._call_id) if each.number > 0]
        everything = state.but(handover=None)  # the talk that is summed up lies before the hand-off
        asked = SummaryRequest(scenario, handover, memory.history(turns, everything), scenario.agent(state.agent))
        summary = self._parts.summarise(asked, SUMMARY_S)
        if summary is None:
            return
        told = handover.model_copy(update={"summary": summary})
        with self._working, self._parts.stores.database.begin():
            call = self._call()
            self._save(call, CallState.model_validate(call.state).but(handover=told))
            for exchange, calls in self._calls_of(call_id):
                self._exchanges.save_calls(exchange, memory.with_summaries(calls, {call_id: summary}))

    def take_back(self, asked: KeepAgent) -> AgentKept:
        """Put back what the last hand-off changed; what happened since stays."""
        output = {"status": "failed", "error": NOT_REACHED}
        with self._working, self._parts.stores.database.begin():
            self._exchanges.check()
            call = self._call()
            state = CallState.model_validate(call.state).but(**self._before)
            self._save(call, state)
            for exchange, calls in self._calls_of(asked.id):
                failed = {"status": "failed", "result": output}
                self._exchanges.save_calls(
                    exchange, [each | failed if each["id"] == asked.id else each for each in calls]
                )
        self._before = {}
        log.warning("realtime.agent_kept", agent=state.agent)
        persona = replace(self._persona(call, state), fresh=False)
        asks, left_s = self._parts.patient(call, state), self._parts.stage_s(state)
        return AgentKept(asked.id, json.dumps(output), asks, left_s, persona)

    def _calls_of(self, call_id: str) -> list[tuple[int, list[dict[str, Any]]]]:
        """The exchange, and all its tool calls, in which this one was made."""
        return [(at, calls) for at, calls in self._exchanges.called() if any(each["id"] == call_id for each in calls)]

    def _call(self) -> Call:
        return self._parts.stores.calls.get(self._call_id)

    def _save(self, call: Call, state: CallState) -> None:
        self._parts.stores.calls.save_state(call.id, state.model_dump(mode="json"), call.state_version)
