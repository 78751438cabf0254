"""What a bridge needs from the engine and from a voice; implemented beside it, and by tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from voicebot.realtime import codec
from voicebot.realtime.commands import (
    AgentDone,
    AgentKept,
    AskAgent,
    Billed,
    Command,
    Deed,
    Exchange,
    Finish,
    Greeted,
    Heard,
    KeepAgent,
    RulesDone,
    RunRules,
    RunTool,
    Spoke,
    Timed,
    ToolDone,
)
from voicebot.realtime.model_line import Address
from voicebot.realtime.plan import CallPlan

Recorded = Exchange | Heard | Spoke | Greeted | Billed | Timed
Later = Callable[[], None]
"""What is left to do of a record and may take its time: its translation."""


class CallPort(Protocol):
    """One call's engine. Blocking; called on threads: tools in their order, and records and answers in theirs."""

    def tool(self, asked: RunTool) -> ToolDone:
        """Let a tool take effect; its effect and the state are stored when this returns. Raises StoreError."""
        ...

    def rules(self, asked: RunRules) -> RulesDone:
        """Let the flow's rules answer. Raises StoreError."""
        ...

    def agent(self, asked: AskAgent) -> AgentDone:
        """Let our own agent answer. Raises StoreError."""
        ...

    def keep(self, asked: KeepAgent) -> AgentKept:
        """Take the last hand-off back. Raises StoreError."""
        ...

    def record(self, what: Recorded) -> Later | None:
        """Keep this in the call's record; what has to be done before the next answer, unless it ends. Raises
        StoreError."""
        ...

    def hurry(self) -> None:
        """The stream ends and somebody waits for it: nothing waits for a tool any more. Blocks nobody."""
        ...

    def finish(self, how: Finish, figures: Mapping[str, int]) -> None:
        """The stream is about to be closed: everything that comes after it reads this. A tool, or an answer, that is
        still at work is waited for a little and then refused with all it does. Raises StoreError."""
        ...

    def close(self) -> None:
        """Give back what the call has held; the last thing that is asked."""
        ...


class Session(Protocol):
    """A state machine of one call: RealtimeSession, or another voice's."""

    def begin(self) -> list[Command]: ...
    def on_connected(self) -> list[Command]: ...
    def on_audio(self, payload: str) -> bytes:
        """The message for the model; b"" when the session keeps it, because the model does not listen yet."""
        ...

    def on_phone(self, event: codec.Incoming, now: float) -> list[Command]: ...
    def on_delta(self, event: Mapping[str, Any]) -> list[bytes] | None:
        """The frames for the phone of an event that is audio and nothing else; None: take it by `on_model`.

        Nearly all events are such, so they go the short way.
        """
        ...

    def on_model(self, event: Mapping[str, Any], now: float) -> list[Command]: ...
    def on_lost(self) -> list[Command]: ...
    def on_timer(self, name: str, now: float) -> list[Command]: ...
    def on_done(self, deed: Deed, now: float) -> list[Command]: ...
    def on_prepared(self, ready: bool) -> list[Command]: ...
    def give_up(self, reason: str) -> list[Command]: ...


class Telephone(Protocol):
    """The telephone company. Blocking; called on threads."""

    def redirect(self, call_sid: str, url: str) -> None:
        """Let a live call leave its stream for the TwiML of `url`, within 2 s. Raises VendorError, and ValueError for
        what is no call's SID."""
        ...


@dataclass(frozen=True)
class Opened:
    """A call whose start was good: its engine, its plan, its voice. `leave` takes it out of its stream, to what is
    stored, as the telephone company does it; None where that cannot be asked: then the stream is closed."""

    call_id: str
    port: CallPort
    plan: CallPlan
    session: Session
    address: Address
    leave: Callable[[], None] | None = None


class Engine(Protocol):
    """Opens calls."""

    def open(self, started: codec.Started) -> Opened | None:
        """The call of this start; None when its token is missing, used, late, or another call's. Raises StoreError."""
        ...
