"""A history, replayed on the flow without effects, to find out where a conversation stands."""

from typing import Any

from voicebot.agents.flow import tool_call
from voicebot.agents.handoff import tools_of
from voicebot.agents.state import CallState
from voicebot.agents.tool import apply_tool
from voicebot.agents.types import Heard, Scenario

MAX_MOVES = 4
"""Moves that one utterance can cause; the longest chain of a flow is shorter."""


def replay(scenario: Scenario, state: CallState, heard: Heard, context: Any) -> CallState:
    """The state after this utterance. Tools that only read are asked, all others are left out."""
    move = scenario.agent(state.agent).flow.answer(heard, state)
    for number in range(MAX_MOVES):
        if move.next:
            state = state.but(step=move.next)
        readers = tuple(each for each in tools_of(scenario, scenario.agent(state.agent), True) if each.reads_only)
        if move.call is None or move.call.tool not in {each.name for each in readers}:
            return state
        call = tool_call(move.call, heard, state, number)
        state, result, _ = apply_tool(state, call, readers, context)
        following = scenario.agent(state.agent).flow.after(call.name, result.status)
        if following is None:
            return state
        move = following
    return state
