"""gunicorn's part, as gunicorn.conf.py has it."""

import os
from pathlib import Path
from typing import Any

import prometheus_client  # noqa: F401 — imported too early on purpose: before the environment names the directory

from voicebot.observability.sharing import VARIABLE, Shared

bind = os.environ["TEST_BIND"]
workers = 2
worker_class = "gthread"
threads = 4
loglevel = "warning"
control_socket_disable = True

_shared = Shared(Path(os.environ["TEST_PARENT"]))
raw_env = [f"{VARIABLE}={_shared.path}"]


def on_starting(server: Any) -> None:
    _shared.create()


def child_exit(server: Any, worker: Any) -> None:
    _shared.bury(worker.pid)


def on_exit(server: Any) -> None:
    _shared.remove()
