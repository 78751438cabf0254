"""Workers that share what they know of vendors: a store that can be away, and calls that end as wished."""

from collections import Counter
from collections.abc import Callable

from stores.circuits import CircuitStore, StoredCircuit
from stores.errors import StoreUnavailable
from voicebot.circuits.breaker import State
from voicebot.circuits.shared import Circuits
from voicebot.circuits.verdicts import CircuitOpen
from voicebot.errors import VendorUnavailable

NAME = "model:openai"
DOWN = VendorUnavailable(NAME, "chat", "HTTP 503")


class Watched:
    """A store that counts what it is asked, and is away when the test says so."""

    def __init__(self, inner: CircuitStore) -> None:
        self.inner = inner
        self.away = False
        self.asked: Counter[str] = Counter()
        self.meanwhile: Callable[[], object] = lambda: None
        self.while_saving: Callable[[], object] = lambda: None

    def all(self) -> tuple[StoredCircuit, ...]:
        self._ask("all")
        found = self.inner.all()
        self.meanwhile()
        return found

    def save(self, wanted: StoredCircuit) -> tuple[StoredCircuit, bool]:
        self._ask("save")
        self.while_saving()
        return self.inner.save(wanted)

    def _ask(self, what: str) -> None:
        self.asked[what] += 1
        if self.away:
            raise StoreUnavailable("away")


def ask(circuits: Circuits, error: BaseException | None = None, name: str = NAME) -> bool:
    """One call that ends so; False when the vendor was not asked."""
    try:
        with circuits.guard(name, slow_after_s=4.0):
            if error is not None:
                raise error
    except CircuitOpen:
        return False
    except BaseException as raised:
        assert raised is error  # noqa: PT017  what the block raises passes through, whatever it is
    return True


def fail(circuits: Circuits, times: int = 3) -> None:
    for _ in range(times):
        assert ask(circuits, DOWN)


def state(circuits: Circuits) -> State:
    return {each.name: each.state for each in circuits.states()}[NAME]
