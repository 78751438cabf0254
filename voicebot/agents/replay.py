"""A history, replayed on the flow without effects, to find out where a conversation stands."""

from typing import Any

from voicebot.agents.flow import tool_call
from voicebot.agents.state import CallState
from voicebot.agents.tool import apply_tool
from voicebot.agents.types import Agent, Heard

MAX_MOVES = 4
"""Moves that one utterance can cause; the longest chain of a flow is shorter."""


def replay(agent: Agent, state: CallState, heard: Heard, context: Any) -> CallState:
    """The state after this utterance. Tools that only read are asked, all others are left out."""
    flow = agent.flow
    move = flow.answer(heard, state)
    readers = tuple(each for each in agent.tools if each.reads_only)
    for number in range(MAX_MOVES):
        if move.next:
            state = state.but(step=move.next)
        if move.call is None or move.call.tool not in {each.name for each in readers}:
            return state
        call = tool_call(move.call, heard, state, number)
        state, result, _ = apply_tool(state, call, readers, context)
        following = flow.after(call.name, result.status)
        if following is None:
            return state
        move = following
    return state
