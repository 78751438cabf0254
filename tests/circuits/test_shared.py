"""Workers that learn from each other: two Circuits on one database are two processes."""

import threading
from collections import Counter

import pytest

from stores.database import Database
from stores.records import CircuitRecord
from tests.circuits.handclock import Seconds
from tests.circuits.sharing import DOWN, NAME, Watched, ask, fail, state
from tests.stores.racing import race
from voicebot.circuits.breaker import POLICY
from voicebot.circuits.known import Knowledge
from voicebot.circuits.shared import Circuits
from voicebot.circuits.verdicts import CircuitOpen
from voicebot.errors import VendorRefused, VendorTimeout, VendorUnavailable


class TestOneWorker:
    def test_opens_after_three_in_a_row_and_refuses_at_once(self, one: Circuits) -> None:
        fail(one)
        with pytest.raises(VendorUnavailable, match="circuit open") as refused, one.guard(NAME, 4.0):
            pytest.fail("the vendor was asked")
        assert (refused.value.vendor, refused.value.operation) == (NAME, "circuit open")
        assert refused.value.detail == "3 failures in a row, the last: VendorUnavailable (HTTP 503)"

    def test_names_have_their_own_circuits(self, one: Circuits) -> None:
        fail(one)
        assert ask(one, name="translator:openai")
        assert not ask(one)

    def test_opens_on_slowness(self, one: Circuits, seconds: Seconds) -> None:
        for _ in range(6):
            with one.guard(NAME, slow_after_s=4.0):
                seconds.forward(4.5)
        assert not ask(one)

    def test_a_long_answer_that_began_in_time_is_not_slow(self, one: Circuits, seconds: Seconds) -> None:
        for _ in range(12):
            with one.guard(NAME, slow_after_s=4.0) as attempt:
                attempt.answered()
                seconds.forward(4.5)
                attempt.answered()
        assert state(one) == "closed"

    @pytest.mark.parametrize("error", [VendorRefused(NAME, "chat", "HTTP 400", 400), ValueError(), KeyboardInterrupt()])
    def test_stays_closed_for_faults_of_ours(self, one: Circuits, error: BaseException) -> None:
        for _ in range(12):
            assert ask(one, error)
        assert state(one) == "closed"

    def test_stores_changes_only(self, one: Circuits, store: Watched) -> None:
        for _ in range(50):
            ask(one)
        fail(one, 2)
        assert store.asked == {"all": 1}
        ask(one, DOWN)
        assert store.asked == {"all": 1, "save": 1}
        assert not ask(one)
        assert store.asked == {"all": 1, "save": 1}

    def test_reads_at_most_once_a_second(self, one: Circuits, store: Watched, seconds: Seconds) -> None:
        for _ in range(100):
            ask(one)
            seconds.forward(0.1)
        assert store.asked == {"all": 10}

    def test_late_ends_of_calls_from_before_tell_nothing(self, one: Circuits, seconds: Seconds) -> None:
        late = [one.guard(NAME, 4.0) for _ in range(3)]
        for call in late:
            call.__enter__()
        fail(one)
        seconds.forward(POLICY.cool_down_s)
        assert ask(one)  # the probe: closed again
        for call in late:
            assert call.__exit__(type(DOWN), DOWN, None) is not True
        assert state(one) == "closed"
        fail(one)
        assert state(one) == "open"


class TestProbing:
    def test_a_good_probe_closes(self, one: Circuits, seconds: Seconds) -> None:
        fail(one)
        seconds.forward(POLICY.cool_down_s - 0.1)
        assert not ask(one)
        seconds.forward(0.1)
        assert ask(one)
        assert state(one) == "closed"
        assert ask(one)

    def test_a_bad_one_opens_for_twice_as_long(self, one: Circuits, seconds: Seconds) -> None:
        fail(one)
        for cool_down in (5, 10, 20, 40, 80, 80):
            seconds.forward(cool_down - 0.1)
            assert not ask(one)
            seconds.forward(0.1)
            assert ask(one, VendorTimeout(NAME, "chat"))
        assert one.states()[0].reason == "the probe: VendorTimeout"

    def test_a_slow_one_is_bad(self, one: Circuits, seconds: Seconds) -> None:
        fail(one)
        seconds.forward(POLICY.cool_down_s)
        with one.guard(NAME, 4.0):
            seconds.forward(4.1)
        assert state(one) == "open"

    def test_while_it_runs_everyone_else_is_refused(self, one: Circuits, other: Circuits, seconds: Seconds) -> None:
        fail(one)
        ask(other)
        seconds.forward(POLICY.cool_down_s)
        with one.guard(NAME, 4.0):
            assert state(one) == "half_open"
            assert not ask(one)
            assert not ask(other)
        assert ask(one)

    def test_one_that_nobody_heard_out_frees_the_place(self, one: Circuits, seconds: Seconds) -> None:
        fail(one)
        seconds.forward(POLICY.cool_down_s)
        assert ask(one, ValueError())
        assert state(one) == "open"
        assert ask(one)
        assert state(one) == "closed"

    def test_a_dead_prober_is_replaced_and_has_no_say(self, one: Circuits, other: Circuits, seconds: Seconds) -> None:
        fail(one)
        seconds.forward(POLICY.cool_down_s)
        with one.guard(NAME, 60.0):
            seconds.forward(POLICY.probe_s - 0.1)
            assert not ask(other)
            seconds.forward(0.1)
            assert ask(other, DOWN)
        assert state(other) == "open"
        seconds.forward(1)
        assert state(one) == "open"

    def test_of_all_threads_and_workers_one_probes(self, one: Circuits, store: Watched, seconds: Seconds) -> None:
        workers = [one, *(Circuits(store, seconds) for _ in range(3))]
        fail(one)
        for worker in workers[1:]:
            assert not ask(worker)
        seconds.forward(POLICY.cool_down_s)
        probed, finish = threading.Event(), threading.Event()
        refused = []

        def run(runner: int) -> bool:
            try:
                with workers[runner % 4].guard(NAME, 4.0):
                    probed.set()
                    return finish.wait(30)  # until all others have been refused
            except CircuitOpen:
                refused.append(runner)
                if len(refused) == 11:
                    finish.set()
                return False

        assert Counter(race(12, run)) == {True: 1, False: 11}
        assert probed.is_set()
        seconds.forward(1)
        assert state(one) == "closed"


class TestTwoWorkers:
    def test_the_other_learns_of_it_within_a_second(self, one: Circuits, other: Circuits, seconds: Seconds) -> None:
        assert ask(other)
        fail(one)
        seconds.forward(0.9)
        assert ask(other)  # it has not looked since
        seconds.forward(0.1)
        assert not ask(other)
        assert other.states() == one.states()

    def test_and_that_it_closed(self, one: Circuits, other: Circuits, seconds: Seconds) -> None:
        fail(one)
        assert not ask(other)
        seconds.forward(POLICY.cool_down_s)
        assert ask(one)
        seconds.forward(1)
        assert ask(other)
        assert ask(other)
        assert state(other) == "closed"

    def test_who_would_probe_a_circuit_that_another_just_closed_goes_on(
        self, one: Circuits, other: Circuits, seconds: Seconds
    ) -> None:
        fail(one)
        assert not ask(other)
        seconds.forward(POLICY.cool_down_s - 0.5)
        assert not ask(other)  # it looked, and will not again for a second
        seconds.forward(0.5)
        assert ask(one)
        with other.guard(NAME, 4.0):
            assert state(other) == "closed"

    def test_both_at_once_are_one_opening(self, one: Circuits, other: Circuits) -> None:
        fail(one, 2)
        fail(other, 2)
        fail(one, 1)
        fail(other, 1)  # it does not know yet
        assert [each.failures for each in one.states()] == [1]
        assert one.states() == other.states()

    def test_a_new_worker_knows_from_the_start(self, one: Circuits, store: Watched, seconds: Seconds) -> None:
        fail(one)
        assert not ask(Circuits(store, seconds))

    def test_clocks_need_not_agree(self, one: Circuits, store: Watched, seconds: Seconds) -> None:
        fail(one)
        later = Circuits(store, lambda: seconds() + 1e6)
        assert not ask(later)
        seconds.forward(POLICY.cool_down_s)
        assert ask(later)

    def test_what_changes_here_during_the_reading_is_newer(
        self, one: Circuits, store: Watched, seconds: Seconds
    ) -> None:
        fail(one)
        seconds.forward(POLICY.cool_down_s)

        def end_the_probe() -> None:
            store.meanwhile = lambda: None
            probe.__exit__(None, None, None)

        probe = one.guard(NAME, 4.0)
        probe.__enter__()
        seconds.forward(1)
        store.meanwhile = end_the_probe
        assert state(one) == "closed"

    def test_what_changes_here_during_the_storing_is_newer(self, store: Watched, seconds: Seconds) -> None:
        knowledge = Knowledge(store, seconds, refresh_s=1.0)
        _, opened = knowledge.update(NAME, lambda known: known.changed(known.circuit.opened("r", seconds())))
        store.while_saving = lambda: knowledge.update(NAME, lambda now: now.changed(now.circuit.probing(seconds())))
        assert knowledge.share(opened)
        assert [known.circuit.state for known in knowledge.all()] == ["half_open"]

    def test_nobody_waits_for_who_is_reading(self, one: Circuits, store: Watched) -> None:
        reading, asked, in_time = threading.Event(), threading.Event(), []

        def read() -> None:
            reading.set()
            in_time.append(asked.wait(10))

        store.meanwhile = read
        reader = threading.Thread(target=ask, args=(one,))
        reader.start()
        assert reading.wait(10)
        assert ask(one)
        asked.set()
        reader.join()
        assert in_time == [True]

    def test_a_database_that_was_emptied(self, one: Circuits, database: Database, seconds: Seconds) -> None:
        fail(one)
        with database.begin() as session:
            session.query(CircuitRecord).delete()
        seconds.forward(1)
        assert ask(one)
        fail(one)
        assert not ask(one)


def test_states_for_people(one: Circuits, seconds: Seconds) -> None:
    ask(one, name="translator:google-v3")
    fail(one)
    seconds.forward(2)
    model, translator = one.states()
    assert (model.name, model.state, model.failures, model.wait_s) == (NAME, "open", 1, 3.0)
    assert model.reason == "3 failures in a row, the last: VendorUnavailable (HTTP 503)"
    assert (translator.name, translator.state, translator.reason) == ("translator:google-v3", "closed", "")
