"""Who works on turns: this process shows that it lives, and tells whose turns may be taken over."""

from contextlib import AbstractContextManager
from datetime import datetime

from stores.values import Turn
from stores.workers import WorkerStore
from voicebot.guards.heartbeat import Heartbeat
from voicebot.guards.takeover import TakeOver


class WorkerLeases:
    """The lease of this process on the turns it claims is its heartbeat."""

    def __init__(self, workers: WorkerStore, heartbeat: Heartbeat, policy: TakeOver | None = None) -> None:
        self._workers = workers
        self._heartbeat = heartbeat
        self._policy = policy or TakeOver()

    @property
    def owner(self) -> str:
        return self._heartbeat.owner

    def touch(self) -> None:
        """This process lives, and is about to claim a turn. Raises StoreError."""
        self._heartbeat.touch()

    def working(self) -> AbstractContextManager[None]:
        """Goes around a turn that runs here."""
        return self._heartbeat.working()

    def stop(self) -> None:
        """The process has no turn left: others need not wait for it."""
        self._heartbeat.stop()

    def may_take(self, turn: Turn, now: datetime) -> bool:
        """Whether a turn that is not finished has lost its owner. Raises StoreError."""
        claimed_for_s = (now - turn.claimed_at).total_seconds()
        if turn.state != "claimed" or claimed_for_s <= self._policy.dead_after_s:
            return False
        silent_for_s = self._workers.age_s(turn.owner)
        return self._policy.may(claimed_for_s, silent_for_s, self._heartbeat.reachable_for_s())
