"""What one call's engine is asked to do, on threads: tools in their order, records and answers in theirs.

At the end what has been said is stored before anything that takes its time, above all before translators; a tool that
has not begun is not done any more.
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import structlog

from stores.errors import StoreUnavailable
from voicebot.realtime.away import Away
from voicebot.realtime.bridge_times import BridgeTimes
from voicebot.realtime.commands import (
    AskAgent,
    Billed,
    Command,
    Deed,
    Exchange,
    Finish,
    Greeted,
    Heard,
    KeepAgent,
    RunRules,
    RunTool,
    Spoke,
    Timed,
)
from voicebot.realtime.lane import Lane
from voicebot.realtime.ports import Later, Opened, Recorded
from voicebot.realtime.threads import WorkThreads
from voicebot.realtime.unheard import Unheard

log = structlog.get_logger()


class EngineLanes:
    """In the loop's thread. `done` gets what was answered, `failed` what a tool or an answer raised instead."""

    def __init__(
        self,
        opened: Opened,
        threads: WorkThreads,
        times: BridgeTimes,
        done: Callable[[Deed], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._port = opened.port
        self._times = times
        self._tell, self._deed_failed = done, failed
        self._log = log.bind(call_id=opened.call_id)
        self._deeds = Lane(threads, self._failed)
        self._records = Lane(threads, self._record_failed)
        self._unheard = Unheard(bool(opened.plan.options.transcription_model))
        self._over = self._in_haste = self._too_late = False
        self._unrecorded = self._answers = 0
        self._away = Away(self._times)

    def ask(self, command: Command) -> None:
        """Do this, or keep it."""
        port = self._port
        match command:
            case RunTool():
                words = partial(self._unheard.wait, command.exchange, self._times.heard_s)
                self._deeds.put(lambda: None if self._over else port.tool(command), self._done, first=words)
            case KeepAgent():
                self._deeds.put(lambda: None if self._over else port.keep(command), self._done)
            case RunRules():
                # A whole turn of the engine comes after what was said before it.
                self._answer(lambda: port.rules(command))
            case AskAgent():
                self._answer(lambda: self._agent(command), waits=True)
            case Exchange() | Heard() | Spoke() | Greeted() | Billed() | Timed():
                self._record(command)
            case _:
                pass

    def _record(self, command: Recorded) -> None:
        if isinstance(command, Exchange):
            self._unheard.begin(command.number)
        self._records.put(lambda: self._port.record(command), partial(self._recorded, command), again=self._again)

    def _recorded(self, command: Recorded, later: Later | None) -> None:
        """It is stored. What is left of it comes next, and in haste last."""
        self._away.back()
        if isinstance(command, Heard):
            self._unheard.heard(command.exchange)
        if later is not None and self._in_haste:
            self._records.put(later, slow=True)
        elif later is not None:
            self._records.put_next(later, slow=True)

    def _again(self, error: Exception) -> float | None:
        """When to try to store it once more; an answer that waits for it has a caller who hears nothing."""
        if not isinstance(error, StoreUnavailable) or self._too_late:
            return None
        if self._answers and self._away.lasts(self._times.answer_s):
            self._failed(error)
        return self._away.pause()

    def _answer(self, answer: Callable[[], Deed | None], waits: bool = False) -> None:
        """`waits`: for a model, so that it holds a thread for seconds."""
        self._answers += 1
        self._records.put(lambda: _answered(answer), self._answered, passable=True, waits=waits)

    def _answered(self, deed: Any) -> None:
        self._answers -= 1
        self._done(deed)

    def _agent(self, command: AskAgent) -> Deed | None:
        """Nobody hears what our agent would say when the turn-based way is about to go on."""
        return None if self._in_haste else self._port.agent(command)

    def _done(self, deed: Any) -> None:
        if isinstance(deed, Exception):
            self._failed(deed)
        elif deed is not None:
            self._tell(deed)

    def _failed(self, error: BaseException) -> None:
        if self._over:
            self._log.info("realtime.deed_refused", reason=type(error).__name__)
        else:
            self._deed_failed(error)

    def _record_failed(self, error: BaseException) -> None:
        """The call goes on; what was said is in the log's count, not in the record."""
        self._unrecorded += 1
        self._log.error("realtime.not_recorded", reason=type(error).__name__)

    # -- the end

    async def finish(self, how: Finish, figures: Mapping[str, int], within_s: float) -> bool:
        """Store how it ends, after what has been said and after nothing else; whether it is, when it is or too late.

        When the caller has left nobody waits, so that everything comes before it. What is not stored by then is lost.
        """
        finished: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._over = True
        self._in_haste = how.by != "caller_left"
        if self._in_haste:
            self._port.hurry()
        self._records.put(
            lambda: _answered(lambda: self._port.finish(how, self._counted(figures))), partial(self._finished, finished)
        )
        if self._in_haste:
            self._records.hurry()
        stored = False
        try:
            async with asyncio.timeout(within_s):
                stored = await finished
        except TimeoutError:
            self._log.error("realtime.record_late")
        self._too_late = True
        return stored

    def _counted(self, figures: Mapping[str, int]) -> dict[str, int]:
        return {**figures, **({"unrecorded": self._unrecorded} if self._unrecorded else {})}

    def _finished(self, finished: "asyncio.Future[bool]", error: Exception | None) -> None:
        if error is not None:
            self._record_failed(error)
        if not finished.done():
            finished.set_result(error is None)
        self._records.put(self._port.close)  # behind the translations that are left


def _answered(answer: Callable[[], Any]) -> Any:
    """On a thread: what the engine answers, or what it raised, which is no lost note."""
    try:
        return answer()
    except Exception as error:
        return error
