"""How the app is served: threads, because a webhook mostly waits; graceful, because a call is on the line."""

import sys
from typing import Any

from voicebot.cores import core_for, keep_to, usable
from voicebot.doctor import parts, warnings
from voicebot.errors import SettingsError
from voicebot.heaps import one_heap
from voicebot.jobs.wiring import Background
from voicebot.observability.sharing import VARIABLE, Shared
from voicebot.preparing import EmbeddedDatabase
from voicebot.realtime import EXTENSION
from voicebot.services import build
from voicebot.settings import Settings, environment
from voicebot.warming import settle_heap, start_warming

try:
    _settings = Settings.from_env(environment())
    # Connects to nothing; what no app can be built from is found here and not in the workers.
    _services = build(_settings)
except SettingsError as error:
    # Told once, by the master, in one sentence; the workers would each print a stack trace.
    sys.exit(str(error))

one_heap()  # in the master, before there are threads: its workers inherit it

_everywhere = "0.0.0.0"  # noqa: S104 — a platform's router comes from outside the machine
bind = f"{'127.0.0.1' if _settings.development else _everywhere}:{_settings.port}"
workers = _settings.web_concurrency
worker_class = "gthread"
threads = 128
timeout = 60
graceful_timeout = 25  # a dyno is killed 30 s after SIGTERM
keepalive = 75  # longer than the router's idle time, so that it is never we who close first
loglevel = "warning"
accesslog = None
control_socket_disable = True  # nobody steers a running server here, so it has no socket for that

_metrics = Shared()
raw_env = [f"{VARIABLE}={_metrics.path}"]


def on_starting(server: Any) -> None:
    """Make the place where the workers put their metrics together, and an embedded database ready for the first call.

    Left to the workers, its migrations would hold the lock on a new file while their first calls want to write.
    """
    _metrics.create()
    EmbeddedDatabase(_services)()
    _services.stores.database.close()  # no connection goes into a worker


def pre_fork(server: Any, worker: Any) -> None:
    """Choose the worker's core: the master knows which ones the others have."""
    others = (each.core for each in server.WORKERS.values() if each.core is not None)
    worker.core = core_for(usable(), server.num_workers, others) if _settings.pin_workers else None


def post_fork(server: Any, worker: Any) -> None:
    """Before it has a second thread: those that it starts run where this one does."""
    if worker.core is not None:
        kept = "keeps" if keep_to(worker.core) else "may not keep"
        worker.log.info("Worker %s %s to core %s", worker.pid, kept, worker.core)


def post_worker_init(worker: Any) -> None:
    """Make what calls need; let one of the workers run the jobs beside them, unless a process of its own does."""
    start_warming(worker.wsgi.extensions["voicebot"], then=settle_heap)
    worker.wsgi.extensions[EXTENSION].watch(lambda: not worker.alive)
    worker.wsgi.extensions["voicebot"].interviews.streams.while_alive(lambda: bool(worker.alive))
    if _settings.runs_jobs_in_web:
        worker.jobs = Background(worker.wsgi.extensions["voicebot"], lambda: bool(worker.alive))
        worker.jobs.start()


def worker_exit(server: Any, worker: Any) -> None:
    """The last thing a worker does that could be told to end."""
    jobs: Background | None = getattr(worker, "jobs", None)
    if jobs is not None:
        jobs.stop()
    app = getattr(worker, "wsgi", None)
    if app is not None:
        app.extensions[EXTENSION].drain()
        # Turns go on after their webhook was answered; what they still say is read by the other workers.
        app.extensions["voicebot"].close()


def child_exit(server: Any, worker: Any) -> None:
    """Keep what a worker counted that is gone."""
    _metrics.bury(worker.pid)


def on_exit(server: Any) -> None:
    """Leave nothing behind."""
    _metrics.remove()


def when_ready(server: Any) -> None:
    """Say what runs on what, once."""
    lines = [f"  {part.name:<12} {part.runs_on}" + f" ({part.note})" * bool(part.note) for part in parts(_settings)]
    lines += [f"  ! {warning}" for warning in warnings(_settings)]
    if _settings.development:
        lines.append("  In a second terminal: make call")
    sys.stderr.write(f"Serving on http://{bind}\n" + "\n".join(lines) + "\n")
    sys.stderr.flush()
