"""What gunicorn and the flask command load."""

from app import create_app
from voicebot.cli import warn_of_idle_jobs
from voicebot.errors import SettingsError

try:
    app = create_app()
except SettingsError as error:
    # One precise sentence for the operator, no stack trace.
    raise SystemExit(str(error)) from None

warn_of_idle_jobs()
