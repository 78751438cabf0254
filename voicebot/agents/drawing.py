"""A scenario as a Mermaid flowchart: its agents, their steps and tools, hand-offs with their guards. Pure."""

import re
from collections.abc import Iterator

from voicebot.agents.flow import HANDED_OVER, HANDOFF, LOST_STEP, Flow, Move, Route
from voicebot.agents.types import Agent, Guard, Scenario

_ODD = re.compile(r"[^\w .,:+/-]")
_NAME = re.compile(r"\W")
_LOST = "never understood"
_MOST = 4
"""Names on one arrow; of more it tells how many there are."""

Edge = tuple[str, str, str]
"""From, to, and what is written on the arrow."""


def draw(scenario: Scenario) -> str:
    """The flowchart's text. The same scenario gives the same text."""
    lines = ["flowchart TD", f'  call(["{_text(scenario.name)}: a call"])']
    for agent in scenario.agents.values():
        lines += _agent(agent)
    edges = [edge for agent in scenario.agents.values() for edge in _edges(agent)]
    for entry in dict.fromkeys(filter(None, (scenario.entry, scenario.entry_outbound))):
        agent = scenario.agents[entry]
        label = "we call" if entry == scenario.entry_outbound else "greeted"
        edges.append(("call", _step(agent, agent.flow.greeted), label))
    edges += [edge for agent in scenario.agents.values() for edge in _handoffs(scenario, agent)]
    return "\n".join([*lines, *_arrows(edges)]) + "\n"


def _agent(agent: Agent) -> Iterator[str]:
    about = [agent.name]
    if agent.context == "summary":
        about.append("starts with a summary")
    if agent.guard:
        about.append(f"guard {_guard(agent.guard)}")
    yield f'  subgraph {_id(agent.name)}["{_text(", ".join(about))}"]'
    for name in agent.flow.steps:
        yield f'    {_step(agent, name)}["{_text(name)}"]'
    if agent.flow.always:
        yield f'    {_step(agent, "*")}(["at every step"])'
    for name in _tools(agent):
        yield f'    {_tool(agent, name)}{{{{"{_text(name)}"}}}}'
    yield "  end"


def _tools(agent: Agent) -> list[str]:
    """The tools that the flow asks for or waits for, in the order in which it names them."""
    asked = [move.call.tool for _, move in _moves(agent.flow) if move.call]
    handing = [HANDOFF] if agent.handoffs else []
    known = [name for name in agent.flow.results if name != HANDOFF or agent.handoffs]
    return list(dict.fromkeys([*asked, *known, *handing]))


def _moves(flow: Flow) -> Iterator[tuple[str, Move]]:
    """Every move with what it starts from: a step, "*" for all of them, or a tool as "tool:status"."""
    yield from (("*", route.move) for route in flow.always)
    for step in flow.steps.values():
        yield from ((step.name, route.move) for route in step.routes)
        yield from ((step.name, move) for move in (step.otherwise, step.lost) if move)
    for tool, moves in flow.results.items():
        yield from ((f"{tool}:{status}", move) for status, move in moves.items())


def _edges(agent: Agent) -> Iterator[Edge]:
    flow = agent.flow
    for route in flow.always:
        yield from _edge(agent, _step(agent, "*"), route.move, _heard(route))
    for step in flow.steps.values():
        for route in step.routes:
            yield from _edge(agent, _step(agent, step.name), route.move, _heard(route))
        yield from _edge(agent, _step(agent, step.name), step.otherwise, "anything else")
        if step.lost:
            yield from _edge(agent, _step(agent, step.name), step.lost, _LOST)
    if flow.always and LOST_STEP in flow.steps:
        yield _step(agent, "*"), _step(agent, LOST_STEP), _LOST
    for tool, moves in flow.results.items():
        for status, move in moves.items():
            if status == HANDED_OVER:  # told of where it leads to: the agent was entered by another one's tool
                yield from _edge(agent, _step(agent, flow.greeted), move, "entered")
            elif tool != HANDOFF or agent.handoffs:
                yield from _edge(agent, _tool(agent, tool), move, "other" if status == "*" else status)


def _edge(agent: Agent, start: str, move: Move, label: str) -> Iterator[Edge]:
    if move.call and move.next:
        yield start, _step(agent, move.next), f"{label} / {move.call.tool}"
    elif move.call:
        yield start, _tool(agent, move.call.tool), label
    elif move.next:
        yield start, _step(agent, move.next), label


def _handoffs(scenario: Scenario, agent: Agent) -> Iterator[Edge]:
    for each in agent.handoffs:
        target = scenario.agents[each.to]
        label = f"if {_guard(target.guard)}" if target.guard else "handed over"
        yield _tool(agent, HANDOFF), _step(target, target.flow.greeted), label


def _heard(route: Route) -> str:
    """When a route is taken, in a few words."""
    parts = list(route.intents)
    flags = (("chosen", route.chosen), ("refuses all", route.rejected), ("a time", route.timed), ("words", route.words))
    parts += [name for name, given in flags if given]
    parts += [f"speaks {route.speaks}"] if route.speaks else []
    parts += [route.label] if route.hears else []
    return "+".join(parts) or ("a state" if route.when else "")


def _arrows(edges: list[Edge]) -> Iterator[str]:
    """One arrow for each pair, with everything that leads along it."""
    joined: dict[tuple[str, str], list[str]] = {}
    for start, end, label in edges:
        joined.setdefault((start, end), []).append(label)
    for (start, end), labels in joined.items():
        names = list(dict.fromkeys(filter(None, labels)))
        shown = ", ".join(names[:_MOST]) + (f" and {len(names) - _MOST} more" if len(names) > _MOST else "")
        arrow = f'-->|"{_text(shown)}"|' if shown else "-->"
        yield f"  {start} {arrow} {end}"


def _guard(guard: Guard) -> str:
    name: str = getattr(guard, "__name__", "guarded")
    return "guarded" if name == "<lambda>" else name.replace("_", " ").strip()


def _id(name: str) -> str:
    return f"a_{_NAME.sub('_', name)}"


def _step(agent: Agent, name: str) -> str:
    marks = name.replace("?", "_confirm").replace("!", "_again").replace("~", "_none").replace("*", "_any")
    return f"{_id(agent.name)}__{_NAME.sub('_', marks)}"


def _tool(agent: Agent, name: str) -> str:
    return f"{_id(agent.name)}___{_NAME.sub('_', name)}"


def _text(text: str) -> str:
    return _ODD.sub("", text.replace("?", ": right").replace("!", ": again").replace("~", ": none"))
