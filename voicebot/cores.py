"""One core for each worker: its threads take turns under one lock, handed over cheaply on one core, dearly between two.

Waking a thread on another core interrupts that core, on a virtual machine by way of its host: handing a lock over and
back took 60 µs between two cores and 5 µs on one (docs/benchmarks.md), and a turn's threads wait for each other and for
answers more than a hundred times.
"""

import os
from collections import Counter
from collections.abc import Iterable, Sequence


def usable() -> Sequence[int]:
    """The numbers of the cores this process may run on; none where the system does not tell, or cannot be told."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else ()


def core_for(cores: Sequence[int], workers: int, taken: Iterable[int]) -> int | None:
    """The core for the next of so many workers: that which fewest have, given the cores `taken` by those that live.

    None, for all of them, where workers would share the cores unevenly, or some cores would have none: there the
    machine is not ours alone, and the system spreads its load better.
    """
    if len(cores) < 2 or workers % len(cores):
        return None
    having = Counter(taken)
    return min(cores, key=lambda core: having[core])


def keep_to(core: int) -> bool:
    """Let this thread, and all that it starts, run on that core only; False where the system refuses it."""
    try:
        os.sched_setaffinity(0, {core})
    except OSError:  # a filter of system calls, or a core that was taken away meanwhile: it runs where it is put
        return False
    return True
