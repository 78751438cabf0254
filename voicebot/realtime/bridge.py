"""One call: its two connections, its session between them, its engine behind. Whatever breaks here stays here."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from voicebot.realtime import codec
from voicebot.realtime.bridge_times import IDLE_LOOKS, BridgeTimes
from voicebot.realtime.call_session import EARLY
from voicebot.realtime.commands import (
    Command,
    Deed,
    Finish,
    Note,
    Prepare,
    StartTimer,
    StopTimer,
    Swap,
    ToModel,
    ToPhone,
    Unprepare,
)
from voicebot.realtime.engine_lanes import EngineLanes
from voicebot.realtime.keypad import MOST_KEYS
from voicebot.realtime.model_side import MAX_RECONNECTS, ModelEvents, ModelSide
from voicebot.realtime.phone_line import LEFT_S, PhoneLine
from voicebot.realtime.ports import Engine, Opened, Session
from voicebot.realtime.threads import WorkThreads
from voicebot.realtime.timers import Timers

log = structlog.get_logger()


@dataclass(frozen=True)
class BridgeOwner:
    """What the loop is asked and told of a bridge. `admit`: whether there is room for its call, as its start is good;
    `ended` is told once, when nothing of the call is left."""

    admit: Callable[["Bridge"], bool]
    ended: Callable[["Bridge"], None]


class Bridge:
    """Lives in the loop's thread."""

    def __init__(self, engine: Engine, threads: WorkThreads, times: BridgeTimes, owner: BridgeOwner) -> None:
        self._engine = engine
        self._times = times
        self._owner: BridgeOwner | None = owner
        self._loop = asyncio.get_running_loop()
        self._threads = threads
        self._order = codec.Order()
        self._line: PhoneLine | None = None
        self._model: ModelSide | None = None
        self._opened: Opened | None = None
        self._timers = Timers(self._loop)
        self._tasks: set[asyncio.Task[None]] = set()
        self._lanes: EngineLanes | None = None
        self._figures: Counter[str] = Counter()
        self._frames = self._seen = self._idle = 0
        self._early: deque[str] = deque(maxlen=EARLY)
        self._early_keys: deque[codec.Key] = deque(maxlen=MOST_KEYS)
        self._closing = False
        self._phone_gone = asyncio.Event()
        self._log = log
        self._timers.start("start", times.start_s, lambda: self._shut("no start"))

    def attach(self, line: PhoneLine) -> None:
        """The phone's connection."""
        self._line = line

    # -- what happens

    def on_frame(self, frame: bytes) -> None:
        """A message of Twilio's."""
        self._frames += 1
        event = self._order.check(codec.parse(frame))
        opened, model = self._opened, self._model
        if type(event) is codec.Stopped:
            self._phone_gone.set()
        if type(event) is codec.Media:
            if opened is None:
                self._early.append(event.payload)
            elif model is not None and (message := opened.session.on_audio(event.payload)):
                model.send(message)
        elif opened is not None:
            self._guarded(lambda: opened.session.on_phone(event, self._loop.time()))
        elif isinstance(event, codec.Key):
            self._early_keys.append(event)
        elif isinstance(event, codec.Started):
            self._spawn(self._start(event))
        elif isinstance(event, codec.Malformed | codec.Stopped):
            self._shut(event.reason if isinstance(event, codec.Malformed) else "stopped before it began")

    def on_phone_closed(self, why: str) -> None:
        """Twilio's connection is gone: nobody is there any more."""
        self._phone_gone.set()
        if self._opened is None:
            self._shut(why)
        else:
            self._tell(lambda session: session.on_phone(codec.Stopped(), self._loop.time()))

    def give_up(self, reason: str) -> None:
        """Hand the call to the turn-based way."""
        if self._opened is None:
            self._shut(reason)
        else:
            self._tell(lambda session: session.give_up(reason))

    def abort(self) -> None:
        """Close at once; what is left to be written is written behind it, as far as there is time."""
        if self._opened is None:
            self._shut("aborted")
        else:
            self._finish(Finish("fallback", "aborted"))
            self._hang_up()

    # -- the start

    async def _start(self, started: codec.Started) -> None:
        """Check the start; before that not a byte goes to the model."""
        try:
            opened = await self._threads.run(self._engine.open, started)
        except Exception as error:
            self._log.error("realtime.not_opened", reason=type(error).__name__)
            opened = None
        if opened is None:
            self._log.warning("realtime.start_refused")
            self._shut("start refused")
            return
        lanes = EngineLanes(opened, self._threads, self._times, self._done, self._deed_failed)
        gone = self._closing or self._phone_gone.is_set()
        if gone or not self._may_begin():
            self._shut("gone before it began" if gone else "full")
            how = Finish("caller_left", "gone") if gone else Finish("fallback", "full")
            await lanes.finish(how, {}, self._times.record_s)
            return
        self._timers.stop("start")
        self._opened, self._lanes = opened, lanes
        self._log = log.bind(call_id=opened.call_id)
        self._log.info("realtime.started")
        self._watch_idle()
        self._guarded(opened.session.begin)
        self._guarded(lambda: self._hear_early(opened.session))
        if self._closing:
            return  # there is nothing to connect to any more
        self._model = ModelSide(opened.address, self._times.connect_s, self._model_events())
        await self._model.connect()

    def _hear_early(self, session: Session) -> list[Command]:
        """What came while the call was being opened: its session keeps it for the model."""
        for payload in self._early:
            session.on_audio(payload)
        self._early.clear()
        return [each for key in self._early_keys for each in session.on_phone(key, self._loop.time())]

    # -- the model

    def _model_events(self) -> ModelEvents:
        return ModelEvents(
            event=self._on_model,
            connected=lambda: self._tell(lambda session: session.on_connected()),
            lost=self._model_lost,
            prepared=lambda ready: self._tell(lambda session: session.on_prepared(ready)),
            unreachable=lambda _reason: self.give_up("model unreachable"),
        )

    def _on_model(self, event: Mapping[str, Any]) -> None:
        """Nearly all of them are audio, and go straight to the phone."""
        opened, line = self._opened, self._line
        if opened is None or self._closing or line is None:
            return
        try:
            frames = opened.session.on_delta(event)
        except Exception:
            frames = None
        if frames is None:
            self._guarded(lambda: opened.session.on_model(event, self._loop.time()))
        else:
            line.send(frames)

    def _model_lost(self) -> None:
        """It is gone by itself: once more, unless its follower stood ready."""
        model = self._model
        if model is None or self._closing:
            return
        self._figures["reconnects"] += 1
        self._tell(lambda session: session.on_lost())
        if model.reconnects > MAX_RECONNECTS:
            self.give_up("model lost again and again")
        elif not model.is_open and not self._closing:
            self._spawn(model.connect_again())

    # -- what is to be done

    def _tell(self, what: Callable[[Session], list[Command]]) -> None:
        opened = self._opened
        if opened is not None:
            self._guarded(lambda: what(opened.session))

    def _guarded(self, what: Callable[[], list[Command]]) -> None:
        """Perform what comes of it; whatever breaks hands this one call over and touches no other."""
        if self._closing:
            return
        try:
            self._perform(what())
        except Exception:
            self._log.exception("realtime.broken")
            self._finish(Finish("fallback", "broken"))

    def _perform(self, commands: list[Command]) -> None:
        frames: list[bytes] = []
        for command in commands:
            match command:
                case ToPhone(frame):
                    frames.append(frame)
                case StartTimer(name, seconds):
                    self._timers.start(name, seconds, partial(self._timed_out, name))
                case StopTimer(name):
                    self._timers.stop(name)
                case Note(event, fields):
                    self._figures[event.removeprefix("realtime.")] += 1
                    self._log.info(event, **fields)
                case Finish():
                    self._say(frames)
                    self._finish(command)
                    return
                case ToModel() | Prepare() | Swap() | Unprepare():
                    self._to_model(command)
                case _ if self._lanes is not None:
                    self._lanes.ask(command)
                case _:
                    pass
        self._say(frames)

    def _say(self, frames: list[bytes]) -> None:
        if frames and self._line is not None:
            self._line.send(frames)

    def _to_model(self, command: Command) -> None:
        model = self._model
        if model is None:
            return
        match command:
            case ToModel(event):
                model.send_event(event)
            case Prepare(event):
                self._spawn(model.prepare(event))
            case Swap():
                model.swap()
            case Unprepare():
                model.drop_next()
            case _:
                pass

    def _done(self, deed: Deed) -> None:
        self._tell(lambda session: session.on_done(deed, self._loop.time()))

    def _deed_failed(self, error: BaseException) -> None:
        self._log.error("realtime.deed_failed", reason=type(error).__name__)
        self.give_up("deed failed")

    # -- timers

    def _timed_out(self, name: str) -> None:
        self._tell(lambda session: session.on_timer(name, self._loop.time()))

    def _watch_idle(self) -> None:
        """A stream that stops without `stop`: looked at a few times in the period, not at every frame. Its call may
        well live, and then goes on turn by turn, with everything written."""
        self._idle, self._seen = self._idle + 1 if self._frames == self._seen else 0, self._frames
        if self._idle >= IDLE_LOOKS:
            self._log.warning("realtime.idle")
            self._finish(Finish("fallback", "idle"))
        else:
            self._timers.start("idle", self._times.idle_s / IDLE_LOOKS, self._watch_idle)

    # -- the end

    def _finish(self, how: Finish) -> None:
        if not self._closing:
            self._closing = True
            self._spawn(self._end(how))

    async def _end(self, how: Finish) -> None:
        """Everything is written before the stream is closed: whatever comes after it reads that."""
        self._free()
        left = how.by == "caller_left"
        if left and self._line is not None:
            self._line.close(within_s=LEFT_S)
        if self._lanes is not None:
            within_s = self._times.record_left_s if left else self._times.record_s
            stored = await self._lanes.finish(how, self._figures, within_s)
            if stored and how.by == "transferred":
                await self._leave()
        self._hang_up()

    async def _leave(self) -> None:
        """Have the call taken out of the stream. Where that fails, closing the stream leads to the same TwiML."""
        leave = self._opened.leave if self._opened else None
        if leave is None or self._phone_gone.is_set():
            return
        try:
            async with asyncio.timeout(self._times.redirect_s):
                await self._threads.run(leave)
        except Exception as error:
            self._log.warning("realtime.not_redirected", reason=type(error).__name__)
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(self._times.leaves_s):
                await self._phone_gone.wait()

    def _shut(self, reason: str) -> None:
        """Close without any record: the call never began here, or there is no time for one."""
        if not self._closing:
            self._closing = True
            self._log.info("realtime.shut", reason=reason)
        self._free()
        self._hang_up()

    def _free(self) -> None:
        self._timers.clear()
        if self._model is not None:
            self._model.close()

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()
        owner, self._owner = self._owner, None
        if owner is not None:
            owner.ended(self)

    def _may_begin(self) -> bool:
        return self._owner is not None and self._owner.admit(self)

    def _spawn(self, work: Any) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
