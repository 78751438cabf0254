"""What gunicorn and the flask command load."""

from app import create_app
from voicebot.errors import SettingsError

try:
    app = create_app()
except SettingsError as error:
    # One precise sentence for the operator, no stack trace.
    raise SystemExit(str(error)) from None
