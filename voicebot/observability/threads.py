"""A pool of threads whose work keeps the context it was handed over in: the trace, the bill, the log's fields."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class ContextThreads(ThreadPoolExecutor):
    """A ThreadPoolExecutor; what the work sets in its context stays in its own copy."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As ThreadPoolExecutor.submit."""
        context = copy_context()
        return super().submit(lambda: context.run(fn, *args, **kwargs))
