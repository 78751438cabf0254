"""Workers whose database is away: each goes on with what it knows."""

import pytest

from tests.circuits.handclock import Seconds
from tests.circuits.sharing import DOWN, NAME, Watched, ask, fail, state
from voicebot.circuits.breaker import POLICY
from voicebot.circuits.known import AWAY_S
from voicebot.circuits.shared import Circuits
from voicebot.errors import VendorError


class TestWithoutTheDatabase:
    def test_each_goes_on_alone(self, one: Circuits, other: Circuits, store: Watched, seconds: Seconds) -> None:
        store.away = True
        fail(one)
        assert not ask(one)
        assert ask(other)
        seconds.forward(POLICY.cool_down_s)
        assert ask(one, DOWN)
        seconds.forward(POLICY.cool_down(2) - 0.1)
        assert not ask(one)
        seconds.forward(0.1)
        assert ask(one)
        assert state(one) == "closed"

    def test_it_is_not_asked_all_the_time(self, one: Circuits, store: Watched, seconds: Seconds) -> None:
        store.away = True
        for _ in range(40):
            ask(one)
            seconds.forward(0.25)
        assert store.asked == {"all": 10 / AWAY_S}

    def test_a_call_fails_with_its_own_error(self, one: Circuits, store: Watched) -> None:
        ask(one)
        store.away = True
        for _ in range(3):
            with pytest.raises(VendorError) as raised, one.guard(NAME, 4.0):
                raise DOWN
            assert raised.value is DOWN

    def test_what_was_learnt_alone_is_shared_later(
        self, one: Circuits, other: Circuits, store: Watched, seconds: Seconds
    ) -> None:
        store.away = True
        fail(one)
        store.away = False
        seconds.forward(AWAY_S)
        assert ask(one, DOWN)  # the probe, stored
        assert not ask(other)
        assert [each.failures for each in other.states()] == [2]
