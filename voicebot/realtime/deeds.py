"""Tools and rules in a realtime call: one deed at a time, and every function call gets an output. Pure."""

from collections import deque

from voicebot.agents.tool import ToolCall
from voicebot.realtime import openai_events
from voicebot.realtime.bounds import TOO_MANY
from voicebot.realtime.commands import Event, Note, RulesDone, RunRules, RunTool, StopTimer, ToolDone
from voicebot.realtime.handoff import HandoffSide
from voicebot.realtime.plan import CallPlan, effects_for_rules, intents_for_rules
from voicebot.realtime.reading import part

NOT_RUN = '{"status": "not_run", "error": "This was not done: the caller interrupted, or the call is ending."}'


class DeedSide(HandoffSide):
    """What the model asks to be done, and what the rules do themselves."""

    def __init__(self, plan: CallPlan) -> None:
        super().__init__(plan)
        self._rules_due: deque[RunRules] = deque()
        self._effects_due: list[RunRules] = []
        self._intents = self._handled = frozenset[str]()

    def _item_done(self, event: Event, _now: float) -> None:
        """A function call is complete, or was cut; each gets an output, one after the other."""
        item = part(event, "item")
        if item.get("type") != "function_call":
            return
        call = ToolCall(str(item.get("call_id") or ""), str(item.get("name") or ""), str(item.get("arguments") or ""))
        cut = self._responses.is_late(event.get("response_id"), str(item.get("id") or ""))
        if cut or item.get("status", "completed") != "completed":
            self._send(openai_events.function_output(call.id, NOT_RUN))
            return
        self._do(StopTimer("silence"))
        if not self._bounds.called(call.name) or not self._responses.tools:
            self._too_many(call)
            return
        self._deeds.append(call)
        self._next_tool()

    def _too_many(self, call: ToolCall) -> None:
        """A model that asks for tools for ever: this one is not run, and the next answer is in words."""
        self._do(Note("realtime.too_many_calls", {"tool": call.name[:60]}))
        self._send(openai_events.function_output(call.id, TOO_MANY))
        if self._responses.tools and self._talking and self._handoff is None:
            self._answer()

    def _next_tool(self) -> None:
        """The next tool; what was asked for in the same breath as the call's end, or a hand-off, is not done."""
        if self._closing is not None or self._rules_run or self._handoff is not None:
            self._refuse_tools()
        elif self._running is None and self._deeds:
            call = self._deeds.popleft()
            self._running, self._running_is_orphan = call.id, False
            self._do(RunTool(call, self._responses.exchange))

    def _refuse_tools(self) -> None:
        while self._deeds:
            self._send(openai_events.function_output(self._deeds.popleft().id, NOT_RUN))

    def _interrupt(self) -> None:
        """What an answer that is cut has asked for, and what has not begun yet, is not done either."""
        super()._interrupt()
        if self._responses.cancelling:
            self._refuse_tools()

    def _tool_done(self, done: ToolDone) -> None:
        if self._running != done.id:
            return
        orphan, self._running = self._running_is_orphan, None
        self._done = done.done or self._done
        swaps = done.persona is not None and done.persona.fresh and self._ready
        if orphan:
            self._tell_anew(f"(A tool was called before the connection was lost, and answered: {done.output})")
        elif not swaps:  # the session that is left gets an output only if it has to stay
            self._send(openai_events.function_output(done.id, done.output))
        self._become(done.persona, "" if orphan else done.id)
        self._close(done.closing)
        self._next_tool()
        if self._closing is not None:
            self._close_when_said()
        elif not self._at_work:
            self._answer()

    def _ask_rules(self, text: str, digits: str) -> None:
        """The rules answer, one thing after the other; what the model was about to do is not done.

        The same thing said again while they are at it is answered by what they say.
        """
        intents = intents_for_rules(text, digits, self.plan, self._exchange)
        if self._rules_run and intents and intents <= self._intents:
            return
        self._intents |= intents
        self._handled |= effects_for_rules(text, digits, self.plan, self._exchange)
        asked = RunRules(text, digits, self._exchange)
        if self._rules_run:
            self._rules_due.append(asked)
            return
        self._rules_run = True
        self._next_tool()
        self._do(StopTimer("silence"), asked)

    def _take_effect(self, text: str, digits: str) -> None:
        """After what the rules are at. Nobody waits for it: what they would say to it is passed over."""
        effects = effects_for_rules(text, digits, self.plan, self._exchange)
        if not effects - self._handled:
            return
        self._handled |= effects
        self._effects_due.append(RunRules(text, digits, self._exchange))
        self._let_take_effect()

    def _let_take_effect(self) -> None:
        if not self._rules_run:
            self._do(*self._effects_due)
            self._effects_due.clear()

    def _rules_done(self, done: RulesDone) -> None:
        """What they say is said; what was said meanwhile takes effect as well, also when the call is to end by now."""
        if not self._rules_run:
            return
        self._rules_run = bool(self._rules_due)
        if self._rules_due:
            self._do(self._rules_due.popleft())
        else:
            self._intents = frozenset()
            self._let_take_effect()
        self._done = done.done or self._done
        self._become(done.persona)
        self._close(done.closing)
        if self._closing is not None:
            self._goodbye_said = self._goodbye_said or bool(done.lines)
        for line in done.lines:
            self._say(self.plan.text(line, self._gender))
        if self._closing is not None:
            self._close_when_said()
        elif self._greets_over_noise and not self._greeting_asked:
            self._greet()
        self._create()
        self._silence_begins()

    def _last_words(self) -> None:
        """What the rules have not come to yet takes effect all the same."""
        super()._last_words()
        for each in self._rules_due:
            if effects_for_rules(each.text, each.digits, self.plan, each.exchange):
                self._do(each)
        self._do(*self._effects_due)
