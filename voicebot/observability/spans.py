"""`with span("transcribe"):` around a step. Outside a trace, and without tracing at all, it does nothing.

A trace begins at a webhook (`web`) and goes with the context: into a thread only by
`contextvars.copy_context().run`. Nothing here knows OpenTelemetry; `otel` implements Span.
"""

from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from types import TracebackType
from typing import Protocol

Attribute = str | int | float | bool

ATTRIBUTES = frozenset({
    "agent", "call_id", "cursor", "ending", "language", "link", "method", "model", "operation", "outcome", "path",
    "sentence", "status", "step", "tool", "turn", "vendor",
})  # fmt: skip
"""Attributes that may leave the machine: names and counts, nothing that was said, no number of a caller."""


class Span(Protocol):
    """An open span of a trace."""

    def child(self, name: str, attributes: dict[str, Attribute]) -> "Span": ...

    def note(self, attributes: dict[str, Attribute]) -> None: ...

    def end(self, failure: str = "") -> None: ...


class Scope:
    """Makes a span the current one for a block and ends it with the block; a failure is its class alone.

    Blocks in generators may end after what was begun inside them, or before, or in another context: the current
    scope is always the innermost that has not ended. The root of a trace takes all that is left with it.
    """

    __slots__ = ("_before", "_ended", "_root", "span")

    def __init__(self, opened: Span, root: bool = False) -> None:
        self.span = opened
        self._root = root
        self._ended = False
        self._before: Scope | None = None

    def __enter__(self) -> None:
        self._before = _current.get()
        _current.set(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended = True
        now = self if self._root else _current.get()
        while now is not None and now._ended:
            now = now._before
        _current.set(now)
        self.span.end("" if kind is None or kind is GeneratorExit else kind.__name__)


_current: ContextVar[Scope | None] = ContextVar("span", default=None)
_NOTHING = nullcontext()


def span(name: str, **attributes: Attribute) -> AbstractContextManager[None]:
    """A step of the trace that is going on, if one is. Attributes that ATTRIBUTES does not name are left out."""
    parent = _current.get()
    return _NOTHING if parent is None else Scope(parent.span.child(name, attributes))


def note(**attributes: Attribute) -> None:
    """Say more about the current span: what is known only at its end."""
    current = _current.get()
    if current is not None:
        current.span.note(attributes)
