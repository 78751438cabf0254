"""gunicorn as it runs where only requirements.txt is installed: `python -m tests.bench.as_deployed wsgi:app`.

structlog loads `rich` where it finds it, which here only developers' tools bring along, and with it pygments: 8 MB of
each worker that no deployed server has.
"""

import runpy
import sys

sys.modules["rich"] = None  # type: ignore[assignment]  # importing it fails, as where it is not installed

if __name__ == "__main__":
    runpy.run_module("gunicorn", run_name="__main__", alter_sys=True)
