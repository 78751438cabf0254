"""What puts a false claim right, until the caller has heard it. Pure."""

from voicebot.realtime.disclosure import MAX_AGAIN, differs


class Corrections:
    """One call's; each is known by its line. One that is cut off is owed again, at most as often as a disclosure."""

    def __init__(self) -> None:
        self._claims: dict[str, str] = {}
        self._times: dict[str, int] = {}

    def begin(self, line: str, claim: str) -> bool:
        """Whether this line has to be said because of that claim, and not been said yet; from here on it is owed."""
        if line in self._times:
            return False
        self._claims[line], self._times[line] = claim, 1
        return True

    def heard(self, said: str) -> None:
        """A fixed line was heard to its end."""
        for line in [each for each in self._claims if not differs(said, each, cut=False)]:
            del self._claims[line]

    def again(self) -> list[tuple[str, str]]:
        """What was not heard yet, as (line, claim)."""
        for line in [each for each in self._claims if self._times[each] > MAX_AGAIN]:
            del self._claims[line]
        for line in self._claims:
            self._times[line] += 1
        return list(self._claims.items())
