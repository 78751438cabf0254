"""Amazon S3 as moto plays it, on a socket of its own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


def _without_browsers(app: Any) -> None:
    """Moto lets its server be asked from browsers by a package that nobody here needs."""


@contextmanager
def s3_server() -> Iterator[str]:
    """The address of a server without buckets."""
    cross_origin = ModuleType("flask_cors")
    cross_origin.CORS = _without_browsers  # type: ignore[attr-defined]  # that is all it uses of it
    sys.modules.setdefault("flask_cors", cross_origin)
    from moto.server import ThreadedMotoServer  # noqa: PLC0415  it loads that package

    running = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        running.stop()
