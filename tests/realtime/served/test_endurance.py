"""Restarts, kills and a thousand calls: nobody is cut off, nobody hears anybody else, nothing is left.

Each call says a word of its own and must hear that word and no other's: a frame that reached another call would show.
"""

import asyncio
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from websockets.exceptions import WebSocketException
from websockets.frames import CloseCode

from tests.operations.sockets import sockets
from tests.realtime.served.restarts import restartable
from tests.realtime.served.serving import Served, run, served
from tests.standins.media_phone import MediaPhone
from tests.standins.realtime import RealtimeStandIn, Reply

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]  # each plays for minutes

CALLS, RESTARTS, KILLS, KILLED_CALLS = 50, 20, 20, 10
BATCHES, WARM = 20, 10
"""Of CALLS each: a thousand. The first half fills the caches of the database's connections."""
MOST_MB, GROWS_MB = 190, 4
"""What a worker may hold at the end, and how much more than after the first half: what Python holds is the same by
then, and the heap has nearly found its form."""
PATIENCE_S = 60.0
GREETING = "העוזרת הדיגיטלית"
GOES_ON = {"Gather", "Record"}
CLOSED_BY_US = {CloseCode.NORMAL_CLOSURE, CloseCode.TRY_AGAIN_LATER}
FEW_ROUNDS = 8
MB = 2**20


@pytest.fixture
def openai() -> Iterator[RealtimeStandIn]:
    with RealtimeStandIn(lambda _talk, last: Reply(f"אמרת {last}")) as standin:
        yield standin
        assert standin.wrong == []


@dataclass
class Talker:
    """Somebody who calls, speaks until told to stop, and notes how the call went."""

    app: Served
    word: str
    number: str
    stop: asyncio.Event
    rounds: int = 1_000
    answers: int = 0
    handed_over: int = 0
    cut: list[str] = field(default_factory=list)
    dropped: list[int | None] = field(default_factory=list)
    mixed: set[str] = field(default_factory=set)

    async def calls(self) -> None:
        """One call after the other."""
        while not self.stop.is_set():
            await self.call()

    async def call(self) -> None:
        phone = self.app.phone(number=self.number, speed=1.0)
        try:
            if await self._connected(phone):
                await self._talk(phone)
            if phone.closed.is_set() or phone._socket is None:
                await self._after(phone)
        finally:
            await phone.hang_up() if phone._socket and not phone.closed.is_set() else await phone.leave()

    async def _connected(self, phone: MediaPhone) -> bool:
        """Whether there is a stream. A worker that is about to go offers none, and the call is held turn by turn; a
        handshake that fails is followed by what stands after `<Connect>`."""
        document = await phone.webhook("/realtime/voice", CallStatus="ringing")
        stream = document.find("Connect/Stream")
        if stream is None:
            return False
        try:
            await phone.open(stream.get("url", ""))
        except (WebSocketException, OSError):
            return False
        await phone.start({each.get("name", ""): each.get("value", "") for each in stream})
        return True

    async def _talk(self, phone: MediaPhone) -> None:
        await phone.until(lambda: phone.closed.is_set() or GREETING in " ".join(phone.heard), PATIENCE_S)
        for count in range(self.rounds):
            if phone.closed.is_set() or self.stop.is_set():
                break
            said = f"{self.word} {count}"
            phone.say(said)
            await phone.until(partial(_answered, phone, f"אמרת {said}"), PATIENCE_S)
            self.answers += f"אמרת {said}" in phone.heard
        others = {each for each in phone.heard if each.startswith("אמרת") and self.word not in each}
        self.mixed |= others

    async def _after(self, phone: MediaPhone) -> None:
        """There is no stream, or we have closed it: the call must go on turn by turn."""
        self.handed_over += 1
        if phone._socket is not None and phone.close_code not in CLOSED_BY_US:
            self.dropped.append(phone.close_code)
        phone.closed.set()
        tags = {each.tag for each in (await phone.after()).iter()}
        if not tags & GOES_ON:
            self.cut.append(f"{self.word}: {sorted(tags)}")


def _answered(phone: MediaPhone, words: str) -> bool:
    return phone.closed.is_set() or words in phone.heard


def talkers(app: Served, count: int, stop: asyncio.Event, rounds: int = 1_000) -> list[Talker]:
    return [Talker(app, f"מילה{at:03}", f"+97254555{at:04}", stop, rounds) for at in range(count)]


def nobody_was_cut(all_of_them: list[Talker], answered: float = 1.0) -> None:
    """`answered`: at least which share of them a voice model has answered."""
    assert [each for talker in all_of_them for each in talker.cut] == []
    assert set().union(*(talker.mixed for talker in all_of_them)) == set()
    assert sum(talker.answers > 0 for talker in all_of_them) >= answered * len(all_of_them)


def nobody_was_dropped(all_of_them: list[Talker]) -> None:
    """Every stream that was not the caller's to end has been closed, and none has just gone."""
    assert [each for talker in all_of_them for each in talker.dropped] == []


async def answers_more(all_of_them: list[Talker]) -> None:
    """Until everybody has been answered once more, or goes on turn by turn."""

    def far(each: Talker) -> int:
        return each.answers + each.handed_over

    before = [far(each) for each in all_of_them]
    async with asyncio.timeout(PATIENCE_S):
        while any(far(each) <= count for each, count in zip(all_of_them, before, strict=True)):
            await asyncio.sleep(0.1)


def test_restarts_under_calls_cut_nobody_off(openai: RealtimeStandIn, tmp_path: Path) -> None:
    """Half of the calls end by themselves, the others never do: those are handed over. Whatever of a server is left
    30 s after it was told to go is killed; a call that was on it then would end without a closing handshake."""
    with restartable(openai, tmp_path, MAX_LIVE_CALLS="0") as restarts:
        everybody: list[Talker] = []

        async def story() -> None:
            stop = asyncio.Event()
            everybody.extend(talkers(restarts.app, CALLS, stop))
            for each in everybody[::2]:
                each.rounds = FEW_ROUNDS
            calling = [asyncio.create_task(each.calls()) for each in everybody]
            for _ in range(RESTARTS):
                await answers_more(everybody)
                await restarts.restart()
            await answers_more(everybody)
            await restarts.ended()
            stop.set()
            await asyncio.gather(*calling)

        run(story, 800)
        nobody_was_cut(everybody)
        nobody_was_dropped(everybody)
        assert all(each.handed_over for each in everybody[1::2])
        assert restarts.gone == [0] * RESTARTS


def test_a_drain_hands_over_what_lasts_before_anybody_is_killed(openai: RealtimeStandIn, tmp_path: Path) -> None:
    """Calls that go on for ever: 20 s after the restart they are handed over, by the workers that go, to those that
    came; nobody is left when the kill would come."""
    with served(openai, tmp_path, workers=1, MAX_LIVE_CALLS="0") as app:
        everybody: list[Talker] = []

        async def story() -> None:
            stop = asyncio.Event()
            everybody.extend(talkers(app, CALLS, stop))
            calling = [asyncio.create_task(each.call()) for each in everybody]
            await answers_more(everybody)
            app.process.send_signal(signal.SIGHUP)
            async with asyncio.timeout(30):  # then the kill would come
                await asyncio.gather(*calling)

        run(story, 200)
        nobody_was_cut(everybody)
        nobody_was_dropped(everybody)
        assert [each.handed_over for each in everybody] == [1] * CALLS


def test_after_a_kill_every_call_goes_on_turn_by_turn(openai: RealtimeStandIn, tmp_path: Path) -> None:
    """A few get no stream at all, from workers that have just begun: they are held turn by turn from the start."""
    with served(openai, tmp_path, workers=2, MAX_LIVE_CALLS="0") as app:
        everybody: list[Talker] = []

        async def story() -> None:
            for _ in range(KILLS):
                stop = asyncio.Event()
                these = talkers(app, KILLED_CALLS, stop)
                everybody.extend(these)
                calling = [asyncio.create_task(each.call()) for each in these]
                await answers_more(these)
                app.kill_workers()
                await asyncio.gather(*calling)

        run(story, 800)
        nobody_was_cut(everybody, 0.95)
        assert [each.handed_over for each in everybody] == [1] * KILLS * KILLED_CALLS


def test_a_thousand_calls_leave_nothing_behind(openai: RealtimeStandIn, tmp_path: Path) -> None:
    with served(openai, tmp_path, workers=1, MAX_LIVE_CALLS="0", JOBS_IN_WEB="false") as app:
        held: list[tuple[int, int, int]] = []

        async def batch() -> None:
            await asyncio.gather(*(each.call() for each in talkers(app, CALLS, asyncio.Event(), rounds=1)))

        async def story() -> None:
            for number in range(BATCHES):
                await batch()
                if number in {WARM - 1, BATCHES - 1}:
                    (worker,) = app.workers()
                    held.append(await settled(worker))

        run(story, 800)
        (memory, sockets, threads), (later_memory, later_sockets, later_threads) = held
        assert later_sockets <= sockets
        assert later_threads <= threads + 8  # pools that are bounded; their threads start as they are needed
        assert later_memory < MOST_MB * MB
        assert later_memory - memory < GROWS_MB * MB


async def settled(pid: int) -> tuple[int, int, int]:
    """(bytes, sockets, threads) of a process, once it closes nothing more."""
    before = -1
    while (now := len(sockets(pid))) != before:
        before = now
        await asyncio.sleep(2.0)
    resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return resident, now, len(os.listdir(f"/proc/{pid}/task"))
