"""Real processes of the product, with nothing of the developer's own environment in them."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields

from voicebot.settings import ROOT, Settings

APP = "wsgi:app"
GUNICORN = ("gunicorn", APP)
FLASK = ("flask", "--app", "wsgi")


def environment(**settings: str) -> dict[str, str]:
    """These settings and no others: a value that is empty is as good as none, and wins over a `.env`."""
    names = {each.metadata["name"] for each in fields(Settings)} - {"WEB_CONCURRENCY"}  # gunicorn reads it, and trips
    nothing = dict.fromkeys(names, "")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, **nothing, "PYTHONUTF8": "1", "PYTHONPATH": "", **settings}


def run(*command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """One command, to its end."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextmanager
def serving(
    app: str = APP, listener: socket.socket | None = None, /, **settings: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A gunicorn, its sockets open, and what it printed, all of it in development; killed if it still runs at the end.
    `listener`: it accepts on this socket, as other servers do beside it, and before and after it."""
    fds = [listener.fileno()] if listener else []
    bound = [f"--bind=fd://{fd}" for fd in fds]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *bound, app],
        cwd=ROOT,
        env=environment(**settings),
        pass_fds=fds,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    printed, last = "", "Serving on" if settings.get("TWILIO_AUTH_TOKEN") else "In a second terminal"
    try:
        for line in process.stderr:
            printed += line
            if last in line:
                break
        yield process, printed
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stderr.close()
