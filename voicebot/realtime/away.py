"""How long the database has been away for one call's record, and when it is tried again."""

import asyncio

from voicebot.realtime.bridge_times import BridgeTimes


class Away:
    """One call's, in the loop's thread."""

    def __init__(self, times: BridgeTimes) -> None:
        self._times = times
        self._since: float | None = None
        self._pause = 0.0

    def back(self) -> None:
        """Something has been stored."""
        self._since = None

    def lasts(self, seconds: float) -> bool:
        """Whether it has been away for so long."""
        return self._since is not None and asyncio.get_running_loop().time() - self._since >= seconds

    def pause(self) -> float | None:
        """Seconds until the next try; None when it has been away for too long."""
        if self._since is None:
            self._since = asyncio.get_running_loop().time()
            self._pause = self._times.again_s
        elif self.lasts(self._times.away_s):
            return None
        else:
            self._pause = min(self._pause * 2, self._times.again_most_s)
        return self._pause
