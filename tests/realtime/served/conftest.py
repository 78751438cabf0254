"""Stand-ins for tests of streams under gunicorn."""

from tests.standins.fixtures import twilio_standin

__all__ = ["twilio_standin"]
