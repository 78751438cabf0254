"""Which core a worker has, and that it keeps it: real workers, killed and started again."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.operations.processes import serving
from tests.standins.wire import free_port
from voicebot.cores import core_for, keep_to, usable

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux keeps a process to a core")


def test_each_worker_gets_the_core_that_fewest_have() -> None:
    assert core_for([0, 1], 2, []) == 0
    assert core_for([0, 1], 2, [0]) == 1
    assert core_for([0, 1], 2, [1]) == 0, "the core of one that died is free again"
    assert core_for([2, 5], 4, [2, 5, 5]) == 2
    assert core_for([2, 5], 4, [2, 2, 5]) == 5


def test_no_worker_is_kept_to_a_core_where_they_could_not_share_them_evenly() -> None:
    assert core_for([], 2, []) is None
    assert core_for([0], 2, []) is None
    assert core_for([0, 1], 1, []) is None
    assert core_for([0, 1], 3, []) is None
    assert core_for(range(64), 2, []) is None, "a machine of many: core 0 would be everybody's"


def test_a_system_that_refuses_it_is_no_reason_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_pid: int, _cores: set[int]) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "sched_setaffinity", refused)
    assert not keep_to(0)


@pytest.fixture
def two_cores() -> Iterator[list[int]]:
    """This process, and what it starts, on two cores."""
    cores = os.sched_getaffinity(0)
    if len(cores) < 2:
        pytest.skip("this machine has one core")
    two = sorted(cores)[:2]
    os.sched_setaffinity(0, two)
    try:
        yield two
    finally:
        os.sched_setaffinity(0, cores)


def workers_of(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def threads_cores(pid: int) -> set[tuple[int, ...]]:
    """On which cores the threads of a process may run, as sets of their numbers."""
    return {tuple(sorted(os.sched_getaffinity(int(each.name)))) for each in Path(f"/proc/{pid}/task").iterdir()}


def test_workers_keep_to_a_core_each_and_who_follows_a_killed_one_has_its_core(
    tmp_path: Path, two_cores: list[int]
) -> None:
    with serving(PORT=str(free_port()), WEB_CONCURRENCY="2", DATABASE_URL=f"sqlite:///{tmp_path / 'v.db'}",
                 GUNICORN_CMD_ARGS="--log-level info") as (process, printed):  # fmt: skip
        assert process.stderr
        told = (line for line in process.stderr if "keeps to core" in line)
        for _ in range(2 - printed.count("keeps to core")):
            next(told)
        first, second = workers_of(process.pid)
        kept = {pid: _kept(pid) for pid in (first, second)}
        assert sorted(kept.values()) == two_cores
        assert sorted(os.sched_getaffinity(process.pid)) == two_cores, "only workers are kept to a core"
        os.kill(second, signal.SIGKILL)
        next(told)
        (third,) = set(workers_of(process.pid)) - {first, second}
        assert _kept(third) == kept[second]


def test_workers_run_anywhere_where_the_operator_wants_that(tmp_path: Path, two_cores: list[int]) -> None:
    port = free_port()
    with serving(PORT=str(port), WEB_CONCURRENCY="2", DATABASE_URL=f"sqlite:///{tmp_path / 'v.db'}",
                 PIN_WORKERS="false") as (process, _):  # fmt: skip
        assert requests.get(f"http://127.0.0.1:{port}/health", timeout=20).ok
        assert all(threads_cores(pid) == {tuple(two_cores)} for pid in workers_of(process.pid))


def _kept(pid: int) -> int:
    """The one core on which all threads of a worker run."""
    ((core,),) = threads_cores(pid)
    return core


def test_the_cores_of_this_process_are_known() -> None:
    assert set(usable()) == os.sched_getaffinity(0)
